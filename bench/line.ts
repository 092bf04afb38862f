/**
 * `npm run bench:line`: the built action over a simulated line (20 ms each way, 80 ms to set a connection up, 20 MB/s a
 * connection), process start, resolution, sha512 and expansion included, over `curl --parallel` of the known addresses over
 * the same line, which resolves, checks and expands nothing; then with a lock; then sets of one to a thousand packages.
 */
import { readFile } from 'node:fs/promises'
import type { PackageSpec } from '../__tests__/gallery/pack.ts'
import { azSet } from '../__tests__/gallery/sets.ts'
import { freePort } from '../__tests__/peers/daemon.ts'
import { serveFeed } from './feed.ts'
import { printLine } from './line-check.ts'
import { startLines } from './lines.ts'
import { curl, inFolder, peakMemory, print, RUNS, ratioOf, timed } from './measure.ts'
import { restoreOnce, timeToRestore } from './restore-once.ts'

const COUNTS = [1, 10, 100, 1000] as const
const YARDSTICK = 100
const AIM = '<= 1 x, memory flat'

/** For each count a module that needs so many small packages, itself included. */
function countedSets(): PackageSpec[] {
  const parts = Array.from({ length: Math.max(...COUNTS) }, (_, index) => ({ id: `Part.${index}`, version: '1.0.0' }))
  const needing = (count: number): PackageSpec => ({
    id: `Needs.${count}`,
    version: '1.0.0',
    dependencies: Object.fromEntries(parts.slice(1, count).map(({ id }) => [id, '[1.0.0]'])),
  })
  return [...parts, ...COUNTS.map(needing)]
}

{
  const here = await freePort()
  await using feed = await serveFeed(azSet(), here)
  await using _ = await startLines([[here, feed.port]])
  const large = feed.urls.find(url => url.includes('/az.network/')) ?? ''
  await printLine(feed.index, large)
  const wish = { modules: 'Az', sources: `distant: ${feed.index}` }
  const lock = await restoreOnce(wish, ({ outputs }) => readFile(outputs.lockfile ?? '', 'utf8'))
  const [unlocked, locked]: [number[], number[]] = [[], []]
  for (let turn = 0; turn < RUNS; turn += 1) {
    const theirs = await inFolder(folder => timed(() => curl(feed.urls, folder)))
    unlocked.push((await timeToRestore(wish)) / theirs)
    locked.push((await timeToRestore({ ...wish, lock })) / theirs)
  }
  print('Az, 103 packages, over the line, over curl --parallel-max 16', ratioOf(unlocked), '<= 1.75 x')
  print('the same with a lock', ratioOf(locked), '<= 1.15 x')
}
{
  const here = await freePort()
  await using feed = await serveFeed(countedSets(), here)
  await using _ = await startLines([[here, feed.port]])
  const wish = (count: number) => ({ modules: `Needs.${count}`, sources: `distant: ${feed.index}` })
  const times = new Map(COUNTS.map(count => [count, [] as number[]]))
  for (let turn = 0; turn < Math.min(RUNS, 5); turn += 1) {
    for (const [count, each] of times) each.push((await timeToRestore(wish(count))) / count)
  }
  const yardstick = times.get(YARDSTICK) ?? []
  for (const [count, each] of times) {
    const ratios = each.map((ms, turn) => ms / (yardstick[turn] ?? Number.NaN))
    const peak = await peakMemory(() => timeToRestore(wish(count)))
    const figures = `${ratioOf(ratios)}, peak memory ${Math.round(peak)} MB`
    print(
      `${count} small packages: time per package over that of ${YARDSTICK}`,
      figures,
      count > YARDSTICK ? AIM : undefined,
    )
  }
}
