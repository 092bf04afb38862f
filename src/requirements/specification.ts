import { validId } from '../package/identity.ts'
import { err, ok, type Result } from '../result.ts'
import type { Requirement } from './requirement.ts'
import { readOperated } from './version-text.ts'

/** What one text asks for: everything of a requirement but its place. */
export type Specification = Omit<Requirement, 'stated'>

/** What is wrong with a text, and where in it. */
export interface Slip {
  /** Completes "…, line 1: …". */
  readonly what: string
  /** 0-based offset into the text. */
  readonly at: number
}

/**
 * Reads a name with what is asked of it, in ModuleFast's grammar: `Pester`, `Pester!`, `Pester>=5.0`, `Pester:[5.0,6.0)`,
 * and `Pester@5.7.1`.
 */
export function parseSpecification(text: string): Result<Specification, Slip> {
  const at = text.search(/[@=<>:]/)
  const { name, prerelease } = splitBang(at === -1 ? text : text.slice(0, at))
  if (/\s/.test(name)) return err({ what: `"${text.slice(0, 80)}" is not a requirement`, at: 0 })
  if (!validId(name)) return err({ what: `"${name.slice(0, 80)}" cannot be the name of a module`, at: 0 })
  const operated = at === -1 ? '' : text.slice(at)
  const wish = readOperated(operated)
  if (!wish.ok) return err({ what: wish.error, at: at + (/^(?:[<>]?=|.)\s*/.exec(operated)?.[0].length ?? 0) })
  return ok({ name, range: wish.value.range, written: operated, prerelease })
}

/** Takes the `!` off a name, which asks for prereleases on either side of it. */
export function splitBang(text: string): { readonly name: string; readonly prerelease: boolean } {
  const trimmed = text.trim()
  const name = trimmed.replace(/^!|!$/g, '').trim()
  return { name, prerelease: name !== trimmed }
}
