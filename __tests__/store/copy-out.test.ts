import assert from 'node:assert/strict'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { copyOut } from '../../src/store/copy-out.ts'
import { createFolder } from '../helpers/ask.ts'

test('What is not as long as it was when it was found is not given: somebody replaces it right now.', async t => {
  const home = await createFolder(t)
  const [file, to] = [path.join(home, 'entry'), path.join(home, 'to')]
  await writeFile(file, 'on')
  assert.equal(await copyOut({ file, stamp: file, size: 3 }, to), false)
  assert.deepEqual(await readdir(home), ['entry'])
  assert.equal(await copyOut({ file, stamp: file, size: 2 }, to), true)
  assert.equal(await readFile(to, 'utf8'), 'on')
})

test('What was removed after it was found is not given.', async t => {
  const home = await createFolder(t)
  const file = path.join(home, 'entry')
  assert.equal(await copyOut({ file, stamp: file, size: 3 }, path.join(home, 'to')), false)
  assert.deepEqual(await readdir(home), [])
})
