import type { Dependency } from '../package/dependency.ts'
import { identityKey } from '../package/identity.ts'
import type { PackageContents } from '../package/nupkg.ts'
import type { Problem } from '../problem.ts'
import type { Requirement } from '../requirements/requirement.ts'
import { err, ok, type Result } from '../result.ts'
import { type DemandGroup, statedPlace } from './demand.ts'
import { explainUnresolved } from './explain.ts'
import { type FindInstalled, type InstalledName, takeInstalled } from './installed.ts'
import { type Graph, type GraphAnswer, type GraphNode, resolveGraph } from './resolve-graph.ts'
import type { ResolvedName } from './resolve-name.ts'
import type { FetchedPackage, Run } from './run.ts'

export interface ClosedGraph {
  readonly graph: Graph
  readonly packages: readonly ClosedPackage[]
  /** What the machine had, and was not fetched. */
  readonly installed: readonly InstalledName[]
}

export interface ClosedPackage extends FetchedPackage {
  /** All of them: those that its source named and those that only the package itself does. */
  readonly dependencies: readonly Dependency[]
}

/**
 * Resolves and fetches until nothing is new. What a feed says of a package is not all that the package needs: a module's own
 * manifest may require modules that the metadata does not name, and those are known only once it was fetched.
 */
export async function resolveAndFetch(
  requirements: readonly Requirement[],
  options: { readonly skipDependencies: boolean; readonly findInstalled?: FindInstalled | undefined },
  run: Run,
): Promise<Result<ClosedGraph, readonly Problem[]>> {
  const fetched = new Map<string, FetchedPackage>()
  const unnamed = new Map<string, readonly Dependency[]>()
  const dependenciesOf = ({ resolution }: GraphNode): readonly Dependency[] =>
    options.skipDependencies
      ? []
      : [...resolution.dependencies, ...(unnamed.get(identityKey(resolution.identity)) ?? [])]
  for (;;) {
    const graph = await resolveGraph(requirements, {
      ask: group => ask(group, options.findInstalled, run),
      explain: (group, answer) => explain(group, answer, run),
      dependenciesOf,
    })
    if (!graph.ok) return graph

    const nodes = [...graph.value.values()].flat()
    const wanted = nodes.filter(node => node.by !== undefined)
    const missing = wanted.filter(resolved => !fetched.has(keyOf(resolved))).sort(largestFirst)
    const results = await Promise.all(missing.map(resolved => run.fetch(resolved)))
    const problems = results.flatMap(result => (result.ok ? [] : [result.error]))
    if (problems.length > 0) return err(problems)

    let isClosed = true
    for (const result of results) {
      if (!result.ok) continue
      const key = keyOf(result.value.resolved)
      fetched.set(key, result.value)
      const more = unnamedDependencies(result.value.package.contents, result.value.resolved.resolution.dependencies)
      if (more.length === 0) continue
      unnamed.set(key, more)
      isClosed = options.skipDependencies
    }
    if (!isClosed) continue
    const packages = wanted.flatMap(resolved => {
      const each = fetched.get(keyOf(resolved))
      return each ? [{ ...each, dependencies: dependenciesOf(resolved) }] : []
    })
    return ok({ graph: graph.value, packages, installed: nodes.filter(node => node.by === undefined) })
  }
}

async function ask(group: DemandGroup, findInstalled: FindInstalled | undefined, run: Run): Promise<GraphAnswer> {
  const installed = findInstalled && (await takeInstalled(group, findInstalled))
  if (installed) return { kind: 'settled', node: installed }
  const binding = run.bind(group)
  if (!binding.ok) return { kind: 'unresolved', answers: new Map(), attempts: [] }
  const answer = await run.ask(group, binding.value)
  return answer.kind === 'resolved' ? { kind: 'settled', node: answer.resolved } : answer
}

function explain(group: DemandGroup, answer: Parameters<typeof explainUnresolved>[2], run: Run): Problem {
  const binding = run.bind(group)
  if (binding.ok) return explainUnresolved(group, binding.value, answer)
  const place = statedPlace(group)
  return place ? { ...binding.error, place } : binding.error
}

/** The modules that a package requires beyond what its source named, itself and those from elsewhere left out. */
function unnamedDependencies(contents: PackageContents, named: readonly Dependency[]): readonly Dependency[] {
  const known = new Set([contents.identity.id, ...named.map(({ id }) => id), ...contents.externalModules].map(lower))
  return [...contents.dependencies, ...contents.requiredModules].filter(({ id }) => {
    const isNew = !known.has(lower(id))
    known.add(lower(id))
    return isNew
  })
}

function lower(text: string): string {
  return text.toLowerCase()
}

function keyOf({ resolution }: GraphNode): string {
  return identityKey(resolution.identity)
}

/** With the largest begun first, none is left over at the end for one connection alone. */
function largestFirst(a: ResolvedName, b: ResolvedName): number {
  return (b.resolution.announced.size ?? 0) - (a.resolution.announced.size ?? 0)
}
