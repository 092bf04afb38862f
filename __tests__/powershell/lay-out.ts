import { mkdir, symlink } from 'node:fs/promises'
import path from 'node:path'
import { findInstalledModule } from '../../src/powershell/installed-modules.ts'
import { writeFiles } from '../helpers/folder-with.ts'
import type { ModuleLayout } from './module-layouts.ts'

/** Which layouts this system can hold. */
export function canHold({ onlyLinux, links }: ModuleLayout): boolean {
  if (onlyLinux) return process.platform === 'linux'
  // Windows asks for a privilege to make a link.
  return links === undefined || process.platform !== 'win32'
}

/** Writes a layout below a folder. */
export async function layOut({ files, links = {} }: ModuleLayout, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFiles(folder, files)
  for (const [link, target] of Object.entries(links)) await symlink(target, path.join(folder, link))
}

/** The folders that are searched, without their dots being resolved. */
export function searchPathOf({ searched = ['m'] }: ModuleLayout, folder: string): readonly string[] {
  return searched.map(each => `${folder}/${each}`)
}

/** What we find in a layout: the module's folder and version. */
export async function findIn(layout: ModuleLayout, folder: string): Promise<string | undefined> {
  const found = await findInstalledModule(layout.name ?? 'Foo', searchPathOf(layout, folder))
  return found && `${path.relative(folder, found.folder).replaceAll('\\', '/')} ${found.version.original}`
}
