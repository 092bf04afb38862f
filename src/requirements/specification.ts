import { validId } from '../package/identity.ts'
import { parsePsd1 } from '../psd1/parse.ts'
import { excerpt } from '../redact.ts'
import { err, ok, type Result } from '../result.ts'
import { readModuleSpecification } from './module-specification.ts'
import { openNotebook } from './notebook.ts'
import type { Requirement } from './requirement.ts'
import { fromPsd1 } from './value.ts'
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
 * and `Pester@5.7.1`; or a PowerShell module specification, `@{ModuleName='Pester'; ModuleVersion='5.0'}`.
 */
export function parseSpecification(text: string): Result<Specification, Slip> {
  if (text.startsWith('@{')) return parseTable(text)
  const at = text.search(/[@=<>:]/)
  const { name, prerelease } = splitBang(at === -1 ? text : text.slice(0, at))
  if (/\s/.test(name)) return err({ what: `"${excerpt(text)}" is not a requirement`, at: 0 })
  if (!validId(name)) return err({ what: `"${excerpt(name)}" cannot be the name of a module`, at: 0 })
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

function parseTable(text: string): Result<Specification, Slip> {
  const document = { file: 'the specification', text, encoding: 'utf-8' } as const
  const parsed = parsePsd1(document)
  const book = openNotebook(document)
  const requirement = parsed.ok ? readModuleSpecification(fromPsd1(parsed.value), book) : parsed
  if (!requirement.ok) {
    const { sentence, place } = requirement.error
    const what = sentence.replace(/^.*? cannot be (?:used|read): /, '').replace(/\.$/, '')
    return err({ what, at: (place?.column ?? 1) - 1 })
  }
  if (!requirement.value) return err({ what: 'the specification names a file, not a module', at: 0 })
  // As in PowerShell, where a specification with a key of no meaning is none.
  const [note] = book.notes
  if (note) return err({ what: note.text, at: note.place.column - 1 })
  const { stated: _, ...specification } = requirement.value
  return ok(specification)
}
