import assert from 'node:assert/strict'
import type { Problem } from '../../src/problem.ts'
import { type FileReading, readRequirements } from '../../src/requirements/read-file.ts'
import type { Format } from '../../src/requirements/reader.ts'
import type { Note, Reading, Requirement } from '../../src/requirements/requirement.ts'
import type { Result } from '../../src/result.ts'
import { formatRange } from '../../src/version/version-range.ts'
import { errorOf } from '../helpers/result.ts'

/** Reads a text as the file of that name: in the format that is stated, else in the one that it shows. */
export function readText(
  file: string,
  text: string,
  { format, tags = [] }: { readonly format?: Format; readonly tags?: readonly string[] } = {},
): Result<Omit<FileReading, 'chosenBy'>, Problem> {
  return readRequirements({ file, text, encoding: 'utf-8' }, format, { tags })
}

/** Every requirement and every note as a person would say it: `12 Pester [5.7.1] prerelease from PSGallery`. */
export function told({ requirements, notes }: Reading): readonly string[] {
  return [...requirements.map(tellRequirement), ...notes.map(tellNote)]
}

/** `12 Pester [5.7.1] prerelease from PSGallery` */
export function tellRequirement({ name, range, prerelease, repository, guid, stated }: Requirement): string {
  const words = [
    `${stated.line} ${name} ${formatRange(range)}`,
    ...(prerelease ? ['prerelease'] : []),
    ...(repository === undefined ? [] : [`from ${repository}`]),
    ...(guid === undefined ? [] : [`guid ${guid}`]),
  ]
  return words.join(' ')
}

/** `3 no-effect Target` */
function tellNote({ kind, place, text }: Note): string {
  return `${place.line} ${kind} ${/"([^"]*)"/.exec(text)?.[1]}`
}

/** The problem that ended a reading of one line, which has this code and sentence, a place and a hint. */
export function refusedWith(reading: Result<unknown, Problem>, code: string, sentence: RegExp): Problem {
  const problem = errorOf(reading)
  assert.equal(problem.code, code)
  assert.match(problem.sentence, sentence)
  assert.equal(problem.place?.line, 1)
  assert.ok(problem.hint)
  return problem
}
