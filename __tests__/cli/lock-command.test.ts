import assert from 'node:assert/strict'
import { test } from 'node:test'
import { renderLock } from '../../src/cli/lock-command.ts'
import type { Corroboration, Lock, LockedPackage } from '../../src/lock/lock.ts'
import { locked } from '../lock/some-lock.ts'

const FACTS = { shown: 'modules.lock.json', written: 'written', fetched: 2, ms: 1234 } as const

function lockOf(packages: readonly LockedPackage[]): Lock {
  return { options: { prerelease: false, skipDependencies: false }, requirements: [], packages }
}

const ACCEPTED = [{ sha512: 'c2hhNTEy', size: 9, family: undefined }]

/** Packages, one an argument: `Pester 5.7.1`. */
function packages(...texts: readonly string[]): readonly LockedPackage[] {
  return texts.map(text => {
    const [id = '', exact = ''] = text.split(' ')
    return { ...locked(id, exact), accepted: ACCEPTED }
  })
}

interface Case {
  readonly what: string
  readonly before: readonly string[] | undefined
  readonly after: readonly string[]
  readonly lines: readonly string[]
}

const CASES: readonly Case[] = [
  {
    what: 'Of a first lock everything is added, by its name',
    before: undefined,
    after: ['Pester 5.7.1', 'Az.Accounts 5.3.0'],
    lines: ['added  Az.Accounts  5.3.0', 'added  Pester       5.7.1'],
  },
  {
    what: 'What came, what went and what has another version is a line each',
    before: ['Az.Accounts 5.3.0', 'Old 1.0.0', 'Same 1.0.0'],
    after: ['Az.Accounts 5.4.0', 'New 2.0.0', 'Same 1.0.0'],
    lines: ['changed  Az.Accounts  5.3.0 to 5.4.0', 'added    New          2.0.0', 'removed  Old          1.0.0'],
  },
  {
    what: 'An older version is a change, too',
    before: ['Pester 5.7.1'],
    after: ['Pester 4.10.1'],
    lines: ['changed  Pester  5.7.1 to 4.10.1'],
  },
  {
    what: 'One of two versions side by side may be changed',
    before: ['Pester 4.10.1', 'Pester 5.7.0'],
    after: ['Pester 4.10.1', 'Pester 5.7.1'],
    lines: ['changed  Pester  5.7.0 to 5.7.1'],
  },
  {
    what: 'A version that comes to stand beside another is added',
    before: ['Pester 5.7.1'],
    after: ['Pester 4.10.1', 'Pester 5.7.1'],
    lines: ['added  Pester  4.10.1'],
  },
  {
    what: 'One that no longer does is removed',
    before: ['Pester 4.10.1', 'Pester 5.7.1'],
    after: ['Pester 5.7.1'],
    lines: ['removed  Pester  4.10.1'],
  },
  {
    what: 'Where it is not clear which became which, nothing is called changed',
    before: ['Pester 4.10.1', 'Pester 5.7.0'],
    after: ['Pester 5.7.1'],
    lines: ['added    Pester  5.7.1', 'removed  Pester  4.10.1', 'removed  Pester  5.7.0'],
  },
  {
    what: 'Another spelling of a name or a version is no change',
    before: ['pester 5.7.1', 'Tool 1.0.0.0'],
    after: ['Pester 5.7.1', 'Tool 1.0'],
    lines: [],
  },
]

for (const { what, before, after, lines } of CASES) {
  test(`${what}.`, () => {
    const old = before && lockOf(packages(...before))
    const rendered = renderLock(old, lockOf(packages(...after)), FACTS)
    const count = after.length === 1 ? '1 package' : `${after.length} packages`
    assert.deepEqual(rendered, [
      ...lines,
      ...(lines.length > 0 ? [''] : []),
      `Locked ${count} in modules.lock.json (2 packages fetched, 1.2 s).`,
    ])
  })
}

test('That nothing changed is one line, and so is that nothing was fetched for it.', () => {
  const lock = lockOf(packages('Pester 5.7.1'))
  assert.deepEqual(renderLock(lock, lock, { ...FACTS, written: 'unchanged', fetched: 0 }), [
    'Nothing changed in modules.lock.json (none fetched, 1.2 s).',
  ])
  assert.deepEqual(renderLock(lock, lock, { ...FACTS, written: 'unchanged', fetched: 1 }), [
    'Nothing changed in modules.lock.json (1 package fetched, 1.2 s).',
  ])
})

/** A package with what others said of it, and a file of each of these families beside its own. */
function said(id: string, corroboration?: Corroboration, ...families: readonly string[]): LockedPackage {
  const builds = families.map(family => ({ sha512: `${id} of ${family}`, size: 9, family }))
  return locked(id, '1.0.0', { corroboration, accepted: [...ACCEPTED, ...builds] })
}

test('What others had to say is counted, and whose other build will do, or who is alone, is named.', () => {
  const lock = lockOf([
    said('A', { outcome: 'agreed', by: ['pwsh-gallery'] }),
    said('B', { outcome: 'other-build', by: ['mar', 'other'] }, 'mar', 'other'),
    said('C', { outcome: 'single-sourced', by: [] }),
    said('D', { outcome: 'agreed', by: ['pwsh-gallery'] }),
    said('E'),
  ])
  assert.deepEqual(renderLock(lock, lock, FACTS), [
    'Locked 5 packages in modules.lock.json (2 packages fetched, 1.2 s).',
    'Corroborated: 2 agreed, 1 single-sourced; 1 with another build elsewhere.',
    '  other build, accepted too: B 1.0.0 (mar, other)',
    '  single-sourced: C 1.0.0',
  ])
})

test('Another build that is accepted is told although a mirror agreed; what nobody was asked about is not.', () => {
  const lock = lockOf([said('A', { outcome: 'agreed', by: ['pwsh-gallery'] }, 'mar'), said('B', undefined, 'mar')])
  assert.deepEqual(renderLock(lock, lock, FACTS).slice(1), [
    'Corroborated: 1 agreed, 0 single-sourced; 1 with another build elsewhere.',
    '  other build, accepted too: A 1.0.0 (mar)',
  ])
})
