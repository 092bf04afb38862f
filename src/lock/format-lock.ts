import { redactAddress } from '../redact.ts'
import type { Requirement } from '../requirements/requirement.ts'
import { formatRange } from '../version/version-range.ts'

/** What a lock says about one package: enough to fetch it from anybody and to know it again. */
export interface LockedPackage {
  readonly id: string
  /** Normalised. */
  readonly version: string
  readonly type: 'module' | 'script'
  readonly guid: string | undefined
  readonly family: string
  /** Base64. */
  readonly sha512: string
  /** Bytes. */
  readonly size: number
  readonly contentDigest: string
  readonly dependencies: readonly { readonly id: string; readonly range: string }[]
}

/** The options that change what is locked. */
export interface LockOptions {
  readonly prerelease: boolean
  readonly skipDependencies: boolean
}

const LOCK_FORMAT = 1

/**
 * The text of a lock: everything sorted, one stanza a package, so that a diff reads well and two machines write the same.
 * Requirements are told by what they ask for, not by where: moving a line in a file changes nothing.
 */
export function formatLock(
  requirements: readonly Requirement[],
  packages: readonly LockedPackage[],
  options: LockOptions,
): string {
  const lock = {
    format: LOCK_FORMAT,
    options: { prerelease: options.prerelease, 'skip-dependencies': options.skipDependencies },
    requirements: [...new Set(requirements.map(requirementText))].sort(),
    packages: Object.fromEntries(
      packages
        .toSorted((a, b) => compareText(keyOf(a), keyOf(b)))
        .map(locked => [
          keyOf(locked),
          {
            id: locked.id,
            version: locked.version,
            type: locked.type,
            ...(locked.guid !== undefined && { guid: locked.guid }),
            family: locked.family,
            accepted: [{ sha512: locked.sha512, size: locked.size }],
            content: [locked.contentDigest],
            dependencies: Object.fromEntries(
              locked.dependencies
                .toSorted((a, b) => compareText(a.id.toLowerCase(), b.id.toLowerCase()))
                .map(({ id, range }) => [id, range]),
            ),
          },
        ]),
    ),
  }
  return `${JSON.stringify(lock, undefined, 2)}\n`
}

/** `pester [5.0.0, 6.0.0)`, with `prerelease`, a repository and a GUID behind it where they are stated. */
export function requirementText(requirement: Requirement): string {
  const { name, range, prerelease, repository, guid } = requirement
  return [
    name.toLowerCase(),
    formatRange(range),
    ...(prerelease ? ['prerelease'] : []),
    ...(repository === undefined ? [] : [`repository ${redactAddress(repository.toLowerCase())}`]),
    ...(guid === undefined ? [] : [`guid ${guid.toLowerCase()}`]),
  ].join(' ')
}

function keyOf({ id, version }: LockedPackage): string {
  return `${id}/${version}`.toLowerCase()
}

/** By code units: no locale of any machine has a say in a lock. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
