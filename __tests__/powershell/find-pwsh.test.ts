import assert from 'node:assert/strict'
import { chmod, symlink } from 'node:fs/promises'
import path from 'node:path'
import test from 'node:test'
import { findPwsh } from '../../src/powershell/find-pwsh.ts'
import type { Machine } from '../../src/powershell/machine.ts'
import { folderWith } from '../helpers/folder-with.ts'
import { askPwsh } from './ask-pwsh.ts'
import { needsPwsh } from './pwsh.ts'

const ENGINE = 'System.Management.Automation.dll'
const posix = process.platform === 'win32' ? { skip: 'skipped: not on Windows' } : {}

function machineWith(folders: readonly string[], environment: Machine['environment'] = {}): Machine {
  return { platform: 'linux', environment: { PATH: folders.join(':'), ...environment }, home: '/home/mona' }
}

test('it is the first program on PATH, links followed to where the engine lies', posix, async () => {
  await using work = await folderWith({
    '7/pwsh': '',
    [`7/${ENGINE}`]: '',
    'text/pwsh': '',
    'folder/pwsh/x': '',
    'bin/x': '',
  })
  const at = (name: string): string => path.join(work.path, name)
  await chmod(at('7/pwsh'), 0o755)
  await symlink('../7/pwsh', at('bin/pwsh'))
  const expected = { program: at('7/pwsh'), psHome: at('7') }
  assert.deepEqual(await findPwsh(machineWith([at('7')])), expected)
  assert.deepEqual(await findPwsh(machineWith(['', at('gone'), at('text'), at('folder'), at('bin')])), expected)
  assert.equal(await findPwsh(machineWith([at('text'), at('folder')])), undefined)
})

test('a shim in front of it hides where PowerShell lies', posix, async () => {
  await using work = await folderWith({ '7/pwsh': '', [`7/${ENGINE}`]: '', 'tools/pwsh': '#!/bin/sh\n' })
  const at = (name: string): string => path.join(work.path, name)
  await chmod(at('7/pwsh'), 0o755)
  await chmod(at('tools/pwsh'), 0o755)
  assert.equal(await findPwsh(machineWith([at('tools'), at('7')])), undefined)
})

test('without PATH there is none', async () => {
  assert.equal(await findPwsh(machineWith([], { PATH: undefined })), undefined)
  assert.equal(await findPwsh(machineWith([])), undefined)
})

test('Windows finds it under the endings that PATHEXT names', posix, async () => {
  await using work = await folderWith({ '7/pwsh.exe': '', [`7/${ENGINE}`]: '', 'tools/pwsh.cmd': '' })
  const at = (name: string): string => path.join(work.path, name)
  await chmod(at('7/pwsh.exe'), 0o755)
  await chmod(at('tools/pwsh.cmd'), 0o755)
  const on = (folders: readonly string[], pathext?: string): Machine => ({
    platform: 'win32',
    environment: { Path: folders.join(';'), PathExt: pathext },
    home: 'C:\\Users\\mona',
  })
  const expected = { program: at('7/pwsh.exe'), psHome: at('7') }
  assert.deepEqual(await findPwsh(on([at('gone'), at('7')])), expected)
  assert.deepEqual(await findPwsh(on([at('tools'), at('7')], '.EXE;.PS1')), expected)
  assert.equal(await findPwsh(on([at('tools'), at('7')])), undefined)
  assert.equal(await findPwsh(on([at('7')], '.COM')), undefined)
})

test('PowerShell says the same of itself', needsPwsh(), async () => {
  await using work = await folderWith()
  const [program = '', psHome] = (await askPwsh('[Environment]::ProcessPath; $PSHOME', work.path)).trim().split(/\r?\n/)
  const { platform } = process
  const found = await findPwsh({ platform, environment: { PATH: path.dirname(program) }, home: work.path })
  assert.deepEqual(found, { program, psHome })
})
