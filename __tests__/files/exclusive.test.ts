import assert from 'node:assert/strict'
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { takeLock, withLock } from '../../src/files/exclusive.ts'
import { beganAt, ownerMark } from '../../src/files/owner.ts'
import { createFolder } from '../helpers/ask.ts'
import { deadProcess } from '../helpers/dead-process.ts'
import { errorOf, unwrap } from '../helpers/result.ts'

async function newLock(t: TestContext): Promise<{ readonly home: string; readonly lock: string }> {
  const home = await createFolder(t)
  return { home, lock: path.join(home, 'lock') }
}

const OUT_OF_PATIENCE = AbortSignal.abort()

test('Of many who ask for a lock at once one works at a time, and nothing is left.', async t => {
  const { home, lock } = await newLock(t)
  let working = 0
  const work = async (): Promise<void> => {
    working += 1
    assert.equal(working, 1)
    await readdir(home)
    working -= 1
  }
  for (const each of await Promise.all(Array.from({ length: 12 }, () => withLock(lock, work)))) unwrap(each)
  assert.deepEqual(await readdir(home), [])
})

test('Whoever loses patience is told which process has it, and leaves nothing.', async t => {
  const { home, lock } = await newLock(t)
  const release = unwrap(await takeLock(lock))
  assert.deepEqual(errorOf(await takeLock(lock, OUT_OF_PATIENCE)), { pid: process.pid })
  assert.deepEqual(await readdir(home), ['lock'])
  await release()
  unwrap(await takeLock(lock, OUT_OF_PATIENCE))
})

test('The lock of a process that is gone is taken at once; of many who find it one has it then.', async t => {
  const { lock } = await newLock(t)
  for (let round = 0; round < 20; round += 1) {
    await writeFile(lock, ownerMark(await deadProcess()))
    const all = await Promise.all(Array.from({ length: 5 }, () => takeLock(lock, OUT_OF_PATIENCE)))
    const taken = all.filter(each => each.ok)
    assert.ok(taken.length <= 1)
    const release = taken[0]?.value ?? unwrap(await takeLock(lock, OUT_OF_PATIENCE))
    await release()
  }
})

for (const [what, mark] of [
  ['another machine', ownerMark().replace(/-..../, '-0000')],
  ['nobody who is known', ''],
] as const) {
  test(`The lock of ${what} is taken when nobody has touched it for ten seconds.`, async t => {
    const { lock } = await newLock(t)
    await writeFile(lock, mark)
    assert.deepEqual(errorOf(await takeLock(lock, OUT_OF_PATIENCE)), { pid: undefined })
    const past = new Date(Date.now() - 11_000)
    await utimes(lock, past, past)
    unwrap(await takeLock(lock, OUT_OF_PATIENCE))
  })
}

test('A lock that somebody else has by now is not given back.', async t => {
  const { lock } = await newLock(t)
  const release = unwrap(await takeLock(lock))
  const theirs = ownerMark()
  await writeFile(lock, theirs)
  await release()
  assert.equal(await readFile(lock, 'utf8'), theirs)
})

/** The first process of the machine, or of a container. */
const FIRST_BEGAN = beganAt(1) ?? Number.POSITIVE_INFINITY

test('A lock that its process did not touch for a while is left alone as long as that process lives, and no longer.', {
  skip: FIRST_BEGAN > Date.now() - 30_000 && 'no process is known to have lived for long enough',
}, async t => {
  const lock = path.join(await createFolder(t), 'lock')
  const untouched = new Date(Date.now() - 20_000)
  await writeFile(lock, ownerMark(1))
  await utimes(lock, untouched, untouched)
  assert.deepEqual(errorOf(await takeLock(lock, AbortSignal.abort())), { pid: 1 })
  // Of a process that had the same number before.
  const earlier = new Date(FIRST_BEGAN - 60_000)
  await utimes(lock, earlier, earlier)
  await unwrap(await takeLock(lock, AbortSignal.abort()))()
})
