import { randomUUID } from 'node:crypto'
import path from 'node:path'
import type { Clock } from '../../clock.ts'
import { describeFailure, type Failure } from '../../failure.ts'
import { fileName, formatIdentity } from '../../package/identity.ts'
import type { Inspector } from '../../package/inspect.ts'
import { type VerifiedPackage, verifyFile } from '../../package/verify.ts'
import type { Problem } from '../../problem.ts'
import type { Requirement } from '../../requirements/requirement.ts'
import { err, ok, type Result } from '../../result.ts'
import { ANY_VERSION } from '../../version/version-range.ts'
import { fromLock } from '../choose.ts'
import { type ClosedGraph, closeGraph } from '../close.ts'
import { lockedPackage } from '../locking/locked-package.ts'
import type { StaleSet } from '../report.ts'
import type { Run } from '../run.ts'
import { keyPrefix } from './cache-key.ts'
import type { CacheSession } from './cache-session.ts'
import type { CachedEntry, CachedPackageFile } from './cached-entry.ts'

/**
 * Whether it is the day that stands between the requirements and their packages: nobody who may say so said that something
 * does not exist, no bytes were others than announced, and this machine and its time are not what is missing.
 */
export function isOutage(problems: readonly Problem[]): boolean {
  return problems.length > 0 && problems.every(({ code }) => code === 'UNDETERMINED' || code === 'UNFETCHED')
}

export interface StalePorts {
  readonly clock: Clock
  readonly run: Run
  readonly inspector: Inspector
  readonly staging: string
  readonly expanding: string | undefined
}

/** What is to be restored, and where an earlier set of it may be. */
export interface StaleQuestion {
  readonly requirements: readonly Requirement[]
  readonly skipDependencies: boolean
  readonly requirementsDigest: string
  readonly session: CacheSession
}

/** The newest set in the cache, in place of what nobody could say; the problems, if there is none that will do. */
export async function standIn(
  problems: readonly Problem[],
  question: StaleQuestion,
  ports: StalePorts,
): Promise<Result<{ readonly closed: ClosedGraph; readonly stale: StaleSet }, readonly Problem[]>> {
  const latest = await question.session.latest(keyPrefix(question.requirementsDigest))
  if (!latest) return err(problems)
  const { key, entry } = latest
  // A file may say that it is of any time, even of one that is no date.
  const savedAt = Math.min(Math.max(0, ...entry.files.map(file => file.savedAt)), ports.clock.date())
  const closed = await takeStale(entry, question.requirements, question, ports)
  if (!closed.ok) return err(problems.map(problem => withReason(problem, closed.error)))
  return ok({ closed: closed.value, stale: { key, savedAt, ageMs: ports.clock.date() - savedAt, problems } })
}

function withReason(problem: Problem, why: string): Problem {
  const detail = `The newest set in the Actions cache cannot stand in: ${why}`
  return { ...problem, details: [...(problem.details ?? []), detail] }
}

/**
 * The set of packages in an entry of the cache, if it satisfies all requirements by what the packages themselves say. It is
 * taken whole or not at all: what is newest today and what was yesterday are never mixed. The error says why not.
 */
async function takeStale(
  entry: CachedEntry,
  requirements: readonly Requirement[],
  options: { readonly skipDependencies: boolean },
  ports: StalePorts,
): Promise<Result<ClosedGraph, string>> {
  const packages: VerifiedPackage[] = []
  for (const file of entry.files) {
    const read = await readCached(file, entry, ports)
    if (!read.ok) return read
    packages.push(read.value)
  }
  const named = packages.map(each => ({ each, locked: lockedPackage(each, familyFor(each, ports.run)) }))
  const lock = {
    options: { prerelease: false, skipDependencies: options.skipDependencies },
    requirements: [],
    packages: named.map(({ locked }) => locked),
  }
  const closed = await closeGraph(requirements, options, {
    choose: fromLock({ lock, path: '', shown: 'the cached set', renew: '' }, undefined, ports.run),
    fetchesLocked: true,
    fetch: async node => {
      const found = named.find(({ locked }) => node.kind === 'locked' && node.locked === locked)
      if (!found) throw new Error(`${formatIdentity(node.resolution.identity)} was chosen and is not in the entry`)
      return ok({ node, package: found.each, from: 'cache', attempts: [] })
    },
  })
  return closed.ok ? closed : err(closed.error[0]?.sentence ?? 'it is empty')
}

async function readCached(
  { name, path: from }: CachedPackageFile,
  entry: CachedEntry,
  { run, inspector, staging, expanding }: StalePorts,
): Promise<Result<VerifiedPackage, string>> {
  const id = randomUUID()
  const file = path.join(staging, `${id}.part`)
  if (!(await entry.take(name, file))) return err(`${from} is gone`)
  const expandTo = expanding === undefined ? undefined : path.join(expanding, id)
  // A name that a source could still resolve: what it announced counts, whoever has the bytes.
  const digest = run.announced.get(name.toLowerCase())
  const checked = await verifyFile(file, digest ? { digest } : {}, inspector, expandTo)
  if (!checked.ok) return err(`${name} in it is refused: ${wrongWith(checked.error.failure)}`)
  const { identity } = checked.value.contents
  return fileName(identity) === name ? ok(checked.value) : err(`${name} in it is ${fileName(identity)}`)
}

function wrongWith(failure: Failure): string {
  return failure.kind === 'malformed' ? failure.what : describeFailure(failure).replace(/^sent /, '')
}

/** The entry does not say whose package it is: the name is that of whoever is asked for it first. */
function familyFor({ contents: { identity } }: VerifiedPackage, run: Run): string {
  const binding = run.bind({ name: identity.id, demands: [], range: ANY_VERSION, prerelease: false })
  return binding.ok ? (binding.value.families[0]?.name ?? '') : ''
}
