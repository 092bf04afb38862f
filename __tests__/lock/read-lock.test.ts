import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { formatLock } from '../../src/lock/format-lock.ts'
import { parseLock } from '../../src/lock/read-lock.ts'
import type { Problem } from '../../src/problem.ts'
import { VERSION } from '../../src/product.ts'
import { errorOf, unwrap } from '../helpers/result.ts'
import { EDITS, edited } from './edits.ts'
import { SAMPLE, someLock } from './some-lock.ts'

const FILE = 'modules.lock.json'

function refused(text: string): Problem {
  const problem = errorOf(parseLock(text, FILE))
  assert.ok(problem.hint)
  assert.equal(problem.place?.file, FILE)
  return problem
}

/** What stands at the place of a problem. */
function pointedAt(text: string, { place }: Problem): string {
  const lines = text.split('\n')
  const { line = 0, column = 0 } = place ?? {}
  return [lines[line - 1]?.slice(column - 1), ...lines.slice(line)].join('\n')
}

test('What is read is what was written.', () => {
  fc.assert(
    fc.property(someLock, lock => assert.deepEqual(unwrap(parseLock(formatLock(lock), FILE)), lock)),
    { numRuns: 300 },
  )
})

test('Line ends, indentation and order make no difference.', () => {
  const text = formatLock(SAMPLE)
  const { packages, ...rest } = JSON.parse(text)
  const turned = { packages: Object.fromEntries(Object.entries(packages).toReversed()), ...rest }
  turned.requirements.reverse()
  for (const same of [
    text.replaceAll('\n', '\r\n'),
    text.trimEnd(),
    JSON.stringify(turned),
    JSON.stringify(turned, undefined, '\t'),
  ]) {
    assert.deepEqual(unwrap(parseLock(same, FILE)), SAMPLE)
  }
})

test('A lock need not name its schema.', () => {
  assert.deepEqual(unwrap(parseLock(edited({ from: /"\$schema".*/, to: '' }), FILE)), SAMPLE)
})

test('A dependency may have a name that is not like other keys to JavaScript.', () => {
  for (const name of ['__proto__', 'constructor']) {
    const text = edited({ from: '"Az.Accounts": "[', to: `"${name}": "[` })
    assert.equal(unwrap(parseLock(text, FILE)).packages[1]?.dependencies[0]?.id, name)
  }
})

for (const edit of EDITS) {
  test(`A lock is refused ${edit.what}.`, () => {
    const text = edited(edit)
    const problem = refused(text)
    assert.equal(problem.code, 'LOCK_EDITED')
    assert.equal(problem.sentence, `modules.lock.json cannot be used: ${edit.said}.`)
    assert.match(problem.hint ?? '', /psmodule-restore lock/)
    const found = pointedAt(text, problem)
    assert.ok(found.startsWith(edit.at), found.slice(0, 200))
  })
}

test('Of what is stated twice, both places are told.', () => {
  const problem = refused(edited({ from: '"size": 99', to: '"size": 99,\n"Size": 98' }))
  assert.deepEqual(problem.place, { file: FILE, line: 42, column: 1 })
  assert.deepEqual(problem.details, ['The other one is at: line 41, column 11; letter case makes no difference.'])
})

/** What is no lock of this version at all, and what is said of it. */
const OTHERS: readonly (readonly [what: string, text: string, code: string, sentence: string, hint: RegExp])[] = [
  ['An empty file', '', 'LOCK_CUT_OFF', 'is empty.', /psmodule-restore lock/],
  ['A file of blanks', ' \n\t\r\n', 'LOCK_CUT_OFF', 'is empty.', /psmodule-restore lock/],
  [
    'Half a file',
    '{\n  "format": 1,\n  "opt',
    'LOCK_CUT_OFF',
    'is cut off: it ends in the middle of its JSON.',
    /psmodule-restore lock/,
  ],
  [
    'Half a file with a line end behind it',
    '{\n  "format": 1,\n  "opt\n',
    'LOCK_CUT_OFF',
    'is cut off: it ends in the middle of its JSON.',
    /last commit/,
  ],
  ['A text', 'format: 1', 'LOCK_SYNTAX', 'is not valid JSON: invalid symbol.', /psmodule-restore lock/],
  [
    'A comment',
    '{ // comment\n "format": 1 }',
    'LOCK_SYNTAX',
    'is not valid JSON: invalid comment token.',
    /no comments/,
  ],
  [
    'A trailing comma',
    '{ "format": 1, }',
    'LOCK_SYNTAX',
    'is not valid JSON: property name expected.',
    /no commas before a closing bracket/,
  ],
  [
    'A second value',
    '{ "format": 1 } {}',
    'LOCK_SYNTAX',
    'is not valid JSON: end of file expected.',
    /psmodule-restore lock/,
  ],
  [
    'A missing comma',
    '{ "format": 1 "a": 2 }',
    'LOCK_SYNTAX',
    'is not valid JSON: comma expected.',
    /psmodule-restore lock/,
  ],
  [
    'A newer format',
    '{ "format": 2 }',
    'LOCK_NEWER',
    `was written by a newer version of psmodule-restore: it has format 2, and ${VERSION} reads format 1.`,
    /^Update psmodule-restore/,
  ],
  [
    'A newer format with what we do not know',
    '{ "a": 1, "a": [], "format": 17, "packages": 3 }',
    'LOCK_NEWER',
    `was written by a newer version of psmodule-restore: it has format 17, and ${VERSION} reads format 1.`,
    /^Update/,
  ],
  [
    'A format in between',
    '{ "format": 1.5 }',
    'LOCK_NEWER',
    `was written by a newer version of psmodule-restore: it has format 1.5, and ${VERSION} reads format 1.`,
    /^Update/,
  ],
  [
    'An object without format',
    '{ "lockfileVersion": 3 }',
    'LOCK_FOREIGN',
    'is no lock of psmodule-restore: it states no "format".',
    /another tool.*"lockfile".*"psmodule-restore lock"/,
  ],
  [
    'A list',
    '[{ "format": 1 }]',
    'LOCK_FOREIGN',
    'is no lock of psmodule-restore: it states no "format".',
    /another tool/,
  ],
  ['A number', '1', 'LOCK_FOREIGN', 'is no lock of psmodule-restore: it states no "format".', /another tool/],
  [
    'What nests too deep',
    `{"format":1,"a":${'['.repeat(16)}`,
    'LOCK_FOREIGN',
    'is no lock of psmodule-restore: it nests deeper than 16 levels.',
    /another tool/,
  ],
]

for (const [what, text, code, sentence, hint] of OTHERS) {
  test(`${what} is told as ${code}.`, () => {
    const problem = refused(text)
    assert.equal(problem.code, code)
    assert.equal(problem.sentence, `modules.lock.json ${sentence}`)
    assert.match(problem.hint ?? '', hint)
  })
}

test('Bad JSON is pointed at.', () => {
  const problem = refused('{\n  "format": 1,\n  "a": tru,\n}')
  assert.equal(problem.code, 'LOCK_SYNTAX')
  assert.deepEqual(problem.place, { file: FILE, line: 3, column: 8 })
  assert.equal(problem.frame, '  "a": tru,\n       ^')
})

test('A lock that ends anywhere before its end is cut off.', () => {
  const text = formatLock(SAMPLE).trimEnd()
  for (let end = 1; end < text.length; end += 1) {
    const { code, place } = refused(text.slice(0, end))
    assert.equal(code, 'LOCK_CUT_OFF', text.slice(end - 40, end))
    assert.equal(place?.line, text.slice(0, end).split('\n').length)
  }
})

const OURS = '"size": 99'
const THEIRS = '"size": 98'

/** A conflict as git leaves it, and what is left of one that somebody began to resolve. */
const CONFLICTS: readonly (readonly [what: string, lines: readonly string[], first: string])[] = [
  ['A conflict', ['<<<<<<< HEAD', OURS, '=======', THEIRS, '>>>>>>> topic'], '<<<<<<< HEAD'],
  [
    'A conflict with the base',
    ['<<<<<<< HEAD', OURS, '||||||| 0f1e2d3', '"size": 97', '=======', THEIRS, '>>>>>>> topic'],
    '<<<<<<< HEAD',
  ],
  ['A conflict without names', ['<<<<<<<', OURS, '=======', THEIRS, '>>>>>>>'], '<<<<<<<'],
  ['The rest of a conflict', [OURS, '=======', THEIRS, '>>>>>>> topic'], '======='],
  ['The end of a conflict', [OURS, '>>>>>>> topic'], '>>>>>>> topic'],
  ['The base of a conflict', [OURS, '||||||| 0f1e2d3'], '||||||| 0f1e2d3'],
]

for (const [what, lines, first] of CONFLICTS) {
  for (const [lineEnd, name] of [
    ['\n', 'LF'],
    ['\r\n', 'CRLF'],
  ] as const) {
    test(`${what} is told as one, at its first line (${name}).`, () => {
      const text = edited({ from: '"size": 99', to: `\n${lines.join('\n')}\n` }).replaceAll('\n', lineEnd)
      const problem = refused(text)
      assert.equal(problem.code, 'LOCK_CONFLICT')
      assert.equal(problem.sentence, `modules.lock.json has an unresolved merge conflict: a line reads "${first}".`)
      assert.match(
        problem.hint ?? '',
        /^Take one side \(git checkout --ours \S+\), then run "psmodule-restore lock": it keeps what is there and adds/,
      )
      assert.equal(problem.place?.line, text.slice(0, text.indexOf(first)).split('\n').length)
      assert.equal(problem.place?.column, 1)
    })
  }
}

test('What looks like a conflict in a text of valid JSON is none.', () => {
  const lock = { ...SAMPLE, requirements: ['pester ( , ) repository <<<<<<< head\n=======\n'] }
  assert.deepEqual(unwrap(parseLock(formatLock(lock), FILE)), lock)
})

test('A lock of more than 16 MiB is not read.', () => {
  const problem = errorOf(parseLock(`${' '.repeat(16 * 1024 * 1024)}{}`, FILE))
  assert.equal(problem.code, 'LOCK_UNREADABLE')
  assert.match(problem.sentence, /^modules\.lock\.json has 16777218 bytes, more than/)
  assert.match(problem.hint ?? '', /psmodule-restore lock/)
})

test('A password in an address is not shown.', () => {
  const problem = refused(edited({ from: 'az.aks [6.1.0]', to: 'Https://me:secret@host/x?sig=secret a' }))
  assert.doesNotMatch(JSON.stringify(problem), /secret/)
})
