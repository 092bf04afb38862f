import { createHash } from 'node:crypto'
import { Upload } from './upload.ts'

export interface CacheEntry {
  readonly key: string
  /** What the client made of the paths and the compression; see `cacheVersion`. */
  readonly version: string
  /** The ref it was written for. */
  readonly scope: string
  readonly bytes: Buffer
}

/** A finished entry, and what its download is known by. */
export interface StoredEntry extends CacheEntry {
  readonly id: number
  readonly sha256: string
}

/** A key that somebody has claimed and is uploading to. */
interface Reservation {
  readonly id: number
  readonly entry: Omit<CacheEntry, 'bytes'>
  readonly upload: Upload
}

/** What the service keeps: (key, version, scope) is unique from the reservation on, and never changes once it is finished. */
export class CacheEntries {
  readonly #reservations = new Map<number, Reservation>()
  #finished: StoredEntry[] = []
  #lastId = 0

  /** Oldest first. */
  get finished(): readonly StoredEntry[] {
    return this.#finished
  }

  /**
   * What GitHub's documentation of the search says: scope after scope, key after key, an exact match before the newest
   * whose key begins with it; restore keys and the primary key are no different in this.
   */
  find(keys: readonly string[], version: string, scopes: readonly string[]): StoredEntry | undefined {
    for (const scope of scopes) {
      const visible = this.#finished.filter(entry => entry.scope === scope && entry.version === version)
      for (const key of keys) {
        const exact = visible.find(entry => entry.key === key)
        const found = exact ?? visible.findLast(entry => entry.key.startsWith(key))
        if (found) return found
      }
    }
    return undefined
  }

  byId(id: number): StoredEntry | undefined {
    return this.#finished.find(entry => entry.id === id)
  }

  /** Undefined where the key is taken, be it only by somebody who never finished. */
  reserve(key: string, version: string, scope: string): number | undefined {
    const entry = { key, version, scope }
    const taken = [...this.#reservations.values()].some(other => isSame(other.entry, entry))
    if (taken || this.#finished.some(other => isSame(other, entry))) return undefined
    const id = this.#nextId()
    this.#reservations.set(id, { id, entry, upload: new Upload() })
    return id
  }

  /** The reservation of a scope for a key, to finish it by name. */
  reserved(key: string, version: string, scope: string): number | undefined {
    return [...this.#reservations.values()].find(({ entry }) => isSame(entry, { key, version, scope }))?.id
  }

  uploadOf(id: number): Upload | undefined {
    return this.#reservations.get(id)?.upload
  }

  /** False where there is no such upload or what was uploaded has another size. */
  finish(id: number, size: number): boolean {
    const reservation = this.#reservations.get(id)
    if (reservation?.upload.bytes?.length !== size) return false
    this.#reservations.delete(id)
    this.#finished.push(stored({ ...reservation.entry, bytes: reservation.upload.bytes }, id))
    return true
  }

  /** What no client can: an entry from nowhere, or other bytes in one that keeps its age. */
  plant(entry: CacheEntry): void {
    const index = this.#finished.findIndex(other => isSame(other, entry))
    if (index === -1) this.#finished.push(stored(entry, this.#nextId()))
    else this.#finished = this.#finished.with(index, stored(entry, this.#finished[index]?.id ?? this.#nextId()))
  }

  #nextId(): number {
    this.#lastId += 1
    return this.#lastId
  }
}

function isSame(a: Omit<CacheEntry, 'bytes'>, b: Omit<CacheEntry, 'bytes'>): boolean {
  return a.key === b.key && a.version === b.version && a.scope === b.scope
}

function stored(entry: CacheEntry, id: number): StoredEntry {
  return { ...entry, id, sha256: createHash('sha256').update(entry.bytes).digest('hex') }
}
