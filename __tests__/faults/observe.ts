import assert from 'node:assert/strict'
import { parentPort, workerData } from 'node:worker_threads'
import type { SourceKind } from '../../src/sources/source.ts'
import { ENDS } from './ends.ts'
import { type FaultRow, outcomeAt } from './fault-row.ts'
import { CANARY, FAULTS, OLDER, WANTED } from './faults.ts'
import { startHosts } from './hosts.ts'
import { meet, type Scene } from './meet.ts'
import { type Spot, STANDS, startSites } from './spots.ts'
import { restoreInNoTime, type Seen } from './world.ts'

/** What was seen of one fault at one request. */
export interface Observation {
  readonly fault: string
  /** Its place among the requests of the kind. */
  readonly spot: number
  readonly inCompany: Seen
  readonly alone: Seen
  /** With nobody else there, and the fault gone after one request; undefined where that tells nothing new. */
  readonly once: Seen | undefined
}

/**
 * The thread that meets all faults of one kind of source. Its clock goes when nothing goes on in the thread, so that the
 * kinds are met beside each other, and the runner of the tests is not in the way.
 */
async function observe(kind: SourceKind, tell: (observation: Observation) => void): Promise<void> {
  await using gallery = await startSites([WANTED, OLDER, CANARY])
  await using hosts = await startHosts()
  const { source, modules, spots } = STANDS[kind]
  const well = await restoreInNoTime({ modules, sources: gallery.line(source, 'alone') }, QUIET)
  assert.ok(well.report.lock)
  const scene: Scene = { gallery, hosts, lock: well.report.lock }
  for (const row of FAULTS) {
    for (const [index, spot] of spots.entries()) {
      if (outcomeAt(row, kind, spot) === 'left out') continue
      const cell = { kind, spot, row }
      tell({
        fault: row.name,
        spot: index,
        inCompany: await meet({ ...cell, company: 'in company', lasting: true }, scene),
        alone: await meet({ ...cell, company: 'alone', lasting: true }, scene),
        once: mayPass(kind, row, spot) ? await meet({ ...cell, company: 'alone', lasting: false }, scene) : undefined,
      })
    }
  }
}

const QUIET = { hangs: () => false, deaf: new Set<string>() }

/** Whether it matters that the fault passes: the source is asked again, and by then it can be well. */
function mayPass(kind: SourceKind, row: FaultRow, spot: Spot): boolean {
  const isGone = row.does.kind === 'host' && spot.host === 'stated'
  const outcome = outcomeAt(row, kind, spot)
  const end = outcome === 'unharmed' || outcome === 'mended' || outcome === 'left out' ? undefined : ENDS[outcome]
  return !isGone && row.once !== 'left out' && end?.once === 'restored'
}

const port = parentPort
if (port) await observe(workerData as SourceKind, observation => port.postMessage(observation))
