import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import type { HandedOnPackage } from '../../src/repository/handover.ts'
import { type CacheSession, openCacheSession } from '../../src/restore/at-hand/cache-session.ts'
import type { LocalSupply } from '../../src/restore/at-hand/local-supply.ts'
import { createFolder, noSignal } from '../helpers/ask.ts'
import { writeFiles } from '../helpers/folder-with.ts'
import { type MemoryCache, memoryCache } from '../helpers/memory-cache.ts'
import { version } from '../helpers/versions.ts'

const KEY = 'psmr-1-abc'
const PREFIX = 'psmr-1-requirements-'
const PESTER = { id: 'Pester', version: version('5.7.1') }
const OTHER = { id: 'Other', version: version('1.0.0') }
const FULL = { [KEY]: { 'Pester.5.7.1.nupkg': 'pester', 'Other.1.0.0.nupkg': 'other' } }

interface Wishes {
  readonly saves?: boolean
  /** What appears in the folders of the restore. */
  readonly intruders?: readonly string[]
}

function open(cache: MemoryCache, { saves = true, intruders = [] }: Wishes = {}): CacheSession {
  const use = { cache, requirementsDigest: '', saves, lastKnownGood: true }
  return openCacheSession(use, async () => intruders, noSignal())
}

/** What a supply gives for a package; undefined for nothing. */
async function taken(t: TestContext, supply: LocalSupply, identity: typeof PESTER): Promise<string | undefined> {
  const to = path.join(await createFolder(t), 'taken')
  return (await supply.take(identity, [], to)) ? readFile(to, 'utf8') : undefined
}

/** Packages as a restore hands them on. */
async function handedOn(t: TestContext, files: Readonly<Record<string, string>>): Promise<readonly HandedOnPackage[]> {
  const folder = await createFolder(t)
  await writeFiles(folder, files)
  return Object.keys(files).map(name => ({ file: path.join(folder, name), place: undefined }))
}

test('Nothing is asked before a package is wanted, and then once for all of them.', async t => {
  const cache = memoryCache(FULL)
  const session = open(cache)
  const supply = session.supply(KEY)
  assert.equal(supply.name, 'cache')
  assert.deepEqual([cache.questions, session.report()], [[], undefined])
  const all = await Promise.all([PESTER, OTHER, { ...OTHER, id: 'Third' }].map(each => taken(t, supply, each)))
  assert.deepEqual(all, ['pester', 'other', undefined])
  assert.deepEqual(cache.questions, [{ key: KEY }])
  const expected = { key: KEY, matchedKey: KEY, hit: true, saved: false, trouble: undefined, foreign: [] }
  assert.deepEqual(session.report(), expected)
  await session.close()
  assert.equal(cache.open.size, 0)
})

/** What is foreign in an entry, of which one package was taken, and another was had from elsewhere. */
const FOREIGN: readonly (readonly [what: string, isWhole: boolean | undefined, expected: readonly string[]])[] = [
  [
    'Where the key names everything, what nobody wanted of an entry is foreign',
    true,
    ['Other.1.0.0.nupkg', 'note.txt'],
  ],
  ['Where the key does not, what may be a package is not, and anything else is', false, ['note.txt']],
  ['A key is not said to name everything by saying nothing', undefined, ['note.txt']],
]

for (const [what, isWhole, expected] of FOREIGN) {
  test(`${what}.`, async t => {
    const entry = { ...FULL[KEY], 'Wanted.1.0.0.nupkg': '', 'note.txt': '' }
    const session = open(memoryCache({ [KEY]: entry }))
    await taken(t, session.supply(KEY, isWhole), PESTER)
    assert.deepEqual(session.report(['Pester.5.7.1.nupkg', 'wanted.1.0.0.nupkg'])?.foreign, expected)
    // Of a restore that failed nobody knows what it would have wanted.
    assert.deepEqual(session.report()?.foreign, [])
    await session.close()
  })
}

test('An entry whose key only begins with the asked one is given back unread.', async t => {
  const cache = memoryCache({ [`${KEY}d`]: FULL[KEY] })
  const session = open(cache)
  assert.equal(await taken(t, session.supply(KEY), PESTER), undefined)
  const expected = { key: KEY, matchedKey: undefined, hit: false, saved: false, trouble: undefined, foreign: [] }
  assert.deepEqual(session.report(), expected)
  await session.close()
  assert.equal(cache.open.size, 0)
})

test('What was fetched is saved under the key that had no entry.', async t => {
  const cache = memoryCache()
  const session = open(cache)
  assert.equal(await taken(t, session.supply(KEY), PESTER), undefined)
  await session.save(await handedOn(t, { 'Pester.5.7.1.nupkg': 'pester', 'Other.1.0.0.nupkg': 'other' }))
  assert.deepEqual([...cache.entries], [[KEY, FULL[KEY]]])
  const expected = { key: KEY, matchedKey: undefined, hit: false, saved: true, trouble: undefined, foreign: [] }
  assert.deepEqual(session.report(), expected)
})

/** Sessions that have nothing to save, although packages were fetched. */
const UNSAVED: readonly (readonly [
  what: string,
  content: Parameters<typeof memoryCache>[0],
  wishes: Wishes,
  key: string | undefined,
  files: Readonly<Record<string, string>>,
])[] = [
  ['the entry is there', FULL, {}, KEY, { 'New.1.0.0.nupkg': '' }],
  ['saving is not allowed', {}, { saves: false }, KEY, { 'New.1.0.0.nupkg': '' }],
  ['nothing was asked', {}, {}, undefined, { 'New.1.0.0.nupkg': '' }],
  ['nothing was restored', {}, {}, KEY, {}],
]

for (const [what, content, wishes, key, files] of UNSAVED) {
  test(`Nothing is saved where ${what}.`, async t => {
    const cache = memoryCache(content)
    const session = open(cache, wishes)
    if (key !== undefined) await taken(t, session.supply(key), PESTER)
    await session.save(await handedOn(t, files))
    assert.deepEqual(cache.saves, [])
    assert.notEqual(session.report()?.saved, true)
    await session.close()
  })
}

test('That somebody else has saved the key meanwhile is no trouble, and not saved by us.', async t => {
  const cache = memoryCache()
  const session = open(cache)
  await taken(t, session.supply(KEY), PESTER)
  await cache.save(KEY, [], noSignal())
  await session.save(await handedOn(t, { 'Pester.5.7.1.nupkg': 'pester' }))
  const { saved, trouble } = session.report() ?? {}
  assert.deepEqual([saved, trouble], [false, undefined])
  assert.deepEqual(cache.entries.get(KEY), {})
})

const FAILED = { kind: 'failed', why: 'it is not there' } as const

for (const [what, trouble, told] of [
  ['asking', { restore: FAILED }, 'The Actions cache could not be used: it is not there'],
  ['saving', { save: FAILED }, 'The Actions cache could not be saved to: it is not there'],
  [
    'both',
    { restore: FAILED, save: { kind: 'failed', why: 'nor now' } },
    'The Actions cache could not be used: it is not there',
  ],
] as const) {
  test(`Trouble with ${what} is one sentence, and nobody fails of it.`, async t => {
    const cache = memoryCache()
    cache.trouble = trouble
    const session = open(cache)
    assert.equal(await taken(t, session.supply(KEY), PESTER), undefined)
    await session.save(await handedOn(t, { 'Pester.5.7.1.nupkg': 'pester' }))
    const { hit, saved, trouble: said } = session.report() ?? {}
    assert.deepEqual([hit, saved, said], [false, false, told])
    // Who could not be asked is not waited for again.
    assert.equal(cache.saves.length, 'restore' in trouble ? 0 : 1)
  })
}

test('Of an archive that wrote elsewhere nothing is taken, and the intruders are named.', async t => {
  const cache = memoryCache(FULL)
  const session = open(cache, { intruders: ['/r/Evil.1.0.0.nupkg'] })
  assert.equal(session.intrusion(), undefined)
  assert.equal(await taken(t, session.supply(KEY), PESTER), undefined)
  assert.deepEqual(session.intrusion()?.files, ['/r/Evil.1.0.0.nupkg'])
  const { hit, matchedKey } = session.report() ?? {}
  assert.deepEqual([hit, matchedKey], [false, undefined])
  await session.close()
  assert.equal(cache.open.size, 0)
})

for (const [what, answer] of [
  ['a client that failed', FAILED],
  ['a client that gave no entry', { kind: 'missed' }],
] as const) {
  test(`Intruders are looked for after ${what}, too.`, async t => {
    const cache = memoryCache()
    cache.trouble = { restore: answer }
    const session = open(cache, { intruders: ['/r/Evil.1.0.0.nupkg'] })
    await taken(t, session.supply(KEY), PESTER)
    assert.deepEqual(session.intrusion()?.files, ['/r/Evil.1.0.0.nupkg'])
  })
}

test('The latest of a prefix is the newest entry, which is no hit.', async t => {
  const cache = memoryCache({
    [`${PREFIX}1`]: { 'Old.1.0.0.nupkg': '' },
    [`${PREFIX}0`]: { 'New.1.0.0.nupkg': 'new' },
    'psmr-1-other-2': {},
  })
  const session = open(cache)
  const latest = await session.latest(PREFIX)
  assert.equal(latest?.key, `${PREFIX}0`)
  assert.deepEqual(
    latest.entry.files.map(({ name }) => name),
    ['New.1.0.0.nupkg'],
  )
  assert.equal(await latest.entry.take('New.1.0.0.nupkg', path.join(await createFolder(t), 'taken')), true)
  const { hit, matchedKey, foreign } = session.report() ?? {}
  assert.deepEqual([hit, matchedKey, foreign], [false, `${PREFIX}0`, []])
  await session.close()
  assert.equal(cache.open.size, 0)
})

test('There is no latest where no key begins with the prefix, and none where the cache fails.', async () => {
  const session = open(memoryCache({ 'psmr-1-other-2': {} }))
  assert.equal(await session.latest(PREFIX), undefined)
  const cache = memoryCache({ [`${PREFIX}1`]: {} })
  cache.trouble = { restore: FAILED }
  assert.equal(await open(cache).latest(PREFIX), undefined)
})

test('There is no latest where the cache has nothing more, although files of the very key were taken before.', async t => {
  const cache = memoryCache(FULL)
  const session = open(cache)
  assert.equal(await taken(t, session.supply(KEY), PESTER), 'pester')
  assert.equal(await session.latest(PREFIX), undefined)
  assert.deepEqual(cache.questions, [{ key: KEY }, { key: `${PREFIX}latest`, prefix: PREFIX }])
  const { hit, matchedKey } = session.report() ?? {}
  assert.deepEqual([hit, matchedKey], [true, KEY])
  await session.close()
  assert.equal(cache.open.size, 0)
})

test('A cache that answers with the entry of another prefix is not believed.', async () => {
  const cache = memoryCache({ 'psmr-1-other-2': { 'Evil.1.0.0.nupkg': '' } })
  const liar: MemoryCache = { ...cache, restore: (_, signal) => cache.restore({ key: 'psmr-1-other-2' }, signal) }
  const session = open(liar)
  assert.equal(await session.latest(PREFIX), undefined)
  await session.close()
  assert.equal(cache.open.size, 0)
})
