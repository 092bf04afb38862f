import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CacheDecision, decideCache } from '../../src/action/cache-policy.ts'
import type { Inputs } from '../../src/action/inputs.ts'

/** Steps by what started them; what the log calls those that hold more rights than whoever writes the cache. */
const STEPS: readonly (readonly [event: string, ref: string, privileged: string | undefined])[] = [
  ['push', 'refs/heads/main', undefined],
  ['push', 'refs/heads/refs/tags/v1', undefined],
  ['pull_request', 'refs/pull/7/merge', undefined],
  ['schedule', 'refs/heads/main', undefined],
  ['workflow_dispatch', 'refs/heads/main', undefined],
  ['merge_group', 'refs/heads/gh-readonly-queue/main/pr-7', undefined],
  ['', '', undefined],
  ['release', 'refs/tags/v1', 'the event "release"'],
  ['release', 'refs/heads/main', 'the event "release"'],
  ['pull_request_target', 'refs/heads/main', 'the event "pull_request_target"'],
  ['workflow_run', 'refs/heads/main', 'the event "workflow_run"'],
  ['issue_comment', 'refs/heads/main', 'the event "issue_comment"'],
  ['push', 'refs/tags/v1', 'a tag'],
  ['workflow_dispatch', 'refs/tags/v1', 'a tag'],
  ['create', 'refs/tags/v1', 'a tag'],
]

type Said = Pick<CacheDecision, 'restores' | 'saves' | 'why'>

const OFF: Said = { restores: false, saves: false, why: undefined }
const READS: Said = { restores: true, saves: false, why: undefined }
const ON: Said = { restores: true, saves: true, why: undefined }
const MISSING: Said = { ...OFF, why: 'There is no Actions cache that this step may use.' }

function refused(what: string): Said {
  return {
    ...OFF,
    why: `The Actions cache is not used for ${what}, whose job must not rely on what other jobs may write.`,
  }
}

/** By what the input says: where there is a cache, where the step is privileged too, and where there is none. */
const TABLE: Readonly<
  Record<
    Inputs['cache'],
    { readonly offered: Said; readonly privileged: (what: string) => Said; readonly missing: Said }
  >
> = {
  auto: { offered: ON, privileged: refused, missing: OFF },
  true: { offered: ON, privileged: () => ON, missing: MISSING },
  false: { offered: OFF, privileged: () => OFF, missing: OFF },
  'restore-only': { offered: READS, privileged: () => READS, missing: MISSING },
}

for (const [cache, row] of Object.entries(TABLE) as [Inputs['cache'], (typeof TABLE)['auto']][]) {
  for (const [event, ref, privileged] of STEPS) {
    for (const isOffered of [true, false]) {
      const expected = !isOffered ? row.missing : privileged === undefined ? row.offered : row.privileged(privileged)
      const where = `${event || 'no event'} on ${ref || 'nothing'}, ${isOffered ? 'with' : 'without'} a cache`
      test(`"cache: ${cache}" for ${where}: ${JSON.stringify(expected)}.`, () => {
        for (const onStale of ['warn', 'fail'] as const) {
          // An earlier set is somebody's word for what is newest: never where more is at stake, whatever the input says.
          const lastKnownGood = expected.restores && privileged === undefined && onStale === 'warn'
          assert.deepEqual(decideCache({ cache, onStale }, { event, ref, isOffered }), { ...expected, lastKnownGood })
        }
      })
    }
  }
}
