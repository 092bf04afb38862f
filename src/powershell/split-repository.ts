import type { Dependency } from '../package/dependency.ts'
import type { PackageIdentity } from '../package/identity.ts'
import type { ManifestOddity } from '../package/module-manifest.ts'
import { groupCircles, reach } from './circles.ts'
import { type Collision, findCollisions } from './name-collisions.ts'

/** A package as it lies in a local repository. */
export interface FolderPackage {
  readonly identity: PackageIdentity
  readonly type: 'module' | 'script'
  /** All of the psd1's RequiredModules, external ones included; a script's `#Requires -Modules`. */
  readonly requiredModules: readonly Dependency[]
  readonly oddities: readonly ManifestOddity[]
}

/** Which package lies in which folder; the folders in the order in which a client must ask them. */
export interface Split {
  /** One at least, and mostly no more. Indices into the packages given, each in one folder at least and maybe in several. */
  readonly folders: readonly (readonly number[])[]
  /** The collisions that the split does away with: no folder holds both packages. */
  readonly avoided: readonly Collision[]
  /** Those that it cannot: some folder holds both packages, or they are one and the same. `client-limits.ts` says what fails. */
  readonly remaining: readonly Collision[]
}

/**
 * Lays packages into as few folders as PSResourceGet needs to find each of them by its name. The same set gives the same
 * folders, whatever its order.
 *
 * It asks the folders in their order, each for the name and then, in that same folder alone, for what the package requires.
 * A file that is mistaken for the name ends the search, whether the folder holds the name or not. So:
 * - A name travels with all its versions, and a folder holds all that its packages require, as far as the set has it.
 * - Of two names that collide, the one asked for lies in an earlier folder than the one in its way.
 * - A name joins a folder only if nothing gets something in its way by that, neither what is there nor what comes.
 * - `Az` lies no later than `Az.Accounts`: a folder with the longer name alone answers `-Version '[1.0.0]'` with an error.
 *
 * What these rules cannot give is in `remaining`. A package that requires both names of a collision, or the longer name of
 * one its shorter (powershell-yaml requires yaml), is found, but not what it requires. Names that would each have to come
 * before the other (yaml requires powershell-yaml; Pester 5.7.1 and a Pester.5) share a folder, where one is not found.
 *
 * A chain of names, each in the way of the one before, needs a folder for each name and gets no more. Where packages require
 * many of them the number is small, not proven to be the least.
 */
export function splitRepository(packages: readonly FolderPackage[]): Split {
  const collisions = findCollisions(packages.map(({ identity }) => identity))
  const ids = packages.map(({ identity }) => lowerId(identity))
  // Nearly always one folder, and then nothing need be weighed.
  const folders = collisions.length === 0 ? [new Set(ids)] : layOut(relate(packages, collisions))
  const shareFolder = ({ asked, inTheWay }: Collision): boolean => {
    const both = [lowerId(asked), lowerId(inTheWay)]
    return folders.some(folder => both.every(id => folder.has(id)))
  }
  return {
    folders: folders.map(folder => ids.flatMap((id, index) => (folder.has(id) ? [index] : []))),
    avoided: collisions.filter(collision => !shareFolder(collision)),
    remaining: collisions.filter(shareFolder),
  }
}

function lowerId(identity: PackageIdentity): string {
  return identity.id.toLowerCase()
}

/** What a name has to do with the other names of the set; each list in alphabetical order. */
interface Relations {
  /** What must lie in the same folder. */
  readonly requires: readonly string[]
  /** What it is in the way of, and what may therefore lie in earlier folders only. */
  readonly obstructs: readonly string[]
  /** What is in its way. */
  readonly obstructedBy: readonly string[]
  /** `Az` for `Az.Accounts`: what may not lie in a later folder. */
  readonly stems: readonly string[]
}

/** By name, in alphabetical order. */
function relate(packages: readonly FolderPackage[], collisions: readonly Collision[]): ReadonlyMap<string, Relations> {
  const names = new Set(packages.map(({ identity }) => lowerId(identity)).sort())
  const requires = multimap(
    packages.flatMap(({ identity, requiredModules }) =>
      requiredModules.map(({ id }) => [lowerId(identity), id.toLowerCase()]),
    ),
  )
  const obstructs = multimap(collisions.map(({ asked, inTheWay }) => [lowerId(inTheWay), lowerId(asked)]))
  const obstructedBy = multimap(collisions.map(({ asked, inTheWay }) => [lowerId(asked), lowerId(inTheWay)]))
  return new Map(
    [...names].map(name => {
      const others = (related: Iterable<string> = []): readonly string[] =>
        [...related].filter(other => other !== name && names.has(other)).sort()
      return [
        name,
        {
          requires: others(requires.get(name)),
          obstructs: others(obstructs.get(name)),
          obstructedBy: others(obstructedBy.get(name)),
          stems: others(stemsOf(name)),
        },
      ]
    }),
  )
}

function multimap(pairs: readonly (readonly [string, string])[]): ReadonlyMap<string, ReadonlySet<string>> {
  const map = new Map<string, Set<string>>()
  for (const [key, value] of pairs) map.set(key, (map.get(key) ?? new Set()).add(value))
  return map
}

/** `az` and `az.tools` for `az.tools.installer`. */
function stemsOf(name: string): readonly string[] {
  return [...name.matchAll(/\./g)].map(({ index }) => name.slice(0, index))
}

/** The names of each folder: each name goes, with all that it requires, into the first folder that will do. */
function layOut(names: ReadonlyMap<string, Relations>): readonly ReadonlySet<string>[] {
  const relationsOf = (name: string): Relations => names.get(name) ?? NONE
  const folders: Set<string>[] = []
  const placeOf = new Map<string, number>()
  const notLater = (name: string): readonly string[] => {
    const { requires, stems, obstructs } = relationsOf(name)
    return [...requires, ...stems, ...obstructs]
  }
  for (const group of groupCircles([...names.keys()], notLater)) {
    const coming = new Set(group.flatMap(name => [...reach(name, each => relationsOf(each).requires)]))
    const earliest = group.flatMap(name => {
      const { requires, stems, obstructs } = relationsOf(name)
      return [
        ...[...requires, ...stems].map(other => placeOf.get(other) ?? 0),
        ...obstructs.map(other => (placeOf.get(other) ?? -1) + 1),
      ]
    })
    const from = Math.max(0, ...earliest)
    const fits = folders.findIndex((folder, index) => index >= from && !disturbs(coming, folder, relationsOf))
    const place = fits === -1 ? folders.push(new Set()) - 1 : fits
    for (const name of coming) folders[place]?.add(name)
    for (const name of group) placeOf.set(name, place)
  }
  return folders
}

const NONE: Relations = { requires: [], obstructs: [], obstructedBy: [], stems: [] }

/** Whether something gets something in its way when these names come into the folder. */
function disturbs(
  coming: ReadonlySet<string>,
  folder: ReadonlySet<string>,
  relationsOf: (name: string) => Relations,
): boolean {
  return [...coming].some(name => {
    const { obstructs, obstructedBy } = relationsOf(name)
    return (
      obstructedBy.some(other => folder.has(other) && !coming.has(other)) ||
      (!folder.has(name) && obstructs.some(other => folder.has(other)))
    )
  })
}
