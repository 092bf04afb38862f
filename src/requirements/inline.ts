import { validId } from '../package/identity.ts'
import { specifiedRange } from '../package/module-specification.ts'
import { frameAt, type Problem } from '../problem.ts'
import { parsePsd1 } from '../psd1/parse.ts'
import { lookUp, type Psd1Table } from '../psd1/value.ts'
import { err, ok, type Result } from '../result.ts'
import { parseVersion } from '../version/nuget-version.ts'
import { ANY_VERSION, between, exactly, parseRange, type VersionRange } from '../version/version-range.ts'
import type { Requirement } from './requirement.ts'

/** What messages call the place of an inline requirement. */
const INLINE = 'input "modules"'

/**
 * Reads the `modules` input: one requirement a line, in ModuleFast's grammar and `Name@1.2.3`. Empty lines and lines that
 * begin with `#` are skipped.
 *
 * | text | means |
 * |---|---|
 * | `Pester` | any stable version |
 * | `Pester!` or `!Pester` | prereleases too |
 * | `Pester@5.7.1`, `Pester=5.7.1` | exactly |
 * | `Pester>=5`, `Pester<=5.6`, `Pester>5`, `Pester<6` | a bound |
 * | `Pester:[5.0,6.0)`, `Pester:5.*`, `Pester:5.0` | a NuGet range; a bare version is a minimum |
 * | `@{ModuleName='Pester'; ModuleVersion='5.0'}` | a PowerShell module specification |
 */
export function parseInline(text: string): Result<readonly Requirement[], Problem> {
  const requirements: Requirement[] = []
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const trimmed = line.trim()
    if (trimmed === '' || trimmed.startsWith('#')) continue
    const column = line.indexOf(trimmed) + 1
    const stated = { file: INLINE, line: index + 1, column }
    const parsed = parseSpecification(trimmed)
    if (!parsed.ok) {
      return err({
        code: 'MODULES_LINE',
        sentence: `In "modules", line ${index + 1}: ${parsed.error.what}.`,
        hint: 'For example: Pester, Pester@5.7.1, Pester:[5.0,6.0), Az.Accounts>=4.0, or Pester! to take prereleases.',
        place: { ...stated, column: column + parsed.error.at },
        frame: frameAt(line, column - 1 + parsed.error.at),
      })
    }
    requirements.push({ ...parsed.value, stated })
  }
  return ok(requirements)
}

type Specification = Omit<Requirement, 'stated'>

interface Slip {
  /** Completes "In "modules", line 1: …". */
  readonly what: string
  /** 0-based offset into the specification. */
  readonly at: number
}

const SPECIFICATION = /^(?<name>[^\s@=<>:]*?)(?<bang>!?)\s*(?:(?<operator>@|>=|<=|=|:|>|<)\s*(?<version>.*))?$/

function parseSpecification(text: string): Result<Specification, Slip> {
  if (text.startsWith('@{')) return parseTable(text)
  const groups = SPECIFICATION.exec(text)?.groups
  if (!groups) return err({ what: `"${text.slice(0, 80)}" is not a requirement`, at: 0 })
  const { bang, operator, version = '' } = groups
  const written = groups.name ?? ''
  const name = written.replace(/^!/, '')
  if (!validId(name)) return err({ what: `"${name.slice(0, 80)}" cannot be the name of a module`, at: 0 })
  const range = operator === undefined ? ok(ANY_VERSION) : rangeOf(operator, version.trim())
  if (!range.ok) return err({ what: range.error, at: text.length - version.length })
  return ok({ name, range: range.value, prerelease: bang === '!' || name !== written })
}

function rangeOf(operator: string, text: string): Result<VersionRange, string> {
  if (text === '') return err(`nothing follows the "${operator}"`)
  if (text.toLowerCase() === 'latest') return ok(ANY_VERSION)
  if (operator === ':') {
    const range = parseRange(text)
    return range.ok ? range : err(`"${text}" is not a version range: ${range.error}`)
  }
  const parsed = parseVersion(text)
  if (!parsed.ok) return err(`"${text}" is not a version: ${parsed.error}`)
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

function parseTable(text: string): Result<Specification, Slip> {
  const parsed = parsePsd1({ file: INLINE, text, encoding: 'utf-8' })
  if (!parsed.ok) return err({ what: parsed.error.sentence.replace(/\.$/, ''), at: 0 })
  if (parsed.value.kind !== 'table') return err({ what: 'this is not a module specification', at: 0 })
  const table = parsed.value
  const name = textOf(table, 'ModuleName') ?? ''
  if (!validId(name)) return err({ what: 'the specification names no module in "ModuleName"', at: 0 })
  const range = specifiedRange({
    minimum: textOf(table, 'ModuleVersion'),
    required: textOf(table, 'RequiredVersion'),
    maximum: textOf(table, 'MaximumVersion'),
  })
  if (!range.ok) return err({ what: `the specification of ${name} has a version that is none: ${range.error}`, at: 0 })
  const guid = textOf(table, 'GUID')
  return ok({ name, range: range.value, prerelease: false, ...(guid !== undefined && { guid }) })
}

function textOf(table: Psd1Table, key: string): string | undefined {
  const value = lookUp(table, key)
  if (value?.kind === 'number') return value.text
  return value?.kind === 'string' && value.value !== '' ? value.value : undefined
}
