// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${name} is a variable of a shell here.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import test from 'node:test'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { printEnvironment } from '../../src/powershell/print-environment.ts'
import { folderWith } from '../helpers/folder-with.ts'
import { askPwsh } from './ask-pwsh.ts'
import { needsPwsh } from './pwsh.ts'

const written: readonly (readonly [value: string, pwsh: string, bash: string])[] = [
  ['/a:/b', "'/a:/b'", "'/a:/b'"],
  ['', "''", "''"],
  ["it's", "'it''s'", "'it'\\''s'"],
  ["''", "''''''", "''\\'''\\'''"],
  ['“a”', "'“a”'", "'“a”'"],
  ['‘a’ ‚b‛', "'‘‘a’’ ‚‚b‛‛'", "'‘a’ ‚b‛'"],
  ['$HOME `x` "y" \\ ${z}', '\'$HOME `x` "y" \\ ${z}\'', '\'$HOME `x` "y" \\ ${z}\''],
  ['a\nb', "'a' + \"`n\" + 'b'", "'a\nb'"],
  ['a\r\n\nb\r', "'a' + \"`r`n`n\" + 'b' + \"`r\" + ''", "'a\r\n\nb\r'"],
]

for (const [value, pwsh, bash] of written) {
  test(`${JSON.stringify(value)} is written for both shells`, () => {
    assert.equal(printEnvironment('pwsh', [{ name: 'X_1', value }]), `$env:X_1 = ${pwsh}\n`)
    assert.equal(printEnvironment('bash', [{ name: 'X_1', value }]), `export X_1=${bash}\n`)
  })
}

test('each variable has a line of its own, and none gives no line', () => {
  const variables = [
    { name: 'A', value: '1' },
    { name: 'B', value: '2' },
  ]
  assert.equal(printEnvironment('pwsh', variables), "$env:A = '1'\n$env:B = '2'\n")
  assert.equal(printEnvironment('bash', variables), "export A='1'\nexport B='2'\n")
  assert.equal(printEnvironment('bash', []), '')
})

for (const name of ['', '1A', 'A B', 'A-B', 'A=', 'A;x', 'A\n', '{A}', 'Ä']) {
  test(`${JSON.stringify(name)} is a bug and no name`, () => {
    for (const shell of ['pwsh', 'bash'] as const) {
      assert.throws(() => printEnvironment(shell, [{ name, value: '' }]), RangeError)
    }
  })
}

/** What breaks out of quotes, starts an expansion or ends a line in some shell, and any other character but NUL. */
const piece = fc.oneof(
  fc.constantFrom(...'\'"`$\\!;&|#(){}\r\n\t\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u2028\u0085'),
  fc.constantFrom("'@", "@'", '$(id)', '`n', '\\n', '%PATH%', '-', 'a b', "'; exit 1; '"),
  fc.string({ unit: 'binary', maxLength: 5 }).map(text => text.replaceAll('\0', '')),
)
const value = fc.array(piece, { maxLength: 8 }).map(pieces => pieces.join(''))

const samples = [...written.map(([text]) => text), ...fc.sample(value, { seed: 20_261_121, numRuns: 400 })]
const variables = samples.map((each, index) => ({ name: `PSMR_V${index}`, value: each }))

test('bash has every value as it was', {
  skip: process.platform === 'win32' && 'skipped: not on Windows',
}, async () => {
  await using work = await folderWith({ 'lines.sh': printEnvironment('bash', variables) })
  // Through the environment of another program, so that they are exported.
  const names = variables.map(({ name }) => name).join(' ')
  const script = `eval "$(cat lines.sh)"; for name in ${names}; do printf '%s\\0' "$(printenv "$name"; printf x)"; done`
  const { stdout } = await promisify(execFile)('bash', ['-c', script], { cwd: work.path, maxBuffer: 2 ** 24 })
  // The line end is printenv's, and the x keeps bash from cutting those of the value.
  const found = stdout.split('\0').slice(0, -1)
  assert.deepEqual(
    found,
    samples.map(each => `${each}\nx`),
  )
})

/** How the lines come to be evaluated. */
const evaluations: readonly (readonly [what: string, script: string])[] = [
  ['line by line', 'Get-Content lines.ps1 | Invoke-Expression'],
  ['as one text', 'Invoke-Expression (Get-Content -Raw lines.ps1)'],
  ['as a script', '. ./lines.ps1'],
]

for (const [what, script] of evaluations) {
  test(`PowerShell has every value as it was, evaluated ${what}`, needsPwsh(), async () => {
    await using work = await folderWith()
    await writeFile(path.join(work.path, 'lines.ps1'), printEnvironment('pwsh', variables))
    const print = `foreach ($index in 0..${variables.length - 1}) {
      $value = [string] [Environment]::GetEnvironmentVariable("PSMR_V$index")
      [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($value))
    }`
    const lines = (await askPwsh(`${script}\n${print}`, work.path)).split(/\r?\n/).slice(0, -1)
    const found = lines.map(line => Buffer.from(line, 'base64').toString('utf16le'))
    assert.deepEqual(found, samples)
  })
}
