import type { Failure } from '../failure.ts'

/** The rest of a body that broke off. */
export interface Part {
  /** Bytes that are here already. */
  readonly from: number
  /** Of the whole body, as its first answer announced it; undefined where it did not. */
  readonly length: number | undefined
  /** The strong validator of the first answer: without one, two halves of two files could meet. */
  readonly tag: string
}

/** Asks for the rest, or for the whole body if it is another one by now (RFC 9110, 13.1.5 and 14.2). */
export function rangeHeaders({ from, tag }: Part): Readonly<Record<string, string>> {
  return { range: `bytes=${from}-`, 'if-range': tag }
}

/** An entity tag that stands for bytes, quotes included; a weak one (`W/"…"`) stands for their meaning. */
export function strongTag(etag: string | undefined): string | undefined {
  return etag !== undefined && /^"[\x21\x23-\x7e]{0,256}"$/.test(etag) ? etag : undefined
}

/**
 * Whether an answer of status 206 is the rest that was asked for; the failure that it is otherwise. A part from the wrong
 * offset is what broken proxies send (pip refuses it too).
 */
export function partOf(
  contentRange: string | undefined,
  etag: string | undefined,
  { from, length, tag }: Part,
  origin: string,
): Failure | undefined {
  const [, start, end, total] = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15}|\*)$/i.exec(contentRange?.trim() ?? '') ?? []
  const announced = total === '*' ? length : Number(total)
  const isRest =
    Number(start) === from &&
    Number(end) >= from &&
    (announced === undefined || Number(end) === announced - 1) &&
    (length === undefined || announced === length) &&
    (etag === undefined || etag === tag)
  return isRest ? undefined : { kind: 'malformed', what: 'another part than the one asked for', origin }
}
