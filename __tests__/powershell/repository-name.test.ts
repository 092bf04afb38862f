import assert from 'node:assert/strict'
import test from 'node:test'
import { checkRepositoryName, isAskedAfter, sameRepositoryName } from '../../src/powershell/repository-name.ts'
import { REPOSITORY_NAMES, SAME_NAMES } from './repository-names.ts'

for (const [name, works] of REPOSITORY_NAMES) {
  test(`A repository ${works ? 'can' : 'cannot'} be registered as ${JSON.stringify(name)}.`, () => {
    assert.equal(checkRepositoryName(name) === undefined, works)
  })
}

const REFUSALS: readonly (readonly [name: string, sentence: string])[] = [
  ['', 'No repository can be registered as "": the name is empty.'],
  [' ', 'No repository can be registered as " ": the name begins or ends with white space.'],
  [
    'My*',
    'No repository can be registered as "My*": the name holds one of * ? [ ] `, which PowerShell takes for a pattern.',
  ],
  ['a\tb', 'No repository can be registered as "a\\tb": the name holds a character that cannot be seen.'],
  ['a\u200bb', 'No repository can be registered as "a\u200bb": the name holds a character that cannot be seen.'],
  ['a\ud800b', 'No repository can be registered as "a\\ud800b": the name holds a character that cannot be seen.'],
  [
    'psGALLERY',
    'No repository can be registered as "psGALLERY": PowerShell keeps the name PSGallery for the gallery itself.',
  ],
]

for (const [name, sentence] of REFUSALS) {
  test(sentence, () => {
    const problem = checkRepositoryName(name)
    assert.equal(problem?.code, 'REPOSITORY_NAME')
    assert.equal(problem?.sentence, sentence)
    assert.match(problem?.hint ?? '', /"register-as"/)
  })
}

for (const [one, other, same] of SAME_NAMES) {
  test(`${JSON.stringify(one)} and ${JSON.stringify(other)} are ${same ? 'one repository' : 'two repositories'}.`, () => {
    assert.equal(sameRepositoryName(one, other), same)
    assert.equal(sameRepositoryName(other, one), same)
  })
}

test('The folders of a split repository are asked in order by their names alone, up to nine of them.', () => {
  const names = ['R', ...[2, 3, 4, 5, 6, 7, 8, 9].map(number => `R-${number}`)]
  for (const [index, name] of names.entries()) {
    for (const earlier of names.slice(0, index)) assert.ok(isAskedAfter(name, earlier), `${name} after ${earlier}`)
    for (const later of names.slice(index)) assert.ok(!isAskedAfter(name, later), `${name} not after ${later}`)
  }
  assert.ok(!isAskedAfter('R-10', 'R-9'))
})
