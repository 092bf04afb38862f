import assert from 'node:assert/strict'
import { watch } from 'node:fs'
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { processOf } from '../../src/files/owner.ts'
import { seededRandom } from '../helpers/seeded-random.ts'
import { type Tree, treeIn } from '../helpers/tree.ts'
import { differences, type Edge, keptIn, type Machine, newMachine, visibleIn } from './scene.ts'
import { type Feed, linesOf, NEW_SET, OLD_SET, sha512Of, startFeed } from './sets.ts'

/** How many processes are killed; 200 are what is promised, and take two minutes on two cores. */
const POINTS = Number(process.env.PSMR_KILL_POINTS ?? 24)
const SEED = Number(process.env.PSMR_KILL_SEED ?? Date.now() % 1_000_000)

/** What was there before the restore that is killed. */
const BEGINNINGS = ['nothing', 'an older set'] as const
const EDGES = ['command', 'action'] as const

/** A whole restore from one beginning, as every other must end. */
interface Whole {
  /** A home to begin with; undefined to begin with nothing. */
  readonly home: string | undefined
  readonly kept: Tree
  /** How many calls change the file system. */
  readonly calls: number
  readonly ms: number
}

/**
 * Where the process is killed: before a call that changes the file system, at a moment of its whole life, or at one right
 * after it has begun to exchange what is in the folders.
 */
type Point =
  | { readonly kind: 'call'; readonly call: number }
  | { readonly kind: 'time'; readonly ms: number }
  | { readonly kind: 'exchange'; readonly ms: number }

let feed: Feed
let templates: string
/** The files of every module that may be seen, by its folder and the text of its whole tree. */
const modules = new Map<string, Set<string>>()
const wholes = new Map<string, Whole>()

before(async () => {
  feed = await startFeed()
  templates = await mkdtemp(path.join(tmpdir(), 'psmr-templates-'))
  for (const edge of EDGES) for (const from of BEGINNINGS) wholes.set(`${edge} ${from}`, await restoreWhole(edge, from))
})

after(async () => {
  await feed[Symbol.asyncDispose]()
  await rm(templates, { recursive: true, force: true })
})

async function restoreWhole(edge: Edge, from: (typeof BEGINNINGS)[number]): Promise<Whole> {
  await using machine = await newMachine(edge, feed)
  let home: string | undefined
  if (from === 'an older set') {
    await restoreTo(machine, OLD_SET)
    await rememberModules(machine)
    home = path.join(templates, edge)
    await cp(machine.home, home, { recursive: true })
  }
  const count = path.join(templates, 'count')
  const started = performance.now()
  await restoreTo(machine, NEW_SET, count)
  const ms = performance.now() - started
  await rememberModules(machine)
  return { home, ms, calls: Number(await readFile(count, 'utf8')), kept: await keptIn(machine) }
}

async function restoreTo(machine: Machine, set: typeof NEW_SET, count?: string): Promise<void> {
  const { code, output } = await machine.run(linesOf(set), count === undefined ? {} : { interference: { count } })
  assert.equal(code, 0, output)
}

async function rememberModules(machine: Machine): Promise<void> {
  for (const [name, text] of await modulesIn(machine)) modules.set(name, (modules.get(name) ?? new Set()).add(text))
}

/** What PowerShell would find, by the folder of the module. */
async function modulesIn(machine: Machine): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  for (const name of await visibleIn(machine.modules)) {
    const versions = (await visibleIn(path.join(machine.modules, name))).filter(each => /^[0-9.]+$/.test(each))
    const folders = name === 'Plain' ? ['Plain'] : versions.map(version => `${name}/${version}`)
    for (const folder of folders) {
      const tree = await treeIn(path.join(machine.modules, folder))
      found.set(folder, JSON.stringify(Object.entries(tree).sort()))
    }
  }
  return found
}

/** Whatever can be seen is whole and the one that it is named after. */
async function checkVisible(machine: Machine): Promise<void> {
  for (const folder of [machine.packages, `${machine.packages}-2`]) {
    for (const name of await visibleIn(folder)) {
      assert.equal(sha512Of(await readFile(path.join(folder, name))), feed.hashes.get(name), `${name} is not whole`)
    }
  }
  for (const [folder, text] of await modulesIn(machine)) {
    assert.ok(modules.get(folder)?.has(text), `${folder} is not whole: ${text}`)
  }
}

/** A lock without the mark of the one that was killed would hold up the next restore. */
async function checkLocks(machine: Machine, pid: number | undefined): Promise<void> {
  for (const [name, text = ''] of Object.entries(await keptIn(machine))) {
    if (name.endsWith('.lock')) assert.equal(processOf(text), pid, name)
  }
}

/** Gives the id that the process had. */
async function killAt(point: Point, machine: Machine): Promise<number | undefined> {
  const lines = linesOf(NEW_SET)
  const running = machine.start(lines, point.kind === 'call' ? { interference: { killBefore: point.call } } : {})
  const kill = (): boolean => running.child.kill('SIGKILL')
  if (point.kind === 'time') {
    const timer = setTimeout(kill, point.ms)
    void running.ended.then(() => clearTimeout(timer))
  }
  const watching =
    point.kind === 'exchange' &&
    watch(machine.home, (_, name) => {
      if (name?.endsWith('.lock')) setTimeout(kill, point.ms)
    })
  await running.ended
  if (watching) watching.close()
  return running.child.pid
}

const random = seededRandom(SEED)
const points = Array.from(
  { length: POINTS },
  (_, index): readonly [Edge, (typeof BEGINNINGS)[number], number, number] => [
    EDGES[index % 2] ?? 'command',
    BEGINNINGS[(index >> 1) % 2] ?? 'nothing',
    random(),
    random(),
  ],
)

function pointOf({ calls, ms }: Whole, kind: number, at: number): Point {
  if (kind < 0.4) return { kind: 'call', call: 1 + Math.floor(at * calls) }
  return kind < 0.75 ? { kind: 'time', ms: at * ms * 1.1 } : { kind: 'exchange', ms: at * 40 }
}

test(`Killed at any of ${POINTS} points, a restore shows nothing that is not whole, and the next one ends as if nothing had been.`, {
  concurrency: availableParallelism(),
}, async t => {
  await Promise.all(
    points.map(([edge, from, kind, at], index) => {
      const whole = wholes.get(`${edge} ${from}`)
      assert.ok(whole)
      const point = pointOf(whole, kind, at)
      const name = `${index}: ${edge}, from ${from}, ${JSON.stringify(point)} (PSMR_KILL_SEED=${SEED})`
      return t.test(name, async () => {
        await using machine = await newMachine(edge, feed)
        if (whole.home !== undefined) await cp(whole.home, machine.home, { recursive: true })
        const pid = await killAt(point, machine)
        await checkVisible(machine)
        await checkLocks(machine, pid)
        const { code, output } = await machine.run(linesOf(NEW_SET))
        assert.equal(code, 0, output)
        assert.deepEqual(differences(whole.kept, await keptIn(machine)), [])
      })
    }),
  )
})
