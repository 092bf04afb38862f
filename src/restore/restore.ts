import { identityKey } from '../package/identity.ts'
import type { Problem } from '../problem.ts'
import { reportFailure, reportSuccess } from './build-report.ts'
import { resolveAndFetch } from './close.ts'
import type { RestoreReport } from './report.ts'
import type { RestoreRequest } from './request.ts'
import { type RunPorts, startRun } from './run.ts'

/**
 * Restores: resolve and fetch until the graph is closed, then let the folders hold exactly what was verified. Whatever fails
 * before that leaves them as they were.
 */
export async function restore(request: RestoreRequest, ports: RunPorts): Promise<RestoreReport> {
  const { handover, requirements } = request
  const started = ports.clock.now()
  const run = startRun({ ...request, staging: handover.staging, expanding: handover.expanding }, ports)
  const fail = async (problems: readonly Problem[]): Promise<RestoreReport> => {
    await handover.abandon()
    return reportFailure(problems, { request, run, started, ended: ports.clock.now() })
  }

  const closed = await resolveAndFetch(requirements, request, run)
  if (!closed.ok) return fail(closed.error)
  const packages = closed.value.packages.toSorted((a, b) =>
    compareText(identityKey(a.package.contents.identity), identityKey(b.package.contents.identity)),
  )
  const handedOn = await handover.commit(packages.map(fetched => fetched.package))
  if (!handedOn.ok) return fail([handedOn.error])
  return reportSuccess({ ...closed.value, packages }, handedOn.value, {
    request,
    run,
    started,
    ended: ports.clock.now(),
  })
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
