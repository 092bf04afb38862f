import assert from 'node:assert/strict'
import { test } from 'node:test'
import { familyNamed, parseSourceMap } from '../../src/sources/source-map.ts'
import { errorOf, unwrap } from '../helpers/result.ts'
import { sourceConfig } from '../helpers/scripted-source.ts'

const SOURCES = [
  sourceConfig('psgallery', { family: 'gallery' }),
  sourceConfig('mirror', { family: 'gallery', isAuthority: false }),
  sourceConfig('Contoso'),
  sourceConfig('fabrikam'),
]

const MAP = `
# ours
Contoso.*: contoso
Contoso.Public.*: gallery
Contoso.Public.Odd: fabrikam

*: psgallery
`

const NAMES: readonly (readonly [string, string, string])[] = [
  ['Contoso.Tools', 'Contoso', 'Contoso.*'],
  ['CONTOSO.TOOLS', 'Contoso', 'Contoso.*'],
  ['Contoso.Public.Tools', 'gallery', 'Contoso.Public.*'],
  ['contoso.public.odd', 'fabrikam', 'Contoso.Public.Odd'],
  ['Contoso.Public.Odder', 'gallery', 'Contoso.Public.*'],
  ['Contoso', 'gallery', '*'],
  ['ContosoTools', 'gallery', '*'],
  ['Pester', 'gallery', '*'],
]

for (const [name, family, pattern] of NAMES) {
  test(`${name} belongs to ${family} by the pattern ${pattern}, the most specific that matches.`, () => {
    const mapped = unwrap(parseSourceMap(MAP, SOURCES)).familyOf(name)
    assert.equal(mapped?.family, family)
    assert.equal(mapped?.pattern, pattern)
  })
}

test('The order of the lines does not matter, nor do Windows line ends.', () => {
  const backwards = MAP.split('\n').reverse().join('\r\n')
  const map = unwrap(parseSourceMap(backwards, SOURCES))
  for (const [name, family] of NAMES) assert.equal(map.familyOf(name)?.family, family, name)
})

test('A name without a matching pattern is not bound.', () => {
  assert.equal(unwrap(parseSourceMap('', SOURCES)).familyOf('Pester'), undefined)
  assert.equal(unwrap(parseSourceMap('Contoso.*: contoso', SOURCES)).familyOf('Pester'), undefined)
})

const REFUSED: readonly (readonly [what: string, line: string, code: string, sentence: RegExp])[] = [
  ['no target', 'Contoso.*', 'SOURCE_MAP_LINE', /the line "Contoso\.\*" is not "pattern: source"/],
  ['no pattern', ': contoso', 'SOURCE_MAP_LINE', /is not "pattern: source"/],
  ['a star in the middle', 'Con*so: contoso', 'SOURCE_MAP_LINE', /is not "pattern: source"/],
  ['a star in front', '*.Tools: contoso', 'SOURCE_MAP_LINE', /is not "pattern: source"/],
  ['two stars', 'Contoso.**: contoso', 'SOURCE_MAP_LINE', /is not "pattern: source"/],
  ['a target of two words', 'Contoso.*: contoso gallery', 'SOURCE_MAP_LINE', /is not "pattern: source"/],
  ['a source that is not listed', 'Contoso.*: nobody', 'SOURCE_MAP_TARGET', /mapped to "nobody"/],
  ['an address as target', 'Contoso.*: https://x.test/index.json', 'SOURCE_MAP_TARGET', /which is not in "sources"/],
]

for (const [what, line, code, sentence] of REFUSED) {
  test(`A map is refused for ${what}.`, () => {
    const problem = errorOf(parseSourceMap(`Pester: psgallery\n${line}`, SOURCES))
    assert.equal(problem.code, code)
    assert.match(problem.sentence, sentence)
  })
}

test('An unknown target is answered with the sources there are.', () => {
  const { hint } = errorOf(parseSourceMap('X: nobody', SOURCES))
  assert.equal(hint, 'The sources of this run are psgallery, mirror, Contoso, fabrikam.')
})

test('A target is a source, which stands for its family, or a family by its own name, in any letter case.', () => {
  assert.equal(familyNamed('MIRROR', SOURCES), 'gallery')
  assert.equal(familyNamed('Gallery', SOURCES), 'gallery')
  assert.equal(familyNamed('contoso', SOURCES), 'Contoso')
  assert.equal(familyNamed('nobody', SOURCES), undefined)
})

test('Many stars and long names are matched in no time.', () => {
  const lines = Array.from({ length: 2000 }, (_, index) => `${'a.'.repeat(40)}${index}*: contoso`)
  const map = unwrap(parseSourceMap(lines.join('\n'), SOURCES))
  assert.equal(map.familyOf('a.'.repeat(50_000)), undefined)
})
