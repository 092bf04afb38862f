import path from 'node:path'
import type { TestContext } from 'node:test'
import { type Clock, systemClock } from '../../src/clock.ts'
import type { Lock } from '../../src/lock/lock.ts'
import { inspectHere } from '../../src/package/inspect.ts'
import { openHandover } from '../../src/repository/handover.ts'
import { parseInline } from '../../src/requirements/inline.ts'
import type { InstalledModules } from '../../src/restore/installed.ts'
import { type LockReport, makeLock } from '../../src/restore/locking/make-lock.ts'
import type { RestoreReport } from '../../src/restore/report.ts'
import { restore } from '../../src/restore/restore.ts'
import type { RunPorts } from '../../src/restore/run.ts'
import { createSource } from '../../src/sources/registry.ts'
import type { Source } from '../../src/sources/source.ts'
import { parseSourceList } from '../../src/sources/source-list.ts'
import { parseSourceMap } from '../../src/sources/source-map.ts'
import { createFolder, createHttp, noPause, noSignal } from './ask.ts'
import { unwrap } from './result.ts'

/** What a user states, in the forms of the inputs. */
export interface LockStated {
  readonly modules: string
  readonly sources: string | readonly Source[]
  readonly sourceMap?: string
  readonly silenceMs?: number
  readonly clock?: Clock
}

export interface LockWish extends LockStated {
  /** What is locked already; none of it is kept where everything is to be upgraded. */
  readonly previous?: Lock | undefined
  readonly upgrades?: boolean
  readonly corroborates?: boolean
}

export interface LockedRestore extends LockStated {
  /** Undefined where the sources decide. */
  readonly lock: Lock | undefined
  readonly onMismatch?: 'next' | 'fail'
  /** Nobody is asked beside another where it is not stated. */
  readonly hedgeAfterMs?: number
  readonly installed?: InstalledModules
}

function portsOf({ clock = systemClock }: LockStated): RunPorts {
  return { clock, random: noPause, signal: noSignal(), inspector: inspectHere }
}

/** Makes a lock in this process; pauses before retries last no time. */
export async function lockHere(t: TestContext, wish: LockWish): Promise<LockReport> {
  const previous = wish.previous?.packages ?? []
  return makeLock(
    {
      ...prepare(t, wish),
      kept: wish.upgrades ? [] : previous,
      previous,
      corroborates: wish.corroborates ?? false,
      store: undefined,
      staging: await createFolder(t),
    },
    portsOf(wish),
  )
}

/** The lock of a run that must make one. */
export async function lockedHere(t: TestContext, wish: LockWish): Promise<Lock> {
  return unwrap((await lockHere(t, wish)).result)
}

/** A whole restore in this process by a lock, into a folder of its own that goes with the test. */
export async function restoreLockedHere(t: TestContext, stated: LockedRestore): Promise<RestoreReport> {
  const { lock, onMismatch = 'next', hedgeAfterMs = 0, installed } = stated
  const repository = path.join(await createFolder(t), 'r')
  return restore(
    {
      ...prepare(t, stated),
      files: [],
      notes: [],
      ...(lock && { lock: { lock, path: path.resolve('modules.lock.json'), shown: 'modules.lock.json', renew: '' } }),
      onMismatch,
      hedgeAfterMs,
      installed,
      handover: unwrap(await openHandover({ repository, install: undefined })),
    },
    portsOf(stated),
  )
}

function prepare(t: TestContext, { modules, sources, sourceMap = '', silenceMs }: LockStated) {
  const made = typeof sources === 'string' ? sourcesOf(t, sources, silenceMs) : sources
  return {
    requirements: unwrap(parseInline(modules)),
    sources: made,
    sourceMap: unwrap(
      parseSourceMap(
        sourceMap,
        made.map(({ config }) => config),
      ),
    ),
    prerelease: false,
    skipDependencies: false,
    concurrency: 16,
    hedgeAfterMs: 0,
    troubles: [],
  }
}

function sourcesOf(t: TestContext, lines: string, silenceMs: number | undefined): readonly Source[] {
  const http = createHttp(t, silenceMs)
  return unwrap(parseSourceList(lines)).map(config => createSource(config, http))
}

/** `Tool locked from psgallery`, each package. */
export function checksOf({ packages }: RestoreReport): readonly string[] {
  return packages.map(({ id, check, source }) => `${id} ${check} from ${source}`)
}
