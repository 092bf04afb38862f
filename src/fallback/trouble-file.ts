import { mkdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import * as v from 'valibot'
import { readRecord, writeRecord } from '../files/json-record.ts'
import type { KnownTrouble } from './source-health.ts'

/** What is shown to people as it is. */
const text = v.pipe(v.string(), v.maxLength(200), v.regex(/^[^\p{C}]*$/u))
const whole = v.pipe(v.number(), v.integer(), v.minValue(0))
const origin = v.pipe(text, v.regex(/^https?:\/\/\S+$/))
const status = v.pipe(whole, v.maxValue(599))

/** The failures for which a source can be put back. */
const FAILURE = v.variant('kind', [
  v.object({ kind: v.picklist(['unreachable', 'untrusted']), code: text, origin }),
  v.object({
    kind: v.literal('timeout'),
    phase: v.picklist(['connect', 'tunnel', 'headers', 'idle', 'slow', 'whole']),
    ms: whole,
    origin,
  }),
  v.object({ kind: v.literal('overtaken'), ms: whole, winner: text, origin }),
  v.object({ kind: v.literal('denied'), status, origin }),
  v.object({ kind: v.picklist(['rate-limited', 'server-error']), status, retryAfterMs: v.optional(whole), origin }),
  v.object({ kind: v.literal('malformed'), what: text, origin: v.exactOptional(origin) }),
  v.object({ kind: v.literal('misdirected'), what: text, origin }),
  v.object({ kind: v.literal('truncated'), expected: whole, got: whole, origin: v.exactOptional(origin) }),
  v.object({ kind: v.literal('too-large'), limit: whole, origin: v.exactOptional(origin) }),
  v.object({ kind: v.literal('unproven'), origin }),
])

const TROUBLE = v.object({ step: v.picklist(['resolve', 'download']), origin, failure: FAILURE, since: whole })

/** After this time nothing is known of a source any more. Milliseconds. */
const LASTS = 10 * 60_000

const MOST = 100
/** More than so many troubles need. Ten megabytes of brackets took `JSON.parse` eight seconds. */
const LARGEST = 128 * 1024

/**
 * What earlier steps of the job have learnt, so that they are not the only ones who paid for it. Nothing but the order in
 * which sources are asked depends on it: any step of the job may have written the file.
 *
 * @param file undefined outside of a job
 * @param now milliseconds since 1970
 */
export async function readTroubles(file: string | undefined, now: number): Promise<readonly KnownTrouble[]> {
  if (file === undefined) return []
  const record = await readSmall(file).catch(() => undefined)
  const known = (record ?? []).flatMap(each => {
    const trouble = v.safeParse(TROUBLE, each)
    return trouble.success ? [trouble.output satisfies KnownTrouble] : []
  })
  return known.filter(({ since }) => since <= now && now - since <= LASTS)
}

async function readSmall(file: string): Promise<readonly unknown[] | undefined> {
  const found = await stat(file)
  if (!found.isFile() || found.size > LARGEST) return undefined
  return readRecord(file, v.pipe(v.array(v.unknown()), v.maxLength(MOST)))
}

/** Leaves for later steps who was down. One that cannot be written is none: they find out for themselves. */
export async function writeTroubles(file: string | undefined, troubles: readonly KnownTrouble[]): Promise<void> {
  if (file === undefined) return
  const writable = troubles.filter(trouble => v.is(TROUBLE, trouble)).slice(0, MOST)
  try {
    if (writable.length === 0) {
      await rm(file, { force: true })
      return
    }
    await mkdir(path.dirname(file), { recursive: true })
    await writeRecord(file, writable)
  } catch {
    // A full or read-only disk is told by what needs it.
  }
}
