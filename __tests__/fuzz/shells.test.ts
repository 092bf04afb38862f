import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { printEnvironment, printFailure, printPath } from '../../src/powershell/print-environment.ts'
import { folderWith } from '../helpers/folder-with.ts'
import { askPwsh } from '../powershell/ask-pwsh.ts'
import { needsPwsh } from '../powershell/pwsh.ts'
import { runs } from './checks.ts'
import { hostileString } from './hostile-strings.ts'

/** What an environment can hold: no NUL, and nothing that is not UTF-8. */
const value = hostileString.map(text => text.replaceAll('\0', '').toWellFormed())
const values = fc.sample(value, { numRuns: runs(300), seed: 20_261_121 }).filter(text => text.length < 2000)
const variables = values.map((each, index) => ({ name: `PSMR_V${index}`, value: each }))
/** Every one of them a folder, as the caller has seen to it that there is no separator in it. */
const folders = values.slice(0, 50).map(each => `/${each.replaceAll(/[:;\r\n]/g, '')}`)

for (const shell of ['bash', 'dash']) {
  test(`What ${shell} evaluates sets what it says and does nothing else.`, async t => {
    const isThere = await promisify(execFile)(shell, ['-c', ':']).then(
      () => true,
      () => false,
    )
    if (!isThere) return t.skip(`skipped: no ${shell}`)
    const lines = printEnvironment('bash', variables) + printPath('bash', folders, 'linux')
    await using work = await folderWith({ 'lines.sh': lines })
    const print = variables.map(({ name }) => `"$${name}"`).join(' ')
    const script = `set -eu; lines=$(/bin/cat lines.sh); PATH=/usr/bin:/bin; eval "$lines"; printf '%s\\0' ${print} "$PATH"`
    await writeFile(path.join(work.path, 'script.sh'), script)
    const { stdout } = await promisify(execFile)(shell, ['script.sh'], { cwd: work.path, maxBuffer: 2 ** 26 })
    assert.deepEqual(stdout.split('\0').slice(0, -1), [...values, [...folders, '/usr/bin', '/bin'].join(':')])
    assert.deepEqual(await readdir(work.path), ['lines.sh', 'script.sh'])
  })

  test(`What ${shell} is told of a failure fails.`, async t => {
    const isThere = await promisify(execFile)(shell, ['-c', ':']).then(
      () => true,
      () => false,
    )
    if (!isThere) return t.skip(`skipped: no ${shell}`)
    for (const text of values.slice(0, 20)) {
      await assert.rejects(promisify(execFile)(shell, ['-c', printFailure('bash', text)]))
    }
  })
}

test('What PowerShell evaluates sets what it says and does nothing else.', needsPwsh(), async () => {
  const lines = printEnvironment('pwsh', variables) + printPath('pwsh', folders, 'linux')
  await using work = await folderWith({ 'lines.ps1': lines })
  const script = `$before = $env:PATH
    Get-Content lines.ps1 | Invoke-Expression
    foreach ($index in 0..${variables.length - 1}) {
      $value = [string] [Environment]::GetEnvironmentVariable("PSMR_V$index")
      [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($value))
    }
    $added = $env:PATH.Substring(0, $env:PATH.Length - $before.Length)
    [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($added))`
  const said = (await askPwsh(script, work.path)).split(/\r?\n/).slice(0, -1)
  const found = said.map(line => Buffer.from(line, 'base64').toString('utf16le'))
  assert.deepEqual(found, [...values, `${folders.join(path.delimiter)}${path.delimiter}`])
  // PowerShell itself keeps what it knows below HOME, which is the same folder here.
  const names = (await readdir(work.path)).filter(name => !name.startsWith('.'))
  assert.deepEqual(names, ['lines.ps1'])
})
