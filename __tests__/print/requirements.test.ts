import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  combinedLines,
  fileLines,
  requirementCells,
  requirementJson,
  requirementLines,
} from '../../src/print/requirements.ts'
import { table } from '../../src/print/table.ts'
import { formatNote } from '../../src/requirements/notebook.ts'
import type { Requirement } from '../../src/requirements/requirement.ts'
import { requirementsIn } from '../helpers/requirements.ts'

const GUID = 'a699dea5-2c73-4616-a270-1f7abb777e71'

function pester(more: Partial<Requirement> = {}, line = 'Pester@5.7.1'): Requirement {
  const [requirement] = requirementsIn('requirements.psd1', line)
  assert.ok(requirement)
  return { ...requirement, ...more }
}

/** A requirement, and what is written and what it became as the table has them. */
const CELLS: readonly (readonly [requirement: Requirement, written: string, becomes: string])[] = [
  [pester(), '@5.7.1', 'exactly 5.7.1'],
  [pester({}, 'Pester'), '', 'any version'],
  [pester({}, 'Pester>=5'), '>=5', '5.0.0 or newer'],
  [pester({}, 'Pester<5'), '<5', 'older than 5.0.0'],
  [pester({}, 'Pester:5.*'), ':5.*', '5.*'],
  [pester({}, 'Pester!'), '', 'any version, prereleases too'],
  [pester({ repository: 'PSGallery' }), '@5.7.1', 'exactly 5.7.1, from PSGallery'],
  [pester({ guid: GUID }), '@5.7.1', `exactly 5.7.1, with the GUID ${GUID}`],
  [
    pester({ repository: 'Contoso', guid: GUID, prerelease: true }),
    '@5.7.1',
    `exactly 5.7.1, prereleases too, from Contoso, with the GUID ${GUID}`,
  ],
]

for (const [requirement, written, becomes] of CELLS) {
  test(`The table has what is written and what it becomes: ${becomes}.`, () => {
    assert.deepEqual(requirementCells(requirement), ['Pester', written, becomes, 'requirements.psd1:1:1'])
  })
}

test('The columns are as wide as their widest cell, and no line ends in blanks.', () => {
  assert.deepEqual(requirementLines(requirementsIn('a.psd1', 'Az', 'PSScriptAnalyzer>=1.19')), [
    'Az                        any version      a.psd1:1:1',
    'PSScriptAnalyzer  >=1.19  1.19.0 or newer  a.psd1:2:1',
  ])
  assert.deepEqual(
    table([
      ['a', ''],
      ['bb', ''],
    ]),
    ['a', 'bb'],
  )
  assert.deepEqual(requirementLines([]), [])
})

const SECRET = 'https://user:hunter2@feed.test/nuget/v3/index.json?sig=hunter2'

test('An address keeps neither a password nor a signature, in the table and in JSON.', () => {
  const requirement = pester({ repository: SECRET })
  for (const text of [requirementCells(requirement).join(), JSON.stringify(requirementJson(requirement))]) {
    assert.ok(!text.includes('hunter2'), text)
    assert.ok(text.includes('feed.test/nuget/v3/index.json'), text)
  }
})

test('JSON has the range as NuGet writes it, and no field that is not known.', () => {
  const stated = { file: 'requirements.psd1', line: 1, column: 1 }
  const known = { name: 'Pester', range: '[5.7.1]', written: '@5.7.1', prerelease: false, stated }
  const json = (requirement: Requirement): unknown => JSON.parse(JSON.stringify(requirementJson(requirement)))
  assert.deepEqual(json(pester()), known)
  assert.deepEqual(json(pester({ type: 'script', repository: 'Contoso', guid: GUID })), {
    ...known,
    type: 'script',
    repository: 'Contoso',
    guid: GUID,
  })
})

/** Statements of two files and of one, and what is said of them together. */
const COMBINED: readonly (readonly [what: string, lines: readonly string[], said: readonly string[]])[] = [
  ['one statement', ['Pester'], []],
  ['other names', ['Pester>=5', 'Az<12'], []],
  ['the same twice', ['Pester>=5', 'PESTER>=5.0.0'], []],
  ['a range within another', ['Pester>=4', 'Pester>=5'], ['Pester is stated 2 times, together: 5.0.0 or newer.']],
  ['two ends', ['pester>=5', 'Pester<6'], ['pester is stated 2 times, together: [5.0.0, 6.0.0).']],
  ['three', ['Az', 'Pester>=5', 'Pester<6', 'Pester<=5.7'], ['Pester is stated 3 times, together: [5.0.0, 5.7.0].']],
  ['a single version that is left', ['Pester', 'Pester@5.7.1'], ['Pester is stated 2 times, together: exactly 5.7.1.']],
  [
    'nothing that is left',
    ['Pester@4.10.1', 'Pester@5.7.1'],
    ['Pester is stated 2 times, together: no one version; they are restored side by side.'],
  ],
  [
    'several names, in the order in which they are stated',
    ['B>=1', 'A>=1', 'A<2', 'B<2'],
    ['B is stated 2 times, together: [1.0.0, 2.0.0).', 'A is stated 2 times, together: [1.0.0, 2.0.0).'],
  ],
  ['nothing', [], []],
]

for (const [what, lines, said] of COMBINED) {
  test(`What is left of statements of one name: ${what}.`, () => {
    assert.deepEqual(combinedLines(requirementsIn('a.psd1', ...lines)), said)
  })
}

test('A file is told with its format and what shows it.', () => {
  assert.deepEqual(fileLines([{ file: 'a.psd1', format: 'list', because: 'you say so' }]), [
    'a.psd1 is read as list: you say so.',
  ])
})

test('A note begins with its place, which terminals make a link of.', () => {
  const place = { file: 'build/a.psd1', line: 3, column: 9 }
  assert.equal(
    formatNote({ kind: 'no-effect', place, text: '"Target" has no effect here' }),
    'build/a.psd1:3:9: "Target" has no effect here.',
  )
})
