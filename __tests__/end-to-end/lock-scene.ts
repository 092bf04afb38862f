import assert from 'node:assert/strict'
import { after } from 'node:test'
import { startGallery } from '../gallery/gallery.ts'
import type { PackageSpec } from '../gallery/pack.ts'
import { allDead } from '../helpers/source-lines.ts'
import { LOCK, type WorkFolder, workFolder } from '../helpers/work-folder.ts'

export const SPECS: readonly PackageSpec[] = [
  { id: 'Tool', version: '1.0.0', dependencies: { Library: '1.0' } },
  { id: 'Tool', version: '2.0.0', dependencies: { Library: '1.0' } },
  { id: 'Library', version: '1.0.0' },
  { id: 'Library', version: '1.1.0' },
  { id: 'Other', version: '1.0.0' },
  { id: 'Other', version: '1.5.0' },
  { id: 'Extra', version: '3.0.0' },
  { id: 'Beta', version: '1.0.0' },
  { id: 'Beta', version: '2.0.0-rc1' },
  // By which the Gallery shows that it is alive where it has no such name.
  { id: 'PackageManagement', version: '1.4.8' },
]

/** For all tests of a file; it goes with them. */
export const gallery = await startGallery({ packages: SPECS })
after(() => gallery[Symbol.asyncDispose]())
/** For whoever is to ask nobody. */
export const NOBODY = allDead(gallery.sources)

export const REQUIREMENTS = 'RequiredModules.psd1'

/** A line each, from the second one on. */
export function required(...lines: readonly string[]): Readonly<Record<string, string>> {
  return { [REQUIREMENTS]: ['@{', ...lines.map(line => `    ${line}`), '}', ''].join('\n') }
}

export const BASE = required("Tool = '[1.0.0]'", "Other = '[1.0,2.0)'")

/** The lock of `BASE`, by the command itself. */
export const LOCKED = await lockOf(BASE)

export async function lockOf(files: Readonly<Record<string, string>>): Promise<string> {
  await using folder = await workFolder(files)
  const { code, stderr } = await folder.lock(gallery.sources)
  assert.equal(code, 0, stderr)
  return folder.readLock()
}

/** A folder whose lock is that of `BASE`, and what else is in it. */
export function lockedFolder(files: Readonly<Record<string, string>> = {}): Promise<WorkFolder> {
  return workFolder({ ...BASE, [LOCK]: LOCKED, ...files })
}

/** Of `SPECS`, by `Tool 1.0.0`. */
export function specOf(name: string): PackageSpec {
  const spec = SPECS.find(({ id, version }) => `${id} ${version}` === name)
  if (!spec) throw new Error(`${name} is not among the packages`)
  return spec
}
