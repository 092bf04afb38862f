import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import type { Failure } from '../../src/failure.ts'
import { RETRY } from '../../src/fallback/policy.ts'
import type { Call, Exchange } from '../../src/http/call.ts'
import { type ReceivedFile, type ReceiveLimits, receive } from '../../src/package/receive.ts'
import type { Result } from '../../src/result.ts'
import { createFolder, createHttp, someCall } from '../helpers/ask.ts'
import { errorOf, unwrap } from '../helpers/result.ts'
import { serve } from '../helpers/web-server.ts'

const KIB = 1024
const BYTES = Buffer.from(Array.from({ length: 300 * KIB }, (_, index) => (index * 7) % 251))
const OTHER = Buffer.alloc(BYTES.length, 'other')
const BREAK = 100 * KIB
const TAG = '"v1"'

/** Answers one request; `from` is where it asked to begin, `arrivals` what of the answer is read. */
type Reply = (response: ServerResponse, from: number, arrivals: Arrivals) => void

/** Does something when so many bytes of an answer have been read: an end that comes sooner takes along what has not been. */
interface Arrivals {
  when(bytes: number, then: () => void): void
}

/** `silence`: nothing more comes, and nothing ends. */
type Break = 'reset' | 'end' | 'silence'

interface Sent {
  readonly bytes?: Buffer
  readonly etag?: string | undefined
  /** After so many bytes of this answer the connection breaks; absent where it does not. */
  readonly until?: number
  readonly how?: Break
  /** Whether its length is announced. */
  readonly isMeasured?: boolean
}

/** The whole, or as much of it as is sent. */
function whole({ bytes = BYTES, etag = TAG, until, how = 'reset', isMeasured = true }: Sent = {}): Reply {
  return (response, _, arrivals) => {
    response.writeHead(200, { ...(isMeasured && { 'content-length': bytes.length }), ...(etag && { etag }) })
    sendUntil(response, bytes, until, how, arrivals)
  }
}

/** The rest that was asked for, whatever `more` changes in it. */
function rest({ bytes = BYTES, etag = TAG, until }: Sent = {}, contentRange?: (from: number) => string): Reply {
  return (response, from, arrivals) => {
    const body = bytes.subarray(from)
    const range = contentRange?.(from) ?? `bytes ${from}-${bytes.length - 1}/${bytes.length}`
    response.writeHead(206, { 'content-length': body.length, 'content-range': range, ...(etag && { etag }) })
    sendUntil(response, body, until, 'reset', arrivals)
  }
}

function status(code: number): Reply {
  return response => response.writeHead(code, { 'content-range': `bytes */${BYTES.length}` }).end()
}

function sendUntil(
  response: ServerResponse,
  body: Buffer,
  until: number | undefined,
  how: Break,
  arrivals: Arrivals,
): void {
  if (until === undefined) return void response.end(body)
  response.flushHeaders()
  if (until > 0) response.write(body.subarray(0, until))
  if (how !== 'silence')
    arrivals.when(until, () => (how === 'end' ? response.socket?.end() : response.socket?.resetAndDestroy()))
}

/** What the requests of a call have read. */
function watchArrivals(): { readonly call: Call; readonly arrivals: Arrivals } {
  let read = -1
  let due = Number.POSITIVE_INFINITY
  let breakOff = (): void => {}
  const look = (): void => {
    if (read < due) return
    due = Number.POSITIVE_INFINITY
    breakOff()
  }
  const exchange = (): Exchange => {
    read = -1
    return {
      answered: () => {
        read = 0
        look()
      },
      heard: bytes => {
        read += bytes
        look()
      },
      ended: () => {},
    }
  }
  const when = (bytes: number, then: () => void): void => {
    due = bytes
    breakOff = then
    look()
  }
  return { call: { ...someCall(), exchange }, arrivals: { when } }
}

interface Received {
  readonly result: Result<ReceivedFile, Failure>
  readonly requests: readonly IncomingMessage[]
  readonly file: string
}

/** Receives from a server that gives these replies, one after the other, and none after the last. */
async function receiveFrom(
  t: TestContext,
  replies: readonly Reply[],
  limits: Partial<ReceiveLimits> = {},
  silenceMs?: number,
): Promise<Received> {
  const left = [...replies]
  const { call, arrivals } = watchArrivals()
  await using server = await serve(({ headers }, response) => {
    const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0)
    const reply = left.shift() ?? status(500)
    reply(response, from, arrivals)
  })
  const file = path.join(await createFolder(t), 'x.part')
  const redirects = { kind: 'public', privateToo: true } as const
  const body = unwrap(await createHttp(t, silenceMs).open({ url: new URL(server.origin), redirects, call }))
  const result = await receive(body, file, { bytes: 10 * BYTES.length, resumes: 3, ...limits })
  return { result, requests: server.requests, file }
}

async function assertWhole({ result, file }: Received, bytes = BYTES): Promise<void> {
  const { size, digests } = unwrap(result)
  assert.equal(size, bytes.length)
  assert.ok((await readFile(file)).equals(bytes), 'the bytes in the file')
  assert.equal(digests[0]?.value, createHash('sha512').update(bytes).digest('base64'))
}

function rangesOf({ requests }: Received): readonly (string | undefined)[] {
  return requests.map(({ headers }) => headers.range)
}

for (const how of ['reset', 'end'] as const) {
  test(`A body whose connection breaks by ${how} is taken up where it ended, and its digest is over the whole.`, async t => {
    const received = await receiveFrom(t, [whole({ until: BREAK, how }), rest()])
    await assertWhole(received)
    assert.deepEqual(rangesOf(received), [undefined, `bytes=${BREAK}-`])
    assert.equal(received.requests[1]?.headers['if-range'], TAG)
  })
}

/** A clock that is soon over. Milliseconds. */
const SILENCE = 200

test('A body that goes silent midway is taken up on another connection, like one that broke.', async t => {
  const received = await receiveFrom(t, [whole({ until: BREAK, how: 'silence' }), rest()], {}, SILENCE)
  await assertWhole(received)
  assert.deepEqual(rangesOf(received), [undefined, `bytes=${BREAK}-`])
})

for (const { what, first } of [
  { what: 'that nothing tells to be the same', first: { etag: '', until: BREAK } },
  { what: 'of which not a byte has come', first: { until: 0 } },
]) {
  test(`A silent body ${what} is given up for its silence.`, async t => {
    const received = await receiveFrom(t, [whole({ ...first, how: 'silence' }), rest()], {}, SILENCE)
    const failure = errorOf(received.result)
    assert.equal(failure.kind === 'timeout' && failure.phase, 'idle')
    assert.equal(received.requests.length, 1)
  })
}

test('A body of unknown length is taken up too.', async t => {
  await assertWhole(await receiveFrom(t, [whole({ until: BREAK, isMeasured: false }), rest()]))
})

test('One that breaks again and again is taken up three times, each further on.', async t => {
  const received = await receiveFrom(t, [
    whole({ until: BREAK }),
    rest({ until: 50 * KIB }),
    rest({ until: 50 * KIB }),
    rest(),
  ])
  await assertWhole(received)
  assert.deepEqual(
    rangesOf(received),
    [undefined, 100, 150, 200].map(at => at && `bytes=${at * KIB}-`),
  )
})

const WHOLE_AGAIN = [
  { what: 'ignores Range', again: {} },
  { what: 'has another file by now', again: { bytes: OTHER, etag: '"v2"' } },
] as const

for (const { what, again } of WHOLE_AGAIN) {
  test(`From a server that ${what} all is received anew, and nothing of the first part stays.`, async t => {
    const shorter = 'bytes' in again ? again.bytes.subarray(0, 40 * KIB) : BYTES
    const received = await receiveFrom(t, [whole({ until: BREAK }), whole({ ...again, bytes: shorter })])
    await assertWhole(received, shorter)
  })
}

/** Answers with which the rest cannot be had: the package is as broken as before. */
const USELESS: Readonly<Record<string, Reply>> = {
  'a part from another offset': rest({}, from => `bytes ${from - 1}-${BYTES.length - 1}/${BYTES.length}`),
  'a part of another total': rest({}, from => `bytes ${from}-${BYTES.length}/${BYTES.length + 1}`),
  'a part without Content-Range': (response, from) => response.writeHead(206).end(BYTES.subarray(from)),
  'a part of a file with another tag': rest({ etag: '"v2"' }),
  '416': status(416),
  '404': status(404),
  '503': status(503),
  'a redirect to nowhere': response => response.writeHead(302, { location: 'ftp://x.test/' }).end(),
  'a reset': response => response.socket?.resetAndDestroy(),
}

for (const [what, reply] of Object.entries(USELESS)) {
  test(`${what} instead of the rest leaves it at the failure that there was, and nobody asks on.`, async t => {
    const received = await receiveFrom(t, [whole({ until: BREAK }), reply, whole()])
    const failure = errorOf(received.result)
    assert.deepEqual(failure.kind === 'truncated' && [failure.expected, failure.got], [BYTES.length, BREAK])
    assert.equal(received.requests.length, 2)
  })
}

for (const etag of ['', 'W/"v1"', '"unfinished']) {
  test(`With the tag ${etag || 'left out'} nothing tells that the rest is of the same file, and it is not asked for.`, async t => {
    const received = await receiveFrom(t, [whole({ etag, until: BREAK }), rest()])
    assert.equal(errorOf(received.result).kind, 'truncated')
    assert.equal(received.requests.length, 1)
  })
}

test('One that breaks again without having brought a byte is given up: no loop is endless.', async t => {
  const received = await receiveFrom(t, [whole({ until: BREAK }), rest({ until: 0 }), rest()], { resumes: 100 })
  assert.equal(errorOf(received.result).kind, 'truncated')
  assert.equal(received.requests.length, 2)
})

for (const [patience, resumes] of Object.entries(RETRY.resumes)) {
  test(`With ${patience} patience the rest is asked for ${resumes} times at most.`, async t => {
    const replies = [whole({ until: 10 * KIB }), ...Array<Reply>(10).fill(rest({ until: 10 * KIB }))]
    const received = await receiveFrom(t, replies, { resumes })
    assert.equal(errorOf(received.result).kind, 'truncated')
    assert.equal(received.requests.length, 1 + resumes)
  })
}

test('The limit is on the bytes of all parts together.', async t => {
  const limit = BREAK + 60 * KIB
  const endless: Reply = (response, from) => {
    response
      .writeHead(206, { 'content-range': `bytes ${from}-${BYTES.length - 1}/*`, etag: TAG })
      .end(BYTES.subarray(from))
  }
  const first = whole({ until: BREAK, isMeasured: false })
  assert.equal(errorOf((await receiveFrom(t, [first, endless], { bytes: limit })).result).kind, 'too-large')
  await assertWhole(await receiveFrom(t, [first, endless], { bytes: BYTES.length }))
})
