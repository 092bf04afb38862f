import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { nearestWord } from '../../src/requirements/nearest.ts'

const KEYS = ['Name', 'Version', 'Repository', 'Tags', 'GUID', 'Url']

const CASES: readonly (readonly [word: string, nearest: string | undefined, why: string])[] = [
  ['Version', 'Version', 'the word itself'],
  ['VERSION', 'Version', 'letter case does not count'],
  ['Verison', 'Version', 'two letters exchanged'],
  ['Versin', 'Version', 'a letter missing'],
  ['Versions', 'Version', 'a letter more'],
  ['Vorsion', 'Version', 'a letter changed'],
  ['Vorsiom', undefined, 'two slips in a word of seven letters'],
  ['Repositry', 'Repository', 'a letter missing'],
  ['Reopsitry', 'Repository', 'two slips in a long word'],
  ['Reopsitri', undefined, 'three slips'],
  ['Tag', 'Tags', 'a letter missing in a short word'],
  ['Guids', 'GUID', 'a letter more'],
  ['Uri', undefined, 'a word of three letters is met as it is or not at all'],
  ['url', 'Url', 'a word of three letters as it is'],
  ['', undefined, 'nothing is near to nothing'],
  ['Description', undefined, 'another word'],
]

for (const [word, nearest, why] of CASES) {
  test(`"${word}" is near to ${nearest ?? 'none'}: ${why}.`, () => assert.equal(nearestWord(word, KEYS), nearest))
}

test('Of several near words the nearest is meant, of equally near ones the first.', () => {
  assert.equal(nearestWord('psdepends', ['psdepandd', 'psdepend']), 'psdepend')
  assert.equal(nearestWord('Nane', ['Name', 'Lane']), 'Name')
  assert.equal(nearestWord('Nane', ['Lane', 'Name']), 'Lane')
})

test('There is none where there are no words.', () => assert.equal(nearestWord('Version', []), undefined))

test('One slip in a word of four letters or more is always understood.', () => {
  const word = fc.stringMatching(/^[a-z]{4,12}$/)
  fc.assert(
    fc.property(word, fc.nat(), fc.constantFrom('drop', 'double', 'change', 'swap'), (meant, seed, slip) => {
      const at = seed % (meant.length - 1)
      const [before, letter, next, after] = [meant.slice(0, at), meant[at], meant[at + 1], meant.slice(at + 2)]
      const written = {
        drop: `${before}${next}${after}`,
        double: `${before}${letter}${letter}${next}${after}`,
        change: `${before}#${next}${after}`,
        swap: `${before}${next}${letter}${after}`,
      }[slip]
      assert.equal(nearestWord(written, [meant]), meant)
    }),
  )
})
