import { identityKey } from '../package/identity.ts'
import { normalise } from '../version/nuget-version.ts'
import { formatRange } from '../version/version-range.ts'
import type { AcceptedFile, Lock, LockedPackage } from './lock.ts'

/** The format that is written, and the only one that is read. */
export const LOCK_FORMAT = 1

/** Where editors find the schema of the format: the `$id` of schema/lock.schema.json. */
export const LOCK_SCHEMA = 'https://raw.githubusercontent.com/OWNER/psmodule-restore/v1/schema/lock.schema.json'

/**
 * The text of a lock: everything sorted, one stanza a package, so that a diff reads well, git merges what two people added,
 * and two machines write the same.
 */
export function formatLock({ options, requirements, packages }: Lock): string {
  const stanzas = sortedBy(packages, ({ identity }) => identityKey(identity)).map(
    locked => [identityKey(locked.identity), stanza(locked)] as const,
  )
  const lock = {
    $schema: LOCK_SCHEMA,
    format: LOCK_FORMAT,
    options: { prerelease: options.prerelease, 'skip-dependencies': options.skipDependencies },
    requirements: requirements.toSorted(),
    packages: Object.fromEntries(stanzas),
  }
  return `${JSON.stringify(lock, undefined, 2)}\n`
}

function stanza(locked: LockedPackage): object {
  const { identity, type, guid, family, accepted, content, dependencies, corroboration } = locked
  const edges = sortedBy(dependencies, ({ id }) => id.toLowerCase()).map(({ id, range }) => [id, formatRange(range)])
  return {
    id: identity.id,
    version: normalise(identity.version),
    type,
    ...(guid !== undefined && { guid: guid.toLowerCase() }),
    family,
    accepted: acceptedInOrder(accepted).map(file => ({
      ...(file.family !== undefined && { family: file.family }),
      sha512: file.sha512,
      size: file.size,
    })),
    content: contentInOrder(content),
    dependencies: Object.fromEntries(edges),
    ...(corroboration && {
      corroboration: { outcome: corroboration.outcome, by: corroboration.by.toSorted() },
    }),
  }
}

/** The first is the one that was locked; the others will do as well, and have no order of their own. */
export function acceptedInOrder(accepted: readonly AcceptedFile[]): readonly AcceptedFile[] {
  const others = sortedBy(accepted.slice(1), ({ sha512, family = '', size }) => `${sha512} ${family} ${size}`)
  return [...accepted.slice(0, 1), ...others]
}

/** Likewise. */
export function contentInOrder(content: readonly string[]): readonly string[] {
  return [...content.slice(0, 1), ...content.slice(1).sort()]
}

/** By code units: no locale of any machine has a say in a lock. */
export function sortedBy<T>(items: readonly T[], keyOf: (item: T) => string): readonly T[] {
  return items.toSorted((a, b) => {
    const [left, right] = [keyOf(a), keyOf(b)]
    return left < right ? -1 : left > right ? 1 : 0
  })
}
