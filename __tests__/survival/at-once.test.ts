import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { ownerMark } from '../../src/files/owner.ts'
import type { Tree } from '../helpers/tree.ts'
import { differences, type Edge, keptIn, type Machine, newMachine } from './scene.ts'
import { type Feed, linesOf, NEW_SET, OLD_SET, startFeed } from './sets.ts'

const EDGES: readonly Edge[] = ['command', 'action']
/** Enough of them, so that their exchanges meet. */
const ROUNDS = 4

let feed: Feed
/** What packages and modules come to, by the set that was restored last. */
const kept = new Map<typeof NEW_SET, Tree>()

before(async () => {
  feed = await startFeed()
  for (const set of [NEW_SET, OLD_SET]) {
    await using machine = await newMachine('command', feed)
    assert.equal((await machine.run(linesOf(set))).code, 0)
    kept.set(set, await foldersOf(machine))
  }
})

after(() => feed[Symbol.asyncDispose]())

/** Packages, modules and their records: what restores of all sets share. */
async function foldersOf(machine: Machine): Promise<Tree> {
  const tree = await keptIn(machine)
  return Object.fromEntries(Object.entries(tree).filter(([name]) => /^\.?(?:packages|modules)/.test(name)))
}

function isWhole(tree: Tree, set: typeof NEW_SET): boolean {
  return differences(kept.get(set) ?? {}, tree).length === 0
}

for (const edge of EDGES) {
  test(`Restores of one set at once (${edge}) all succeed, and leave what one would have left.`, async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      await using machine = await newMachine(edge, feed)
      const lines = linesOf(NEW_SET)
      for (const { code, output } of await Promise.all([machine.run(lines), machine.run(lines), machine.run(lines)])) {
        assert.equal(code, 0, output)
      }
      assert.deepEqual(differences(kept.get(NEW_SET) ?? {}, await foldersOf(machine)), [])
      assert.deepEqual(debrisIn(await keptIn(machine)), [])
    }
  })

  test(`Restores of two sets at once (${edge}) both succeed, and one of them is there whole.`, async () => {
    await using machine = await newMachine(edge, feed)
    for (let round = 0; round < ROUNDS; round += 1) {
      const sets = [NEW_SET, OLD_SET, NEW_SET].map(set => machine.run(linesOf(set)))
      for (const { code, output } of await Promise.all(sets)) assert.equal(code, 0, output)
      const tree = await foldersOf(machine)
      assert.ok(isWhole(tree, NEW_SET) || isWhole(tree, OLD_SET), differences(kept.get(NEW_SET) ?? {}, tree).join('\n'))
      assert.deepEqual(debrisIn(await keptIn(machine)), [])
    }
  })
}

function debrisIn(tree: Tree): readonly string[] {
  return Object.keys(tree).filter(name => /\.psmr-|\.part$|\.lock$|\.next$/.test(name))
}

test('A restore is right while another one is killed beside it.', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    await using machine = await newMachine('command', feed)
    const killed = machine.start(linesOf(OLD_SET), { interference: { killBefore: 90 + 12 * round } })
    const { code, output } = await machine.run(linesOf(NEW_SET))
    await killed.ended
    assert.equal(code, 0, output)
    // What a restore has left in a folder goes with the next one that fills the same: scripts of each set have their own.
    for (const set of [OLD_SET, NEW_SET]) assert.equal((await machine.run(linesOf(set))).code, 0)
    assert.deepEqual(differences(kept.get(NEW_SET) ?? {}, await foldersOf(machine)), [])
    assert.deepEqual(debrisIn(await keptIn(machine)), [])
  }
})

test('Another restore that holds the folder is waited for no longer than the time limit, and is named.', async () => {
  await using machine = await newMachine('command', feed)
  assert.equal((await machine.run(linesOf(OLD_SET))).code, 0)
  // This very process: it lives, and goes on touching the lock as a restore would.
  const lock = path.join(machine.home, '.packages.psmr.json.lock')
  await writeFile(lock, ownerMark())
  const before = await keptIn(machine)
  const { code, output } = await machine.run(linesOf(NEW_SET), { inputs: { timeout: '3s', cache: 'false' } })
  assert.equal(code, 1, output)
  const sentence = `The folder ${machine.packages} is held by another restore (the process ${process.pid}): this one waited for it and was cut off by the limit of 3 s for the whole restore. [FOLDER_HELD]`
  assert.ok(output.includes(sentence), output)
  const changed = differences(before, await keptIn(machine))
  assert.deepEqual(
    changed.filter(name => !/^\+cache\/psmodule-restore\/[0-9a-f]{8}$/.test(name)),
    [],
  )
  assert.equal(await readFile(lock, 'utf8'), before['.packages.psmr.json.lock'])
})
