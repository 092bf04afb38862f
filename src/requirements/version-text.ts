import { excerpt, holdsCredentials } from '../redact.ts'
import { err, ok, type Result } from '../result.ts'
import { parseVersion } from '../version/nuget-version.ts'
import { ANY_VERSION, between, exactly, parseRange, type VersionRange } from '../version/version-range.ts'

/** What the text behind a name asks for. */
export interface VersionWish {
  readonly range: VersionRange
  readonly prerelease: boolean
}

/** What a version text means in one format. The same `1.0` is a minimum here and exact there. */
export interface VersionGrammar {
  /** What a bare `1.0` asks for. */
  readonly bare: 'exactly' | 'at-least'
  /** Takes `latest` for any version; `*` and the empty text are that in every format. */
  readonly latest: boolean
  /** Takes ModuleFast's operators too: `>=1.0`, `:[1.0,2.0)`, `!`. */
  readonly operators: boolean
}

/** Reads a version text; NuGet's ranges and floats are taken in every format. The error completes "`x` cannot be read: …". */
export function readVersionText(text: string, grammar: VersionGrammar): Result<VersionWish, string> {
  const trimmed = text.trim()
  const isAny = trimmed === '' || trimmed === '*' || (grammar.latest && trimmed.toLowerCase() === 'latest')
  if (isAny) return ok(wish(ANY_VERSION))
  const version = parseVersion(trimmed)
  if (version.ok) {
    const bound = { version: version.value, inclusive: true }
    return ok(wish(grammar.bare === 'exactly' ? exactly(version.value) : between(bound, undefined)))
  }
  const range = parseRange(trimmed)
  if (range.ok) return ok(wish(range.value))
  if (grammar.operators && OPERATED.test(trimmed)) return readOperated(trimmed)
  return err(/[[\](),*]/.test(trimmed) ? range.error : version.error)
}

const OPERATED = /^(?<bang>!?)\s*(?:(?<operator>@|>=|<=|=|:|>|<)\s*(?<version>.*))?$/

/** Whether a text is a wish in ModuleFast's operators, as no other format writes one. */
export function hasOperator(text: string): boolean {
  const trimmed = text.trim()
  return trimmed !== '' && OPERATED.test(trimmed)
}

/**
 * Reads what stands behind the name in ModuleFast's grammar: `>=1.0`, `<=1.0`, `=1.0`, `:[1.0,2.0)`, `>1.0`, `<1.0`, with
 * `!` in front for prereleases. `@1.0` is exact as `=1.0` is: that is how other tools write it.
 */
export function readOperated(text: string): Result<VersionWish, string> {
  const groups = OPERATED.exec(text.trim())?.groups
  if (!groups) return err(`"${excerpt(text)}" begins with none of the operators >= <= = : > < @ !`)
  const { bang, operator, version = '' } = groups
  const range = operator === undefined ? ok(ANY_VERSION) : rangeBehind(operator, version.trim())
  return range.ok ? ok({ range: range.value, prerelease: bang === '!' }) : range
}

function rangeBehind(operator: string, text: string): Result<VersionRange, string> {
  if (text === '') return err(`nothing follows the "${operator}"`)
  if (text.toLowerCase() === 'latest') return ok(ANY_VERSION)
  if (holdsCredentials(text)) return err(`"${excerpt(text)}" is an address, not a version`)
  if (operator === ':') {
    const range = parseRange(text)
    return range.ok ? range : err(`"${excerpt(text)}" is not a version range: ${range.error}`)
  }
  const parsed = parseVersion(text)
  if (!parsed.ok) return err(`"${excerpt(text)}" is not a version: ${parsed.error}`)
  const bound = { version: parsed.value, inclusive: operator.endsWith('=') }
  switch (operator) {
    case '>=':
    case '>':
      return ok(between(bound, undefined))
    case '<=':
    case '<':
      return ok(between(undefined, bound))
    default:
      return ok(exactly(parsed.value))
  }
}

function wish(range: VersionRange): VersionWish {
  return { range, prerelease: false }
}
