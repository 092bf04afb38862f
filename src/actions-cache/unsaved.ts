import type { CacheSaved } from '../restore/at-hand/package-cache.ts'
import { type ClientLog, lastWarning, show } from './client-log.ts'

/** What is nobody's fault, as the client words it in its log, and there alone (@actions/cache 6.3.0, `saveCache`). */
const LEFT: readonly (readonly [said: RegExp, why: string])[] = [
  [/^Cache save skipped: the effective cache-mode /, 'this job may not write to it'],
  [/ More details: cache write denied:/, 'this job may not write to it'],
  [/, another job may be creating this cache\./, 'the entry is there already, or another job is making it'],
]

/**
 * Whatever keeps the client from reserving a key of the second protocol, an outage for one, it puts down to "another job";
 * what it really was it writes for debugging.
 */
const NOT_RESERVED = /^Failed to reserve cache: Error: (?<why>.*)/s

/** The answers to a key that is taken (platform.md 2.2), and to a job that may not write. */
const ANSWERED_NO = /\(409\)|already exists|^Response was not ok$|^cache write denied:/

/** Why nothing was saved, from what the client wrote. */
export function whyUnsaved(log: ClientLog): CacheSaved {
  const texts = log.lines.map(({ text }) => text)
  const reason = texts.map(text => NOT_RESERVED.exec(text)?.groups?.why).findLast(why => why !== undefined)
  if (reason !== undefined && !ANSWERED_NO.test(reason)) return { kind: 'failed', why: show(reason, log) }
  const [, left] = LEFT.find(([said]) => texts.some(text => said.test(text))) ?? []
  if (left !== undefined) return { kind: 'left', why: left }
  return { kind: 'failed', why: lastWarning(log) ?? 'it saved nothing and did not say why' }
}
