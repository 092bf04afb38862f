import type { Problem } from '../problem.ts'
import { err, ok, type Result } from '../result.ts'
import { problemAt } from '../text.ts'
import type { Requirement } from './requirement.ts'
import { parseSpecification } from './specification.ts'

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
      const document = { file: INLINE, text: line, encoding: 'utf-8' } as const
      const problem = problemAt(document, column - 1 + parsed.error.at, {
        code: 'MODULES_LINE',
        sentence: `In "modules", line ${index + 1}: ${parsed.error.what}.`,
        hint: 'For example: Pester, Pester@5.7.1, Pester:[5.0,6.0), Az.Accounts>=4.0, or Pester! to take prereleases.',
      })
      return err({ ...problem, place: { ...stated, column: column + parsed.error.at } })
    }
    requirements.push({ ...parsed.value, stated })
  }
  return ok(requirements)
}
