import assert from 'node:assert/strict'
import { readdirSync, statSync } from 'node:fs'
import { readdir, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { type KindName, largePackage, packageOf, STORE_KINDS, sha512Of, sharedPackages } from './stores.ts'

/**
 * What a process of its own does with a store: `node job.ts TASK KIND STORE FOLDER`, the folder being for its packages.
 *
 * - `share`: keeps and copies what others keep and copy meanwhile. Every copy must be whole; says how many there were.
 * - `die`: kills itself in the middle of keeping the large package.
 * - `copy`: copies the large package; says why it cannot.
 */
const TASKS: Readonly<Record<string, () => Promise<unknown>>> = { share, die, copy }

const [, , task = '', kind = '', storeFolder = '', folder = ''] = process.argv
const { create } = STORE_KINDS[kind as KindName]
const to = path.join(folder, 'copy')

async function share(): Promise<unknown> {
  const packages = await Promise.all(sharedPackages().map(bytes => packageOf(folder, bytes)))
  let copies = 0
  for (let round = 0; round < 6; round += 1) {
    const store = create(storeFolder)
    for (const { sha512, path } of packages) {
      if (!(await store.copy(sha512, to))) continue
      copies += 1
      assert.ok((await readFile(to)).equals(await readFile(path)), 'a copy that is not whole')
      await rm(to)
    }
    // What was given is replaced now, as if it had been found damaged.
    await store.keep(packages)
  }
  return { copies }
}

async function die(): Promise<unknown> {
  const bytes = largePackage()
  const large = await packageOf(folder, bytes)
  const dieAmid = (): void => {
    for (const name of readdirSync(storeFolder, { recursive: true, encoding: 'utf8' })) {
      const found = statSync(path.join(storeFolder, name), { throwIfNoEntry: false })
      if (found?.isFile() && found.size > 0 && found.size < bytes.length) process.kill(process.pid, 'SIGKILL')
    }
    setImmediate(dieAmid)
  }
  dieAmid()
  // A copy may be over before anybody could look.
  for (;;) {
    await create(storeFolder).keep([large])
    for (const name of await readdir(storeFolder)) await rm(path.join(storeFolder, name), { recursive: true })
  }
}

async function copy(): Promise<unknown> {
  const copied = create(storeFolder).copy(sha512Of(largePackage()), to)
  return copied.catch(({ code }: NodeJS.ErrnoException) => ({ code }))
}

process.stdout.write(`\n${JSON.stringify(await TASKS[task]?.())}\n`)
