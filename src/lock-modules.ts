import { readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import type { Keepers } from './engine.ts'
import { readTroubles } from './fallback/trouble-file.ts'
import { removeAbandoned, stagingName } from './files/staging.ts'
import { withLimits } from './limits.ts'
import type { Lock } from './lock/lock.ts'
import { readLockFile, writeLockFile } from './lock/lock-file.ts'
import { makeFolder, shortName, type Wishes } from './plan.ts'
import type { Problem } from './problem.ts'
import { nearestWord } from './requirements/nearest.ts'
import { type LockReport, makeLock } from './restore/locking/make-lock.ts'
import { err, ok, type Result } from './result.ts'
import { withWorld } from './wire.ts'

export interface LockWishes extends Wishes {
  /** Names whose locked versions are given up for the newest; `all` for a lock that is written anew. */
  readonly upgrade: 'all' | readonly string[]
  /** Whether somebody else is asked for the bytes too. */
  readonly corroborates: boolean
}

/** What became of a lock. */
export interface LockOutcome {
  readonly report: LockReport
  /** As a person in the working folder would write it. */
  readonly shown: string
  readonly before: Lock | undefined
  /** Undefined where none could be made. */
  readonly written: 'written' | 'unchanged' | undefined
}

/**
 * Writes the lock of what is required.
 *
 * @param entry see `withWorld`
 * @param parent a folder for what is fetched on the way
 */
export async function lockModules(
  wishes: LockWishes,
  keepers: Keepers,
  entry: string,
  parent: string,
): Promise<Result<LockOutcome, Problem>> {
  const { inputs, reading, sourceMap, lockPath } = wishes
  const shown = shortName(lockPath, inputs.workingDirectory)
  // One that cannot be read is no help; who wants it written anew need not remove it first.
  const before = await readLockFile(lockPath, shown)
  if (!before.ok && wishes.upgrade !== 'all') return before
  const previous = before.ok ? before.value : undefined
  const unknown = unknownName(wishes, previous)
  if (unknown) return err(unknown)

  return withLimits(inputs.timeoutMs, async signal => {
    const staging = path.join(parent, stagingName())
    const made = await makeFolder(staging, 'fetched')
    if (!made.ok) return made
    await removeLeftBehind(parent)
    try {
      const report = await withWorld(wishes, entry, signal, async world =>
        makeLock(
          {
            requirements: reading.requirements,
            sources: world.sources,
            sourceMap,
            prerelease: inputs.prerelease,
            skipDependencies: inputs.skipDependencies,
            concurrency: inputs.concurrency,
            troubles: await readTroubles(keepers.troubles, world.clock.date()),
            kept: keptOf(previous, wishes.upgrade),
            previous: previous?.packages ?? [],
            corroborates: wishes.corroborates,
            store: keepers.store,
            staging,
          },
          world,
        ),
      )
      if (!report.result.ok) return ok({ report, shown, before: previous, written: undefined })
      const written = await writeLockFile(lockPath, report.result.value)
      return written.ok ? ok({ report, shown, before: previous, written: written.value }) : written
    } finally {
      await rm(staging, { recursive: true, force: true })
    }
  })
}

function keptOf(previous: Lock | undefined, upgrade: LockWishes['upgrade']): Lock['packages'] {
  if (upgrade === 'all') return []
  const names = new Set(upgrade.map(name => name.toLowerCase()))
  return (previous?.packages ?? []).filter(({ identity }) => !names.has(identity.id.toLowerCase()))
}

function unknownName({ upgrade, reading }: LockWishes, previous: Lock | undefined): Problem | undefined {
  if (upgrade === 'all') return undefined
  const ids = previous?.packages.map(({ identity }) => identity.id) ?? []
  const names = [...new Set([...reading.requirements.map(({ name }) => name), ...ids])]
  const unknown = upgrade.find(name => !names.some(each => each.toLowerCase() === name.toLowerCase()))
  if (unknown === undefined) return undefined
  const nearest = nearestWord(unknown, names)
  return {
    code: 'UPGRADE_UNKNOWN',
    sentence: `"--upgrade ${unknown}" names what is neither required nor locked.`,
    hint: nearest === undefined ? '"--upgrade" alone takes the newest of everything.' : `Did you mean ${nearest}?`,
  }
}

/** What a killed run has left; that it cannot be looked for is no reason to stop. */
async function removeLeftBehind(parent: string): Promise<void> {
  await readdir(parent)
    .then(names => removeAbandoned(parent, names))
    .catch(() => undefined)
}
