/**
 * `npm run bench`: a cold restore of the Az set (103 packages) by the built action, process start, resolution, verification
 * and expansion included, over `curl --parallel`, `sha512sum` and `unzip` of the same files from the same server; over itself
 * without expansion; and the throughput of our client alone. Only the ratios mean anything: all run in turn, on a RAM disk
 * where there is one, against a server in a process of its own on loopback.
 */
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { startJob } from '../__tests__/helpers/run-action.ts'
import { curl, inFolder, peakMemory, print, RAM_DISK, RUNS, ratioOf, run, serve, timed } from './measure.ts'

interface Feed {
  readonly sources: string
  readonly urls: readonly string[]
}

/** Milliseconds to fetch and hash everything, and those to unpack every archive as well, on as many processes as cores. */
function byHand(urls: readonly string[]): Promise<{ readonly hashed: number; readonly unpacked: number }> {
  return inFolder(async folder => {
    const hashed = await timed(async () => {
      await curl(urls, folder)
      await run('sh', ['-c', 'ls *.nupkg | xargs -P 2 -n 52 sha512sum'], { cwd: folder })
    })
    const unzip = `ls *.nupkg | xargs -P ${availableParallelism()} -I {} unzip -qq {} -d {}.d`
    const unpacking = await timed(() => run('sh', ['-c', unzip], { cwd: folder }))
    return { hashed, unpacked: hashed + unpacking }
  })
}

/** Milliseconds to fetch and hash everything by our own client, in a process of its own as fresh as theirs. */
function download(urls: readonly string[]): Promise<number> {
  return inFolder(async folder => {
    const list = path.join(folder, 'urls')
    await writeFile(list, urls.join('\n'))
    const { stdout } = await run(process.execPath, [path.join(import.meta.dirname, 'download.ts'), folder, list])
    return Number(stdout)
  })
}

async function restore(server: Feed, modules: string, install = 'true'): Promise<number> {
  await using job = await startJob(RAM_DISK)
  const result = await job.run({ modules, sources: server.sources, install })
  if (result.code !== 0) throw new Error(result.log)
  return result.ms
}

{
  await using az = await serve<Feed>('az')
  await byHand(az.urls)
  await restore(az, 'Az')
  const overHashed: number[] = []
  const overPlain: number[] = []
  const overUnpacked: number[] = []
  const throughput: number[] = []
  for (let turn = 0; turn < RUNS; turn += 1) {
    const theirs = await byHand(az.urls)
    throughput.push(theirs.hashed / (await download(az.urls)))
    const ours = await restore(az, 'Az')
    overHashed.push(ours / theirs.hashed)
    overPlain.push(ours / (await restore(az, 'Az', 'false')))
    overUnpacked.push(ours / theirs.unpacked)
  }
  print('download and sha512 by our client, as throughput over curl + sha512sum', ratioOf(throughput), '>= 0.7 x')
  print('Az, 103 packages, cold, over curl --parallel-max 16 + sha512sum', ratioOf(overHashed))
  print('the same, over curl + sha512sum + unzip on as many processes as cores', ratioOf(overUnpacked))
  print('the same, over itself without expansion', ratioOf(overPlain))
  if (existsSync('/proc')) print('peak memory of that', `${Math.round(await peakMemory(() => restore(az, 'Az')))} MB`)
}
if (existsSync('/proc')) {
  await using many = await serve<Feed>('many-versions')
  const peak = await peakMemory(() => restore(many, 'Many.Versions'))
  print('peak memory with 93 pages of the v2 feed of one name', `${Math.round(peak)} MB`)
}
