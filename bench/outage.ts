/**
 * `npm run bench:outage`: a cold restore by the built action from two sources of one family, each behind a simulated line
 * (20 ms each way, 80 ms to set a connection up, 20 MB/s a connection), while the first of them fails in one way after the
 * other: what that costs over the healthy run of the same round, for the Az set (103 packages) and for ten modules. Beside it
 * the policy of the field (`field-policy.ts`) under the same faults, over its own healthy run; `FIELD_SECONDS` is its patience.
 */
import path from 'node:path'
import { azSet } from '../__tests__/gallery/sets.ts'
import { freePort } from '../__tests__/peers/daemon.ts'
import { serveFeed } from './feed.ts'
import { FAULTS, type Fault } from './line-fault.ts'
import { startLines } from './lines.ts'
import { inFolder, median, print, run, timed } from './measure.ts'
import { timeToRestore } from './restore-once.ts'

const RUNS = Number(process.env.RUNS ?? 3)
const FIELD_SECONDS = Number(process.env.FIELD_SECONDS ?? 45)
const FIELD_POLICY = path.join(import.meta.dirname, 'field-policy.ts')
const AIM = '<= +2 s'

const packages = azSet()
const TEN = packages.slice(20, 30).map(({ id }) => id)
const SETS = [
  { shown: 'Az, 103 packages', names: ['Az'] },
  { shown: 'ten modules', names: TEN },
] as const

/** A line to each source, and a further one to the first of them for each way to fail, for the field. */
const [first, second] = [await freePort(), await freePort()]
const failing = await Promise.all(FAULTS.map(async fault => ({ fault, port: await freePort() })))
await using authority = await serveFeed(packages, first)
await using mirror = await serveFeed(packages, second)
await using lines = await startLines([
  [first, authority.port],
  [second, mirror.port],
  ...failing.map(({ port }) => [port, authority.port] as const),
])
const ALONE = `first: ${authority.index} (family gallery, authority)`
const BOTH = `${ALONE}\nsecond: ${mirror.index} (family gallery)`

/** Seconds of a restore while the first source fails in this way; infinite if it does not succeed. */
async function ours(names: readonly string[], fault?: Fault, sources = BOTH): Promise<number> {
  await lines.fail(fault)
  const modules = names.join('\n')
  return (await timeToRestore({ modules, sources }).catch(() => Number.POSITIVE_INFINITY)) / 1000
}

/** The same for the field; infinite if it takes longer than its patience. */
function field(names: readonly string[], throughPort: number): Promise<number> {
  return inFolder(async folder => {
    const sources = [`${authority.index}=${throughPort}`, mirror.index]
    const work = run(process.execPath, [FIELD_POLICY, folder, names.join(), ...sources], {
      timeout: FIELD_SECONDS * 1000,
    })
    return (await timed(() => work).catch(() => Number.POSITIVE_INFINITY)) / 1000
  })
}

async function countRequests(sources: string): Promise<number> {
  await ours(['Az'], undefined, sources)
  const carried = await lines.fail()
  return carried.reduce((sum, count) => sum + count)
}

function cost(seconds: readonly number[], ifNever: string): string {
  const middle = median(seconds)
  if (middle === Number.POSITIVE_INFINITY) return ifNever
  const range = seconds.length > 1 ? ` (${Math.min(...seconds).toFixed(1)} to ${Math.max(...seconds).toFixed(1)})` : ''
  return `${middle < 0 ? '' : '+'}${middle.toFixed(1)} s${range}`
}

await ours(['Az'])
const necessary = await countRequests(ALONE)
const extra = (await countRequests(BOTH)) / necessary - 1
print('all up: requests beyond those to a single source', `${(100 * extra).toFixed(1)} %`, '<= 10 %')

// All at once: the field spends its time waiting, and one after the other would take many minutes.
await lines.fail(undefined, undefined, ...FAULTS)
const fieldSound = await Promise.all(SETS.map(({ names }) => field(names, first)))
const fieldFailing = await Promise.all(
  SETS.map(({ names }) => Promise.all(failing.map(({ port }) => field(names, port)))),
)

for (const [set, { shown, names }] of SETS.entries()) {
  const sound: number[] = []
  const costs = FAULTS.map(() => [] as number[])
  for (let turn = 0; turn < RUNS; turn += 1) {
    const healthy = await ours(names)
    sound.push(healthy)
    for (const [index, fault] of FAULTS.entries()) costs[index]?.push((await ours(names, fault)) - healthy)
  }
  const theirSound = fieldSound[set] ?? Number.NaN
  const bare = 'which checks and expands nothing'
  print(`${shown}: all up`, `${median(sound).toFixed(1)} s; the field ${theirSound.toFixed(1)} s, ${bare}`)
  for (const [index, fault] of FAULTS.entries()) {
    const theirs = cost([(fieldFailing[set]?.[index] ?? Number.NaN) - theirSound], `more than ${FIELD_SECONDS} s`)
    print(`${shown}: first source ${fault}`, `${cost(costs[index] ?? [], 'failed')}; the field ${theirs}`, AIM)
  }
}
