/** What the examples and the pages show is so: inputs and outputs that exist, actions that are pinned, PowerShell that parses. */
import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { readInputs } from '../src/action/inputs.ts'
import { makePlan } from '../src/plan.ts'
import { hasClass } from '../src/requirements/file-classes.ts'
import { readRequirements } from '../src/requirements/read-file.ts'
import { folderWith } from './helpers/folder-with.ts'
import { unwrap } from './helpers/result.ts'
import { section } from './helpers/run-action.ts'
import { askPwsh } from './powershell/ask-pwsh.ts'
import { needsPwsh } from './powershell/pwsh.ts'

const ROOT = path.resolve(import.meta.dirname, '..')
const PAGES = ['README.md', 'docs/requirements.md', 'docs/using-the-modules.md']

interface Text {
  /** The file, and for a block of a page its line. */
  readonly where: string
  readonly text: string
}

async function read(where: string): Promise<Text> {
  return { where, text: await readFile(path.join(ROOT, where), 'utf8') }
}

/** The blocks of a language, as ```` ```yaml ```` begins them. */
function blocksIn({ where, text }: Text, language: string): readonly Text[] {
  const blocks = text.matchAll(new RegExp(`^\`\`\`${language}\\b.*\n([\\s\\S]*?)^\`\`\`$`, 'gm'))
  return [...blocks].map(({ 1: block = '', index }) => ({
    where: `${where}:${text.slice(0, index).split('\n').length}`,
    text: block,
  }))
}

const pages = await Promise.all(PAGES.map(read))
const entries = await readdir(path.join(ROOT, 'examples'), { recursive: true, withFileTypes: true })
const files = await Promise.all(
  entries
    .filter(entry => entry.isFile())
    .map(({ parentPath, name }) => read(path.relative(ROOT, path.join(parentPath, name)))),
)
const workflows = files.filter(({ where }) => where.endsWith('.yml'))
const yaml = [...workflows, ...pages.flatMap(page => blocksIn(page, 'yaml'))]

function dedent(text: string): string {
  const indent = /^ */.exec(text)?.[0] ?? ''
  return text.replaceAll(new RegExp(`^${indent}`, 'gm'), '')
}

/** The keys of a mapping in YAML as it is written here, each with the text behind it, or below it. */
function mapping(text: string): ReadonlyMap<string, string> {
  const found = text.matchAll(/^([a-z-]+):(?: +(?![|])(.+)| *[|]?)\n?((?:(?: .*)?\n)*)/gm)
  return new Map([...found].map(({ 1: key = '', 2: inline, 3: below = '' }) => [key, inline ?? dedent(below)]))
}

/** The items of all lists of mappings, which is what steps are. */
function stepsIn({ where, text }: Text): readonly (Text & { readonly step: ReadonlyMap<string, string> })[] {
  const items = text.matchAll(/^( *)- (?=[a-z-]+:)(.*\n(?:(?:\1 .*)?\n)*)/gm)
  return [...items].map(({ 1: indent = '', 2: item = '' }) => {
    const body = dedent(`${indent}  ${item}`)
    return { where: `${where}: ${item.split('\n', 1)[0]}`, text: body, step: mapping(body) }
  })
}

const actions = new Map<string, string>([
  ['OWNER/psmodule-restore', (await read('action.yml')).text],
  ['ORG/powershell-modules', (await read('examples/org-template/action.yml')).text],
])

function actionOf(step: ReadonlyMap<string, string>): string | undefined {
  return actions.get(step.get('uses')?.replace(/@.*$/, '') ?? '')
}

test('Every step of an example gives the action inputs that it has, and that it understands.', async () => {
  await using work = await folderWith()
  const workspace = path.join(ROOT, 'examples/repository')
  let uses = 0
  for (const { where, step } of yaml.flatMap(stepsIn)) {
    const action = actionOf(step)
    if (action === undefined) continue
    uses += 1
    const given = mapping(step.get('with') ?? '')
    for (const name of given.keys()) assert.ok(section(action, 'inputs').has(name), `${where} has no input "${name}"`)
    // What an expression will be is not known here.
    const text = (name: string): string =>
      (given.get(name) ?? '').replaceAll(/\$\{\{.*?\}\}/g, '').replace(/^'(.*)'$/, '$1')
    const inputs = readInputs(text, { workspace })
    const plan = inputs.ok ? await makePlan(inputs.value, work.path, workspace, {}) : inputs
    assert.ok(plan.ok, plan.ok ? undefined : `${where}: ${plan.error.sentence}`)
  }
  assert.ok(uses > 15)
})

test('Every output that an example names is one of the step.', () => {
  let named = 0
  for (const each of yaml) {
    const steps = new Map(stepsIn(each).map(({ step }) => [step.get('id'), step]))
    for (const [, id = '', name = ''] of each.text.matchAll(/\bsteps\.([\w-]+)\.outputs\.([\w-]+)/g)) {
      const step = steps.get(id)
      // A page shows a step once, and then what is done behind it.
      const action = step ? actionOf(step) : id === 'modules' ? actions.get('OWNER/psmodule-restore') : undefined
      assert.ok(action && section(action, 'outputs').has(name), `${each.where}: ${id} has no output "${name}"`)
      named += 1
    }
  }
  assert.ok(named > 10)
})

test('Every action of others in an example is pinned by SHA with its version beside it.', () => {
  for (const { where, step } of yaml.flatMap(stepsIn)) {
    const uses = step.get('uses')
    if (uses !== undefined) assert.match(uses, /^(?:OWNER|ORG)\/|^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/, where)
    if (uses?.startsWith('actions/checkout@')) {
      assert.equal(mapping(step.get('with') ?? '').get('persist-credentials'), 'false', where)
    }
  }
})

test('Every workflow of an example permits nothing by default.', () => {
  for (const { where, text } of workflows) {
    if (!where.endsWith('action.yml')) assert.match(text, /^permissions: \{\}$/m, where)
  }
})

test('Every requirements file of an example is understood, and asks for something.', () => {
  const found = files.filter(({ where }) => hasClass(path.basename(where)) || where.endsWith('RequiredResources.psd1'))
  assert.ok(found.length >= 2)
  for (const { where, text } of found) {
    const reading = unwrap(readRequirements({ file: where, text, encoding: 'utf-8' }, undefined, { tags: [] }))
    assert.notEqual(reading.requirements.length, 0, where)
    assert.deepEqual(reading.notes, [], where)
  }
})

/** Prints where PowerShell finds a mistake, and which. */
const PARSE = `foreach ($script in Get-Content -Raw scripts.json | ConvertFrom-Json) {
  $errors = $null
  [void] [System.Management.Automation.Language.Parser]::ParseInput($script.text, [ref] $null, [ref] $errors)
  foreach ($each in $errors) { "$($script.where): $($each.ErrorId)" }
}`

test('All PowerShell of the examples and pages parses.', needsPwsh(), async () => {
  const inSteps = yaml.flatMap(stepsIn).flatMap(({ where, step }): readonly Text[] => {
    const text = step.get('shell') === 'pwsh' ? step.get('run') : step.get('pwsh')
    return text === undefined ? [] : [{ where, text }]
  })
  const inBlocks = pages.flatMap(page => blocksIn(page, 'powershell'))
  const inFiles = files.filter(({ where }) => /\.ps(?:1|m1|d1)$/.test(where))
  assert.ok(inSteps.length > 10 && inBlocks.length > 3 && inFiles.length > 3)
  const broken = { where: 'a broken one', text: 'if ($true) {' }
  const scripts = JSON.stringify([...inSteps, ...inBlocks, ...inFiles, broken])
  await using work = await folderWith({ 'scripts.json': scripts })
  assert.equal((await askPwsh(PARSE, work.path)).trim(), 'a broken one: MissingEndCurlyBrace')
})
