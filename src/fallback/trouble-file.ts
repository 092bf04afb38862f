import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import * as v from 'valibot'
import { readRecord, writeRecord } from '../repository/json-record.ts'
import type { KnownTrouble } from './source-health.ts'

const text = v.pipe(v.string(), v.maxLength(200))
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
  v.object({ kind: v.picklist(['denied', 'server-error']), status, origin }),
  v.object({ kind: v.literal('rate-limited'), status, retryAfterMs: v.optional(whole), origin }),
  v.object({ kind: v.picklist(['malformed', 'misdirected']), what: text, origin }),
  v.object({ kind: v.literal('unproven'), origin }),
])

const TROUBLE = v.object({ step: v.picklist(['resolve', 'download']), origin, failure: FAILURE, since: whole })

/** After this time nothing is known of a source any more. Milliseconds. */
const LASTS = 10 * 60_000

/**
 * What earlier steps of the job have learnt, so that they are not the only ones who paid for it. Nothing but the order in
 * which sources are asked depends on it: any step of the job may have written the file.
 *
 * @param now milliseconds since 1970
 */
export async function readTroubles(file: string, now: number): Promise<readonly KnownTrouble[]> {
  const record = await readRecord(file, v.pipe(v.array(v.unknown()), v.maxLength(100))).catch(() => undefined)
  const known = (record ?? []).flatMap(each => {
    const trouble = v.safeParse(TROUBLE, each)
    return trouble.success ? [trouble.output satisfies KnownTrouble] : []
  })
  return known.filter(({ since }) => since <= now && now - since <= LASTS)
}

/** Leaves for later steps who was down. One that cannot be written is none: they find out for themselves. */
export async function writeTroubles(file: string, troubles: readonly KnownTrouble[]): Promise<void> {
  const writable = troubles.filter(trouble => v.is(TROUBLE, trouble))
  try {
    await mkdir(path.dirname(file), { recursive: true })
    await writeRecord(file, writable)
  } catch {
    // A full or read-only disk is told by what needs it.
  }
}
