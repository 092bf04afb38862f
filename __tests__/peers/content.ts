import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { type PackageSpec, pack } from '../gallery/pack.ts'

/** The files of a folder by their names. */
export type Content = Readonly<Record<string, Buffer>>

/** What a local repository holds. */
export async function contentOf(folder: string): Promise<Content> {
  const names = await readdir(folder)
  const files = await Promise.all(names.map(async name => [name, await readFile(path.join(folder, name))] as const))
  return Object.fromEntries(files)
}

/** What it must hold, byte for byte: these packages under the names that clients look for. */
export async function contentFor(specs: readonly PackageSpec[]): Promise<Content> {
  const packed = await Promise.all(specs.map(spec => pack(spec)))
  return Object.fromEntries(packed.map(({ fileName, bytes }) => [fileName, bytes]))
}

/** Those of `specs` that are named as `Id@version`, the version as its publisher wrote it. */
export function pick(specs: readonly PackageSpec[], names: readonly string[]): readonly PackageSpec[] {
  return names.map(name => {
    const spec = specs.find(({ id, version }) => `${id}@${version}` === name)
    if (!spec) throw new Error(`There is no ${name} among the packages`)
    return spec
  })
}
