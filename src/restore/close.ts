import type { Dependency } from '../package/dependency.ts'
import { identityKey } from '../package/identity.ts'
import { ownDependencies, sameDependencies } from '../package/own-dependencies.ts'
import type { Problem } from '../problem.ts'
import type { Requirement } from '../requirements/requirement.ts'
import { err, ok, type Result } from '../result.ts'
import type { Chooser } from './choose.ts'
import type { GraphNode } from './graph-node.ts'
import type { InstalledName } from './installed.ts'
import type { LockedName } from './locking/locked-name.ts'
import { type Graph, resolveGraph } from './resolve-graph.ts'
import type { ResolvedName } from './resolve-name.ts'
import type { FetchedPackage } from './run.ts'

export interface ClosedGraph {
  readonly graph: Graph
  readonly packages: readonly FetchedPackage[]
  /** What the machine had, and was not fetched. */
  readonly installed: readonly InstalledName[]
}

/** A name whose package is not here yet. */
export type WantedName = ResolvedName | LockedName

export interface ClosePorts {
  readonly choose: Chooser
  /** Called once, with everything that is wanted as far as metadata tell, before any of it is fetched. */
  readonly prepare?: (wanted: readonly WantedName[]) => void
  readonly fetch: (wanted: WantedName) => Promise<Result<FetchedPackage, Problem>>
  /** Whether the bytes of a locked package are wanted, or what the lock says of them is enough. */
  readonly fetchesLocked: boolean
}

/**
 * Chooses and fetches until nothing is new. What a feed says of a package is not all that the package needs: a module's own
 * manifest may require modules that the metadata do not name, and those are known only once it was fetched. What it then
 * says itself takes the place of the feed's word.
 */
export async function closeGraph(
  requirements: readonly Requirement[],
  options: { readonly skipDependencies: boolean },
  ports: ClosePorts,
): Promise<Result<ClosedGraph, readonly Problem[]>> {
  const fetched = new Map<string, FetchedPackage>()
  const dependenciesOf = (node: GraphNode): readonly Dependency[] => {
    if (options.skipDependencies) return []
    const known = fetched.get(keyOf(node))
    return known ? ownDependencies(known.package.contents) : node.resolution.dependencies
  }
  for (let isPrepared = false; ; isPrepared = true) {
    const graph = await resolveGraph(requirements, { ...ports.choose, dependenciesOf })
    if (!graph.ok) return graph

    const nodes = [...graph.value.values()].flat()
    const wanted = nodes.filter(node => node.kind !== 'installed').filter(node => isFetched(node, ports))
    if (!isPrepared) ports.prepare?.(wanted)
    const missing = wanted.filter(node => !fetched.has(keyOf(node))).toSorted(largestFirst)
    const results = await Promise.all(missing.map(node => ports.fetch(node)))
    const problems = results.flatMap(result => (result.ok ? [] : [result.error]))
    if (problems.length > 0) return err(problems)

    const arrived = results.flatMap(result => (result.ok ? [result.value] : []))
    for (const each of arrived) fetched.set(keyOf(each.node), each)
    if (!options.skipDependencies && !arrived.every(isAsAnnounced)) continue
    return ok({
      graph: graph.value,
      packages: wanted.flatMap(node => fetched.get(keyOf(node)) ?? []),
      installed: nodes.filter(node => node.kind === 'installed'),
    })
  }
}

function isFetched(node: WantedName, { fetchesLocked }: ClosePorts): boolean {
  return node.kind === 'resolved' || fetchesLocked
}

/** Whether a package needs what was known that it does before it was here. */
function isAsAnnounced({ node, package: { contents } }: FetchedPackage): boolean {
  return sameDependencies(ownDependencies(contents), node.resolution.dependencies)
}

function keyOf({ resolution }: Pick<GraphNode, 'resolution'>): string {
  return identityKey(resolution.identity)
}

/** The longest download should not begin last. */
function largestFirst(a: WantedName, b: WantedName): number {
  return sizeOf(b) - sizeOf(a)
}

/** Bytes, as far as anybody has said. */
export function sizeOf(node: WantedName): number {
  return (node.kind === 'locked' ? node.locked.accepted[0]?.size : node.resolution.announced.size) ?? 0
}
