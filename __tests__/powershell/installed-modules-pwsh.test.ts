/** `Import-Module` judges what we say of it: it loads what we name, and nothing where we say that there is nothing. */
import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import test from 'node:test'
import fc from 'fast-check'
import { folderWith } from '../helpers/folder-with.ts'
import { askPwsh } from './ask-pwsh.ts'
import { canHold, findIn, layOut, searchPathOf } from './lay-out.ts'
import { layoutFiles, type ModuleLayout, moduleLayouts } from './module-layouts.ts'
import { needsPwsh } from './pwsh.ts'

const options = needsPwsh()

const IMPORT = `
foreach ($question in Get-Content -Raw questions.json | ConvertFrom-Json) {
  $env:PSModulePath = $question.searchPath
  try {
    $module = Import-Module $question.name -PassThru
    "$($module.ModuleBase)|$($module.Version)"
    $module | Remove-Module
  } catch { 'nothing' }
}`

/** What PowerShell loads of each layout, all of them asked by one process: folder and version, or undefined. */
async function importFrom(layouts: readonly ModuleLayout[], work: string): Promise<readonly (string | undefined)[]> {
  const questions = layouts.map((layout, index) => ({
    name: layout.name ?? 'Foo',
    searchPath: searchPathOf(layout, path.join(work, String(index))).join(path.delimiter),
  }))
  await writeFile(path.join(work, 'questions.json'), JSON.stringify(questions))
  const answers = (await askPwsh(IMPORT, work)).trimEnd().split(/\r?\n/)
  assert.equal(answers.length, layouts.length)
  return answers.map((answer, index) => {
    const [folder = '', version] = answer.split('|')
    const relative = path.relative(path.join(work, String(index)), folder).replaceAll('\\', '/')
    return version === undefined ? undefined : `${relative} ${version}`
  })
}

/** PowerShell keeps the label of a version apart, and writes its numbers without leading zeros. */
function asPwshWrites(found: string | undefined): string | undefined {
  return found?.replace(/-.*$/, '').replace(/(?<=[ .])0+(?=\d)/g, '')
}

test('each layout of the table is what the table says', options, async () => {
  await using work = await folderWith()
  const layouts = moduleLayouts.filter(canHold)
  for (const [index, layout] of layouts.entries()) await layOut(layout, path.join(work.path, String(index)))
  const theirs = await importFrom(layouts, work.path)
  const expected = layouts.map(layout => layout.theirs ?? asPwshWrites(layout.ours))
  const named = (answers: readonly (string | undefined)[]): readonly string[] =>
    layouts.map(({ what }, index) => `${what}: ${answers[index] ?? 'nothing'}`)
  assert.deepEqual(named(theirs), named(expected))
})

/** To look for more: another seed, more runs. */
const SEED = Number(process.env.PSMR_SEED ?? 20_261_121)
const RUNS = Number(process.env.PSMR_RUNS ?? 150)

test('of generated layouts we find what PowerShell loads', options, async () => {
  await using work = await folderWith()
  const searched = ['m', 'n', 'o']
  const layouts = fc
    .sample(layoutFiles, { seed: SEED, numRuns: RUNS })
    .map(files => ({ what: JSON.stringify(Object.keys(files)), files, searched, ours: undefined }))
  for (const [index, layout] of layouts.entries()) await layOut(layout, path.join(work.path, String(index)))
  const theirs = await importFrom(layouts, work.path)
  for (const [index, layout] of layouts.entries()) {
    const ours = await findIn(layout, path.join(work.path, String(index)))
    assert.equal(asPwshWrites(ours), theirs[index], `seed ${SEED}: ${layout.what}`)
  }
  // A generator of nothing but rubbish would prove little.
  const loaded = new Set(theirs.filter(each => each !== undefined))
  assert.ok(loaded.size > 8, `only ${[...loaded].join(', ')}`)
})
