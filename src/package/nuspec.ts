import { err, ok, type Result } from '../result.ts'
import { type NuGetVersion, parseVersion } from '../version/nuget-version.ts'
import { child, childText, parseXml, type XmlElement } from '../xml.ts'
import { type Dependency, distinctFew, parseDependency } from './dependency.ts'
import { validId } from './identity.ts'

/** What counts of a package's own description. */
export interface Nuspec {
  readonly id: string
  readonly version: NuGetVersion
  /** Of all target frameworks together: PowerShell loads a module without asking for one. */
  readonly dependencies: readonly Dependency[]
  readonly tags: readonly string[]
}

/** Reads a nuspec of any of its namespaces. The error completes "sent something else: …". */
export function parseNuspec(text: string): Result<Nuspec, string> {
  const root = parseXml(text)
  if (!root.ok) return err(`a package whose nuspec is no nuspec: ${root.error}`)
  const metadata = child(root.value, 'metadata')
  if (root.value.name !== 'package' || !metadata) return err('a package whose nuspec has no metadata')
  const twice = repeated(root.value, ['metadata']) ?? repeated(metadata, ['id', 'version', 'dependencies', 'tags'])
  if (twice !== undefined) return err(`a package whose nuspec has more than one ${twice}`)

  const id = childText(metadata, 'id') ?? ''
  if (!validId(id))
    return err(`a package whose nuspec has the id ${JSON.stringify(id.slice(0, 80))}, which is no package id`)
  const written = childText(metadata, 'version') ?? ''
  const version = parseVersion(written)
  if (!version.ok) {
    return err(`a package whose nuspec has the version ${JSON.stringify(written.slice(0, 80))}: ${version.error}`)
  }
  const dependencies = parseDependencies(child(metadata, 'dependencies'))
  if (!dependencies.ok) return dependencies
  const tags = (childText(metadata, 'tags') ?? '').split(/[\s,;]+/).filter(tag => tag !== '')
  return ok({ id, version: version.value, dependencies: dependencies.value, tags })
}

/** Of two, some readers take the first, some the last, and some the one of the right namespace; the schema allows none twice. */
function repeated({ children }: XmlElement, names: readonly string[]): string | undefined {
  return names.find(name => children.filter(each => each.name === name).length > 1)
}

function parseDependencies(list: XmlElement | undefined): Result<readonly Dependency[], string> {
  const dependencies: Dependency[] = []
  for (const element of (list?.children ?? []).flatMap(each => (each.name === 'group' ? each.children : [each]))) {
    if (element.name !== 'dependency') continue
    const dependency = parseDependency(element.attributes.id ?? '', element.attributes.version ?? '')
    if (!dependency.ok) return dependency
    dependencies.push(dependency.value)
  }
  return distinctFew(dependencies)
}
