import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { readRequirements } from '../../src/requirements/read-file.ts'
import type { Note, Reading } from '../../src/requirements/requirement.ts'
import { decodeText } from '../../src/text.ts'
import { errorOf, unwrap } from '../helpers/result.ts'
import { readText, tellRequirement } from './reading.ts'

/**
 * What a real file must give, written down by reading it. A requirement is "line name range", then `prerelease`, `from X`
 * and `guid X` where they are stated; notes are "line key".
 */
type Expected =
  | {
      readonly format: string
      readonly requires: readonly string[]
      readonly skipped?: readonly string[]
      readonly noted?: readonly string[]
    }
  | { readonly refused: string; readonly says: string }

const EXPECTED = path.resolve(import.meta.dirname, 'expected')
const CORPUS = path.resolve(import.meta.dirname, '../fixtures/corpus')
/** Originals whose licence lets nobody copy them; a checkout of them may lie here. */
const ELSEWHERE = process.env.PSMR_CORPUS

for (const name of (await readdir(EXPECTED)).sort()) {
  if (name === 'script-requires.json') continue
  const repository = name.replace(/\.json$/, '')
  const files: Readonly<Record<string, Expected>> = JSON.parse(await readFile(path.join(EXPECTED, name), 'utf8'))
  for (const [file, expected] of Object.entries(files)) {
    const original = [CORPUS, ...(ELSEWHERE === undefined ? [] : [ELSEWHERE])]
      .map(folder => path.join(folder, repository, file))
      .find(existsSync)
    const skip = original === undefined && 'not here: its licence lets nobody copy it (PSMR_CORPUS)'
    test(`${repository}/${file} gives what a reader of it sees.`, { skip }, async () => {
      // The corpus writes the folders of a path with two underscores.
      const shown = file.replaceAll('__', '/')
      const document = unwrap(decodeText(await readFile(original ?? ''), shown))
      const reading = readRequirements(document, undefined, { tags: [] })
      if ('refused' in expected) {
        const problem = errorOf(reading)
        assert.equal(problem.code, expected.refused)
        assert.ok(problem.sentence.includes(expected.says), problem.sentence)
        assert.ok(problem.hint)
        return
      }
      assert.deepEqual(described(unwrap(reading)), {
        skipped: [],
        noted: [],
        ...expected,
      })
    })
  }
}

interface ScriptLine {
  readonly repository: string
  readonly path: string
  readonly line: number
  readonly kind: 'directive' | 'mention'
  readonly text: string
}

const LINES: readonly ScriptLine[] = JSON.parse(await readFile(path.join(CORPUS, 'script-requires.json'), 'utf8'))
const EXPECTED_LINES: readonly (Omit<ScriptLine, 'kind' | 'text'> & { readonly requires: readonly string[] })[] =
  JSON.parse(await readFile(path.join(EXPECTED, 'script-requires.json'), 'utf8'))

test('There is an expectation for each #Requires line, and a line for each expectation.', () => {
  const key = ({ repository, path: file, line }: Omit<ScriptLine, 'kind' | 'text'>): string =>
    `${repository} ${file} ${line}`
  assert.deepEqual(EXPECTED_LINES.map(key).sort(), LINES.map(key).sort())
})

for (const { repository, path: file, line, kind, text } of LINES) {
  test(`${repository}/${file}:${line} gives what a reader of it sees.`, () => {
    const expected = EXPECTED_LINES.find(
      each => each.repository === repository && each.path === file && each.line === line,
    )
    // A remark that looks like a statement stood in a help text.
    const script = kind === 'mention' ? `<#\n${text}\n#>` : text
    const reading = readText(file, script)
    if (expected?.requires.length === 0) {
      assert.equal(errorOf(reading).code, 'NOT_REQUIREMENTS')
      return
    }
    const required = unwrap(reading).requirements.map(each => tellRequirement(each).replace(/^1 /, ''))
    assert.deepEqual(required, expected?.requires)
  })
}

function described({ format, requirements, notes }: Reading & { readonly format: string }) {
  return {
    format,
    requires: requirements.map(tellRequirement),
    skipped: notes.filter(({ kind }) => kind === 'skipped').map(describeNote),
    noted: notes.filter(({ kind }) => kind === 'no-effect' || kind === 'unknown-key').map(describeNote),
  }
}

function describeNote({ place, text }: Note): string {
  return `${place.line} ${/"([^"]*)"/.exec(text)?.[1]}`
}
