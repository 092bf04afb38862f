import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { access, mkdir, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { after, test } from 'node:test'
import { promisify } from 'node:util'
import { startGallery } from '../gallery/gallery.ts'
import type { PackageSpec } from '../gallery/pack.ts'
import { folderWith } from '../helpers/folder-with.ts'
import { type CommandRun, runCommand } from '../helpers/run-command.ts'
import { compileSchema } from '../helpers/schema.ts'
import { needs } from '../peers/peer.ts'

const PACKAGES: readonly PackageSpec[] = [
  { id: 'Tool', version: '1.2.3', dependencies: { Library: '1.0' } },
  { id: 'Library', version: '1.0.0' },
  { id: 'Install-Thing', version: '2.0.0', type: 'script' },
]

const gallery = await startGallery({ packages: PACKAGES })
after(() => gallery[Symbol.asyncDispose]())

/** Somebody's own folder and cache, in which the command is run. */
async function atHome<T>(
  use: (
    folder: string,
    restore: (argv: readonly string[], environment?: Readonly<Record<string, string>>) => Promise<CommandRun>,
  ) => Promise<T>,
): Promise<T> {
  await using folder = await folderWith({ 'RequiredModules.psd1': "@{ Tool = '[1.0,2.0)' }" })
  const environment = {
    PSMR_SOURCES: gallery.sources,
    XDG_CACHE_HOME: path.join(folder.path, 'cache'),
    HOME: folder.path,
  }
  return await use(folder.path, (argv, more = {}) =>
    runCommand(folder.path, ['restore', ...argv], { ...environment, ...more }),
  )
}

/** What stands behind a label of the folders that are told at the end. */
function folderIn(stdout: string, label: string): string {
  return new RegExp(`^${label}: +(.*)$`, 'm').exec(stdout)?.[1] ?? ''
}

interface Report {
  readonly packages: readonly { readonly id: string; readonly installedAt?: string }[]
  readonly installed: readonly unknown[]
  readonly problems: readonly unknown[]
  readonly modulesPath: string
  readonly moduleSearchPath: readonly string[]
  readonly lockfile?: string
}

const validate = await compileSchema('report.schema.json')

/** What `--json` printed, which must be as the schema has it. */
function reportIn({ stdout }: CommandRun): Report {
  const report: Report = JSON.parse(stdout)
  assert.ok(validate(report), JSON.stringify(validate.errors))
  return report
}

/** The cache is elsewhere on other systems. */
const onLinux = process.platform === 'linux' ? {} : { skip: 'skipped: not on Linux' }

test('What the folder asks for is restored into the cache of the user, and where is told.', onLinux, async () => {
  await atHome(async (folder, restore) => {
    const { code, stdout, stderr } = await restore([])
    assert.equal(code, 0, stderr)
    assert.match(stdout, /^Library {2}1\.0\.0 .*\nTool {5}1\.2\.3 .*\n\nRestored 2 packages \(.*\) from psgallery in /)
    assert.match(stderr, /^RequiredModules\.psd1 is read as requiredmodules/)
    const modules = folderIn(stdout, 'modules')
    assert.ok(modules.startsWith(path.join(folder, 'cache', 'psmodule-restore') + path.sep), modules)
    assert.deepEqual((await readdir(modules)).sort(), ['Library', 'Tool'])
    assert.deepEqual((await readdir(folderIn(stdout, 'packages'))).sort(), ['Library.1.0.0.nupkg', 'Tool.1.2.3.nupkg'])
    assert.equal(folderIn(stdout, 'scripts'), '')
  })
})

test('Flags come before variables, and paths are relative to the current folder.', async () => {
  await atHome(async (folder, restore) => {
    const variables = { PSMR_MODULES: 'Nowhere', PSMR_MODULES_PATH: 'elsewhere', PSMR_REPOSITORY_PATH: 'packages' }
    const { code, stderr } = await restore(['--modules', 'Library', '--modules-path', 'my modules'], variables)
    assert.equal(code, 0, stderr)
    assert.deepEqual(await readdir(path.join(folder, 'my modules')), ['Library'])
    assert.deepEqual(await readdir(path.join(folder, 'packages')), ['Library.1.0.0.nupkg'])
  })
})

test('With --json the report is all that standard output gets, as its schema has it.', async () => {
  await atHome(async (_, restore) => {
    const report = reportIn(await restore(['--json', '--modules', 'Tool', '--modules', 'Install-Thing']))
    const installed = report.packages.map(({ id, installedAt }) => [
      id,
      path.relative(path.dirname(report.modulesPath), installedAt ?? '').replaceAll(path.sep, '/'),
    ])
    assert.deepEqual(installed, [
      ['Install-Thing', 's/Install-Thing.ps1'],
      ['Library', 'm/Library/1.0.0'],
      ['Tool', 'm/Tool/1.2.3'],
    ])
    assert.equal(report.moduleSearchPath[0], report.modulesPath)
  })
})

test('Without install nothing is expanded, and nothing printed for a shell.', async () => {
  await atHome(async (folder, restore) => {
    const { code, stdout } = await restore(['--no-install', '--repository-path', 'p', '--print-env', 'bash'])
    assert.deepEqual([code, stdout], [0, ''])
    assert.deepEqual((await readdir(path.join(folder, 'p'))).sort(), ['Library.1.0.0.nupkg', 'Tool.1.2.3.nupkg'])
    await assert.rejects(access(path.join(folder, 'm')))
  })
})

test(
  'What is printed for bash sets both variables where it is evaluated, and keeps what was in them.',
  needs('bash'),
  async () => {
    await atHome(async (folder, restore) => {
      const argv = [
        '--modules',
        'Tool',
        '--modules',
        'Install-Thing',
        '--modules-path',
        "it's $HOME",
        '--print-env',
        'bash',
      ]
      const { stdout } = await restore(argv, { PSModulePath: '/theirs' })
      const script = `${stdout}printf '%s\\n' "$PSModulePath" "$PATH"`
      const evaluated = await promisify(execFile)('bash', ['-c', script], { env: { PATH: process.env.PATH } })
      const [modulePath = '', programs = ''] = evaluated.stdout.split('\n')
      const folders = modulePath.split(path.delimiter)
      assert.equal(folders[0], path.join(folder, "it's $HOME"))
      assert.ok(folders.includes('/theirs'))
      assert.match(programs, /[\\/]s[:;]/)
      assert.ok(programs.endsWith(process.env.PATH ?? ''))
    })
  },
)

/** What goes wrong, and how; the exit code, and what a shell gets to evaluate. */
const FAILURES: readonly (readonly [what: string, argv: readonly string[], code: number, told: RegExp])[] = [
  ['a module that does not exist', ['--modules', 'Nowhere'], 1, /^Nowhere .*\[UNDETERMINED\]$/m],
  ['a file that is not there', ['missing.psd1'], 1, /missing\.psd1/],
  ['an option that is none', ['--instal'], 2, /there is no option --instal/],
  ['a folder of modules that PowerShell cannot look into', ['--modules-path', 'a[b]'], 1, /\[MODULES_PATH\]$/m],
  ['a name that no repository can have', ['--register-as', 'PSGallery'], 1, /\[REPOSITORY_NAME\]$/m],
]

for (const [what, argv, code, told] of FAILURES) {
  test(`For ${what} it says why, and a shell that evaluates what it prints fails too.`, async () => {
    await atHome(async (_, restore) => {
      const plain = await restore(argv)
      assert.deepEqual([plain.code, plain.stdout], [code, ''])
      assert.match(plain.stderr, told)
      assert.equal((await restore([...argv, '--print-env', 'bash'])).stdout, 'false\n')
      if (code === 1) assert.equal(reportIn(await restore([...argv, '--json'])).problems.length, 1)
      assert.match((await restore([...argv, '--print-env=pwsh'])).stdout, /^throw '/)
    })
  })
}

test(
  'What the machine has is taken where asked for, with what it lacks restored, and no lock is written.',
  onLinux,
  async () => {
    await atHome(async (folder, restore) => {
      const theirs = path.join(folder, 'theirs')
      await mkdir(path.join(theirs, 'Tool', '1.5.0'), { recursive: true })
      const manifest = "@{ ModuleVersion = '1.5.0'; RequiredModules = @('Library') }"
      await writeFile(path.join(theirs, 'Tool', '1.5.0', 'Tool.psd1'), manifest)
      const report = reportIn(await restore(['--skip-installed', '--json'], { PSModulePath: theirs }))
      assert.deepEqual(report.installed, [
        {
          id: 'Tool',
          version: '1.5.0',
          folder: path.join(theirs, 'Tool', '1.5.0'),
          requiredBy: ['RequiredModules.psd1:1:4'],
        },
      ])
      assert.deepEqual(
        report.packages.map(each => each.id),
        ['Library'],
      )
      assert.equal(report.lockfile, undefined)

      const other = await restore(['--skip-installed', '--json', '--modules', 'Tool@1.2.3'], { PSModulePath: theirs })
      assert.deepEqual(reportIn(other).installed, [])
    })
  },
)
