import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Failure } from '../../src/failure.ts'
import { formatIdentity } from '../../src/package/identity.ts'
import type { Problem } from '../../src/problem.ts'
import type { Requirement } from '../../src/requirements/requirement.ts'
import type { DemandGroup } from '../../src/restore/demand.ts'
import { explainUnresolved } from '../../src/restore/explain-unresolved.ts'
import type { GraphAnswer } from '../../src/restore/graph-node.ts'
import { type Graph, type GraphPorts, namesSideBySide, resolveGraph } from '../../src/restore/resolve-graph.ts'
import type { Result } from '../../src/result.ts'
import { chooseVersion } from '../../src/sources/choose-version.ts'
import { groupFamilies } from '../../src/sources/family.ts'
import { contains, formatRange } from '../../src/version/version-range.ts'
import { requirementsIn } from '../helpers/requirements.ts'
import { errorOf, unwrap } from '../helpers/result.ts'
import { namedSource } from '../helpers/scripted-source.ts'
import { range, version } from '../helpers/versions.ts'

/** Name to version to what that version needs: id to range. */
type Catalogue = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>>

const SOURCE = namedSource('gallery', { family: 'gallery' })

function unresolved(failure: Failure): GraphAnswer {
  return { kind: 'unresolved', answers: new Map([[SOURCE.config.name, failure]]), attempts: [] }
}

/** What a source that has this catalogue says. */
function answerFrom(catalogue: Catalogue, group: DemandGroup): GraphAnswer {
  const id = Object.keys(catalogue).find(name => name.toLowerCase() === group.name.toLowerCase())
  if (id === undefined) return unresolved({ kind: 'not-found' })
  const candidates = Object.entries(catalogue[id] ?? {}).map(([text, needs]) => ({
    version: version(text),
    listed: true,
    dependencies: Object.entries(needs).map(([name, wanted]) => ({ id: name, range: range(wanted) })),
  }))
  const chosen = chooseVersion(candidates, group)
  if (!chosen.ok) return unresolved(chosen.error)
  const { dependencies } = chosen.value
  const resolution = { identity: { id, version: chosen.value.version }, dependencies, announced: {} }
  return {
    kind: 'settled',
    node: { kind: 'resolved', group, resolution, by: SOURCE, fetched: undefined, atLowerBound: false, attempts: [] },
  }
}

function portsOf(catalogue: Catalogue): GraphPorts {
  const binding = { families: groupFamilies([SOURCE]), boundBy: undefined }
  return {
    ask: async group => answerFrom(catalogue, group),
    dependenciesOf: ({ resolution }) => resolution.dependencies,
    explain: (group, answer) => explainUnresolved(group, binding, answer),
  }
}

function resolve(catalogue: Catalogue, ...lines: readonly string[]): Promise<Result<Graph, readonly Problem[]>> {
  return resolveGraph(requirementsIn('a.psd1', ...lines), portsOf(catalogue))
}

/** Every package of the graph, sorted. */
function identities(graph: Graph): readonly string[] {
  return [...graph.values()]
    .flat()
    .map(({ resolution }) => formatIdentity(resolution.identity))
    .sort()
}

interface Case {
  readonly what: string
  readonly catalogue: Catalogue
  readonly lines: readonly string[]
  readonly packages: readonly string[]
  /** Names of which several versions stand side by side although nobody asked for that. */
  readonly sideBySide?: readonly string[]
}

const CASES: readonly Case[] = [
  {
    what: 'A module comes with everything that it needs, however deep',
    catalogue: { A: { '1.0': { B: '1.0' } }, B: { '1.5': { C: '1.0' } }, C: { '2.0': {} }, D: { '1.0': {} } },
    lines: ['A'],
    packages: ['A 1.0.0', 'B 1.5.0', 'C 2.0.0'],
  },
  {
    what: 'The highest version in the intersection of all ranges is chosen',
    catalogue: {
      A: { '1.0': { C: '[1.0,4.0)' } },
      B: { '1.0': { C: '[2.0, )' } },
      C: { '1.0': {}, '2.0': {}, '3.9': {}, '4.0': {}, '5.0': {} },
    },
    lines: ['A', 'B'],
    packages: ['A 1.0.0', 'B 1.0.0', 'C 3.9.0'],
  },
  {
    what: 'What is stated narrows what others need',
    catalogue: { A: { '1.0': { B: '1.0' } }, B: { '1.0': {}, '2.0': {}, '3.0': {} } },
    lines: ['A', 'B<3'],
    packages: ['A 1.0.0', 'B 2.0.0'],
  },
  {
    what: 'A version that is no longer chosen takes what it needed with it',
    catalogue: {
      A: { '1.0': {}, '2.0': { C: '1.0' } },
      B: { '1.0': { A: '[1.0]' } },
      C: { '1.0': { D: '1.0' } },
      D: { '1.0': {} },
    },
    lines: ['A', 'B'],
    packages: ['A 1.0.0', 'B 1.0.0'],
  },
  {
    what: 'A bound that is withdrawn no longer holds others back',
    catalogue: {
      A: { '1.0': {}, '2.0': { C: '[1.0]' } },
      B: { '1.0': { A: '[1.0]' } },
      C: { '1.0': {}, '2.0': {} },
    },
    lines: ['A', 'B', 'C'],
    packages: ['A 1.0.0', 'B 1.0.0', 'C 2.0.0'],
  },
  {
    what: 'Modules may need each other',
    catalogue: { A: { '1.0': { B: '1.0' } }, B: { '1.0': { A: '1.0' } } },
    lines: ['A'],
    packages: ['A 1.0.0', 'B 1.0.0'],
  },
  {
    what: 'A module may need itself',
    catalogue: { A: { '1.0': { A: '1.0' } } },
    lines: ['A'],
    packages: ['A 1.0.0'],
  },
  {
    what: 'Names are the same in any letter case',
    catalogue: { Pester: { '5.0': {}, '5.1': {} }, X: { '1.0': { PESTER: '[5.0]' } } },
    lines: ['pester', 'x'],
    packages: ['Pester 5.0.0', 'X 1.0.0'],
  },
  {
    what: 'A prerelease that is asked for is not asked of what it needs',
    catalogue: { A: { '2.0-beta': { B: '1.0' } }, B: { '1.0': {}, '2.0-beta': {} } },
    lines: ['A!'],
    packages: ['A 2.0.0-beta', 'B 1.0.0'],
  },
  {
    what: 'Two versions stand side by side where no range holds both',
    catalogue: {
      A: { '1.0': { C: '[1.0,2.0)' } },
      B: { '1.0': { C: '[2.0, )' } },
      C: { '1.0': {}, '1.5': {}, '2.0': {} },
    },
    lines: ['A', 'B'],
    packages: ['A 1.0.0', 'B 1.0.0', 'C 1.5.0', 'C 2.0.0'],
    sideBySide: ['C 1.5.0 and C 2.0.0'],
  },
  {
    what: 'Two versions stand side by side where the ranges overlap and nothing is listed there',
    catalogue: {
      A: { '1.0': { C: '[1.0,3.0)' } },
      B: { '1.0': { C: '[2.0, )' } },
      C: { '1.0': {}, '4.0': {} },
    },
    lines: ['A', 'B'],
    packages: ['A 1.0.0', 'B 1.0.0', 'C 1.0.0', 'C 4.0.0'],
    sideBySide: ['C 1.0.0 and C 4.0.0'],
  },
  {
    what: 'No more versions stand side by side than it takes',
    catalogue: {
      A: { '1.0': { D: '[1.0,3.0)' } },
      B: { '1.0': { D: '[2.0, )' } },
      C: { '1.0': { D: '[1.0,2.5)' } },
      D: { '1.0': {}, '4.0': {} },
    },
    lines: ['A', 'B', 'C'],
    packages: ['A 1.0.0', 'B 1.0.0', 'C 1.0.0', 'D 1.0.0', 'D 4.0.0'],
    sideBySide: ['D 1.0.0 and D 4.0.0'],
  },
  {
    what: 'Two exact versions of one file are both restored, with what either needs and without a warning',
    catalogue: { A: { '1.0': { B: '1.0' }, '2.0': { C: '1.0' } }, B: { '1.0': {} }, C: { '1.0': {} } },
    lines: ['A@1.0', 'A@2.0'],
    packages: ['A 1.0.0', 'A 2.0.0', 'B 1.0.0', 'C 1.0.0'],
  },
  {
    what: 'A line that stands twice is one',
    catalogue: { A: { '1.0': {} } },
    lines: ['A@1.0', 'A=1.0.0'],
    packages: ['A 1.0.0'],
  },
]

for (const { what, catalogue, lines, packages, sideBySide = [] } of CASES) {
  test(`${what}.`, async () => {
    const graph = unwrap(await resolve(catalogue, ...lines))
    assert.deepEqual(identities(graph), packages)
    assert.deepEqual(
      namesSideBySide(graph).map(each => each.map(formatIdentity).join(' and ')),
      sideBySide,
    )
  })
}

test('Every package knows who asked for it: places first, then packages by name.', async () => {
  const catalogue: Catalogue = { A: { '1.0': { C: '1.0' } }, B: { '1.0': { C: '1.0' } }, C: { '1.0': {} } }
  const graph = unwrap(await resolve(catalogue, 'B', 'A', 'C'))
  const [c] = graph.get('c') ?? []
  assert.deepEqual(
    c?.group.demands.map(({ by }) => by),
    ['a.psd1:3:1', 'A 1.0.0', 'B 1.0.0'],
  )
})

const BOTH: Catalogue = { Pester: { '4.0': {}, '5.0': {} } }

test('Two files whose ranges overlap where nothing is listed end the run: they are not parted.', async () => {
  const requirements = [...requirementsIn('a.psd1', 'Pester<5'), ...requirementsIn('b.psd1', 'Pester>4')]
  const [problem] = errorOf(await resolveGraph(requirements, portsOf(BOTH)))
  assert.equal(problem?.code, 'NO_VERSION')
  assert.ok(problem?.details?.some(line => line.includes('a.psd1:1:1')))
  assert.ok(problem?.details?.some(line => line.includes('b.psd1:1:1')))
})

test('Everything that cannot be resolved in a round is told at once.', async () => {
  const catalogue: Catalogue = { A: { '1.0': { Gone: '1.0', Old: '[9.0, )' } }, Old: { '1.0': {} } }
  const problems = errorOf(await resolve(catalogue, 'A'))
  assert.deepEqual(
    problems.map(({ code }) => code),
    ['NOT_FOUND', 'NO_VERSION'],
  )
  assert.ok(problems.every(({ details }) => details?.some(line => line.startsWith('wanted by A 1.0.0'))))
})

test('A graph whose choices undo each other ends, and the names that never settle are told.', async () => {
  const catalogue: Catalogue = { A: { '1.0': {}, '2.0': { B: '1.0' } }, B: { '1.0': { A: '[1.0]' } } }
  const [problem, ...others] = errorOf(await resolve(catalogue, 'A'))
  assert.equal(problem?.code, 'UNSTABLE_GRAPH')
  assert.match(problem?.sentence ?? '', /\b[AaBb]\b/)
  assert.deepEqual(others, [])
})

test('A run that is stopped ends with the reason, and nothing is parted.', async () => {
  const ports: GraphPorts = {
    ...portsOf(BOTH),
    ask: async () => ({ kind: 'stopped', failure: { kind: 'deadline', ms: 600_000 }, attempts: [] }),
  }
  const [problem] = errorOf(await resolveGraph(requirementsIn('a.psd1', 'Pester<5', 'Pester>3'), ports))
  assert.equal(problem?.code, 'TIMEOUT')
})

const NAMES = ['A', 'B', 'C', 'D', 'E']
const VERSIONS = ['1.0', '1.5', '2.0', '3.0-beta']
const RANGES = ['( , )', '1.0', '[1.0]', '[1.0,2.0)', '[1.5, )', '[2.0]', '(,1.5]', '[3.0-beta, )', '[9.0]']

const someNeeds = fc.dictionary(fc.constantFrom(...NAMES), fc.constantFrom(...RANGES), { maxKeys: 2 })
const someCatalogue: fc.Arbitrary<Catalogue> = fc.dictionary(
  fc.constantFrom(...NAMES),
  fc.dictionary(fc.constantFrom(...VERSIONS), someNeeds, { minKeys: 1 }),
  { minKeys: 3 },
)
const someRequirements: fc.Arbitrary<readonly Requirement[]> = fc
  .array(fc.tuple(fc.constantFrom('a.psd1', 'b.psd1'), fc.constantFrom(...NAMES), fc.constantFrom(...RANGES)), {
    minLength: 1,
    maxLength: 4,
  })
  .map(lines => lines.flatMap(([file, name, wanted]) => requirementsIn(file, `${name}:${wanted}`)))

/** All that a resolution says, as text. */
function outcome(result: Result<Graph, readonly Problem[]>): readonly string[] {
  if (!result.ok) return result.error.map(problem => JSON.stringify(problem))
  return [...result.value].flatMap(([name, nodes]) =>
    nodes.map(
      ({ group, resolution }) =>
        `${name}: ${formatIdentity(resolution.identity)} in ${formatRange(group.range)} for ${group.demands.map(({ by }) => by).join()}`,
    ),
  )
}

test('The result is the same whatever the order in which the answers come.', async () => {
  await fc.assert(
    fc.asyncProperty(someCatalogue, someRequirements, fc.scheduler(), async (catalogue, requirements, scheduler) => {
      const ports = portsOf(catalogue)
      const expected = outcome(await resolveGraph(requirements, ports))
      const shuffled = resolveGraph(requirements, { ...ports, ask: scheduler.scheduleFunction(ports.ask) })
      assert.deepEqual(outcome(await scheduler.waitFor(shuffled)), expected)
    }),
    { numRuns: 200 },
  )
})

test('A graph that is found meets every demand on it, and holds nothing that nobody demands.', async () => {
  await fc.assert(
    fc.asyncProperty(someCatalogue, someRequirements, async (catalogue, requirements) => {
      const result = await resolveGraph(requirements, portsOf(catalogue))
      if (!result.ok) return
      const graph = result.value
      const dependencies = [...graph.values()].flat().flatMap(({ resolution }) => resolution.dependencies)
      const demands = [...requirements, ...dependencies.map(({ id, range }) => ({ name: id, range }))]
      for (const { name, range: wanted } of demands) {
        const nodes = graph.get(name.toLowerCase()) ?? []
        const met = nodes.some(({ resolution }) => contains(wanted, resolution.identity.version))
        assert.ok(met, `${name} ${formatRange(wanted)} is met`)
      }
      assert.deepEqual([...graph.keys()].sort(), [...new Set(demands.map(({ name }) => name.toLowerCase()))].sort())
    }),
    { numRuns: 200 },
  )
})
