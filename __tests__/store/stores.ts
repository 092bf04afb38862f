import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { PackageStore, StoredPackage } from '../../src/restore/at-hand/package-store.ts'
import { createFolderStore } from '../../src/store/folder-store.ts'
import { createToolCacheStore } from '../../src/store/tool-cache-store.ts'

/** What a test must know of one kind of store. */
export interface StoreKind {
  create(folder: string, now?: () => number): PackageStore
  /** Where the file of a package is, relative to the folder. */
  fileOf(sha512: string): string
  /** Where a writer that is killed leaves what it has of it. */
  halfOf(sha512: string): string
}

const TOOL = 'psmodule-store/1.0.0'

export const STORE_KINDS: Readonly<Record<'folder' | 'tool cache', StoreKind>> = {
  folder: {
    create: createFolderStore,
    fileOf: sha512 => path.join(hex(sha512).slice(0, 2), `${hex(sha512)}.nupkg`),
    halfOf: sha512 => path.join(hex(sha512).slice(0, 2), `${hex(sha512)}.1-0badcafe.part`),
  },
  'tool cache': {
    create: (folder, now) => {
      // The library cannot be told otherwise.
      process.env.RUNNER_TOOL_CACHE = folder
      return createToolCacheStore(folder, now)
    },
    fileOf: sha512 => path.join(TOOL, hex(sha512), 'package.nupkg'),
    halfOf: sha512 => path.join(TOOL, hex(sha512), 'package.nupkg'),
  },
}

export type KindName = keyof typeof STORE_KINDS

export const KIND_NAMES: readonly KindName[] = ['folder', 'tool cache']

export function hex(sha512: string): string {
  return Buffer.from(sha512, 'base64').toString('hex')
}

export function sha512Of(bytes: Uint8Array | string): string {
  return createHash('sha512').update(bytes).digest('base64')
}

/** A package as a restore has it: a file of its own. */
export async function packageOf(folder: string, bytes: Uint8Array | string): Promise<StoredPackage> {
  const sha512 = sha512Of(bytes)
  const file = path.join(folder, `${hex(sha512).slice(0, 16)}.nupkg`)
  await mkdir(folder, { recursive: true })
  await writeFile(file, bytes)
  return { sha512, path: file }
}

const MIB = 1024 * 1024

/** Takes long enough to be written for something to happen meanwhile. */
export function largePackage(): Buffer {
  return Buffer.alloc(16 * MIB, 'large')
}

export function sharedPackages(): readonly Buffer[] {
  return [1, 2, 3].map(number => Buffer.alloc(number * MIB, `package ${number}`))
}

/** Keeps the lines for the debug log of a runner out of the output of the tests. */
export function hideDebugLines(): void {
  const write = process.stdout.write.bind(process.stdout) as (...chunk: readonly unknown[]) => boolean
  process.stdout.write = (...chunk: readonly unknown[]) => String(chunk[0]).startsWith('::debug::') || write(...chunk)
}
