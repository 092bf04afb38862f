import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { differences, type Edge, keptIn, newMachine, type Running } from './scene.ts'
import { type Feed, linesOf, NEW_SET, OLD_SET, startFeed } from './sets.ts'

const EDGES: readonly Edge[] = ['command', 'action']
/** Nobody waits longer for a job that is cancelled: the runner kills it after 7.5 seconds. */
const PROMPT_MS = 3000

let feed: Feed

before(async () => {
  feed = await startFeed()
})

after(() => feed[Symbol.asyncDispose]())

/** Resolves when the feed has been asked for something. */
async function asked(what: RegExp, { child }: Running): Promise<void> {
  while (!feed.site.log.some(({ path }) => what.test(path)) && child.exitCode === null) await new Promise(setImmediate)
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  for (const edge of EDGES) {
    test(`${signal} while packages arrive (${edge}): the older set is whole, nothing is left, and the end is prompt.`, {
      skip: process.platform === 'win32' && 'no signals',
    }, async () => {
      await using machine = await newMachine(edge, feed)
      assert.equal((await machine.run(linesOf(OLD_SET))).code, 0)
      const before = await keptIn(machine)
      feed.site.clearLog()
      feed.site.fault({ route: /alpha.*\.nupkg$/, fault: { kind: 'silent' } })
      try {
        const running = machine.start(linesOf(NEW_SET))
        await asked(/alpha.*\.nupkg$/, running)
        const at = performance.now()
        running.child.kill(signal)
        const { code, output } = await running.ended
        assert.ok(performance.now() - at < PROMPT_MS)
        assert.equal(code, edge === 'command' ? 130 : 1, output)
        assert.match(output, /The restore was cancelled; the folders are as they were\. \[CANCELLED\]/)
      } finally {
        feed.site.heal()
      }
      const changed = differences(before, await keptIn(machine))
      assert.deepEqual(
        changed.filter(name => !/^\+(?:cache|temp)\/psm[a-z-]+\/[0-9a-f]{8}$/.test(name)),
        [],
      )
    })
  }
}

test('SIGTERM at any moment leaves the older set or the newer one, whole, and nothing beside it.', {
  skip: process.platform === 'win32' && 'no signals',
}, async () => {
  await using old = await newMachine('command', feed)
  await using whole = await newMachine('command', feed)
  for (const machine of [old, whole]) assert.equal((await machine.run(linesOf(OLD_SET))).code, 0)
  assert.equal((await whole.run(linesOf(NEW_SET))).code, 0)
  const trees = await Promise.all([old, whole].map(keptIn))
  // Before the nth call that changes the file system: from the folders being opened to the store being filled.
  for (const call of [4, 8, 12, 60, 90, 100, 110, 120, 130, 140]) {
    await using machine = await newMachine('command', feed)
    assert.equal((await machine.run(linesOf(OLD_SET))).code, 0)
    const { code, output } = await machine.run(linesOf(NEW_SET), {
      interference: { killBefore: call, signal: 'SIGTERM' },
    })
    const tree = await keptIn(machine)
    const isOurs = (name: string): boolean => /^[+-]\.?(?:packages|modules)/.test(name)
    const distances = trees.map(each => differences(each, tree).filter(isOurs))
    assert.ok(
      distances.some(each => each.length === 0),
      `before call ${call}: ${distances.join('\n\n')}`,
    )
    assert.equal(code === 0, distances[1]?.length === 0, output)
    assert.deepEqual(
      Object.keys(tree).filter(name => /\.psmr-|\.part$|\.lock$/.test(name)),
      [],
    )
  }
})
