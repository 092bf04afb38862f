import * as v from 'valibot'
import { type Dependency, distinctFew, parseDependency } from '../package/dependency.ts'
import { validId } from '../package/identity.ts'
import { err, type Result } from '../result.ts'
import { type NuGetVersion, parseVersion } from '../version/nuget-version.ts'

/** What a registration says about one version. */
export interface V3Package {
  readonly id: string
  readonly version: NuGetVersion
  readonly listed: boolean
  /** An error where the text makes no sense; it matters only if this version is chosen. */
  readonly dependencies: Result<readonly Dependency[], string>
  readonly address: string | undefined
}

const DEPENDENCY = v.object({ id: v.string(), range: v.nullish(v.string()) })

const LEAF = v.object({
  packageContent: v.nullish(v.string()),
  catalogEntry: v.object({
    id: v.string(),
    version: v.string(),
    listed: v.nullish(v.boolean()),
    published: v.nullish(v.string()),
    packageContent: v.nullish(v.string()),
    dependencyGroups: v.nullish(v.array(v.object({ dependencies: v.nullish(v.array(DEPENDENCY)) }))),
  }),
})

/** A page of a registration; without `items` it must be fetched from its `@id`. */
export const REGISTRATION_PAGE = v.object({ '@id': v.optional(v.string()), items: v.nullish(v.array(LEAF)) })
export type RegistrationPage = v.InferOutput<typeof REGISTRATION_PAGE>

/**
 * The versions of a page, in the page's order, which means nothing. Those without a valid id and version are left out.
 *
 * @param base the address of the document that holds the page, to which its links are relative
 */
export function packagesIn(page: RegistrationPage, base: URL): readonly V3Package[] {
  return (page.items ?? []).flatMap(leaf => {
    const entry = leaf.catalogEntry
    const version = parseVersion(entry.version)
    if (!version.ok || !validId(entry.id)) return []
    const unlisted = entry.listed === false || entry.published?.startsWith('1900-')
    return [
      {
        id: entry.id,
        version: version.value,
        listed: !unlisted,
        dependencies: parseGroups(entry.dependencyGroups ?? []),
        address: absolute(leaf.packageContent ?? entry.packageContent, base),
      },
    ]
  })
}

function absolute(link: string | null | undefined, base: URL): string | undefined {
  return link == null ? undefined : URL.parse(link, base.href)?.href
}

type Groups = NonNullable<v.InferOutput<typeof LEAF>['catalogEntry']['dependencyGroups']>

/** PowerShell modules have one group without a framework; where there are several, they are taken together. */
function parseGroups(groups: Groups): Result<readonly Dependency[], string> {
  const dependencies: Dependency[] = []
  for (const { id, range } of groups.flatMap(group => group.dependencies ?? [])) {
    const dependency = parseDependency(id, range ?? '')
    if (!dependency.ok) return err(dependency.error)
    dependencies.push(dependency.value)
  }
  return distinctFew(dependencies)
}
