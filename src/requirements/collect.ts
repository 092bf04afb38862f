import { stat } from 'node:fs/promises'
import { type Problem, startOf } from '../problem.ts'
import { err, ok, type Result } from '../result.ts'
import { findContradiction } from './contradiction.ts'
import { parseInline } from './inline.ts'
import { listFiles } from './manifest-input.ts'
import { formatNote } from './notebook.ts'
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
 * Errors: those of the files; `CONTRADICTION`; where nothing is named and nothing found, `NOTHING_REQUIRED`, and
 * `WORKING_DIRECTORY` where there is nowhere to look. A file that names no module is no error, since a template may run in
 * a repository that needs none; it is noted.
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
    notes: [...notes, ...files.flatMap(file => file.notes), ...(stated.length === 0 ? nothingIn(files, notes) : [])],
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
  const groups = await searchFiles(where.workingDirectory)
  for (const [index, group] of groups.entries()) {
    const read = await readAll(group, where)
    if (!read.ok) return read
    const manifests = read.value.files.filter(isManifest)
    notes.push(...manifests.map(({ file }) => leftOut({ shown: file }, MANIFEST_NOT_NAMED)))
    const files = read.value.files.filter(file => !isManifest(file))
    const [first] = files
    if (first) {
      const why = `${first.file} comes before it in the search; to have both read, name them in "manifest"`
      const later = groups.slice(index + 1).flat()
      return ok({ files, notes: [...notes, ...later.map(file => leftOut(file, why))] })
    }
  }
  return err((await missingFolder(where.workingDirectory)) ?? (await nothingFound(where, notes)))
}

function isManifest({ format }: FileReading): boolean {
  return format === 'module-manifest'
}

const MANIFEST_NOT_NAMED = 'it is a module manifest, which is read only where "manifest" names it'

function leftOut({ shown }: Pick<RequirementsFile, 'shown'>, why: string): Note {
  return { kind: 'skipped', place: startOf(shown), text: `this file is left out: ${why}` }
}

/** A word at each file that asks for nothing; where all of them were left out, at the first of those. */
function nothingIn(files: readonly FileReading[], leftOutNotes: readonly Note[]): readonly Note[] {
  const places =
    files.length > 0 ? files.map(({ file }) => startOf(file)) : leftOutNotes.slice(0, 1).map(({ place }) => place)
  return places.map(place => ({ kind: 'nothing-required', place, text: 'no module of a gallery is required' }))
}

/** Enough to find the one that was meant. */
const MOST_LOOKED_AT = 50

async function nothingFound(where: WhereToRead, notes: readonly Note[]): Promise<Problem> {
  const readable: FileReading[] = []
  for (const file of (await otherFiles(where.workingDirectory)).slice(0, MOST_LOOKED_AT)) {
    const reading = await readRequirementsFile(file, where)
    if (reading.ok && reading.value.requirements.length > 0) readable.push(reading.value)
  }
  const [manifests, others] = [readable.filter(isManifest), readable.filter(file => !isManifest(file))]
  const candidates = [...others, ...manifests].map(({ file, format }) => `${file} (${format})`)
  const start = 'Start with three lines in the step:\n  with:\n    modules: |\n      Pester@5.7.1'
  const named = `Name a requirements file in "manifest"; these could be read: ${candidates.slice(0, 5).join(', ')}.\n`
  return {
    code: 'NOTHING_REQUIRED',
    sentence: `Nothing says which modules to restore: "manifest" and "modules" are not set, and no requirements file was found in ${where.workingDirectory}.`,
    hint: candidates.length === 0 ? start : `${named}${start}`,
    details: ['Looked there, then in its build folder, for:', ...searchOrder(), ...notes.map(formatNote)],
  }
}

/** Where there is no folder, nothing can be found in it, and its name is what is wrong. */
async function missingFolder(workingDirectory: string): Promise<Problem | undefined> {
  try {
    if ((await stat(workingDirectory)).isDirectory()) return undefined
  } catch {
    // What hides it is all the same.
  }
  return {
    code: 'WORKING_DIRECTORY',
    sentence: `The working directory ${workingDirectory} does not exist, or is no folder.`,
    hint: 'Give "working-directory" relative to the workspace; was the repository checked out before this step?',
  }
}
