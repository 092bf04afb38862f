import type { Problem } from '../problem.ts'
import { err, ok, type Result } from '../result.ts'
import { parseInline } from './inline.ts'
import { parseManifestInput, readRequirementsFile } from './read-requirements.ts'
import type { Reading } from './requirement.ts'

export interface WhereToRead {
  /** The `manifest` input: requirements files, one a line. */
  readonly manifest: string
  /** The `modules` input: inline requirements, one a line. */
  readonly modules: string
  /** Absolute; paths in `manifest` are relative to it. */
  readonly workingDirectory: string
  /** Takes prereleases of everything that is stated. */
  readonly prerelease: boolean
}

/** Everything that is required, from all files and the inline list, in the order in which it is stated. */
export async function collectRequirements(where: WhereToRead): Promise<Result<Reading, Problem>> {
  const files = parseManifestInput(where.manifest, where.workingDirectory)
  const readings: Reading[] = []
  for (const file of files) {
    const reading = await readRequirementsFile(file)
    if (!reading.ok) return reading
    readings.push(reading.value)
  }
  const inline = parseInline(where.modules)
  if (!inline.ok) return inline
  const requirements = [...readings.flatMap(reading => reading.requirements), ...inline.value]
  if (requirements.length === 0)
    return err(files.length === 0 ? NOTHING_STATED : nothingIn(files.map(({ shown }) => shown)))
  return ok({
    requirements: where.prerelease ? requirements.map(each => ({ ...each, prerelease: true })) : requirements,
    notes: readings.flatMap(({ notes }) => notes),
  })
}

const NOTHING_STATED: Problem = {
  code: 'NOTHING_REQUIRED',
  sentence: 'Nothing says which modules to restore: neither "manifest" nor "modules" is set.',
  hint: 'Start with three lines:\n  with:\n    modules: |\n      Pester@5.7.1',
}

function nothingIn(files: readonly string[]): Problem {
  return {
    code: 'NOTHING_REQUIRED',
    sentence: `${files.join(', ')} ${files.length === 1 ? 'requires' : 'require'} no module.`,
    hint: "State one: @{ 'Pester' = @{ version = '5.7.1' } }",
  }
}
