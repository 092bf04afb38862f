import { randomUUID } from 'node:crypto'
import path from 'node:path'
import type { Failure } from '../../failure.ts'
import type { Attempt, TryPorts } from '../../fallback/try-sources.ts'
import { hashFile } from '../../package/hashing.ts'
import { formatIdentity } from '../../package/identity.ts'
import { formatDigest } from '../../package/integrity.ts'
import { type VerifiedPackage, verifyFile } from '../../package/verify.ts'
import { err, type Result } from '../../result.ts'
import { localIo } from '../../system-error.ts'
import { discard, expectationOf, type Fetched, type FetchPorts, type Wanted } from '../wanted.ts'

/** Asks what is at hand. What does not hold is told as an attempt, and left to the sources. */
export async function fetchAtHand(wanted: Wanted, ports: TryPorts & FetchPorts): Promise<Fetched> {
  const { identity, announced, locked } = wanted
  const announcedHash = announced.digest?.algorithm === 'sha512' ? [announced.digest.value] : []
  const digests = locked?.accepted.map(({ sha512 }) => sha512) ?? announcedHash
  const attempts: Attempt[] = []
  for (const supply of ports.supplies) {
    if (ports.signal.aborted) return { kind: 'unfetched', outcome: ports.signal.reason as Failure, attempts }
    const at = ports.clock.now()
    const name = randomUUID()
    const file = path.join(ports.staging, `${name}.part`)
    const expandTo = ports.expanding === undefined ? undefined : path.join(ports.expanding, name)
    const made = (): Omit<Attempt, 'outcome'> => {
      const ms = Math.round(ports.clock.now() - at)
      return { source: supply.name, step: 'download', subject: formatIdentity(identity), at, ms }
    }
    try {
      if (!(await supply.take(identity, digests, file))) continue
      const checked = await verifyAtHand(file, wanted, ports, expandTo)
      if (checked.ok) {
        attempts.push({ ...made(), outcome: 'served' })
        return { kind: 'fetched', package: checked.value, from: supply.name, attempts }
      }
      await discard({ path: file, expanded: expandTo })
      attempts.push({ ...made(), outcome: 'failed', failure: checked.error })
      if (checked.error.kind === 'local-io') return { kind: 'unfetched', outcome: checked.error, attempts }
    } catch (error) {
      return { kind: 'unfetched', outcome: localIo(error, file), attempts }
    }
  }
  return { kind: 'unfetched', outcome: new Map(), attempts }
}

/** Nothing between a supply and us sends error pages: what is not the locked file was changed, package or not. */
async function verifyAtHand(
  file: string,
  wanted: Wanted,
  { inspector, signal }: Pick<FetchPorts, 'inspector'> & Pick<TryPorts, 'signal'>,
  expandTo: string | undefined,
): Promise<Result<VerifiedPackage, Failure>> {
  const checked = await verifyFile(file, expectationOf(wanted, wanted.announced), inspector, expandTo, signal)
  if (checked.ok) return checked
  const { failure } = checked.error
  const [first] = wanted.locked?.accepted ?? []
  if (failure.kind !== 'malformed' || !first) return err(failure)
  const { digests } = await hashFile(file)
  const sha512 = digests.map(formatDigest)[0] ?? ''
  // The right bytes under a name that the lock does not give them.
  const got = sha512 === `sha512-${first.sha512}` ? failure.what : sha512
  return err({ kind: 'differs-locked', expected: `sha512-${first.sha512}`, got })
}
