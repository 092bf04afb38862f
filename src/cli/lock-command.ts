import type { Lock, LockedPackage } from '../lock/lock.ts'
import { formatIdentity, identityKey } from '../package/identity.ts'
import { countOf, formatDuration } from '../print/figures.ts'
import { table } from '../print/table.ts'
import { normalise } from '../version/nuget-version.ts'

/** What a new lock changes, a line each, and what became of it. */
export function renderLock(
  before: Lock | undefined,
  lock: Lock,
  facts: {
    readonly shown: string
    readonly written: 'written' | 'unchanged'
    readonly fetched: number
    readonly ms: number
  },
): readonly string[] {
  const changes = table(changesOf(before?.packages ?? [], lock.packages))
  const separator = changes.length > 0 ? [''] : []
  const outcome =
    facts.written === 'written' ? `Locked ${countOf(lock.packages.length, 'package')} in` : 'Nothing changed in'
  const fetched = facts.fetched === 0 ? 'none' : countOf(facts.fetched, 'package')
  return [
    ...changes,
    ...separator,
    `${outcome} ${facts.shown} (${fetched} fetched, ${formatDuration(facts.ms)}).`,
    ...corroborationLines(lock.packages),
  ]
}

/** A name with one version before and after was changed; everything else came or went. */
function changesOf(before: readonly LockedPackage[], after: readonly LockedPackage[]): readonly (readonly string[])[] {
  const [old, fresh] = [byName(before), byName(after)]
  return [...new Set([...old.keys(), ...fresh.keys()])].toSorted().flatMap(name => {
    const [was, is] = [old.get(name) ?? [], fresh.get(name) ?? []]
    const [gone, come] = [was.filter(each => !twinOf(each, is)), is.filter(each => !twinOf(each, was))]
    const [from, to] = [gone[0], come[0]]
    const isOne = from && to && gone.length === 1 && come.length === 1
    return [
      ...(isOne
        ? [['changed', to.identity.id, `${normalise(from.identity.version)} to ${normalise(to.identity.version)}`]]
        : []),
      ...(isOne ? [] : come).map(({ identity }) => ['added', identity.id, normalise(identity.version)]),
      ...(isOne ? [] : gone).map(({ identity }) => ['removed', identity.id, normalise(identity.version)]),
    ]
  })
}

function twinOf({ identity }: LockedPackage, others: readonly LockedPackage[]): LockedPackage | undefined {
  return others.find(other => identityKey(other.identity) === identityKey(identity))
}

function byName(packages: readonly LockedPackage[]): ReadonlyMap<string, readonly LockedPackage[]> {
  return Map.groupBy(packages, ({ identity }) => identity.id.toLowerCase())
}

/** What others had to say, where anybody was asked. */
function corroborationLines(packages: readonly LockedPackage[]): readonly string[] {
  const asked = packages.filter(({ corroboration }) => corroboration !== undefined)
  if (asked.length === 0) return []
  const of = (outcome: string): readonly LockedPackage[] =>
    asked.filter(({ corroboration }) => corroboration?.outcome === outcome)
  const [agreed, alone] = [of('agreed'), of('single-sourced')]
  // One that was agreed on may have another build elsewhere too, and that is accepted from now on.
  const other = asked.filter(({ accepted }) => accepted.some(({ family }) => family !== undefined))
  return [
    `Corroborated: ${agreed.length} agreed, ${alone.length} single-sourced; ${other.length} with another build elsewhere.`,
    ...other.map(({ identity, accepted }) => {
      const families = [...new Set(accepted.flatMap(({ family }) => family ?? []))]
      return `  other build, accepted too: ${formatIdentity(identity)} (${families.join(', ')})`
    }),
    ...alone.map(({ identity }) => `  single-sourced: ${formatIdentity(identity)}`),
  ]
}
