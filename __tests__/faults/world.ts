import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { createHttpClient } from '../../src/http/client.ts'
import { clocksFor, type HttpClocks } from '../../src/http/clocks.ts'
import { createDispatcher } from '../../src/http/dispatcher.ts'
import { DIRECT } from '../../src/http/proxy.ts'
import type { Lock } from '../../src/lock/lock.ts'
import { type Inspector, inspectHere } from '../../src/package/inspect.ts'
import { openHandover } from '../../src/repository/handover.ts'
import { parseInline } from '../../src/requirements/inline.ts'
import type { RestoreReport } from '../../src/restore/report.ts'
import { restore } from '../../src/restore/restore.ts'
import { createSource } from '../../src/sources/registry.ts'
import type { SourceConfig } from '../../src/sources/source.ts'
import { parseSourceList } from '../../src/sources/source-list.ts'
import { parseSourceMap } from '../../src/sources/source-map.ts'
import { folderWith } from '../helpers/folder-with.ts'
import { type IdleClock, idleClock } from '../helpers/idle-clock.ts'
import { watchRequests } from '../helpers/requests-under-way.ts'
import { unwrap } from '../helpers/result.ts'

/** What a user states, in the forms of the inputs. */
export interface Stated {
  readonly modules: string
  readonly sources: string
  /** What decides, if not the sources. */
  readonly lock?: Lock
  /** Changes what the list says of its first source. */
  readonly facts?: Partial<SourceConfig>
  /** Called with the clock of the run before it begins. */
  readonly afflict?: (clock: IdleClock) => void
}

/** What is looked at of a report. */
export type Told = Pick<
  RestoreReport,
  'outcome' | 'packages' | 'problems' | 'warnings' | 'attempts' | 'sourcesUsed' | 'fallbackUsed' | 'lock'
>

export interface Seen {
  readonly report: Told
  /** What is in the folder of the packages afterwards. */
  readonly files: readonly string[]
  /** How long a user would have waited: pauses and silences, by the clock. */
  readonly ms: number
}

/** What of the surroundings of a restore is known to wait for nothing but time. */
export interface Surroundings {
  /** Whether a fault keeps the client of this port without an answer. */
  hangs(port: number): boolean
  /** Origins that accept no connection. */
  readonly deaf: ReadonlySet<string>
}

/** As the action sets them: `wire.ts`. */
const CLOCKS = clocksFor(8000)
const HEDGE_AFTER = 750

/**
 * A whole restore in this process, over real sockets and into a real folder, with the clocks of the action; only time is
 * not waited for. A random pause is half as long as it may be.
 */
export async function restoreInNoTime(stated: Stated, { hangs, deaf }: Surroundings): Promise<Seen> {
  const { modules, sources, lock, facts, afflict } = stated
  using requests = watchRequests()
  await using folder = await folderWith({})
  const inspector = countingInspector()
  const clock = idleClock(
    () =>
      inspector.reading() > 0 ||
      requests.all().some(({ origin, port }) => !deaf.has(origin) && (port === undefined || !hangs(port))),
  )
  afflict?.(clock)
  const dispatcherOf = ({ connectMs }: HttpClocks) =>
    createDispatcher({ connections: 16, connectMs, clock, proxy: DIRECT, ca: [] })
  const dispatchers = { brief: dispatcherOf(CLOCKS.brief), long: dispatcherOf(CLOCKS.long) }
  const http = createHttpClient({ dispatchers, clock, clocks: CLOCKS })
  const configs = unwrap(parseSourceList(sources)).map((config, index) =>
    index === 0 ? { ...config, ...facts } : config,
  )
  const repository = path.join(folder.path, 'r')
  try {
    const report = await restore(
      {
        requirements: unwrap(parseInline(modules)),
        files: [],
        notes: [],
        sources: configs.map(config => createSource(config, http)),
        sourceMap: unwrap(parseSourceMap('', configs)),
        prerelease: false,
        skipDependencies: false,
        ...(lock && { lock: { lock, path: path.resolve('modules.lock.json'), shown: 'modules.lock.json', renew: '' } }),
        onMismatch: 'next',
        concurrency: 16,
        hedgeAfterMs: HEDGE_AFTER,
        troubles: [],
        handover: unwrap(await openHandover({ repository, install: undefined })),
      },
      { clock, random: () => 0.5, signal: new AbortController().signal, inspector },
    )
    const files = await readdir(repository).catch(() => [])
    return { report: told(report), files, ms: clock.now() }
  } finally {
    clock.stop()
    await http.close()
  }
}

/** Reads packages, and tells how many it is at: no request and no file shows it. */
function countingInspector(): Inspector & { reading(): number } {
  let reading = 0
  return {
    reading: () => reading,
    inspect: async inspection => {
      reading += 1
      return inspectHere.inspect(inspection).finally(() => {
        reading -= 1
      })
    },
    close: inspectHere.close,
  }
}

function told(report: RestoreReport): Told {
  const { outcome, packages, problems, warnings, attempts, sourcesUsed, fallbackUsed, lock } = report
  return { outcome, packages, problems, warnings, attempts, sourcesUsed, fallbackUsed, lock }
}
