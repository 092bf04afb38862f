import type { AcceptedFile, Corroboration, LockedPackage } from '../../lock/lock.ts'
import { formatIdentity } from '../../package/identity.ts'
import { ownDependencies, sameDependencies } from '../../package/own-dependencies.ts'
import { holdToLock, type VerifiedPackage } from '../../package/verify.ts'
import type { Problem } from '../../problem.ts'
import { err, ok, type Result } from '../../result.ts'
import { operatorOf } from '../../sources/operator.ts'
import { originOfSource, type Source } from '../../sources/source.ts'
import type { Run } from '../run.ts'
import { discard } from '../wanted.ts'

/** Somebody who sent the bytes of a package: who was asked, and who sent them in the end. */
export interface Witness {
  readonly source: string
  readonly operators: readonly string[]
}

export interface Corroborated {
  readonly locked: LockedPackage
  /** Sources that could not be asked, each with what they said: the outcome may be another on another day. */
  readonly silent: readonly string[]
}

/**
 * Asks others for the bytes of a package: until a second operator of its own family has sent the locked content, and one of
 * each other public family that may have it. What another family has built anew is accepted too from then on, so that it can
 * stand in in an outage.
 *
 * The error is a disagreement within the family: one of the two was tampered with, and nobody here can tell which.
 *
 * @param first who sent what is locked; undefined where that was on another day, and two have to be found
 */
export async function corroborate(
  locked: LockedPackage,
  first: Witness | undefined,
  run: Run,
): Promise<Result<Corroborated, Problem>> {
  const [own, elsewhere]: [Witness[], Witness[]] = [[], []]
  const builds: Build[] = []
  const silent: string[] = []
  const answered = new Set<string>()
  const known = (): readonly Witness[] => [...(first ? [first] : []), ...own]
  for (const source of run.mayServe(locked)) {
    const { family, name } = source.config
    const isDone = family === locked.family ? known().length > 1 : answered.has(family)
    if (isDone || isOneOf(known(), [operatorOf(originOfSource(source.config))])) continue
    const probed = await run.probe(source, locked.identity)
    if (!probed.ok) {
      if (probed.error.kind !== 'not-found') silent.push(name)
      continue
    }
    const witness = witnessOf(source, probed.value)
    await discard(probed.value)
    const held = holdToLock(probed.value, withoutBuilds(locked))
    // Whoever runs the two: the same operator does not have two contents of one version either.
    if (!held.ok && family === locked.family) return err(disagreement(locked, probed.value, first, name))
    if (isOneOf(known(), witness.operators)) continue
    answered.add(family)
    if (held.ok) (family === locked.family ? own : elsewhere).push(witness)
    else if (canStandIn(probed.value, locked)) builds.push({ source: name, family, sent: probed.value })
  }
  // Who sent what is locked does not confirm it.
  const agreed = [...(first ? own : own.slice(1)), ...elsewhere]
  // Who could not be asked might have agreed: nothing is known then.
  const isOpen = agreed.length === 0 && builds.length === 0 && silent.length > 0
  return ok({ locked: withBuilds(locked, builds, isOpen ? undefined : outcomeOf(agreed, builds)), silent })
}

/** Who sent a package. */
export function witnessOf({ config }: Source, { origin }: VerifiedPackage): Witness {
  const origins = [originOfSource(config), ...(origin === undefined ? [] : [origin])]
  return { source: config.name, operators: [...new Set(origins.map(operatorOf))] }
}

interface Build {
  readonly source: string
  readonly family: string
  readonly sent: VerifiedPackage
}

/** With other dependencies it would want a graph that is not locked. */
function canStandIn({ contents }: VerifiedPackage, { identity, type, dependencies }: LockedPackage): boolean {
  const isNamedSo = formatIdentity(contents.identity) === formatIdentity(identity) && contents.type === type
  return isNamedSo && sameDependencies(ownDependencies(contents), dependencies)
}

function isOneOf(witnesses: readonly Witness[], operators: readonly string[]): boolean {
  return witnesses.some(witness => witness.operators.some(each => operators.includes(each)))
}

function outcomeOf(agreed: readonly Witness[], builds: readonly Build[]): Corroboration {
  const by = (names: readonly string[]): readonly string[] => names.toSorted()
  if (agreed.length > 0) return { outcome: 'agreed', by: by(agreed.map(({ source }) => source)) }
  if (builds.length > 0) return { outcome: 'other-build', by: by(builds.map(({ source }) => source)) }
  return { outcome: 'single-sourced', by: [] }
}

/** What another family has built itself confirms nothing, though it is accepted. */
function withoutBuilds(locked: LockedPackage): LockedPackage {
  return {
    ...locked,
    accepted: locked.accepted.filter(({ family }) => family === undefined),
    content: locked.content.slice(0, 1),
  }
}

function withBuilds(
  locked: LockedPackage,
  builds: readonly Build[],
  corroboration: Corroboration | undefined,
): LockedPackage {
  const files = builds.map(({ family, sent: { sha512, size } }): AcceptedFile => ({ sha512, size, family }))
  const contents = builds.map(({ sent }) => sent.contents.contentDigest)
  const isNew = ({ sha512 }: AcceptedFile): boolean => !locked.accepted.some(each => each.sha512 === sha512)
  return {
    ...locked,
    accepted: [...locked.accepted, ...files.filter(isNew)],
    content: [...new Set([...locked.content, ...contents])],
    corroboration,
  }
}

function disagreement(locked: LockedPackage, sent: VerifiedPackage, first: Witness | undefined, by: string): Problem {
  const name = formatIdentity(locked.identity)
  return {
    code: 'DISAGREEMENT',
    sentence: `${first?.source ?? 'What is locked'} and ${by} have different bytes of ${name}, and are of one family.`,
    hint: 'One of them was changed or damaged: compare the two before you lock either, and tell those who run them.',
    details: [
      `${first?.source ?? 'locked'}: sha512-${locked.accepted[0]?.sha512}, content ${locked.content[0]}`,
      `${by}: sha512-${sent.sha512}, content ${sent.contents.contentDigest}`,
    ],
  }
}
