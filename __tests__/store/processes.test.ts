import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, readFile, utimes } from 'node:fs/promises'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { createFolder } from '../helpers/ask.ts'
import { hideDebugLines, KIND_NAMES, type KindName, largePackage, packageOf, STORE_KINDS, sha512Of } from './stores.ts'

const onWindows = process.platform === 'win32'
const JOB = fileURLToPath(new URL('job.ts', import.meta.url))

hideDebugLines()

interface Job {
  readonly exit: readonly unknown[]
  /** Line by line. */
  readonly printed: readonly string[]
}

async function runJob(...args: readonly [task: string, KindName, store: string, folder: string]): Promise<Job> {
  const child = spawn(process.execPath, [JOB, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [exit, printed] = await Promise.all([once(child, 'exit'), text(child.stdout)])
  return { exit, printed: printed.split('\n').filter(line => line !== '') }
}

for (const kind of KIND_NAMES) {
  const { create, fileOf } = STORE_KINDS[kind]

  test(`${kind}: jobs that keep, replace and copy the same packages at once are only ever given whole ones, and print at most for the debug log.`, async t => {
    const [home, store] = [await createFolder(t), await createFolder(t)]
    const jobs = await Promise.all(['a', 'b', 'c'].map(name => runJob('share', kind, store, path.join(home, name))))
    for (const { exit, printed } of jobs) {
      assert.deepEqual(exit, [0, null])
      // A job finds what it kept itself, unless somebody else is replacing it right then.
      assert.ok(JSON.parse(printed.at(-1) ?? '').copies > 0)
      assert.deepEqual(
        printed.slice(0, -1).filter(line => !line.startsWith('::debug::')),
        [],
      )
    }
    const names = await readdir(store, { recursive: true })
    assert.deepEqual(
      names.filter(name => /lock$|part$/.test(name)),
      [],
    )
  })

  test(`${kind}: a job that is killed while it writes leaves nothing that is given, and the next one is not held up.`, {
    skip: onWindows && 'no signals',
  }, async t => {
    const [home, store] = [await createFolder(t), await createFolder(t)]
    const { exit } = await runJob('die', kind, store, home)
    assert.deepEqual(exit, [null, 'SIGKILL'])
    const large = await packageOf(home, largePackage())
    const to = path.join(home, 'to')
    assert.equal(await create(store).copy(large.sha512, to), false)
    assert.ok(!(await readdir(home)).includes('to'))
    // Who waits for a lock of somebody who is gone waits ten seconds; nobody wants to here.
    await utimes(path.join(store, 'psmodule-store/lock'), 0, 0).catch(() => undefined)
    await create(store).keep([large])
    assert.equal(await create(store).copy(large.sha512, to), true)
    assert.ok((await readFile(to)).equals(largePackage()))
  })

  test(`${kind}: where there is no room for the copy, that is the error, and nothing is left of it.`, {
    skip: onWindows && 'no limits of Unix',
  }, async t => {
    const [home, store] = [await createFolder(t), await createFolder(t)]
    await create(store).keep([await packageOf(home, largePackage())])
    const folder = path.join(home, 'of the job')
    await mkdir(folder)
    const limited = `trap '' XFSZ; ulimit -f 1024; exec "$@"`
    const args = ['-c', limited, 'sh', process.execPath, JOB, 'copy', kind, store, folder]
    const { stdout, stderr } = spawnSync('sh', args, { encoding: 'utf8' })
    assert.notEqual(stdout, '', stderr)
    assert.deepEqual(JSON.parse(stdout), { code: 'EFBIG' })
    assert.deepEqual(await readdir(folder), [])
    const kept = await readFile(path.join(store, fileOf(sha512Of(largePackage()))))
    assert.ok(kept.equals(largePackage()))
  })
}
