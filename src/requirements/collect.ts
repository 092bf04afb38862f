import type { Problem } from '../problem.ts'
import { err, ok, type Result } from '../result.ts'
import { findContradiction } from './contradiction.ts'
import { parseInline } from './inline.ts'
import { listFiles } from './manifest-input.ts'
import { type FileReading, type RequirementsFile, readRequirementsFile } from './read-file.ts'
import type { ReadOptions } from './reader.ts'
import type { Note, Reading } from './requirement.ts'
import { otherFiles, searchFiles, searchOrder } from './search.ts'

export interface WhereToRead extends ReadOptions {
  /** The `manifest` input: requirements files, one a line. */
  readonly manifest: string
  /** The `modules` input: inline requirements, one a line. */
  readonly modules: string
  /** Absolute; paths in `manifest` are relative to it. */
  readonly workingDirectory: string
  /** Takes prereleases of everything that is stated. */
  readonly prerelease: boolean
}

/** Everything that is required, in the order in which it is stated, and what it was read from. */
export interface Collection extends Reading {
  readonly files: readonly FileReading[]
}

/**
 * Reads the files that are named and the inline list; where neither says anything, the files that are found.
 *
 * Errors: those of the files; `CONTRADICTION`; `NOTHING_REQUIRED` where nothing is named and nothing found. A file that
 * names no module is no error, since a template may run in a repository that needs none; it is noted.
 */
export async function collectRequirements(where: WhereToRead): Promise<Result<Collection, Problem>> {
  const inline = parseInline(where.modules)
  if (!inline.ok) return inline
  const named = await listFiles(where.manifest, where.workingDirectory)
  if (!named.ok) return named
  const nothingSaid = named.value.length === 0 && inline.value.length === 0
  const read = nothingSaid ? await readFound(where) : await readAll(named.value, where)
  if (!read.ok) return read

  const { files, notes } = read.value
  const stated = [...files.flatMap(({ requirements }) => requirements), ...inline.value]
  const contradiction = findContradiction(stated)
  if (contradiction) return err(contradiction)
  return ok({
    files,
    requirements: where.prerelease ? stated.map(each => ({ ...each, prerelease: true })) : stated,
    notes: [...notes, ...files.flatMap(file => file.notes), ...(stated.length === 0 ? files.map(requiresNothing) : [])],
  })
}

interface FilesRead {
  readonly files: readonly FileReading[]
  readonly notes: readonly Note[]
}

async function readAll(files: readonly RequirementsFile[], options: ReadOptions): Promise<Result<FilesRead, Problem>> {
  const readings: FileReading[] = []
  const notes: Note[] = []
  for (const file of files) {
    const reading = await readRequirementsFile(file, options)
    if (reading.ok) {
      readings.push(reading.value)
    } else if (file.chosenBy === 'pattern' && reading.error.code === 'NOT_REQUIREMENTS') {
      // `Tests/**/*.ps1` is meant to gather what scripts state; that one states nothing is what it has to say.
      notes.push(leftOut(file, 'it is a script that names no module in "#Requires -Modules"'))
    } else {
      return reading
    }
  }
  return ok({ files: readings, notes })
}

/** The first group of files that state requirements. A module may be called RequiredModules: its manifest states none. */
async function readFound(where: WhereToRead): Promise<Result<FilesRead, Problem>> {
  const notes: Note[] = []
  for (const group of await searchFiles(where.workingDirectory)) {
    const read = await readAll(group, where)
    if (!read.ok) return read
    const manifests = read.value.files.filter(({ format }) => format === 'module-manifest')
    notes.push(...manifests.map(({ file }) => leftOut({ shown: file }, MANIFEST_NOT_NAMED)))
    const files = read.value.files.filter(({ format }) => format !== 'module-manifest')
    if (files.length > 0) return ok({ files, notes })
  }
  return err(await nothingFound(where))
}

const MANIFEST_NOT_NAMED = 'it is a module manifest, which is read only where "manifest" names it'

function leftOut({ shown }: Pick<RequirementsFile, 'shown'>, why: string): Note {
  return { kind: 'skipped', place: { file: shown, line: 1, column: 1 }, text: `this file is left out: ${why}` }
}

function requiresNothing({ file }: FileReading): Note {
  return { kind: 'nothing-required', place: { file, line: 1, column: 1 }, text: 'no module of a gallery is required' }
}

/** Enough to find the one that was meant. */
const MOST_LOOKED_AT = 50

async function nothingFound(where: WhereToRead): Promise<Problem> {
  const candidates: string[] = []
  for (const file of (await otherFiles(where.workingDirectory)).slice(0, MOST_LOOKED_AT)) {
    const reading = await readRequirementsFile(file, where)
    if (reading.ok && reading.value.requirements.length > 0) candidates.push(`${file.shown} (${reading.value.format})`)
  }
  const start = 'Start with three lines:\n  with:\n    modules: |\n      Pester@5.7.1'
  const named = `Name a requirements file in "manifest"; these could be read: ${candidates.slice(0, 5).join(', ')}.\n`
  return {
    code: 'NOTHING_REQUIRED',
    sentence: `Nothing says which modules to restore: "manifest" and "modules" are not set, and no requirements file was found in ${where.workingDirectory}.`,
    hint: candidates.length === 0 ? start : `${named}${start}`,
    details: [`Looked for ${searchOrder()}.`],
  }
}
