import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findContradiction } from '../../src/requirements/contradiction.ts'
import { requirementsIn } from '../helpers/requirements.ts'

test('Two files that exclude each other are a contradiction that names both places.', () => {
  const requirements = [...requirementsIn('a.psd1', 'Az', 'Pester@4.10.1'), ...requirementsIn('b.psd1', 'pester>=5')]
  const problem = findContradiction(requirements)
  assert.equal(problem?.code, 'CONTRADICTION')
  assert.match(problem.sentence, /^Pester is required twice, .* both exactly 4\.10\.1 and 5\.0\.0 or newer\.$/)
  assert.deepEqual(problem.place, { file: 'b.psd1', line: 1, column: 1 })
  assert.deepEqual(problem.details, ['a.psd1:2:1 wants exactly 4.10.1', 'b.psd1:1:1 wants 5.0.0 or newer'])
})

test('Every pair of files is looked at, not only neighbours.', () => {
  const requirements = [
    ...requirementsIn('a.psd1', 'Pester<5'),
    ...requirementsIn('b.psd1', 'Pester'),
    ...requirementsIn('c.psd1', 'Pester>=5'),
  ]
  assert.deepEqual(findContradiction(requirements)?.details, [
    'a.psd1:1:1 wants older than 5.0.0',
    'c.psd1:1:1 wants 5.0.0 or newer',
  ])
})

for (const [what, ...requirements] of [
  ['ranges that overlap', ...requirementsIn('a.psd1', 'Pester<5'), ...requirementsIn('b.psd1', 'Pester>=4')],
  ['two versions in one file', ...requirementsIn('a.psd1', 'Pester@4.10.1', 'Pester@5.7.1')],
  ['other names', ...requirementsIn('a.psd1', 'Pester<5'), ...requirementsIn('b.psd1', 'PesterX>=5')],
] as const) {
  test(`No contradiction: ${what}.`, () => {
    assert.equal(findContradiction(requirements), undefined)
  })
}

test('Thousands of statements of one name take no time.', () => {
  const pins = Array.from({ length: 20_000 }, (_, index) => `Pester@1.0.${index}`)
  const bounds = pins.map(pin => pin.replace('@', '>='))
  const started = performance.now()
  assert.equal(findContradiction(requirementsIn('a.psd1', ...pins)), undefined)
  const both = [...requirementsIn('a.psd1', ...bounds), ...requirementsIn('b.psd1', ...bounds)]
  assert.equal(findContradiction(both), undefined)
  assert.ok(performance.now() - started < 2000)
})
