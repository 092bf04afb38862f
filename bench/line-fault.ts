import { seededRandom } from '../__tests__/helpers/seeded-random.ts'

/** How the far end of a line can fail. It fails alike for metadata and packages. */
export type Fault =
  | 'refused'
  /** No connection comes about: the SYN is never answered. */
  | 'black-holed'
  /** Accepts, and never answers. */
  | 'silent'
  | '503'
  | '403 HTML'
  /** The body comes at one byte per 200 ms. */
  | 'dripping'
  /** Half of the body comes, and then nothing. */
  | 'stalling'
  /** One answer in ten, drawn by a seed, comes 4 s later. */
  | 'tenth slow'

export const FAULTS: readonly Fault[] = [
  'refused',
  'black-holed',
  'silent',
  '503',
  '403 HTML',
  'dripping',
  'stalling',
  'tenth slow',
]

/** What a line does with one request, and with the answer to it. */
export interface Treatment {
  /** The milliseconds for which the request is held back. */
  readonly holdMs: number
  /** Sent in place of the answer, the server never being asked; empty for silence. */
  readonly instead: Buffer | undefined
  /** How the body of the answer comes. */
  readonly body: 'whole' | 'dripping' | 'stalling'
}

const SOUND: Treatment = { holdMs: 0, instead: undefined, body: 'whole' }
const SLOW_MS = 4000
const SLOW_SHARE = 0.1

/** Treats the requests of a line one after the other. */
export function treatmentOf(fault: Fault | undefined): () => Treatment {
  switch (fault) {
    case undefined:
    case 'refused':
    case 'black-holed':
      return () => SOUND
    case 'silent':
      return () => ({ ...SOUND, instead: Buffer.alloc(0) })
    case '503':
      return () => ({ ...SOUND, instead: answer('503 Service Unavailable', 'The service is unavailable.') })
    case '403 HTML':
      return () => ({ ...SOUND, instead: answer('403 Forbidden', FORBIDDEN) })
    case 'dripping':
    case 'stalling':
      return () => ({ ...SOUND, body: fault })
    case 'tenth slow': {
      const random = seededRandom(42)
      return () => ({ ...SOUND, holdMs: random() < SLOW_SHARE ? SLOW_MS : 0 })
    }
  }
}

const FORBIDDEN =
  '<!DOCTYPE html><html><head><title>403 Forbidden</title></head><body><h1>Request blocked</h1></body></html>'

function answer(status: string, html: string): Buffer {
  return Buffer.from(`HTTP/1.1 ${status}\r\nContent-Type: text/html\r\nContent-Length: ${html.length}\r\n\r\n${html}`)
}
