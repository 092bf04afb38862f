import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseFeedDependencies } from '../../src/package/dependency.ts'
import { formatRange } from '../../src/version/version-range.ts'

const READ: readonly (readonly [string, readonly string[]])[] = [
  ['', []],
  ['null', []],
  ['Az.Accounts:[5.3.0, ):', ['Az.Accounts [5.3.0, )']],
  ['Az.Profile:[0.1.0, ):|Az.Aks:[0.1.0, ):', ['Az.Profile [0.1.0, )', 'Az.Aks [0.1.0, )']],
  ['A:[1.0.0, 1.0.0]:', ['A [1.0.0]']],
  ['A:[2.1.0-beta1]:', ['A [2.1.0-beta1]']],
  ['A:(, 2.0.0]:', ['A (, 2.0.0]']],
  ['A:1.0:', ['A [1.0.0, )']],
  ['A::', ['A ( , )']],
  ['A', ['A ( , )']],
  ['A:[1.0]', ['A [1.0.0]']],
  ['::net40', []],
  ['A:1.0:net40|::net45| B : 2.0 ', ['A [1.0.0, )', 'B [2.0.0, )']],
  ['A:1.0:net40|a:1.0.0:net45|A:2.0:', ['A [1.0.0, )', 'A [2.0.0, )']],
]

for (const [text, expected] of READ) {
  test(`The dependencies ${JSON.stringify(text)} are read.`, () => {
    const dependencies = parseFeedDependencies(text)
    assert.ok(dependencies.ok)
    assert.deepEqual(
      dependencies.value.map(({ id, range }) => `${id} ${formatRange(range)}`),
      expected,
    )
  })
}

const REFUSED: readonly (readonly [string, RegExp])[] = [
  ['A:not a range:', /^a dependency on A at "not a range", which is no version range: /],
  ['../evil:[1.0]:', /^a dependency on "\.\.\/evil", which is no package id$/],
  ['A b:[1.0]:', /^a dependency on "A b"/],
]

for (const [text, error] of REFUSED) {
  test(`The dependencies ${JSON.stringify(text)} are refused.`, () => {
    const dependencies = parseFeedDependencies(text)
    assert.ok(!dependencies.ok)
    assert.match(dependencies.error, error)
  })
}

test('A thousand dependencies are read, for however many frameworks; one more is refused.', () => {
  const listed = Array.from({ length: 1000 }, (_, index) => `A${index}:1.0:`)
  assert.ok(parseFeedDependencies([...listed, ...listed].join('|')).ok)
  assert.deepEqual(parseFeedDependencies([...listed, 'B:1.0:'].join('|')), {
    ok: false,
    error: 'more than 1000 dependencies of one package',
  })
})
