import type { Problem } from '../problem.ts'
import { redactAddress } from '../redact.ts'
import { err, ok, type Result } from '../result.ts'
import { isPublicFamily, PRESETS, PUBLIC_FAMILY } from './presets.ts'
import type { Source } from './source.ts'
import { familyNamed, type SourceMap } from './source-map.ts'

/** Sources that hold the same packages of the same owners, in the user's order. */
export interface Family {
  readonly name: string
  /** Names of a private family are never asked of a source outside of it. */
  readonly isPublic: boolean
  /** Whether a name may be asked elsewhere when this family could not answer. */
  readonly mayBePassed: boolean
  readonly sources: readonly Source[]
}

/** The families in the order of their first source. */
export function groupFamilies(sources: readonly Source[]): readonly Family[] {
  const names = [...new Set(sources.map(({ config }) => config.family))]
  return names.map(name => {
    const members = sources.filter(({ config }) => config.family === name)
    const isPublic = isPublicFamily(name)
    const mayBePassed = isPublic || members.some(({ config }) => config.onError === 'next')
    return { name, isPublic, mayBePassed, sources: members }
  })
}

/** Who may be asked for a name, and what settled it. */
export interface Binding {
  readonly families: readonly Family[]
  /** Undefined where nothing binds the name and every family may be asked in turn. */
  readonly boundBy: string | undefined
}

/** What is known of a name besides the user's map. */
export interface NameOrigins {
  /** Repositories that requirements of the name state. */
  readonly repositories: readonly string[]
  /** Families of the packages that depend on it. */
  readonly parents: readonly string[]
}

/**
 * Binds a name: `source-map` before the `repository` that the requirements file states; where neither speaks, all families
 * may be asked. A url in a requirements file never becomes a source: it must be that of one in the list.
 */
export function bindName(
  name: string,
  { repositories, parents }: NameOrigins,
  families: readonly Family[],
  map: SourceMap,
): Result<Binding, Problem> {
  const mapped = map.familyOf(name)
  if (mapped) return bound(mapped.family, families, `source-map "${mapped.pattern}"`)
  const stated = new Map<string, string>()
  for (const repository of repositories) {
    const family = familyOfRepository(repository, families)
    if (family === undefined) return err(unknownRepository(name, repository))
    stated.set(family, repository)
  }
  const [first, second] = [...stated]
  if (!first) return ok({ families: privateParentsFirst(families, parents), boundBy: undefined })
  if (second) {
    return err({
      code: 'TWO_REPOSITORIES',
      sentence: `${name} is required from two repositories, "${redactAddress(first[1])}" and "${redactAddress(second[1])}", of different families.`,
      hint: `Settle it in "source-map": ${name}: ${first[0]}`,
    })
  }
  return bound(first[0], families, `repository "${redactAddress(first[1])}"`)
}

/** What a private package depends on may be private too: its own family is asked before anybody hears the name. */
function privateParentsFirst(families: readonly Family[], parents: readonly string[]): readonly Family[] {
  const isFirst = ({ name, isPublic }: Family): boolean => !isPublic && parents.includes(name)
  return families.toSorted((a, b) => Number(isFirst(b)) - Number(isFirst(a)))
}

function bound(name: string, families: readonly Family[], boundBy: string): Result<Binding, Problem> {
  return ok({ families: families.filter(family => family.name === name), boundBy })
}

/** The name under which PSResourceGet (from 1.3) registers the Microsoft Artifact Registry. */
const MAR_IN_POWERSHELL = 'microsoftartifactregistry'

/** `PSGallery` and its address mean the family of the Gallery, whichever of its sources are configured; so for MAR. */
function familyOfRepository(repository: string, families: readonly Family[]): string | undefined {
  const sources = families.flatMap(family => family.sources.map(({ config }) => config))
  const stated = trimUrl(repository)
  const wanted = stated === MAR_IN_POWERSHELL ? PUBLIC_FAMILY.mar : stated
  const preset = PRESETS.find(({ name, url }) => name === wanted || trimUrl(url) === wanted)
  const family = preset?.family ?? sources.find(({ url }) => trimUrl(url) === wanted)?.family
  if (family !== undefined && families.some(({ name }) => name === family)) return family
  return familyNamed(repository, sources)
}

function trimUrl(url: string): string {
  return url.trim().toLowerCase().replace(/\/+$/, '')
}

function unknownRepository(name: string, repository: string): Problem {
  const shown = redactAddress(repository)
  const isUrl = /^https?:\/\//i.test(repository)
  const isGallery = repository.toLowerCase() === 'psgallery'
  const line = isUrl ? `feed: ${shown}` : isGallery ? 'psgallery' : `${repository}: https://…/index.json`
  return {
    code: 'UNKNOWN_REPOSITORY',
    sentence: `${name} is required from the repository "${shown}", which is not in "sources".`,
    hint: `Add it as a line to "sources" (none is added by itself): ${line}`,
  }
}
