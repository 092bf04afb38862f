import type { Problem } from '../problem.ts'
import { excerpt } from '../redact.ts'
import { err, ok, type Result } from '../result.ts'
import type { SourceConfig } from './source.ts'

/** Which family a name belongs to, said by the user: `Contoso.*: contoso`. */
export interface SourceMap {
  /** The family that the most specific matching pattern names, and the pattern; undefined if none matches. */
  familyOf(name: string): { readonly family: string; readonly pattern: string } | undefined
}

interface Mapping {
  readonly pattern: string
  /** What a name must begin with, lower case; the whole name where `exact`. */
  readonly literal: string
  readonly exact: boolean
  readonly family: string
}

const LINE = /^(?<pattern>[A-Za-z0-9._-]*\*?)\s*:\s*(?<target>\S+)$/

/**
 * Reads the `source-map` input, one `pattern: source` a line. A pattern is a name or the beginning of one with `*` behind
 * it, as in NuGet's package source mapping: matching is linear, and which pattern is more specific is never in doubt.
 */
export function parseSourceMap(text: string, sources: readonly SourceConfig[]): Result<SourceMap, Problem> {
  const mappings: Mapping[] = []
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.trim()
    if (line === '' || line.startsWith('#')) continue
    const groups = LINE.exec(line)?.groups
    const pattern = groups?.pattern
    if (!groups || !pattern) {
      return err({
        code: 'SOURCE_MAP_LINE',
        sentence: `In "source-map", the line "${excerpt(line, 120)}" is not "pattern: source".`,
        hint: 'A pattern is a name, or its beginning and one "*" at the end, for example: Contoso.*: contoso',
      })
    }
    const family = familyNamed(groups.target ?? '', sources)
    if (family === undefined) {
      return err({
        code: 'SOURCE_MAP_TARGET',
        sentence: `In "source-map", "${excerpt(pattern)}" is mapped to "${excerpt(groups.target ?? '')}", which is not in "sources".`,
        hint: `The sources of this run are ${sources.map(({ name }) => name).join(', ')}.`,
      })
    }
    const exact = !pattern.endsWith('*')
    mappings.push({ pattern, literal: pattern.replace(/\*$/, '').toLowerCase(), exact, family })
  }
  mappings.sort((a, b) => Number(b.exact) - Number(a.exact) || b.literal.length - a.literal.length)
  return ok({
    familyOf: name => {
      const lower = name.toLowerCase()
      return mappings.find(({ exact, literal }) => (exact ? lower === literal : lower.startsWith(literal)))
    },
  })
}

/** The family of the source of that name, or the family itself. */
export function familyNamed(target: string, sources: readonly SourceConfig[]): string | undefined {
  const wanted = target.toLowerCase()
  const source = sources.find(({ name }) => name.toLowerCase() === wanted)
  return source?.family ?? sources.find(({ family }) => family.toLowerCase() === wanted)?.family
}
