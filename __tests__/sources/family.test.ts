import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Binding, bindName, groupFamilies } from '../../src/sources/family.ts'
import { parseSourceList } from '../../src/sources/source-list.ts'
import { parseSourceMap } from '../../src/sources/source-map.ts'
import { errorOf, unwrap } from '../helpers/result.ts'
import { namedSource } from '../helpers/scripted-source.ts'

const LIST = `contoso: https://nuget.contoso.test/v3/index.json
psgallery
pwsh-gallery
mar
lenient: https://lenient.test/index.json (on-error next)
psgallery-cdn`

const configs = unwrap(parseSourceList(LIST))
const families = groupFamilies(configs.map(config => namedSource(config.name, config)))

function bind(name: string, repositories: readonly string[], map = '', among = families) {
  const sources = among.flatMap(({ sources }) => sources.map(({ config }) => config))
  return bindName(name, { repositories, parents: [] }, among, unwrap(parseSourceMap(map, sources)))
}

function familiesOf(binding: Binding): readonly string[] {
  return binding.families.map(({ name }) => name)
}

test('Sources are grouped into families in the order of their first source, each in the order of the list.', () => {
  assert.deepEqual(
    families.map(({ name, sources }) => [name, sources.map(({ config }) => config.name)]),
    [
      ['contoso', ['contoso']],
      ['gallery', ['psgallery', 'pwsh-gallery', 'psgallery-cdn']],
      ['mar', ['mar']],
      ['lenient', ['lenient']],
    ],
  )
})

test('The Gallery and the Microsoft Artifact Registry are public and may be passed, others only where they say so.', () => {
  assert.deepEqual(
    families.map(({ name, isPublic, mayBePassed }) => [name, isPublic, mayBePassed]),
    [
      ['contoso', false, false],
      ['gallery', true, true],
      ['mar', true, true],
      ['lenient', false, true],
    ],
  )
})

test('A name that nothing binds may be asked of every family.', () => {
  const binding = unwrap(bind('Pester', []))
  assert.deepEqual(binding.families, families)
  assert.equal(binding.boundBy, undefined)
})

test('The source map binds a name before the repository that the file states.', () => {
  const binding = unwrap(bind('Contoso.Tools', ['PSGallery'], 'Contoso.*: contoso'))
  assert.deepEqual(familiesOf(binding), ['contoso'])
  assert.equal(binding.boundBy, 'source-map "Contoso.*"')
})

test('The source map settles even a repository that nobody knows.', () => {
  const binding = unwrap(bind('Contoso.Tools', ['Internal', 'Other'], 'Contoso.*: contoso'))
  assert.deepEqual(familiesOf(binding), ['contoso'])
})

const REPOSITORIES: readonly (readonly [string, string])[] = [
  ['PSGallery', 'gallery'],
  ['psgallery', 'gallery'],
  ['https://www.powershellgallery.com/api/v2', 'gallery'],
  ['https://www.PowerShellGallery.com/api/v2/', 'gallery'],
  ['https://pwsh.gallery/index.json', 'gallery'],
  ['pwsh-gallery', 'gallery'],
  ['gallery', 'gallery'],
  ['MicrosoftArtifactRegistry', 'mar'],
  ['MAR', 'mar'],
  ['Contoso', 'contoso'],
  ['https://nuget.contoso.test/v3/index.json', 'contoso'],
  ['https://NUGET.contoso.test/v3/index.json/', 'contoso'],
]

for (const [repository, family] of REPOSITORIES) {
  test(`The repository ${repository} binds a name to ${family}.`, () => {
    const binding = unwrap(bind('Pester', [repository]))
    assert.deepEqual(familiesOf(binding), [family])
    assert.equal(binding.boundBy, `repository "${repository}"`)
  })
}

test('PSGallery means its family, whichever of its sources are listed.', () => {
  const mirrors = groupFamilies([namedSource('pwsh-gallery', { family: 'gallery', isAuthority: false })])
  assert.deepEqual(familiesOf(unwrap(bind('Pester', ['PSGallery'], '', mirrors))), ['gallery'])
})

const UNKNOWN: readonly (readonly [string, RegExp])[] = [
  ['https://evil.test/v3/index.json', /: feed: https:\/\/evil\.test\/v3\/index\.json$/],
  ['Internal', /: Internal: https:\/\/…\/index\.json$/],
]

for (const [repository, line] of UNKNOWN) {
  test(`The repository ${repository} does not become a source: the line to add is shown.`, () => {
    const problem = errorOf(bind('Pester', [repository]))
    assert.equal(problem.code, 'UNKNOWN_REPOSITORY')
    assert.equal(problem.sentence, `Pester is required from the repository "${repository}", which is not in "sources".`)
    assert.match(problem.hint ?? '', line)
  })
}

test('PSGallery without any source of its family is answered with the line to add.', () => {
  const among = groupFamilies([namedSource('contoso')])
  const problem = errorOf(bind('Pester', ['PSGallery'], '', among))
  assert.match(problem.hint ?? '', /: psgallery$/)
})

test('A line that is shown can be added as it is.', () => {
  for (const repository of ['https://feed.test/v3/index.json', 'PSGallery']) {
    const among = groupFamilies([namedSource('contoso')])
    const line = errorOf(bind('Pester', [repository], '', among)).hint?.replace(/^.*?\): /, '') ?? ''
    const [added] = unwrap(parseSourceList(line))
    assert.ok(added)
    const extended = groupFamilies([namedSource('contoso'), namedSource(added.name, added)])
    assert.ok(bind('Pester', [repository], '', extended).ok, line)
  }
})

test('Two repositories of one family are one.', () => {
  const binding = unwrap(bind('Pester', ['PSGallery', 'https://pwsh.gallery/index.json']))
  assert.deepEqual(familiesOf(binding), ['gallery'])
})

test('Two repositories of different families are a problem with the line that settles it.', () => {
  const problem = errorOf(bind('Pester', ['contoso', 'PSGallery']))
  assert.equal(problem.code, 'TWO_REPOSITORIES')
  assert.match(problem.sentence, /^Pester is required from two repositories, "contoso" and "PSGallery"/)
  assert.match(problem.hint ?? '', /: Pester: contoso$/)
})

test('What a private package depends on is asked of its own family first, what a public one depends on in the usual order.', () => {
  const order = (...parents: readonly string[]) =>
    familiesOf(
      unwrap(bindName('Any.Name', { repositories: [], parents }, families, unwrap(parseSourceMap('', configs)))),
    )
  assert.deepEqual(order('mar'), ['contoso', 'gallery', 'mar', 'lenient'])
  assert.deepEqual(order('lenient', 'gallery'), ['lenient', 'contoso', 'gallery', 'mar'])
})
