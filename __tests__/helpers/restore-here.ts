import path from 'node:path'
import type { TestContext } from 'node:test'
import { systemClock } from '../../src/clock.ts'
import { inspectHere } from '../../src/package/inspect.ts'
import { openHandover } from '../../src/repository/handover.ts'
import { parseInline } from '../../src/requirements/inline.ts'
import type { RestoreReport } from '../../src/restore/report.ts'
import { restore } from '../../src/restore/restore.ts'
import { createSource } from '../../src/sources/registry.ts'
import { parseSourceList } from '../../src/sources/source-list.ts'
import { parseSourceMap } from '../../src/sources/source-map.ts'
import { createFolder, createHttp, noPause, noSignal } from './ask.ts'
import { unwrap } from './result.ts'

/** What a user states, in the forms of the inputs. */
export interface Stated {
  readonly modules: string
  readonly sources: string
  readonly sourceMap?: string
  /** The repositories that requirements state, by their names, or by their lines where not all of a name state one. */
  readonly repositories?: Readonly<Record<string, string>>
  readonly silenceMs?: number
}

/** A whole restore in this process, into a folder of its own that goes with the test; pauses before retries last no time. */
export async function restoreHere(t: TestContext, stated: Stated): Promise<RestoreReport> {
  const { modules, sourceMap = '', repositories = {}, silenceMs } = stated
  const configs = unwrap(parseSourceList(stated.sources))
  const http = createHttp(t, silenceMs)
  const requirements = unwrap(parseInline(modules)).map(each => {
    const repository = repositories[each.name] ?? repositories[each.stated.line]
    return repository === undefined ? each : { ...each, repository }
  })
  return restore(
    {
      requirements,
      files: [],
      notes: [],
      sources: configs.map(config => createSource(config, http)),
      sourceMap: unwrap(parseSourceMap(sourceMap, configs)),
      prerelease: false,
      skipDependencies: false,
      onMismatch: 'next',
      concurrency: 16,
      hedgeAfterMs: 0,
      troubles: [],
      handover: unwrap(await openHandover({ repository: path.join(await createFolder(t), 'r'), install: undefined })),
    },
    { clock: systemClock, random: noPause, signal: noSignal(), inspector: inspectHere },
  )
}
