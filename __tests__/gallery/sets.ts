import { seededBytes } from './filler.ts'
import type { PackageSpec } from './pack.ts'
import az from './sets/az-17.0.0.json' with { type: 'json' }
import graph from './sets/microsoft-graph-2.29.1.json' with { type: 'json' }

export interface AzOptions {
  /** Multiplies every size; 0.01 makes a set of about 1 MB. */
  readonly scale?: number
}

/** Sizes that are known, and the few large modules that every Az has; the others are drawn. */
const KNOWN_SIZES: Readonly<Record<string, number>> = {
  Az: 41_951,
  'Az.Accounts': 10_201_874,
  'Az.Compute': 12_400_000,
  'Az.Network': 14_600_000,
  'Az.Resources': 11_300_000,
}
const MEDIAN = 480_000
/** Spread of the logarithm: with it the largest drawn sizes are about 3 MB. */
const SIGMA = 0.8

const azSets = new Map<number, PackageSpec[]>()

/** Az 17.0.0 and its 102 modules, about 110 MB at full scale: most of them small, four above 10 MB. The same objects for the same scale. */
export function azSet({ scale = 1 }: AzOptions = {}): PackageSpec[] {
  const made = azSets.get(scale) ?? az.map(spec => ({ ...read(spec), size: Math.round(sizeOf(spec.id) * scale) }))
  azSets.set(scale, made)
  return [...made]
}

const graphSpecs: readonly PackageSpec[] = graph.map(read)

/** Microsoft.Graph 2.29.1 and its modules, exactly pinned to one another. Their sizes are not known: they have no filler. */
export function graphSet(): PackageSpec[] {
  return [...graphSpecs]
}

/** The facts of a set; JSON gives each package its own optional keys, which the type checker would want in all. */
function read(facts: { readonly id: string; readonly version: string; readonly dependencies: object }): PackageSpec {
  return { id: facts.id, version: facts.version, dependencies: Object.fromEntries(Object.entries(facts.dependencies)) }
}

/** Log-normal around the median, drawn from the name. */
function sizeOf(id: string): number {
  const known = KNOWN_SIZES[id]
  if (known !== undefined) return known
  const draws = seededBytes(`size of ${id}`, 8)
  const [first, second] = [draws.readUInt32LE(0) + 1, draws.readUInt32LE(4)].map(draw => draw / 2 ** 32)
  const normal = Math.sqrt(-2 * Math.log(first ?? 1)) * Math.cos(2 * Math.PI * (second ?? 0))
  return Math.round(MEDIAN * Math.exp(SIGMA * normal))
}

const HELP = { 'en-US/about_Module.help.txt': 'TOPIC\r\n    about_Module\r\n' }

const SMALL: readonly PackageSpec[] = [
  { id: 'Pester', version: '4.10.1', files: HELP },
  { id: 'Pester', version: '5.6.1', files: HELP },
  { id: 'Pester', version: '5.7.1', files: { ...HELP, 'bin/net462/Pester.dll': seededBytes('Pester', 40_000) } },
  { id: 'Pester', version: '5.7.2', files: HELP, unlisted: true },
  { id: 'Pester', version: '6.0.0-alpha5', files: HELP },
  { id: 'PSScriptAnalyzer', version: '1.24.0', files: HELP },
  {
    id: 'PSScriptAnalyzer',
    version: '1.25.0',
    files: { ...HELP, 'PSv7/Analyzer.dll': seededBytes('PSScriptAnalyzer', 60_000) },
  },
  { id: 'powershell-yaml', version: '0.4.12' },
  { id: 'PSFramework', version: '1.12.346' },
  { id: 'String', version: '1.1.3', dependencies: { PSFramework: '1.9.310' } },
  { id: 'PSModuleDevelopment', version: '2.2.12.206', dependencies: { PSFramework: '1.12.346', String: '1.1.3' } },
  { id: 'PSWindowsUpdate', version: '2.2.1.5' },
  { id: 'xDSCResourceDesigner', version: '1.13.0.0' },
  { id: 'Install-RequiredModule', version: '5.1.1', type: 'script' },
  { id: 'PackageManagement', version: '1.4.8.1' },
  { id: 'PowerShellGet', version: '2.2.5', dependencies: { PackageManagement: '[1.4.8.1]' } },
]

/** A handful of the shapes that a Gallery has: several versions, a prerelease, an unlisted one, four parts, a chain, a script. */
export function smallSet(): PackageSpec[] {
  return [...SMALL]
}
