import assert from 'node:assert/strict'
import { test } from 'node:test'
import { renamePatiently } from '../../src/files/place.ts'

/** A rename that fails so often with this error, and how long it was waited for. */
async function rename(platform: NodeJS.Platform, code: string, failures: number): Promise<readonly number[]> {
  const pauses: number[] = []
  let left = failures
  await renamePatiently('from', 'to', {
    platform,
    rename: () => {
      left -= 1
      if (left >= 0) throw Object.assign(new Error(code), { code })
    },
    pause: async ms => void pauses.push(ms),
  })
  return pauses
}

for (const code of ['EPERM', 'EACCES', 'EBUSY']) {
  test(`${code} on Windows is waited for ten times, from 10 ms, each time twice as long.`, async () => {
    assert.deepEqual(await rename('win32', code, 0), [])
    assert.deepEqual(await rename('win32', code, 3), [10, 20, 40])
    assert.deepEqual(await rename('win32', code, 10), [10, 20, 40, 80, 160, 320, 640, 1280, 2560, 5120])
    await assert.rejects(rename('win32', code, 11), { code })
  })

  test(`${code} elsewhere is final.`, async () => {
    await assert.rejects(rename('linux', code, 1), { code })
    await assert.rejects(rename('darwin', code, 1), { code })
  })
}

for (const code of ['ENOENT', 'ENOSPC', 'EXDEV', 'ENOTEMPTY', 'EROFS']) {
  test(`${code} on Windows is final, too.`, () => assert.rejects(rename('win32', code, 1), { code }))
}
