import type { Failure } from '../failure.ts'
import { type Answers, mayAsk } from '../fallback/may-ask.ts'
import { type Attempt, type TryPorts, trySources } from '../fallback/try-sources.ts'
import type { Call } from '../http/call.ts'
import type { PackageIdentity } from '../package/identity.ts'
import type { VerifiedPackage } from '../package/verify.ts'
import { err, ok, type Result } from '../result.ts'
import type { Binding } from '../sources/family.ts'
import { isPublicFamily } from '../sources/presets.ts'
import type { Resolution, Source } from '../sources/source.ts'
import type { NuGetVersion } from '../version/nuget-version.ts'
import { pinnedVersion } from '../version/version-range.ts'
import { type DemandGroup, statedGuid } from './demand.ts'

/** A name with the version that was chosen for it. */
export interface ResolvedName {
  readonly kind: 'resolved'
  readonly group: DemandGroup
  readonly resolution: Resolution
  readonly by: Source
  /** The package itself, where the source could only be asked by fetching it. */
  readonly fetched: VerifiedPackage | undefined
  /** The lowest version that will do was taken, as nobody could list the others. */
  readonly atLowerBound: boolean
  readonly attempts: readonly Attempt[]
}

export type NameAnswer =
  | { readonly kind: 'resolved'; readonly resolved: ResolvedName }
  | { readonly kind: 'unresolved'; readonly answers: Answers; readonly attempts: readonly Attempt[] }
  | { readonly kind: 'stopped'; readonly failure: Failure; readonly attempts: readonly Attempt[] }

/**
 * Fetches one identity from one source and verifies it: all that a source without a resolver can be asked.
 *
 * @param guid what the module's GUID must be, where a requirement states it
 */
export type FetchFrom = (
  source: Source,
  identity: PackageIdentity,
  guid: string | undefined,
  call: Call,
) => Promise<Result<VerifiedPackage, Failure>>

/** Asks the families that may hold the name, one source after the other, for a version that meets the whole group. */
export async function resolveName(
  group: DemandGroup,
  binding: Binding,
  fetchFrom: FetchFrom,
  ports: TryPorts,
): Promise<NameAnswer> {
  const { families } = binding
  const fetchAt =
    (version: NuGetVersion | undefined, atLowerBound: boolean) =>
    async (source: Source, call: Call): Promise<Result<Found, Failure>> => {
      if (!version) return err({ kind: 'unsupported' })
      const fetched = await fetchFrom(source, { id: group.name, version }, statedGuid(group), call)
      if (!fetched.ok) return fetched
      return ok({ group, resolution: resolutionOf(fetched.value), fetched: fetched.value, atLowerBound })
    }
  const fetchPinned = fetchAt(pinnedVersion(group.range), false)
  const lowest = lowestForDependencies(group)
  const answer = await trySources<Found>(
    {
      step: 'resolve',
      subject: group.name,
      candidates: families.flatMap(({ sources }) => sources),
      mayAsk: (source, answers) => mayAsk(source, families, answers),
      // A private name has nobody else to go to, so its source is not passed over for what it did before.
      mayBePutBack: ({ config }) => isPublicFamily(config.family),
      ask: async (source, call) => {
        if (!source.resolver) return fetchPinned(source, call)
        const resolution = await source.resolver.resolve(group, call)
        if (!resolution.ok) return resolution
        return ok({ group, resolution: resolution.value, fetched: undefined, atLowerBound: false })
      },
      ...(lowest && { lesser: fetchAt(lowest, true) }),
    },
    ports,
  )
  if (answer.kind === 'served' && answer.by) {
    return {
      kind: 'resolved',
      resolved: { kind: 'resolved', ...answer.value, by: answer.by, attempts: answer.attempts },
    }
  }
  if (answer.kind === 'stopped') return answer
  return {
    kind: 'unresolved',
    answers: answer.kind === 'unserved' ? answer.answers : new Map(),
    attempts: answer.attempts,
  }
}

type Found = Omit<ResolvedName, 'kind' | 'attempts' | 'by'>

/**
 * The lowest version that will do, which is what the author of a dependent package tested with: it can be asked of a source
 * that lists nothing, when no resolver answered. A requirement that a person stated is never lowered so.
 */
function lowestForDependencies({ range, demands }: DemandGroup): NuGetVersion | undefined {
  const onlyDependencies = demands.every(({ requirement }) => requirement === undefined)
  return onlyDependencies && !pinnedVersion(range) && range.min?.inclusive ? range.min.version : undefined
}

function resolutionOf(fetched: VerifiedPackage): Resolution {
  const { identity, dependencies } = fetched.contents
  return { identity, dependencies, announced: {} }
}
