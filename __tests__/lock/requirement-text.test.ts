import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { requirementsDigest, requirementText, requirementTexts } from '../../src/lock/requirement-text.ts'
import type { Format } from '../../src/requirements/reader.ts'
import type { Requirement } from '../../src/requirements/requirement.ts'
import { requirementsIn } from '../helpers/requirements.ts'
import { unwrap } from '../helpers/result.ts'
import { range } from '../helpers/versions.ts'
import { readText } from '../requirements/reading.ts'

/** A requirement, and how a lock tells it. */
const TEXTS: readonly (readonly [string, string])[] = [
  ['Pester', 'pester ( , )'],
  ['Pester!', 'pester ( , ) prerelease'],
  ['PESTER@5.7.1.0', 'pester [5.7.1]'],
  ['Pester:[5.0,6.0)', 'pester [5.0.0, 6.0.0)'],
  ['Pester:5.*', 'pester 5.*'],
  [
    "@{ModuleName='Pester'; ModuleVersion='5.0'; GUID='A699DEA5-2C73-4616-A270-1F7ABB777E71'}",
    'pester [5.0.0, ) guid a699dea5-2c73-4616-a270-1f7abb777e71',
  ],
]

function requirementIn(line: string): Requirement {
  const [requirement] = requirementsIn('a.psd1', line)
  assert.ok(requirement)
  return requirement
}

for (const [line, text] of TEXTS) {
  test(`The requirement ${line} is locked as "${text}".`, () =>
    assert.equal(requirementText(requirementIn(line)), text))
}

test('A repository is told in lower case, and no password in its address.', () => {
  const told = (repository: string): string => requirementText({ ...requirementIn('Pester@5.7.1'), repository })
  assert.equal(told('PSGallery'), 'pester [5.7.1] repository psgallery')
  assert.equal(told('https://me:secret@host/feed'), 'pester [5.7.1] repository https://…@host/feed')
})

test('Where a requirement is stated, and how often, changes nothing.', () => {
  const moved = [
    ...requirementsIn('other.psd1', 'az.aks=6.1', '# a comment', 'Pester >= 5.0.0'),
    ...requirementsIn('a.psd1', 'PESTER>=5'),
  ]
  assert.deepEqual(requirementTexts(moved), ['az.aks [6.1.0]', 'pester [5.0.0, )'])
})

/** The same two wishes in every format that can say them, with comments and other formatting. */
const FILES: readonly (readonly [what: string, file: string, format: Format, text: string])[] = [
  [
    'psresource',
    'a.psd1',
    'psresource',
    "@{ Pester = @{ version = '5.7.1' }; 'Az.Accounts' = @{ version = '[4.0,5.0)' } }",
  ],
  [
    'psresource, written otherwise',
    'a.psd1',
    'psresource',
    "# tools\r\n@{\r\n  'az.accounts' = @{\r\n    Version = '[4.0.0, 5.0.0)' <# not 5 #>\r\n  }\r\n  pester = @{ Version = '[5.7.1]' }\r\n}\r\n",
  ],
  [
    'psresource in JSON',
    'a.json',
    'psresource',
    '{"Pester":{"version":"5.7.1"},"Az.Accounts":{"version":"[4.0,5.0)"}}',
  ],
  [
    'psresource in JSON with comments',
    'a.jsonc',
    'psresource',
    '{\n  // cloud\n  "Az.Accounts": { "version": "[4.0, 5.0)" },\n  /* tools */ "Pester": { "version": "5.7.1" },\n}\n',
  ],
  [
    'psdepend',
    'requirements.psd1',
    'psdepend',
    "@{ PSDependOptions = @{ Target = 'CurrentUser' }; Pester = '5.7.1'; 'Az.Accounts' = '[4.0,5.0)' }",
  ],
  [
    'psdepend with tables',
    'requirements.psd1',
    'psdepend',
    "@{ accounts = @{ Name = 'Az.Accounts'; Version = '[4.0,5.0)' }\n'PSGalleryModule::Pester' = @{ Version = '5.7.1' } }",
  ],
  ['modulefast', 'a.requires.psd1', 'modulefast', "@{ 'Az.Accounts' = '[4.0,5.0)'; Pester = '5.7.1' }"],
  ['modulefast in JSON', 'a.requires.json', 'modulefast', '["Pester@5.7.1", "Az.Accounts:[4.0,5.0)"]'],
  [
    'requiredmodules',
    'RequiredModules.psd1',
    'requiredmodules',
    "@{ Pester = '[5.7.1]'; 'Az.Accounts' = '[4.0,5.0)' }",
  ],
  [
    'list',
    'modules.json',
    'list',
    '[{ "name": "Pester", "version": "5.7.1" }, { "name": "Az.Accounts", "version": "[4.0,5.0)" }]',
  ],
]

const INLINE = requirementsIn('a.psd1', '# tools', 'Pester@5.7.1', '', 'Az.Accounts:[4.0,5.0)')

for (const [what, file, format, text] of FILES) {
  test(`The digest is the same whether it is stated inline or as ${what}.`, () => {
    const { requirements } = unwrap(readText(file, text, { format }))
    assert.equal(requirements.length, 2)
    assert.equal(requirementsDigest(requirements, []), requirementsDigest(INLINE, []))
  })
}

test('The digest is lower case hex, and stays what it was, so that caches do.', () => {
  const digest = requirementsDigest(INLINE, ['psgallery', 'skip-dependencies=false'])
  assert.equal(digest, '013f4886f15932017b6453e1b104e5f0b8911d6969fb477e5dd1f17878c959f8')
})

test('Order and repetition do not count.', () => {
  const lines = ['A', 'B@1', 'a', 'C>=2', 'C<3', 'D!', 'D']
  const expected = requirementsDigest(requirementsIn('x.psd1', ...lines), ['m'])
  fc.assert(
    fc.property(fc.shuffledSubarray(lines, { minLength: lines.length }), fc.subarray(lines), (some, again) => {
      assert.equal(requirementsDigest(requirementsIn('y.psd1', ...some, ...again), ['m']), expected)
    }),
  )
})

/** What makes another wish of one. */
const CHANGES: readonly (readonly [what: string, change: Partial<Requirement>])[] = [
  ['name', { name: 'Poster' }],
  ['version', { range: range('[5.7.2]') }],
  ['bound', { range: range('[5.7.1, )') }],
  ['float', { range: range('5.7.*') }],
  ['prerelease', { prerelease: true }],
  ['repository', { repository: 'contoso' }],
  ['GUID', { guid: 'a699dea5-2c73-4616-a270-1f7abb777e71' }],
]

for (const [what, change] of CHANGES) {
  test(`Another ${what} gives another digest.`, () => {
    const [pester, ...others] = INLINE
    assert.ok(pester)
    assert.notEqual(requirementsDigest([{ ...pester, ...change }, ...others], []), requirementsDigest(INLINE, []))
  })
}

test('What else is said counts, in its order, and cannot be taken for anything else that is said.', () => {
  const texts = fc.array(fc.string({ unit: fc.constantFrom('a', ' ', '\n', '"', ',', '[', ']', '\\', '\ud800') }), {
    maxLength: 4,
  })
  fc.assert(
    fc.property(texts, texts, (some, others) => {
      const isSame = JSON.stringify(some) === JSON.stringify(others)
      assert.equal(requirementsDigest(INLINE, some) === requirementsDigest(INLINE, others), isSame)
    }),
  )
  const [first] = INLINE
  assert.ok(first)
  assert.notEqual(requirementsDigest([first], []), requirementsDigest([], [requirementText(first)]))
})
