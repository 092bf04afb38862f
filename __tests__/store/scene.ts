import assert from 'node:assert/strict'
import { readdir, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import type { TestContext } from 'node:test'
import type { PackageStore, StoredPackage } from '../../src/restore/at-hand/package-store.ts'
import { createFolder } from '../helpers/ask.ts'
import { packageOf, type StoreKind, sha512Of } from './stores.ts'

export const DAY_MS = 24 * 3_600_000

/** A store in a folder that goes with the test, and what it is asked. */
export interface Scene {
  readonly folder: string
  /** A store as the next run has it. */
  newStore(): PackageStore
  /** What a run that asks for the package is given; undefined for nothing. */
  given(sha512: string, store?: PackageStore): Promise<string | undefined>
  package(bytes: string): Promise<StoredPackage>
  /** The file of the package in the store. */
  fileOf(bytes: string): string
  /** Epoch milliseconds; stands still. */
  time: number
}

/** Nothing is in the store, nor is its folder there. */
export async function setScene(t: TestContext, kind: StoreKind): Promise<Scene> {
  const home = await createFolder(t)
  const folder = path.join(home, 'store')
  const to = path.join(home, 'to')
  const scene: Scene = {
    folder,
    time: Date.now(),
    newStore: () => kind.create(folder, () => scene.time),
    given: async (sha512, store = scene.newStore()) => {
      if (!(await store.copy(sha512, to))) {
        assert.ok(!(await readdir(home)).includes('to'), 'something is left of what was not given')
        return undefined
      }
      const text = await readFile(to, 'utf8')
      await rm(to)
      return text
    },
    package: bytes => packageOf(path.join(home, 'packages'), bytes),
    fileOf: bytes => path.join(folder, kind.fileOf(sha512Of(bytes))),
  }
  return scene
}
