import type { ServerResponse } from 'node:http'
import { type Clock, sleep, systemClock } from '../../src/clock.ts'
import { type Answer, answer, gatewayPage, redirect } from './answer.ts'
import { type OddAnswer, sendOdd } from './odd-answer.ts'

/** A way to go wrong. Offsets are into the body; an answer that is shorter than an offset is not harmed. */
export type Fault =
  /** Without a body of its own, the page of a gateway. */
  | {
      readonly kind: 'status'
      readonly status: number
      readonly body?: string | Buffer
      readonly headers?: Readonly<Record<string, string>>
    }
  /** 200 with the wrong thing: a page for people; the feed of the Gallery without entries; the CDN's block list of 2018. */
  | { readonly kind: 'html' }
  | { readonly kind: 'empty-feed' }
  | { readonly kind: 'block-list' }
  /** Accepts the request and says nothing. */
  | { readonly kind: 'silent' }
  /** Stops in the middle and keeps the connection. */
  | { readonly kind: 'stall'; readonly afterBytes: number }
  /** One byte at a time, by the clock. */
  | { readonly kind: 'drip'; readonly everyMs: number; readonly clock?: Clock }
  | { readonly kind: 'delay'; readonly ms: number; readonly clock?: Clock }
  /** RST, before the status line if no offset is given. */
  | { readonly kind: 'reset'; readonly afterBytes?: number }
  /** FIN before the announced Content-Length is reached. */
  | { readonly kind: 'truncate'; readonly afterBytes: number }
  /** A body without a length that ends too early, which no client can see from the protocol. */
  | { readonly kind: 'cut'; readonly afterBytes: number }
  /** One bit of this byte is another. */
  | { readonly kind: 'flip'; readonly byte: number }
  /** The body, then zeros without end. */
  | { readonly kind: 'endless' }
  | { readonly kind: 'not-http' }
  | { readonly kind: 'redirect'; readonly to: string }
  | OddAnswer

/** The feed of a Gallery that has lost its database: well-formed, 200, empty for every name. */
const EMPTY_FEED =
  '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xmlns:d="http://schemas.microsoft.com/ado/2007/08/dataservices" xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata"><id>http://schemas.datacontract.org/2004/07/</id><title /><updated>2026-11-20T10:00:00Z</updated><author><name /></author></feed>'

const BLOCK_LIST = '<?xml version="1.0" encoding="utf-8"?><BlockList><CommittedBlocks /></BlockList>'
const BODILESS: ReadonlySet<number> = new Set([204, 304])
const ZEROS = Buffer.alloc(65_536)
const NEVER = new AbortController().signal

/**
 * Answers wrongly, as `fault` says.
 *
 * @param makeAnswer the right answer, made only for faults that spoil it; without ranges it sends the whole
 * @param hang called when nothing more comes for now; gives the end of that
 */
export async function spoil(
  fault: Fault,
  response: ServerResponse,
  makeAnswer: (ranges?: 'without ranges') => Promise<Answer>,
  hang: () => () => void = () => () => undefined,
): Promise<void> {
  switch (fault.kind) {
    case 'status':
      return send(response, statusAnswer(fault))
    case 'html':
      return send(response, gatewayPage(200))
    case 'empty-feed':
      return send(response, answer(200, 'application/atom+xml;type=feed;charset=utf-8', EMPTY_FEED))
    case 'block-list':
      return send(response, answer(200, 'application/xml', BLOCK_LIST))
    case 'redirect':
      return send(response, redirect(302, fault.to))
    case 'silent':
      hang()
      return
    case 'not-http':
      response.socket?.end('SSH-2.0-OpenSSH_9.6\r\n')
      return
    case 'delay': {
      const goOn = hang()
      await sleep(fault.clock ?? systemClock, fault.ms, NEVER)
      goOn()
      return send(response, await makeAnswer())
    }
    case 'flip':
      return send(response, flipped(await makeAnswer(), fault.byte))
    case 'drip':
      return drip(response, await makeAnswer(), fault.everyMs, fault.clock ?? systemClock, hang)
    case 'cut':
      return sendWithoutLength(response, await makeAnswer(), fault.afterBytes)
    case 'endless':
      return sendWithoutEnd(response, await makeAnswer())
    case 'stall':
      return sendPart(response, await makeAnswer(), fault.afterBytes, hang)
    case 'truncate':
      return sendPart(response, await makeAnswer(), fault.afterBytes, () => response.socket?.end())
    case 'reset':
      if (fault.afterBytes !== undefined) {
        return sendPart(response, await makeAnswer(), fault.afterBytes, () => response.socket?.resetAndDestroy())
      }
      response.socket?.resetAndDestroy()
      return
    default:
      return sendOdd(fault, response, makeAnswer)
  }
}

/** The answer as it should be sent. */
export function send(response: ServerResponse, whole: Answer): void {
  const hasBody = !BODILESS.has(whole.status)
  response.writeHead(whole.status, { ...whole.headers, ...(hasBody && { 'content-length': whole.body.length }) })
  response.end(hasBody ? bodyFor(response, whole) : undefined)
}

function bodyFor(response: ServerResponse, { body }: Answer): Buffer {
  return response.req.method === 'HEAD' ? Buffer.alloc(0) : body
}

function statusAnswer({ status, body, headers = {} }: Extract<Fault, { kind: 'status' }>): Answer {
  const page = body === undefined ? gatewayPage(status) : answer(status, 'text/plain; charset=utf-8', body)
  return { ...page, headers: { ...page.headers, ...headers } }
}

function flipped(whole: Answer, byte: number): Answer {
  const body = Buffer.from(whole.body)
  if (byte < body.length) body.writeUInt8(body.readUInt8(byte) ^ 1, byte)
  return { ...whole, body }
}

/** Announces the whole length, sends a part and hands over once it is in the kernel's hands. */
function sendPart(response: ServerResponse, whole: Answer, bytes: number, then: () => void): void {
  const body = bodyFor(response, whole)
  if (body.length <= bytes) {
    send(response, whole)
    return
  }
  response.writeHead(whole.status, { ...whole.headers, 'content-length': body.length })
  response.flushHeaders()
  if (bytes === 0) response.socket?.write('', then)
  else response.write(body.subarray(0, bytes), then)
}

async function drip(
  response: ServerResponse,
  whole: Answer,
  everyMs: number,
  clock: Clock,
  hang: () => void,
): Promise<void> {
  response.writeHead(whole.status, { ...whole.headers, 'content-length': whole.body.length })
  response.flushHeaders()
  await new Promise<void>(resolve => response.socket?.write('', () => resolve()))
  hang()
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  for (const byte of bodyFor(response, whole)) {
    await sleep(clock, everyMs, gone.signal)
    if (response.destroyed) return
    response.write(Buffer.of(byte))
  }
  response.end()
}

/** Ended by closing the connection, as HTTP/1.0 servers do: the client cannot tell the end from a cut. */
function sendWithoutLength(response: ServerResponse, whole: Answer, bytes: number): void {
  response.removeHeader('content-length')
  response.removeHeader('transfer-encoding')
  response.writeHead(whole.status, { ...whole.headers, connection: 'close' })
  response.end(bodyFor(response, whole).subarray(0, bytes))
}

function sendWithoutEnd(response: ServerResponse, whole: Answer): void {
  response.writeHead(whole.status, whole.headers)
  response.write(whole.body)
  response.on('drain', () => response.write(ZEROS))
  response.write(ZEROS)
}
