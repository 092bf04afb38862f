import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { TestContext } from 'node:test'
import type { Machine } from '../../src/powershell/machine.ts'
import { type PackageSpec, pack } from '../gallery/pack.ts'
import { createFolder } from '../helpers/ask.ts'

/** A machine on which nobody has registered anything yet; gone when the test ends. */
export async function newMachine(t: TestContext): Promise<Machine> {
  return { platform: process.platform, environment: {}, home: await createFolder(t) }
}

/** A folder that holds these packages, under the home of the machine. */
export async function folderWithPackages(
  machine: Machine,
  name: string,
  ...specs: readonly PackageSpec[]
): Promise<string> {
  const folder = path.join(machine.home, 'folders', name)
  await mkdir(folder, { recursive: true })
  for (const { fileName, bytes } of await Promise.all(specs.map(spec => pack(spec)))) {
    await writeFile(path.join(folder, fileName), bytes)
  }
  return folder
}
