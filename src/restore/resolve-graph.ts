import type { Dependency } from '../package/dependency.ts'
import { formatIdentity, identityKey, type PackageIdentity } from '../package/identity.ts'
import type { Problem } from '../problem.ts'
import type { Requirement } from '../requirements/requirement.ts'
import { err, ok, type Result } from '../result.ts'
import { formatRange } from '../version/version-range.ts'
import {
  areMeantSideBySide,
  type Demand,
  type DemandGroup,
  dependencyDemand,
  groupDemands,
  groupOf,
  inOrder,
  statedDemand,
} from './demand.ts'
import { familyOf, type GraphAnswer, type GraphNode } from './graph-node.ts'

/** Every package of a restore, each with the demands that it meets. Keyed by lower-case name. */
export type Graph = ReadonlyMap<string, readonly GraphNode[]>

export interface GraphPorts {
  /** Asks for one version that meets a group; must give the same answer to the same group all through a run. */
  readonly ask: (group: DemandGroup) => Promise<GraphAnswer>
  /** What a package needs. */
  readonly dependenciesOf: (node: GraphNode) => readonly Dependency[]
  /** Turns an answer that is none into what the user reads. */
  readonly explain: (group: DemandGroup, answer: Exclude<GraphAnswer, { kind: 'settled' }>) => Problem
}

/** More rounds than any real graph is deep; one that has not settled by then goes in a circle. */
const MAX_ROUNDS = 100

/**
 * Finds a version for every name that the requirements reach.
 *
 * It goes in rounds: all demands that hold now are collected, those on one name are met by one version if any version can,
 * and the dependencies of what was chosen are the demands of the next round. A package that is no longer chosen takes its
 * demands with it. All questions of a round are put at once and their answers taken together, so that nothing depends on
 * which of them came first.
 */
export async function resolveGraph(
  requirements: readonly Requirement[],
  ports: GraphPorts,
): Promise<Result<Graph, readonly Problem[]>> {
  let graph: Graph = new Map()
  let restless: readonly string[] = []
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const demands = [...collectDemands(requirements, graph, ports)]
    const settled = await Promise.all(demands.map(([, ofName]) => settleName(ofName, ports)))
    const problems = settled.flatMap(result => (result.ok ? [] : [result.error]))
    if (problems.length > 0) return err(problems)
    const next = new Map(
      demands.map(([name], index) => {
        const result = settled[index]
        return [name, result?.ok ? result.value : []] as const
      }),
    )
    restless = changedNames(graph, next)
    if (restless.length === 0) return ok(next)
    graph = next
  }
  return err([circling(restless)])
}

/** All demands that hold, by lower-case name: the stated ones, and those of packages that can be reached from them. */
function collectDemands(
  requirements: readonly Requirement[],
  graph: Graph,
  ports: GraphPorts,
): ReadonlyMap<string, readonly Demand[]> {
  const demands = new Map<string, Demand[]>()
  const queue: string[] = []
  const add = (demand: Demand): void => {
    const key = demand.name.toLowerCase()
    const known = demands.get(key)
    if (known) known.push(demand)
    else {
      demands.set(key, [demand])
      queue.push(key)
    }
  }
  for (const requirement of requirements) add(statedDemand(requirement))
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    for (const node of graph.get(name) ?? []) {
      const by = formatIdentity(node.resolution.identity)
      for (const dependency of ports.dependenciesOf(node)) {
        add(dependencyDemand(dependency, by, familyOf(node)))
      }
    }
  }
  for (const ofName of demands.values()) ofName.sort(byStatedThenName)
  return demands
}

/** Requirements in the order in which they are stated, then dependencies by name: never in order of arrival. */
function byStatedThenName(a: Demand, b: Demand): number {
  const stated = Number(b.requirement !== undefined) - Number(a.requirement !== undefined)
  if (stated !== 0 || a.requirement) return stated
  return a.by < b.by ? -1 : a.by > b.by ? 1 : 0
}

/** One version for all demands on a name; several only where no version can meet them all. */
async function settleName(
  demands: readonly Demand[],
  ports: GraphPorts,
): Promise<Result<readonly GraphNode[], Problem>> {
  const settled: GraphNode[] = []
  for (const group of groupDemands(demands)) {
    const answer = await ports.ask(group)
    if (answer.kind === 'settled') settled.push(answer.node)
    else {
      const apart = hasNoVersion(answer) && group.demands.length > 1 ? await settleApart(group, ports) : undefined
      if (!apart) return err(ports.explain(group, answer))
      settled.push(...apart)
    }
  }
  return ok(settled)
}

/**
 * The ranges overlap, but no listed version lies where they do: each demand joins the first group that a version meets.
 * Undefined if a demand cannot be met even alone, or if that would part requirements that two files state.
 */
async function settleApart(group: DemandGroup, ports: GraphPorts): Promise<readonly GraphNode[] | undefined> {
  let settled: GraphNode[] = []
  for (const demand of inOrder(group.demands)) {
    let met = false
    for (const [index, { group: other }] of settled.entries()) {
      const joined = groupOf([...other.demands, demand])
      const answer = joined && (await ports.ask(joined))
      if (answer?.kind !== 'settled') continue
      settled = settled.with(index, answer.node)
      met = true
      break
    }
    if (met) continue
    const alone = groupOf([demand])
    const answer = alone && (await ports.ask(alone))
    if (answer?.kind !== 'settled') return undefined
    settled = [...settled, answer.node]
  }
  const files = settled.map(
    ({ group: { demands } }) => demands.find(({ requirement }) => requirement)?.requirement?.stated.file,
  )
  return new Set(files.filter(file => file !== undefined)).size > 1 ? undefined : settled
}

function hasNoVersion(answer: GraphAnswer): boolean {
  return answer.kind === 'unresolved' && [...answer.answers.values()].some(({ kind }) => kind === 'no-version')
}

function changedNames(before: Graph, after: Graph): readonly string[] {
  const names = new Set([...before.keys(), ...after.keys()])
  return [...names].filter(name => signature(before.get(name)) !== signature(after.get(name)))
}

function signature(nodes: readonly GraphNode[] | undefined): string {
  return (nodes ?? [])
    .map(({ group, resolution }) => `${identityKey(resolution.identity)} for ${formatRange(group.range)}`)
    .sort()
    .join('; ')
}

function circling(names: readonly string[]): Problem {
  return {
    code: 'UNSTABLE_GRAPH',
    sentence: `The dependencies of ${names.slice(0, 10).join(', ')} never settle: each choice of versions asks for another.`,
    hint: 'Require one of them at an exact version.',
  }
}

/** Names of which several versions stand side by side although nobody asked for that. */
export function namesSideBySide(graph: Graph): readonly (readonly PackageIdentity[])[] {
  return [...graph.values()]
    .filter(nodes => nodes.length > 1 && !areMeantSideBySide(nodes.map(({ group }) => group)))
    .map(nodes => nodes.map(({ resolution }) => resolution.identity))
}
