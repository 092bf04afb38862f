import assert from 'node:assert/strict'
import { test } from 'node:test'
import { combinedLines } from '../../src/print/requirements.ts'
import type { Problem } from '../../src/problem.ts'
import { type Collection, collectRequirements, type WhereToRead } from '../../src/requirements/collect.ts'
import type { Result } from '../../src/result.ts'
import { formatRange } from '../../src/version/version-range.ts'
import { folderWith } from '../helpers/folder-with.ts'
import { errorOf, unwrap } from '../helpers/result.ts'

async function collect(
  files: Readonly<Record<string, string>>,
  inputs: Partial<Omit<WhereToRead, 'workingDirectory'>> = {},
): Promise<Result<Collection, Problem>> {
  await using folder = await folderWith(files)
  const nothing = { manifest: '', modules: '', prerelease: false, tags: [] }
  return await collectRequirements({ ...nothing, ...inputs, workingDirectory: folder.path })
}

/** `file:line Name range`, an exclamation mark behind what takes prereleases. */
function stated({ requirements }: Collection): readonly string[] {
  return requirements.map(
    ({ name, range, prerelease, stated: { file, line } }) =>
      `${file}:${line} ${name} ${formatRange(range)}${prerelease ? '!' : ''}`,
  )
}

/** `kind file:line text` */
function noted({ notes }: Collection): readonly string[] {
  return notes.map(({ kind, place: { file, line }, text }) => `${kind} ${file}:${line} ${text}`)
}

const PESTER_4 = "@{ Pester = '4.10.1' }"
const PESTER_5 = "@{ Pester = '5.7.1' }"
const SCRIPT = '#Requires -Modules Pester\nDescribe x { }'
const BARE_SCRIPT = 'Describe x { }'

test('What several files and the inline list say stands in the order of the lines, the inline list last.', async () => {
  const collection = unwrap(
    await collect(
      {
        'z.requires.psd1': "@{\n  Az = '>=11.0'\n  Pester = '>=5.0' }",
        'a.Tests.ps1': "#Requires -Modules @{ ModuleName = 'pester'; MaximumVersion = '5.999' }",
      },
      { manifest: 'z.requires.psd1\n*.ps1', modules: '\nPester<5.7' },
    ),
  )
  assert.deepEqual(stated(collection), [
    'z.requires.psd1:2 Az [11.0.0, )',
    'z.requires.psd1:3 Pester [5.0.0, )',
    'a.Tests.ps1:1 pester (, 5.999.0]',
    'input "modules":2 Pester (, 5.7.0)',
  ])
  assert.deepEqual(combinedLines(collection.requirements), ['Pester is stated 3 times, together: [5.0.0, 5.7.0).'])
  assert.deepEqual(noted(collection), [])
})

test('Each file is told with its format, what shows it, and how it came to be read.', async () => {
  const { files } = unwrap(
    await collect({ 'a.depend.psd1': PESTER_5, 'b.psd1': PESTER_5 }, { manifest: '*.depend.psd1\nb.psd1: list' }),
  )
  assert.deepEqual(
    files.map(({ file, format, because, chosenBy }) => ({ file, format, because, chosenBy })),
    [
      { file: 'a.depend.psd1', format: 'psdepend', because: 'its name ends in .depend.psd1', chosenBy: 'pattern' },
      { file: 'b.psd1', format: 'list', because: 'you say so', chosenBy: 'name' },
    ],
  )
})

/** Files and inputs that no version can meet, and the two places. */
const CONTRADICTIONS: readonly (readonly [
  what: string,
  files: Readonly<Record<string, string>>,
  inputs: Partial<WhereToRead>,
  places: readonly string[],
])[] = [
  [
    'two files that are named',
    { 'a.psd1': PESTER_5, 'b.psd1': `\n${PESTER_4}` },
    { manifest: 'a.psd1\nb.psd1' },
    ['a.psd1:1:4 wants exactly 5.7.1', 'b.psd1:2:4 wants exactly 4.10.1'],
  ],
  [
    'two files that are found',
    { 'a.depend.psd1': PESTER_5, 'requirements.psd1': PESTER_4 },
    {},
    ['a.depend.psd1:1:4 wants exactly 5.7.1', 'requirements.psd1:1:4 wants exactly 4.10.1'],
  ],
  [
    'a file and the inline list',
    { 'a.psd1': PESTER_5 },
    { manifest: 'a.psd1', modules: 'Az\nPESTER<5' },
    ['a.psd1:1:4 wants exactly 5.7.1', 'input "modules":2:1 wants older than 5.0.0'],
  ],
]

for (const [what, files, inputs, places] of CONTRADICTIONS) {
  test(`A contradiction of ${what} names both places.`, async () => {
    const problem = errorOf(await collect(files, inputs))
    assert.equal(problem.code, 'CONTRADICTION')
    assert.match(problem.sentence, /^Pester is required twice, and no version can be both /)
    assert.deepEqual(problem.details, places)
    assert.match(problem.hint ?? '', /^Change one of the two/)
  })
}

test('Two versions in one file, or twice in the inline list, are meant side by side.', async () => {
  const inline = unwrap(await collect({}, { modules: 'Pester@4.10.1\nPester@5.7.1' }))
  assert.deepEqual(stated(inline), ['input "modules":1 Pester [4.10.1]', 'input "modules":2 Pester [5.7.1]'])
  const file = unwrap(await collect({ 'x.requires.json': '["Pester=4.10.1", "Pester=5.7.1"]' }))
  assert.deepEqual(stated(file), ['x.requires.json:1 Pester [4.10.1]', 'x.requires.json:1 Pester [5.7.1]'])
})

test('A file that is named twice does not contradict itself.', async () => {
  const files = { 'x.requires.json': '["Pester=4.10.1", "Pester=5.7.1"]' }
  const { requirements } = unwrap(await collect(files, { manifest: 'x.requires.json\n./x.requires.json\n*.json' }))
  assert.equal(requirements.length, 2)
})

test('"prerelease" is for everything that is stated; without it each file and line says so for itself.', async () => {
  const files = { 'a.requires.psd1': "@{ 'Az!' = 'latest'; Pester = 'latest' }" }
  const inputs = { manifest: 'a.requires.psd1', modules: 'PSRule!\nPlaster' }
  const flags = async (prerelease: boolean): Promise<readonly string[]> =>
    stated(unwrap(await collect(files, { ...inputs, prerelease }))).map(each =>
      each.replace(/^\S+(?: "modules":\d)? /, ''),
    )
  assert.deepEqual(await flags(false), ['Az ( , )!', 'Pester ( , )', 'PSRule ( , )!', 'Plaster ( , )'])
  assert.deepEqual(await flags(true), ['Az ( , )!', 'Pester ( , )!', 'PSRule ( , )!', 'Plaster ( , )!'])
})

const TAGGED = `@{
  PSDependOptions = @{ Tags = 'always' }
  Az = @{ Version = '11.0.0'; Tags = 'deploy', 'Prod' }
  Pester = @{ Version = '5.7.1'; Tags = 'test' }
  PSRule = @{ Version = '2.9.0' }
}`

/** What is taken of `TAGGED`, and how many notes tell of the others. */
const TAGS: readonly (readonly [tags: readonly string[], taken: readonly string[]])[] = [
  [[], ['Az', 'Pester', 'PSRule']],
  [['test'], ['Pester']],
  [['prod'], ['Az']],
  [
    ['TEST', 'deploy'],
    ['Az', 'Pester'],
  ],
  [['always'], ['PSRule']],
  [['nobody'], []],
]

for (const [tags, taken] of TAGS) {
  test(`The tags ${tags.join(' and ') || 'that nobody names'} take ${taken.join(', ') || 'nothing'}.`, async () => {
    const collection = unwrap(await collect({ 'requirements.psd1': TAGGED }, { tags }))
    assert.deepEqual(
      collection.requirements.map(({ name }) => name),
      taken,
    )
    const skipped = noted(collection).filter(note => note.startsWith('skipped'))
    assert.equal(skipped.length, 3 - taken.length)
    for (const note of skipped)
      assert.match(note, new RegExp(`has none of the tags ${tags.map(tag => tag.toLowerCase()).join(', ')}$`))
  })
}

test('Tags say nothing of entries without any, of other formats, or of the inline list.', async () => {
  const files = { 'a.requires.psd1': "@{ Az = 'latest' }", 'b.depend.psd1': PESTER_5 }
  const inputs = { manifest: 'a.requires.psd1\nb.depend.psd1', modules: 'PSRule', tags: ['test'] }
  const collection = unwrap(await collect(files, inputs))
  assert.deepEqual(
    collection.requirements.map(({ name }) => name),
    ['Az', 'PSRule'],
  )
  assert.deepEqual(noted(collection), ['skipped b.depend.psd1:1 "Pester" has none of the tags test'])
})

/** Files that require nothing, each read with no error, and the place that the note has. */
const EMPTY: Readonly<Record<string, string>> = {
  'requirements.psd1': "@{\n  # 'Az' = '11.*'\n}",
  'x.requires.json': '{}',
  'y.requires.json': '[]',
  'only-git.depend.psd1': "@{ 'owner/repo' = 'main' }",
}

for (const [name, text] of Object.entries(EMPTY)) {
  test(`${name} requires nothing, which is noted and no error.`, async () => {
    const collection = unwrap(await collect({ [name]: text }))
    assert.deepEqual(collection.requirements, [])
    assert.equal(noted(collection).at(-1), `nothing-required ${name}:1 no module of a gallery is required`)
  })
}

test('That a file requires nothing is not worth a word where another one requires something.', async () => {
  const files = { 'a.depend.psd1': '@{}', 'b.depend.psd1': PESTER_5 }
  assert.deepEqual(noted(unwrap(await collect(files))), [])
  assert.deepEqual(noted(unwrap(await collect({ 'a.psd1': '@{}' }, { manifest: 'a.psd1', modules: 'Pester' }))), [])
})

test('A script without #Requires that a pattern matches is left out with a note.', async () => {
  const files = { 'Tests/a.Tests.ps1': SCRIPT, 'Tests/b.Tests.ps1': BARE_SCRIPT }
  const collection = unwrap(await collect(files, { manifest: 'Tests/*.ps1' }))
  assert.deepEqual(stated(collection), ['Tests/a.Tests.ps1:1 Pester ( , )'])
  assert.deepEqual(noted(collection), [
    'skipped Tests/b.Tests.ps1:1 this file is left out: it is a script that names no module in "#Requires -Modules"',
  ])
})

test('Where all scripts of a pattern require nothing, nothing is required.', async () => {
  const { files, requirements, notes } = unwrap(await collect({ 'a.ps1': BARE_SCRIPT }, { manifest: '*.ps1' }))
  assert.deepEqual([files, requirements], [[], []])
  assert.deepEqual(
    notes.map(({ kind, place }) => `${kind} ${place.file}`),
    ['skipped a.ps1', 'nothing-required a.ps1'],
  )
})

for (const manifest of ['b.Tests.ps1', '*.ps1\nb.Tests.ps1', 'b.Tests.ps1\n*.ps1']) {
  test(`A script without #Requires that is named is an error: ${JSON.stringify(manifest)}.`, async () => {
    const problem = errorOf(await collect({ 'a.Tests.ps1': SCRIPT, 'b.Tests.ps1': BARE_SCRIPT }, { manifest }))
    assert.equal(problem.code, 'NOT_REQUIREMENTS')
    assert.equal(problem.place?.file, 'b.Tests.ps1')
  })
}

test('Another file that a pattern matches and nobody can read is an error all the same.', async () => {
  const problem = errorOf(await collect({ 'a.psd1': PESTER_5, 'b.psd1': '@{' }, { manifest: '*.psd1' }))
  assert.match(problem.code, /^PSD1_/)
  assert.equal(problem.place?.file, 'b.psd1')
})

const FOUND = { 'requirements.psd1': "@{ Az = '11.0.0' }", 'other.psd1': PESTER_5 }

/** What is read, by which inputs are set. */
const PRECEDENCE: readonly (readonly [what: string, inputs: Partial<WhereToRead>, taken: readonly string[]])[] = [
  ['nothing: the file that is found', {}, ['Az']],
  ['blanks and comments: as nothing', { manifest: ' \n# other.psd1', modules: '\n# PSRule\n' }, ['Az']],
  ['"manifest": that file and no other', { manifest: 'other.psd1' }, ['Pester']],
  ['"modules": they alone, without a search', { modules: 'PSRule' }, ['PSRule']],
  ['both: both', { manifest: 'other.psd1', modules: 'PSRule' }, ['Pester', 'PSRule']],
]

for (const [what, inputs, taken] of PRECEDENCE) {
  test(`Stated is ${what}.`, async () => {
    const { requirements } = unwrap(await collect(FOUND, inputs))
    assert.deepEqual(
      requirements.map(({ name }) => name),
      taken,
    )
  })
}

test('A module manifest that is named is read, and what it requires is taken.', async () => {
  const files = { 'Contoso.psd1': "@{ ModuleVersion = '1.0'; RequiredModules = 'Az', 'Pester' }" }
  const { files: read, requirements } = unwrap(await collect(files, { manifest: 'Contoso.psd1' }))
  assert.deepEqual([read[0]?.format, requirements.length], ['module-manifest', 2])
})

test('What is wrong with the inline list is said before any file is read.', async () => {
  const problem = errorOf(await collect({}, { manifest: 'gone.psd1', modules: 'Pester@five' }))
  assert.equal(problem.code, 'MODULES_LINE')
})

test('A file that is named and not there is an error, whatever else could be read.', async () => {
  const problem = errorOf(await collect(FOUND, { manifest: 'other.psd1\ngone.psd1', modules: 'PSRule' }))
  assert.equal(problem.code, 'MANIFEST_UNREADABLE')
  assert.match(problem.sentence, /^The requirements file "gone\.psd1" does not exist/)
})
