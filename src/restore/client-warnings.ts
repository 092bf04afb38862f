import { formatIdentity } from '../package/identity.ts'
import { type Collision, obscuredNames } from '../powershell/name-collisions.ts'
import type { HandedOn } from '../repository/handover.ts'
import { repositoryNames } from '../repository/register.ts'
import { enumerate } from './enumerate.ts'
import type { Warning } from './report.ts'
import type { FetchedPackage } from './run.ts'

/** What PowerShell and its clients make of the folders that a user does not expect. */
export function clientWarnings(
  fetched: readonly FetchedPackage[],
  handedOn: HandedOn,
  registerAs: string | undefined,
): readonly Warning[] {
  return [
    ...collisions(handedOn, registerAs),
    ...(registerAs === undefined ? [] : obscured(fetched, registerAs)),
    ...shadowed(fetched, handedOn),
  ]
}

/** PSResourceGet takes the file of one package for a version of another whose name it ends in. */
function collisions({ split, repositoryPaths }: HandedOn, registerAs: string | undefined): readonly Warning[] {
  const pairs = [...split.avoided, ...split.remaining]
  if (pairs.length === 0) return []
  const sentences = [
    `PSResourceGet mistakes files of one package for another: ${pairsOf(pairs)}.`,
    ...(repositoryPaths.length === 1
      ? []
      : [`So the packages lie in ${repositoryPaths.length} folders: ${whatToDo(repositoryPaths, registerAs)}.`]),
    ...(split.remaining.length === 0 ? [] : ['The report has the lines that install those that no order helps.']),
  ]
  return [{ level: 'warning', code: 'NAME_COLLISION', text: sentences.join(' ') }]
}

function whatToDo(folders: readonly string[], registerAs: string | undefined): string {
  if (registerAs === undefined) return 'who registers them needs all of "repository-paths", in their order'
  return `${repositoryNames(registerAs, folders.length).join(' and ')} are registered, and -Repository '${registerAs}*' means all of them`
}

function pairsOf(collisions: readonly Collision[]): string {
  const pairs = collisions.map(({ asked, inTheWay }) => `${formatIdentity(inTheWay)} for ${formatIdentity(asked)}`)
  return enumerate([...new Set(pairs)], 3)
}

/** A repository that is asked first can keep a client from names that only a later one has. */
function obscured(fetched: readonly FetchedPackage[], registerAs: string): readonly Warning[] {
  const held = fetched.map(({ package: { contents } }) => contents.identity)
  const mentioned = fetched.flatMap(({ package: { contents } }) => contents.externalModules)
  return obscuredNames(held, mentioned).map(({ name, by }) => ({
    level: 'warning',
    code: 'NAME_OBSCURED',
    text: `With ${registerAs} registered, PSResourceGet takes ${enumerate(by.map(formatIdentity), 2)} for ${name} and fails before it asks another repository for it; name that one with -Repository.`,
  }))
}

/** Two versions that PowerShell looks for in one folder; a prerelease has the numbers of what it precedes. */
function shadowed(fetched: readonly FetchedPackage[], handedOn: HandedOn): readonly Warning[] {
  return fetched.flatMap(({ package: { contents } }, index) => {
    const by = handedOn.packages[index]?.place?.shadowedBy
    if (!by) return []
    const text = `${formatIdentity(contents.identity)} is only in the local repository: on the module path ${formatIdentity(by)} takes its place, which PowerShell looks for in the same folder.`
    return [{ level: 'warning', code: 'SHADOWED', text }]
  })
}
