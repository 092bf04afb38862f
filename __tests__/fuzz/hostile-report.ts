import type { Failure } from '../../src/failure.ts'
import type { Attempt } from '../../src/fallback/try-sources.ts'
import type { Problem } from '../../src/problem.ts'
import type { RestoredPackage, RestoreReport } from '../../src/restore/report.ts'
import { ANY_VERSION } from '../../src/version/version-range.ts'

/** A problem that says nothing but this text, wherever a problem says anything. */
export function problemOf(text: string): Problem {
  return {
    code: 'X',
    sentence: text,
    hint: text,
    place: { file: text, line: 1, column: 1 },
    frame: text,
    details: [text, text],
  }
}

const failuresOf = (text: string): readonly Failure[] => [
  { kind: 'malformed', what: text },
  { kind: 'misdirected', what: text, origin: text },
  { kind: 'no-version', known: [text, text] },
  { kind: 'unreachable', code: text, origin: text },
  { kind: 'differs-locked', expected: text, got: text },
  { kind: 'local-io', code: text, path: text },
]

/** A report in which every text that can come from somebody else is this one. */
export function reportOf(text: string, outcome: RestoreReport['outcome']): RestoreReport {
  const place = { file: text, line: 1, column: 1 }
  const attempts = failuresOf(text).map(
    (failure, at): Attempt => ({ source: text, step: 'resolve', subject: text, outcome: 'failed', failure, at, ms: 5 }),
  )
  const restored: RestoredPackage = {
    id: text,
    version: text,
    type: 'module',
    family: text,
    source: text,
    resolvedBy: text,
    triedFirst: attempts,
    sha512: text,
    contentDigest: text,
    size: 12,
    check: 'announced',
    guid: text,
    dependencies: [{ id: text, range: text }],
    requiredBy: [text],
    ms: 5,
    path: text,
    installedAt: text,
  }
  return {
    outcome,
    files: [{ file: text, format: text, because: text }],
    requirements: [
      { name: text, range: ANY_VERSION, written: text, prerelease: true, repository: text, guid: text, stated: place },
    ],
    packages: outcome === 'restored' ? [restored, restored] : [],
    installed: outcome === 'restored' ? [{ id: text, version: text, folder: text, requiredBy: [text] }] : [],
    problems: outcome === 'failed' ? [problemOf(text)] : [],
    clientLimits: outcome === 'restored' ? [{ id: text, version: text, why: text, lines: [text] }] : [],
    warnings: (['notice', 'warning', 'error'] as const).map(level => ({ level, code: text, text })),
    notes: [
      { kind: 'unknown-key', place, text },
      { kind: 'skipped', place, text },
    ],
    attempts,
    repositoryPaths: [text],
    modulesPath: text,
    scriptsPath: text,
    moduleSearchPath: [text],
    lockfile: text,
    isLocked: true,
    lock: undefined,
    cache: { key: text, matchedKey: text, hit: false, saved: true, trouble: undefined, foreign: [text] },
    troubles: [],
    stale: { key: text, savedAt: 0, ageMs: 5, problems: [problemOf(text)] },
    sourcesUsed: [text],
    fallbackUsed: true,
    ms: 5,
  }
}
