import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { NODE_MAJOR, VERSION } from '../../src/product.ts'
import { folderWith } from '../helpers/folder-with.ts'
import { BUNDLE, type CommandRun, runCommand, terminalEnvironment } from '../helpers/run-command.ts'
import { compileSchema } from '../helpers/schema.ts'

const validate = await compileSchema('requirements.schema.json')

type Files = Readonly<Record<string, string | Uint8Array>>

async function run(
  files: Files,
  argv: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  node?: string,
): Promise<CommandRun> {
  await using folder = await folderWith(files)
  const ran = await runCommand(folder.path, argv, environment, node)
  const withoutFolder = (text: string): string => text.replaceAll(folder.path, '<folder>')
  return { ...ran, stdout: withoutFolder(ran.stdout), stderr: withoutFolder(ran.stderr) }
}

interface Understood {
  readonly files: readonly { readonly file: string; readonly chosenBy: string }[]
  readonly requirements: readonly { readonly name: string; readonly range: string; readonly prerelease: boolean }[]
  readonly notes: readonly { readonly kind: string; readonly text: string }[]
  readonly problem?: { readonly code: string; readonly sentence: string }
}

/** What `--json` printed, which must be as the schema has it. */
function parseJson({ stdout, stderr }: CommandRun): Understood {
  assert.equal(stderr, '')
  const understood: Understood = JSON.parse(stdout)
  assert.ok(validate(understood), JSON.stringify(validate.errors))
  return understood
}

const REPOSITORY: Files = {
  'requirements.psd1': `@{
  PSDependOptions = @{ Target = 'CurrentUser' }
  Pester = @{ Version = '5.7.1'; Tags = 'test' }
  'owner/tools' = 'main'
}`,
  'test.depend.psd1':
    "@{ Pester = @{ Version = 'latest'; Parameters = @{ AllowPrerelease = $true; Repository = 'PSGallery' } } }",
  'Contoso.psd1': "@{ ModuleVersion = '1.0'; RequiredModules = 'DoesNotExist' }",
}

test('With nothing behind it the command shows the files that were found, a table, and what is not taken.', async () => {
  assert.deepEqual(await run(REPOSITORY, ['requirements']), {
    code: 0,
    stderr: '',
    stdout: `requirements.psd1 (psdepend)
test.depend.psd1 (psdepend)

MODULE  WRITTEN  BECOMES                                       STATED AT
Pester  5.7.1    exactly 5.7.1                                 requirements.psd1:3:3
Pester  latest   any version, prereleases too, from PSGallery  test.depend.psd1:1:4

Pester is stated 2 times, together: exactly 5.7.1.

Not taken:
requirements.psd1:4:3: "owner/tools" is a GitHub dependency, not a module of a gallery.

1 setting without effect here; --explain shows which.
`,
  })
})

test('--explain says what was searched, and by what each format is told.', async () => {
  const { code, stdout } = await run(REPOSITORY, ['requirements', '--explain'])
  assert.equal(code, 0)
  assert.equal(
    stdout.slice(0, stdout.indexOf('MODULE')),
    `Searched here, then in the build folder, the first that is there counts:
1. *.requires.psd1, *.requires.json, *.requires.jsonc
2. RequiredModules.psd1
3. *.depend.psd1, *requirements.psd1

requirements.psd1 is read as psdepend: it has the key "PSDependOptions".
test.depend.psd1 is read as psdepend: "Pester" has the key "Parameters".

`,
  )
  assert.match(stdout, /^requirements\.psd1:2:24: "Target" of PSDependOptions has no effect here\.$/m)
})

test('--explain says nothing of a search where files are named.', async () => {
  const { stdout } = await run(REPOSITORY, ['requirements', 'Contoso.psd1', '--explain'])
  assert.match(stdout, /^Contoso\.psd1 is read as module-manifest: it has the key "ModuleVersion"\.\n\nMODULE/)
})

test('--json is the same for machines, as its schema has it.', async () => {
  const understood = parseJson(await run(REPOSITORY, ['requirements', '--json']))
  assert.deepEqual(understood, {
    format: 1,
    tool: `psmodule-restore ${VERSION}`,
    files: [
      {
        file: 'requirements.psd1',
        format: 'psdepend',
        because: 'it has the key "PSDependOptions"',
        chosenBy: 'search',
      },
      {
        file: 'test.depend.psd1',
        format: 'psdepend',
        because: '"Pester" has the key "Parameters"',
        chosenBy: 'search',
      },
    ],
    requirements: [
      {
        name: 'Pester',
        range: '[5.7.1]',
        written: '5.7.1',
        prerelease: false,
        stated: { file: 'requirements.psd1', line: 3, column: 3 },
      },
      {
        name: 'Pester',
        range: '( , )',
        written: 'latest',
        prerelease: true,
        repository: 'PSGallery',
        stated: { file: 'test.depend.psd1', line: 1, column: 4 },
      },
    ],
    notes: [
      {
        kind: 'no-effect',
        place: { file: 'requirements.psd1', line: 2, column: 24 },
        text: '"Target" of PSDependOptions has no effect here',
      },
      {
        kind: 'skipped',
        place: { file: 'requirements.psd1', line: 4, column: 3 },
        text: '"owner/tools" is a GitHub dependency, not a module of a gallery',
      },
    ],
  })
})

test('The schema refuses what it does not describe.', () => {
  const valid = { format: 1, tool: 'x', files: [], requirements: [], notes: [] }
  assert.ok(validate(valid))
  for (const wrong of [
    {},
    { ...valid, format: 2 },
    { ...valid, files: [{ file: 'x' }] },
    { ...valid, requirements: [{ name: 'x' }] },
    { ...valid, notes: [{ kind: 'other', place: { file: 'x', line: 1, column: 1 }, text: 'x' }] },
    { ...valid, notes: [{ kind: 'skipped', place: { file: 'x', line: 0, column: 1 }, text: 'x' }] },
    { ...valid, problem: { code: 'X' } },
  ]) {
    assert.ok(!validate(wrong), JSON.stringify(wrong))
  }
})

test('A problem is said in one sentence with place and remedy on standard error, or in JSON; the exit code is 1.', async () => {
  const files = { 'a.requires.psd1': "@{\n  Pester = 'five'; Az = '1.0'\n}" }
  const { code, stdout, stderr } = await run(files, ['requirements'])
  assert.equal(code, 1)
  assert.equal(stdout, '')
  assert.match(
    stderr,
    /^a\.requires\.psd1 cannot be used: the version "five" of Pester cannot be read.* \[[A-Z_]+\]\n {2}at a\.requires\.psd1:2:\d+\n/,
  )
  const json = await run(files, ['requirements', '--json'])
  assert.equal(json.code, 1)
  const { files: read, requirements, notes, problem } = parseJson(json)
  assert.deepEqual([read, requirements, notes], [[], [], []])
  assert.ok(stderr.startsWith(`${problem?.sentence} [${problem?.code}]\n`), stderr)
})

test('In a folder without requirements the three lines to start with are shown.', async () => {
  const { code, stdout, stderr } = await run({ 'PSModules.psd1': "@{ Pester = '5.7.1' }" }, ['requirements'])
  assert.deepEqual([code, stdout], [1, ''])
  assert.match(stderr, /^Nothing says which modules to restore: .* in <folder>\. \[NOTHING_REQUIRED\]$/m)
  assert.match(stderr, /^Name a requirements file in "manifest"; these could be read: PSModules\.psd1 \(list\)\.$/m)
  assert.match(stderr, /^ {2}with:\n {4}modules: \|\n {6}Pester@5\.7\.1$/m)
})

test('A file that requires nothing is said to, in one line and with exit code 0.', async () => {
  const { code, stdout } = await run({ 'requirements.psd1': '@{}' }, ['requirements'])
  assert.deepEqual([code, stdout], [0, 'requirements.psd1 (psdepend)\n\nNo module is required.\n'])
})

test('Without a command the help is shown.', async () => {
  const { code, stdout, stderr } = await run({}, [])
  assert.deepEqual([code, stderr], [0, ''])
  assert.match(stdout, /^Usage: psmodule-restore COMMAND \[FILE\.\.\.\] \[options\]\n/)
  for (const line of stdout.split('\n')) assert.ok(line.length <= 120, line)
})

test('--version is the version alone.', async () => {
  assert.deepEqual(await run({}, ['--version']), { code: 0, stdout: `${VERSION}\n`, stderr: '' })
})

test('A runner that starts it with arguments means the command.', async () => {
  const { code, stdout } = await run(REPOSITORY, ['requirements'], { GITHUB_ACTIONS: 'true' })
  assert.equal(code, 0)
  assert.match(stdout, /^requirements\.psd1 \(psdepend\)\n/)
})

/** Command lines that nobody can understand, and what was meant. */
const WRONG: readonly (readonly [argv: readonly string[], stderr: RegExp])[] = [
  [['requirments'], /no command "requirments"\. \[USAGE\]\nDid you mean "requirements"\?\n$/],
  [['requirements', '--exlain'], /no option --exlain\. \[USAGE\]\nDid you mean --explain\?\n$/],
  [['requirements', '--tags'], /--tags wants a value behind it\. \[USAGE\]\n/],
  [['requirements', '--\u001b[31m\n::error::x'], /no option -- {1,2}\[31m ::error::x\. \[USAGE\]\n/],
]

for (const [argv, said] of WRONG) {
  test(`${JSON.stringify(argv.join(' '))} is wrong usage, exit code 2.`, async () => {
    const { code, stdout, stderr } = await run({}, argv)
    assert.deepEqual([code, stdout], [2, ''])
    assert.match(stderr, said)
  })
}

/** Variables and what is typed beside them, and the modules that are required then. */
const VARIABLES: readonly (readonly [
  variables: Readonly<Record<string, string>>,
  argv: readonly string[],
  required: readonly string[],
])[] = [
  [{ PSMR_MANIFEST: 'a.psd1' }, [], ['A']],
  [{ PSMR_MANIFEST: 'a.psd1\nb.psd1' }, [], ['A', 'B']],
  [{ PSMR_MANIFEST: 'a.psd1' }, ['b.psd1'], ['B']],
  [{ PSMR_MODULES: 'C\nD' }, [], ['C', 'D']],
  [{ PSMR_MODULES: 'C' }, ['b.psd1'], ['B', 'C']],
  [{ PSMR_MODULES: 'C' }, ['--modules', 'D'], ['D']],
  [{ PSMR_MODULES: 'C' }, ['--modules=', 'a.psd1'], ['A']],
  [{ PSMR_PRERELEASE: 'true' }, ['a.psd1'], ['A!']],
  [{ PSMR_PRERELEASE: '' }, ['a.psd1'], ['A']],
  [{ PSMR_WORKING_DIRECTORY: 'sub' }, [], ['E']],
  [{ PSMR_WORKING_DIRECTORY: 'nowhere' }, ['--working-directory', 'sub'], ['E']],
  [{ PSMR_TAGS: 'x' }, ['sub/t.depend.psd1'], ['X']],
  [{ PSMR_TAGS: 'x' }, ['sub/t.depend.psd1', '--tags', 'y'], ['Y']],
  [{ INPUT_MODULES: 'C', GITHUB_WORKSPACE: '/nowhere' }, ['a.psd1'], ['A']],
]

const ALL: Files = {
  'a.psd1': "@{ A = '1.0' }",
  'b.psd1': "@{ B = '1.0' }",
  'sub/e.requires.psd1': "@{ E = '1.0' }",
  'sub/t.depend.psd1': "@{ X = @{ Version = '1.0'; Tags = 'x' }; Y = @{ Version = '1.0'; Tags = 'y' } }",
}

for (const [variables, argv, required] of VARIABLES) {
  test(`${JSON.stringify(variables)} and ${JSON.stringify(argv)} require ${required.join(' and ')}.`, async () => {
    const { requirements } = parseJson(await run(ALL, ['requirements', '--json', ...argv], variables))
    assert.deepEqual(
      requirements.map(({ name, prerelease }) => `${name}${prerelease ? '!' : ''}`),
      required,
    )
  })
}

test('A variable that is wrong is a problem that names the input.', async () => {
  const { code, stderr } = await run(ALL, ['requirements', 'a.psd1'], { PSMR_PRERELEASE: 'yes' })
  assert.equal(code, 1)
  assert.match(stderr, /^The input "prerelease" is "yes", which is not true or false\. \[INPUT\]\n/)
})

const OBEYED =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be printed
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|^\s*::|##\[/m

const EVIL = '\u001b[2J\u001b]0;x\u0007\r::set-output name=x::y\u202e\u2066\u009b31m##[error]boo\u2028::error::z'
/** The same within quotes of JSON and of PowerShell. */
const IN_JSON = JSON.stringify(EVIL).slice(1, -1)

/** Requirements files that want to be obeyed, in every place from which something is printed. */
const HOSTILE: Readonly<Record<string, Files>> = {
  'a name in JSON': { 'x.requires.json': `{ "${IN_JSON}": "1.0" }` },
  'a version in JSON': { 'x.requires.json': `{ "Pester": "${IN_JSON}" }` },
  'an unknown key': { 'x.depend.psd1': `@{ Pester = @{ Version = '1.0'; '${EVIL}' = 1 } }` },
  'a dependency of another kind': { 'x.depend.psd1': `@{ 'Git::${EVIL}' = 'main' }` },
  'a repository': { 'x.depend.psd1': `@{ Pester = @{ Parameters = @{ Repository = '${EVIL}' } } }` },
  'a key that tells the format': { 'x.depend.psd1': `@{ 'a/${EVIL}' = 'main' }` },
  'groups of its own': { 'x.depend.psd1': `@{ '${EVIL}' = @{ A = @{ } } }` },
  'no PowerShell at all': { 'x.requires.psd1': `${EVIL}\n##[error]x` },
  'a line of the frame': { 'x.requires.psd1': `@{ Pester = ${EVIL} }` },
  'a line that is a command': { 'x.requires.psd1': '::error::x' },
  'an expression': { 'x.requires.psd1': `@{ Pester = "$(${EVIL})" }` },
  'a JSON that is broken': { 'x.requires.json': `{\n::error::x ${EVIL}` },
}

for (const [what, files] of Object.entries(HOSTILE)) {
  test(`Nothing that is printed is obeyed by a terminal or a runner: ${what}.`, async () => {
    const [plain, json] = await Promise.all(['--explain', '--json'].map(option => run(files, ['requirements', option])))
    assert.ok(plain && json)
    for (const each of [plain, json]) assert.match(each.stdout + each.stderr, /boo|2J|error::x/, 'the text is shown')
    assert.doesNotMatch(plain.stdout, OBEYED)
    assert.doesNotMatch(plain.stderr, OBEYED)
    assert.ok(plain.code === 0 || plain.code === 1, plain.stderr)
    assert.doesNotMatch(json.stdout, OBEYED)
    parseJson(json)
  })
}

test('A file whose name wants to be obeyed is not.', { skip: process.platform === 'win32' }, async () => {
  const name = '\u001b[31m\n::error::##[error]\u202e.requires.psd1'
  const { code, stdout } = await run({ [name]: "@{ Pester = '5.7.1' }" }, ['requirements', '--explain'])
  assert.equal(code, 0)
  assert.doesNotMatch(stdout, OBEYED)
})

test('What was seen as hostile would be found, were it printed.', () => {
  for (const text of [EVIL, 'x\n ::error::', '##[x', '\u0085', '\u200f']) assert.match(text, OBEYED)
  assert.doesNotMatch('a :: b\n# [c] ##\n', OBEYED)
})

/** More than a pipe holds. */
const MANY = 5_000
const HUGE: Files = {
  'huge.requires.psd1': `@{\n${Array.from({ length: MANY }, (_, index) => `  'Contoso.Module${index}' = '1.0.${index}'\n`).join('')}}`,
}

test('A huge file is printed whole, as a table and as JSON.', async () => {
  const { code, stdout } = await run(HUGE, ['requirements'])
  assert.equal(code, 0)
  assert.equal(stdout.split('\n').length, MANY + 4)
  assert.equal(parseJson(await run(HUGE, ['requirements', '--json'])).requirements.length, MANY)
})

test('A file over 16 MiB is refused by its size.', async () => {
  const { code, stderr } = await run({ 'x.requires.psd1': Buffer.alloc(16 * 1024 * 1024 + 1, ' ') }, ['requirements'])
  assert.equal(code, 1)
  assert.match(stderr, /^x\.requires\.psd1 has 16777217 bytes, more than /)
})

/** Runs a line of a shell in which `$PSMR` is the command. */
async function shell(files: Files, line: string): Promise<{ readonly stdout: string; readonly stderr: string }> {
  await using folder = await folderWith(files)
  const env = terminalEnvironment({ NODE: process.execPath, BUNDLE })
  return await promisify(execFile)('bash', ['-c', `psmr() { "$NODE" "$BUNDLE" "$@"; }; ${line}`], {
    cwd: folder.path,
    env,
  })
}

const NO_SHELL = process.platform === 'win32' && 'the lines are of a POSIX shell'

test('Who has seen enough may close the pipe.', { skip: NO_SHELL }, async () => {
  for (const options of ['', '--json']) {
    const { stdout, stderr } = await shell(
      HUGE,
      `psmr requirements ${options} | head -n 1; echo "exit code \${PIPESTATUS[0]}"`,
    )
    assert.equal(stderr, '')
    assert.match(stdout, /^(?:huge\.requires\.psd1 \(modulefast\)|\{)\nexit code 0\n$/)
  }
  const { stdout, stderr } = await shell({}, `psmr nonsense 2>&1 >/dev/null | true; echo "exit code \${PIPESTATUS[0]}"`)
  assert.deepEqual([stdout, stderr], ['exit code 2\n', ''])
})

test('Into a file everything is written.', { skip: NO_SHELL }, async () => {
  const { stdout } = await shell(
    HUGE,
    'psmr requirements > out.txt; wc -l < out.txt; psmr requirements --json > out.json; tail -n 1 out.json',
  )
  assert.deepEqual(stdout.trim().split(/\s+/), [String(MANY + 3), '}'])
})

/** The Node of the machine, which npm scripts put behind that of the lock file; undefined if it is new enough. */
async function olderNode(): Promise<{ readonly file: string; readonly version: string } | undefined> {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(folder => !folder.includes('node_modules'))
  const file = folders.map(folder => path.join(folder, 'node')).find(each => existsSync(each))
  if (file === undefined) return undefined
  const { stdout } = await promisify(execFile)(file, ['--version'])
  const version = stdout.trim().slice(1)
  return Number.parseInt(version, 10) < NODE_MAJOR ? { file, version } : undefined
}

const older = await olderNode()

test('An older Node is told so in one sentence.', {
  skip: !older && 'the Node of this machine is new enough',
}, async () => {
  const { code, stdout, stderr } = await run(REPOSITORY, ['requirements'], {}, older?.file)
  assert.deepEqual(
    { code, stdout, stderr },
    {
      code: 69,
      stdout: '',
      stderr: `psmodule-restore needs Node ${NODE_MAJOR} or newer; this is Node ${older?.version}.\n`,
    },
  )
})
