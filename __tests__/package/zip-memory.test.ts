import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { constants, deflateRawSync } from 'node:zlib'
import { createFolder } from '../helpers/ask.ts'
import { packageWith } from './hostile-zips/hostile-zip.ts'
import type { RawEntry } from './raw-zip.ts'
import { temporaryFiles } from './temporary.ts'

const MB = 1_000_000
const temporary = await temporaryFiles()

/** Expands the package that is named, and prints by how many KB the most memory it ever had grew. */
const EXPAND = `
  import { readFileSync } from 'node:fs'
  import { inspectHere } from ${JSON.stringify(new URL('../../src/package/inspect.ts', import.meta.url))}
  const most = () => Number(/VmHWM:\\s+(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1])
  const [, path, expandTo] = process.argv
  const before = most()
  const read = await inspectHere.inspect({ path, expandTo })
  if (!read.ok) throw new Error(read.error)
  process.stdout.write(String(most() - before))
`

/** In MB, of a process of its own. */
async function growth(file: string, expandTo: string): Promise<number> {
  const args = ['--input-type=module', '--eval', EXPAND, file, expandTo]
  const { stdout } = await promisify(execFile)(process.execPath, args)
  return (Number(stdout) * 1024) / MB
}

/** Noise, deflated without any attempt at it. */
function deflated(name: string, size: number): RawEntry {
  const content = randomBytes(size)
  return { name, content, method: 8, packed: deflateRawSync(content, { level: constants.Z_NO_COMPRESSION }) }
}

const SHAPES: readonly (readonly [what: string, entries: () => readonly RawEntry[]])[] = [
  ['one stored file of 100 MB', () => [{ name: 'stored.bin', content: randomBytes(100 * MB) }]],
  ['one deflated file of 100 MB', () => [deflated('deflated.bin', 100 * MB)]],
  ['1,000 files of 100 KB', () => Array.from({ length: 1000 }, (_, index) => deflated(`${index}.bin`, MB / 10))],
]

const skip = process.platform !== 'linux' && 'only Linux keeps the mark'

for (const [what, entries] of SHAPES) {
  test(`A package of ${what} is read and expanded in 30 MB of memory.`, { skip }, async t => {
    const file = await temporary(packageWith(entries()))
    const grown = await growth(file, path.join(await createFolder(t), 'expanded'))
    t.diagnostic(`${Math.round(grown)} MB`)
    assert.ok(grown < 30, `${grown} MB`)
  })
}
