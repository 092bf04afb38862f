import type { Failure } from '../failure.ts'
import type { Lock } from '../lock/lock.ts'
import type { Problem } from '../problem.ts'
import type { Binding } from '../sources/family.ts'
import { normalise } from '../version/nuget-version.ts'
import { type DemandGroup, statedPlace } from './demand.ts'
import { explainUnresolved } from './explain-unresolved.ts'
import type { GraphAnswer } from './graph-node.ts'
import { type InstalledModules, takeInstalled, takeInstalledAsLocked } from './installed.ts'
import { explainUnlocked, type LockFile } from './locking/explain-lock.ts'
import { chooseLocked, lockedOfName } from './locking/locked-name.ts'
import type { GraphPorts } from './resolve-graph.ts'
import type { Run } from './run.ts'

/** Who says which version of a name is taken, and why there is none. */
export type Chooser = Pick<GraphPorts, 'ask' | 'explain'>

/** What the machine has, else what the sources have. */
export function fromSources(installed: InstalledModules | undefined, run: Run): Chooser {
  return {
    ask: async group => {
      const there = installed && (await takeInstalled(group, installed))
      return there ? { kind: 'settled', node: there } : askSources(group, run)
    },
    explain: (group, answer) => explainBound(group, run, binding => explainUnresolved(group, binding, answer)),
  }
}

/** What is locked, and nothing else; no source is asked. */
export function fromLock(file: LockFile, installed: InstalledModules | undefined, run: Run): Chooser {
  return {
    ask: async group => {
      const answer = askLocked(group, file.lock, run)
      if (answer.kind !== 'settled' || answer.node.kind !== 'locked' || !installed) return answer
      const there = await takeInstalledAsLocked(group, answer.node.locked, installed)
      return there ? { kind: 'settled', node: there } : answer
    },
    explain: (group, answer) =>
      explainBound(group, run, binding =>
        answer.kind === 'stopped' ? explainUnresolved(group, binding, answer) : explainUnlocked(group, binding, file),
      ),
  }
}

/** What is locked as long as it will do, else what the sources have: how a lock is renewed. */
export function fromLockThenSources(lock: Pick<Lock, 'packages'>, run: Run): Chooser {
  return {
    ask: async group => {
      const answer = askLocked(group, lock, run)
      return answer.kind === 'settled' ? answer : askSources(group, run)
    },
    explain: (group, answer) => explainBound(group, run, binding => explainUnresolved(group, binding, answer)),
  }
}

const UNBOUND: GraphAnswer = { kind: 'unresolved', answers: new Map(), attempts: [] }

async function askSources(group: DemandGroup, run: Run): Promise<GraphAnswer> {
  const binding = run.bind(group)
  if (!binding.ok) return UNBOUND
  const answer = await run.ask(group, binding.value)
  return answer.kind === 'resolved' ? { kind: 'settled', node: answer.resolved } : answer
}

function askLocked(group: DemandGroup, { packages }: Pick<Lock, 'packages'>, run: Run): GraphAnswer {
  const binding = run.bind(group)
  if (!binding.ok) return UNBOUND
  const named = lockedOfName(group.name, packages)
  const locked = chooseLocked(group, binding.value, named)
  if (locked) {
    const { identity, dependencies } = locked
    const resolution = { identity, dependencies, announced: {} }
    return { kind: 'settled', node: { kind: 'locked', group, resolution, locked } }
  }
  const known = named.map(({ identity }) => normalise(identity.version))
  const failure: Failure = named.length === 0 ? { kind: 'not-found' } : { kind: 'no-version', known }
  return { kind: 'unresolved', answers: new Map([['lock', failure]]), attempts: [] }
}

/** A name that cannot be bound to a family is a problem of its own. */
function explainBound(group: DemandGroup, run: Run, explain: (binding: Binding) => Problem): Problem {
  const binding = run.bind(group)
  if (binding.ok) return explain(binding.value)
  const place = statedPlace(group)
  return place ? { ...binding.error, place } : binding.error
}
