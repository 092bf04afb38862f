/**
 * PowerShell itself says in which order it looks for modules. Not on Windows, where the folders of the user and of all users
 * are not ours to choose.
 */
import assert from 'node:assert/strict'
import path from 'node:path'
import test from 'node:test'
import type { Machine } from '../../src/powershell/machine.ts'
import { composeModulePath, effectiveModulePath, personalFolder } from '../../src/powershell/module-search-path.ts'
import { folderWith } from '../helpers/folder-with.ts'
import { askPwsh } from './ask-pwsh.ts'
import { modulePathCases, OURS, SHARED, spell } from './module-paths.ts'
import { needsPwsh } from './pwsh.ts'

const options = process.platform === 'win32' ? { skip: 'skipped: not on Windows' } : needsPwsh()

/** Prints something, and what a PowerShell started from this one prints. */
function nested(script: string): string {
  return `${script}\n& ([Environment]::ProcessPath) -NoProfile -NonInteractive -Command {${script}}`
}

function machineAt(home: string, environment: Machine['environment']): Machine {
  return { platform: process.platform, environment, home }
}

function environmentOf(value: string | undefined, rest: Machine['environment'] = {}): Machine['environment'] {
  return value === undefined ? rest : { ...rest, PSModulePath: value }
}

/** What PowerShell says of itself, and what one that it starts says. */
async function modulePathsOf(machine: Machine): Promise<readonly string[]> {
  const output = await askPwsh(nested('$env:PSModulePath'), machine.home, machine.environment)
  const lines = output.trimEnd().split('\n')
  assert.equal(lines.length, 2)
  return lines.map(line =>
    line
      .split(':')
      .map(folder => folder.trim())
      .filter(folder => folder !== '')
      .join(':'),
  )
}

async function askForPsHome(): Promise<string> {
  await using work = await folderWith()
  return (await askPwsh('$PSHOME', work.path)).trim()
}

const psHome = options.skip === undefined ? await askForPsHome() : ''

/** Each asks a PowerShell or two, which mostly wait for the disk. */
const many = { ...options, concurrency: 3 }

test(
  'PowerShell searches each value in the order of the table, and so does a PowerShell that it starts',
  many,
  async t => {
    await using work = await folderWith()
    const asked = modulePathCases.map(({ value, effective }) =>
      t.test(`${JSON.stringify(value)} as ${effective}`, async () => {
        const spelled = value === undefined ? undefined : spell(value, machineAt(work.path, {}), psHome)
        const machine = machineAt(work.path, environmentOf(spelled))
        const expected = spell(effective, machine, psHome)
        assert.deepEqual(await modulePathsOf(machine), [expected, expected])
        assert.equal(effectiveModulePath(spelled, machine, psHome).join(':'), expected)
      }),
    )
    await Promise.all(asked)
  },
)

const dataHomes: readonly (readonly [what: string, environment: Machine['environment']])[] = [
  ['the default', {}],
  ['a folder', { XDG_DATA_HOME: '/srv/data' }],
  ['a folder with a slash', { XDG_DATA_HOME: '/srv/data/' }],
  ['a folder with a blank', { XDG_DATA_HOME: '/srv/my data' }],
  ['two slashes and dots', { XDG_DATA_HOME: '/srv//x/../data' }],
  ['a relative folder', { XDG_DATA_HOME: 'data' }],
  ['nothing', { XDG_DATA_HOME: '' }],
  ['other letter case', { xdg_data_home: '/srv/data' }],
]

test('the folder of the user is computed as PowerShell computes it, and ours stays first', many, async t => {
  await using work = await folderWith()
  const asked = dataHomes.map(([what, environment]) =>
    t.test(what, async () => {
      const machine = machineAt(work.path, environment)
      const theirs = [personalFolder(machine), SHARED, `${psHome}/Modules`].join(':')
      assert.equal((await askPwsh('$env:PSModulePath', machine.home, environment)).trim(), theirs)
      const exported = { ...environment, PSModulePath: composeModulePath(OURS, machine) }
      assert.equal((await askPwsh('$env:PSModulePath', machine.home, exported)).trim(), `${OURS}:${theirs}`)
    }),
  )
  await Promise.all(asked)
})

test('a value in other letter case is no second folder of the user', options, async () => {
  await using work = await folderWith()
  const value = `/a:${personalFolder(machineAt(work.path, {})).toUpperCase()}`
  const machine = machineAt(work.path, { PSModulePath: value })
  assert.equal((await modulePathsOf(machine))[0], effectiveModulePath(value, machine, psHome).join(':'))
})

function twinFiles(folder: string, version: string): Readonly<Record<string, string>> {
  const manifest = `@{ ModuleVersion = '${version}'; RootModule = 'Twin.psm1'; FunctionsToExport = 'Get-TwinVersion' }`
  return {
    [`${folder}/Twin/${version}/Twin.psd1`]: manifest,
    [`${folder}/Twin/${version}/Twin.psm1`]: `function Get-TwinVersion { '${version}' }`,
  }
}

/** How a step asks for a module: by its name, or by a command of it. */
const ASKING = 'Import-Module Twin; "$((Get-Module Twin).Version)"; Remove-Module Twin; Get-TwinVersion'

const environments: readonly (readonly [what: string, environment: (home: string) => Machine['environment']])[] = [
  ['unset', () => ({})],
  ['empty', () => ({ PSModulePath: '' })],
  ['only the shared folder', () => ({ PSModulePath: SHARED })],
  ['only a folder of nothing', () => ({ PSModulePath: '/nowhere' })],
  [
    'what a PowerShell hands on',
    home => ({ PSModulePath: `${home}/.local/share/powershell/Modules:${SHARED}:${psHome}/Modules` }),
  ],
  ['unset, with XDG_DATA_HOME', home => ({ XDG_DATA_HOME: `${home}/data` })],
]

for (const theirs of ['1.0.0', '9.0.0']) {
  test(`a module ${theirs} that the user has never wins over the restored 5.0.0`, many, async t => {
    await using work = await folderWith({
      ...twinFiles('ours', '5.0.0'),
      ...twinFiles('.local/share/powershell/Modules', theirs),
      ...twinFiles('data/powershell/Modules', theirs),
    })
    const ours = path.join(work.path, 'ours')
    const asked = environments.map(([what, environment]) =>
      t.test(`with PSModulePath ${what}`, async () => {
        const before = environment(work.path)
        const composed = composeModulePath(ours, machineAt(work.path, before))
        const found = await askPwsh(nested(ASKING), work.path, { ...before, PSModulePath: composed })
        assert.deepEqual(found.trim().split(/\s+/), Array(4).fill('5.0.0'))
      }),
    )
    await Promise.all(asked)
    const alone = await askPwsh(ASKING, work.path, { PSModulePath: ours })
    assert.deepEqual(alone.trim().split(/\s+/), Array(2).fill(theirs), 'with ours alone in it')
  })
}

test('what is restored last in a job wins over what was restored before', options, async () => {
  await using work = await folderWith({ ...twinFiles('first', '5.0.0'), ...twinFiles('second', '4.0.0') })
  const first = composeModulePath(path.join(work.path, 'first'), machineAt(work.path, {}))
  const second = composeModulePath(path.join(work.path, 'second'), machineAt(work.path, { PSModulePath: first }))
  const found = await askPwsh(nested(ASKING), work.path, { PSModulePath: second })
  assert.deepEqual(found.trim().split(/\s+/), Array(4).fill('4.0.0'))
})
