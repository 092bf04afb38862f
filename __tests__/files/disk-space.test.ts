import assert from 'node:assert/strict'
import path from 'node:path'
import { test } from 'node:test'
import { describeSpace } from '../../src/files/disk-space.ts'
import { createFolder } from '../helpers/ask.ts'

const MORE_THAN_ALL = Number.MAX_SAFE_INTEGER

test('What is needed and what is free is said where space is the matter, also of a folder that is gone.', async t => {
  const folder = path.join(await createFolder(t), 'gone', 'too')
  const known = await describeSpace('ENOSPC', folder, MORE_THAN_ALL)
  assert.match(known, new RegExp(`^; at least ${MORE_THAN_ALL} bytes are needed there, and \\d+ are free on the disk$`))
  assert.match(
    await describeSpace('ENOSPC', folder),
    /^; more than the \d+ bytes(?: and \d+ files)? that are free there are needed$/,
  )
  assert.match(
    await describeSpace('EDQUOT', folder, 1),
    /^; at least \d+ bytes are needed there, and \d+ are free on the disk$/,
  )
})

test('Of what has nothing to do with space nothing is said.', async t => {
  const folder = await createFolder(t)
  for (const code of ['EACCES', 'EROFS', 'EMFILE', 'EFBIG']) assert.equal(await describeSpace(code, folder, 1), '')
})
