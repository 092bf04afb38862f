import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { editResourceRepositories } from '../../src/powershell/resource-repositories.ts'
import { type ClientFile, changeClientFile } from '../../src/repository/client-file.ts'
import { createFolder } from '../helpers/ask.ts'
import { errorOf, unwrap } from '../helpers/result.ts'

const OURS = { name: 'Restored', location: 'file:///r', folder: '/r' }
const THEIRS =
  '<configuration>\n  <Repository Name="Theirs" Url="file:///t" Priority="9" Trusted="true" />\n</configuration>'

/** A file to which another program does something each time that we have read it and not yet written. */
async function contestedFile(t: TestContext, meanwhile: (file: string, time: number) => void): Promise<ClientFile> {
  const file = path.join(await createFolder(t), 'repositories.xml')
  await writeFile(file, '<configuration />')
  let time = 0
  return {
    path: file,
    encodings: ['utf8'],
    create: undefined,
    edit: (text, edit) => {
      time += 1
      meanwhile(file, time)
      return editResourceRepositories(text, edit)
    },
  }
}

const ADDED = { isRemoved: async () => false, added: [OURS] }

test('What another program writes meanwhile is not lost.', async t => {
  const client = await contestedFile(t, (file, time) => {
    if (time === 1) writeFileSync(file, THEIRS)
  })
  unwrap(await changeClientFile(client, ADDED))
  const text = await readFile(client.path, 'utf8')
  assert.ok(text.startsWith(THEIRS.slice(0, -'\n</configuration>'.length)))
  assert.match(text, / Name="Restored"/)
})

test('A file that is changed all the time is left to whoever changes it, and nothing lies about afterwards.', async t => {
  const client = await contestedFile(t, (file, time) => writeFileSync(file, `<configuration>${time}</configuration>`))
  assert.deepEqual(errorOf(await changeClientFile(client, ADDED)), {
    kind: 'unfit',
    why: 'another program keeps changing it',
  })
  assert.match(await readFile(client.path, 'utf8'), /^<configuration>[0-9]+<\/configuration>$/)
  assert.deepEqual(await readdir(path.dirname(client.path)), ['repositories.xml'])
})

test('A file that another program makes meanwhile is edited, not overwritten.', async t => {
  const folder = await createFolder(t)
  const made = path.join(folder, 'made.xml')
  const contested = await contestedFile(t, (_, time) => {
    if (time === 1) writeFileSync(made, THEIRS)
  })
  unwrap(await changeClientFile({ ...contested, path: made, create: '<configuration />' }, ADDED))
  assert.match(await readFile(made, 'utf8'), / Name="Theirs"[\s\S]* Name="Restored"/)
})

test('What is claimed before it is written is given up when it is not written.', async t => {
  const client = await contestedFile(t, file => writeFileSync(file, '<broken'))
  assert.match(JSON.stringify(errorOf(await changeClientFile(client, ADDED))), /it holds /)
  assert.deepEqual(await readdir(path.dirname(client.path)), ['repositories.xml'])
})
