import assert from 'node:assert/strict'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import type { Problem } from '../../src/problem.ts'
import { listFiles } from '../../src/requirements/manifest-input.ts'
import type { RequirementsFile } from '../../src/requirements/read-file.ts'
import { READERS } from '../../src/requirements/readers.ts'
import type { Result } from '../../src/result.ts'
import { folderWith } from '../helpers/folder-with.ts'
import { errorOf, unwrap } from '../helpers/result.ts'

const FILES = [
  'Build/two.depend.psd1',
  'Tests/Unit/b.Tests.ps1',
  'Tests/a.Tests.ps1',
  'a.requires.psd1',
  'a1.psd1',
  'a[1].psd1',
  'b.requires.json',
  'node_modules/x/n.requires.psd1',
  'src/node_modules/y/m.requires.psd1',
  'src/with blank.requires.psd1',
  '{b}.psd1',
]

/** A file as the table has it: its name, with ` as FORMAT` where one is stated, and a `*` where a pattern chose it. */
function described({ shown, format, chosenBy }: RequirementsFile): string {
  return `${shown}${format === undefined ? '' : ` as ${format}`}${chosenBy === 'pattern' ? ' *' : ''}`
}

async function listIn(files: readonly string[], input: string): Promise<Result<readonly RequirementsFile[], Problem>> {
  await using folder = await folderWith(Object.fromEntries(files.map(name => [name, '@{}'])))
  const listed = await listFiles(input, folder.path)
  for (const file of listed.ok ? listed.value : []) assert.equal(file.path, path.resolve(folder.path, file.shown))
  return listed
}

const LISTS: readonly (readonly [what: string, input: string, files: readonly string[]])[] = [
  ['nothing', '', []],
  ['blank lines and comments alone', '\n  \n# a.requires.psd1\n\t# !x\r\n', []],
  ['a path', 'a.requires.psd1', ['a.requires.psd1']],
  ['a path that is not there, which reading it will tell', 'gone.psd1', ['gone.psd1']],
  ['several paths, in the order of the lines', 'b.requires.json\na1.psd1', ['b.requires.json', 'a1.psd1']],
  ['line ends of Windows', 'b.requires.json\r\na1.psd1\r\n', ['b.requires.json', 'a1.psd1']],
  ['blanks around a line', '   a1.psd1\t ', ['a1.psd1']],
  ['a blank within', 'src/with blank.requires.psd1', ['src/with blank.requires.psd1']],

  ['* stops at folders', '*.requires.*', ['a.requires.psd1 *', 'b.requires.json *']],
  ['** does not', 'Tests/**/*.ps1', ['Tests/Unit/b.Tests.ps1 *', 'Tests/a.Tests.ps1 *']],
  ['node_modules is left out', '**/*.requires.psd1', ['a.requires.psd1 *', 'src/with blank.requires.psd1 *']],
  ['alternatives', '{a,b}.requires.{psd1,json}', ['a.requires.psd1 *', 'b.requires.json *']],
  ['one of several characters', '[abc].requires.*', ['a.requires.psd1 *', 'b.requires.json *']],
  ['one character', 'a?.psd1', ['a1.psd1 *']],
  [
    'folders that match are no files',
    '*',
    ['a.requires.psd1 *', 'a1.psd1 *', 'a[1].psd1 *', 'b.requires.json *', '{b}.psd1 *'],
  ],
  ['a leading ./', './Tests/*.ps1', ['Tests/a.Tests.ps1 *']],
  ['what a pattern matches is sorted, the lines are not', 'b*.json\na.r*', ['b.requires.json *', 'a.requires.psd1 *']],

  ['a file whose name holds brackets is that file', 'a[1].psd1', ['a[1].psd1']],
  ['a file whose name holds braces is that file', '{b}.psd1: list', ['{b}.psd1 as list']],

  ['! takes out what it matches', '**/*.ps1\n!Tests/Unit/**', ['Tests/a.Tests.ps1 *']],
  ['the order of ! does not matter', '!**/a.*\n**/*.ps1', ['Tests/Unit/b.Tests.ps1 *']],
  ['! with a folder', '**/*.ps1\n!Tests/Unit', ['Tests/a.Tests.ps1 *']],
  ['! with a blank behind it', '**/*.ps1\n! Tests/Unit/**', ['Tests/a.Tests.ps1 *']],
  ['! takes nothing from what is named outright', 'a1.psd1\n*.json\n!a*', ['a1.psd1', 'b.requires.json *']],

  [
    'a file that is named twice is read once, where it is named first',
    'a1.psd1\nb.requires.json\na1.psd1',
    ['a1.psd1', 'b.requires.json'],
  ],
  ['two spellings of one path', 'a1.psd1\n./src/../a1.psd1', ['a1.psd1']],
  ['a file that two patterns match', 'a.*\n*.requires.psd1', ['a.requires.psd1 *']],
  [
    'a file that is matched and named is named',
    '*.requires.*\na.requires.psd1',
    ['a.requires.psd1', 'b.requires.json *'],
  ],
  [
    'a file that is named and matched is named',
    'a.requires.psd1\n*.requires.*',
    ['a.requires.psd1', 'b.requires.json *'],
  ],

  ['a format', 'a1.psd1: psdepend', ['a1.psd1 as psdepend']],
  ['a format without a blank', 'a1.psd1:psdepend', ['a1.psd1 as psdepend']],
  ['a format in capitals and far behind', 'a1.psd1:   PSDepend', ['a1.psd1 as psdepend']],
  [
    'a format for all that a pattern matches',
    '*.requires.*: modulefast',
    ['a.requires.psd1 as modulefast *', 'b.requires.json as modulefast *'],
  ],
  [
    'a format behind a path with a blank',
    'src/with blank.requires.psd1: list',
    ['src/with blank.requires.psd1 as list'],
  ],
  ['a format behind a path with colons', 'x: y: z.psd1: list', ['x: y: z.psd1 as list']],
  ['a path with a colon and no format', 'notes: mine.psd1', ['notes: mine.psd1']],
  ['a path that ends in a colon', 'odd:', ['odd:']],
  ['a format that is stated at the second naming', 'a1.psd1\na1.psd1: list', ['a1.psd1 as list']],
  [
    'the format of the line that names the file',
    '*.requires.*: list\na.requires.psd1: modulefast',
    ['a.requires.psd1 as modulefast', 'b.requires.json as list *'],
  ],
  [
    'the format of the first of two patterns',
    '*.requires.*: list\na.*: modulefast',
    ['a.requires.psd1 as list *', 'b.requires.json as list *'],
  ],
]

for (const [what, input, files] of LISTS) {
  test(`"manifest": ${what}.`, async () => {
    const listed = unwrap(await listIn(FILES, input))
    assert.deepEqual(listed.map(described), files)
  })
}

test('A drive is no format, with or without one behind the path.', async () => {
  const listed = unwrap(await listIn([], 'C:\\x\\y.psd1: psdepend\nD:\\z.psd1\nE:/z.psd1: list'))
  assert.deepEqual(listed.map(described), ['C:\\x\\y.psd1 as psdepend', 'D:\\z.psd1', 'E:/z.psd1 as list'])
})

test('An absolute path stays as it is, as a name and in a pattern.', async () => {
  await using folder = await folderWith({ 'a/x.psd1': '@{}', 'a/y.psd1': '@{}' })
  const inA = path.join(folder.path, 'a').replaceAll('\\', '/')
  const listed = unwrap(await listFiles(`${inA}/y.psd1\n${inA}/*.psd1`, path.join(folder.path, 'nowhere')))
  assert.deepEqual(listed.map(described), [`${inA}/y.psd1`, `${inA}/x.psd1 *`])
})

test('Paths and patterns may lead out of the working directory.', async () => {
  await using folder = await folderWith({ 'shared/x.psd1': '@{}', 'app/y.psd1': '@{}' })
  const listed = unwrap(await listFiles('../shared/*.psd1\n../shared/x.psd1', path.join(folder.path, 'app')))
  assert.deepEqual(listed.map(described), ['../shared/x.psd1'])
})

for (const { format } of READERS) {
  test(`${format} can be stated.`, async () => {
    assert.deepEqual(unwrap(await listIn([], `x: ${format}`)).map(described), [`x as ${format}`])
  })
}

/** What is typed for a format, and the one that is near. */
const UNKNOWN: readonly (readonly [typed: string, nearest: string | undefined])[] = [
  ['psdepnd', 'psdepend'],
  ['PSDepends', 'psdepend'],
  ['modulfast', 'modulefast'],
  ['requiredmodule', 'requiredmodules'],
  ['azurefunctions', 'azure-functions'],
  ['modulemanifest', 'module-manifest'],
  ['psresorce', 'psresource'],
  ['lists', 'list'],
  ['yaml', undefined],
]

test('An address is no file, and is shown without its password.', async () => {
  for (const line of ['https://me:secret@host.test/a.psd1', 'https://me:secret@host.test/*.psd1: psdepend']) {
    const problem = errorOf(await listIn(FILES, line))
    assert.equal(problem.code, 'MANIFEST_ADDRESS')
    assert.doesNotMatch(JSON.stringify(problem), /secret/)
  }
})

for (const [typed, nearest] of UNKNOWN) {
  test(`There is no format ${typed}${nearest === undefined ? '' : `, but ${nearest}`}.`, async () => {
    const problem = errorOf(await listIn(FILES, `a1.psd1\nTests/**: ${typed}`))
    assert.equal(problem.code, 'UNKNOWN_FORMAT')
    assert.equal(problem.sentence, `There is no requirements format named "${typed}" (for "Tests/**").`)
    const meant = nearest === undefined ? '' : `Did you mean "${nearest}"? `
    const all = READERS.map(({ format }) => format).join(', ')
    assert.equal(problem.hint, `${meant}The formats are ${all}; leave it out to have it told by name and content.`)
  })
}

/** Patterns that name no file, each with the pattern as the sentence must have it. */
const EMPTY: readonly (readonly [what: string, input: string, pattern: string])[] = [
  ['no file has such a name', '*.yml', '*.yml'],
  ['nobody writes letters that way', '*.REQUIRES.psd1', '*.REQUIRES.psd1'],
  ['only a folder matches', 'Test[s]', 'Test[s]'],
  ['another one matches', 'a1.psd1\nnone/*\n*.json', 'none/*'],
  ['only node_modules holds any', '**/n.requires.psd1', '**/n.requires.psd1'],
  ['the format is no part of it', 'none/**: list', 'none/**'],
  ['a bracket is never closed', 'a[', 'a['],
]

for (const [what, input, pattern] of EMPTY) {
  const skip =
    what === 'nobody writes letters that way' && process.platform !== 'linux' && 'letter case is the same here'
  test(`A pattern that matches nothing is an error that names it: ${what}.`, { skip }, async () => {
    await using folder = await folderWith(Object.fromEntries(FILES.map(name => [name, '@{}'])))
    assert.deepEqual(errorOf(await listFiles(input, folder.path)), {
      code: 'MANIFEST_MATCHES_NOTHING',
      sentence: `The pattern "${pattern}" of "manifest" matches no file in ${folder.path}.`,
      hint: 'Patterns are relative to "working-directory"; * stops at folders, ** does not. Was the repository checked out?',
    })
  })
}

test('A pattern of which "!" takes everything is an error that says so.', async () => {
  const problem = errorOf(await listIn(FILES, 'Tests/**\n!**/*.ps1'))
  assert.equal(problem.code, 'MANIFEST_MATCHES_NOTHING')
  assert.match(
    problem.sentence,
    /^The pattern "Tests\/\*\*" of "manifest" matches no file in .* that "!" does not take out\.$/,
  )
})

test('Lines that only take out name nothing, and are no wish to search.', async () => {
  const problem = errorOf(await listIn(FILES, '# all but\n!a1.psd1\n!Tests/**'))
  assert.equal(problem.code, 'MANIFEST_ONLY_EXCLUDES')
  assert.equal(problem.sentence, '"manifest" only takes files out ("!a1.psd1"), and names none.')
  assert.match(problem.hint ?? '', /a path or a glob/)
})

test('A link to a file is matched, and read under its own name.', { skip: process.platform === 'win32' }, async () => {
  await using folder = await folderWith({ 'a.psd1': '@{}' })
  await symlink('a.psd1', path.join(folder.path, 'b.psd1'))
  await symlink('gone.psd1', path.join(folder.path, 'c.psd1'))
  assert.deepEqual(unwrap(await listFiles('[bc].psd1', folder.path)).map(described), ['b.psd1 *'])
})

test('A backslash in a name stays one where it is no separator.', { skip: process.platform === 'win32' }, async () => {
  await using folder = await folderWith()
  await mkdir(path.join(folder.path, 'x'))
  await writeFile(path.join(folder.path, 'x', 'a\\b.psd1'), '@{}')
  assert.deepEqual(unwrap(await listFiles('x/*.psd1', folder.path)).map(described), ['x/a\\b.psd1 *'])
})

test('Long lines are read in no time.', async () => {
  for (const unit of [': ', 'a: ', ':', ' ']) {
    const started = performance.now()
    await listIn([], `x${unit.repeat(50_000)}y!`)
    assert.ok(performance.now() - started < 2000, JSON.stringify(unit))
  }
})

test('What a pattern names outright is looked at, node_modules too.', async () => {
  const listed = unwrap(await listIn(['node_modules/x/a.requires.psd1'], 'node_modules/x/*.psd1'))
  assert.deepEqual(listed.map(described), ['node_modules/x/a.requires.psd1 *'])
})

test('A pattern that would be thousands is refused before it is expanded.', async () => {
  const problem = errorOf(await listIn([], `${'{a,b}'.repeat(20)}.psd1`))
  assert.equal(problem.code, 'MANIFEST_PATTERN')
  assert.match(problem.sentence, /more groups in braces than can be looked for\.$/)
})
