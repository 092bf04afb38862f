import assert from 'node:assert/strict'
import type { ServerResponse } from 'node:http'
import { test } from 'node:test'
import type { Failure } from '../../src/failure.ts'
import { createDispatcher, createHttpClient } from '../../src/http/client.ts'
import type { Result } from '../../src/result.ts'
import { handClock } from '../helpers/hand-clock.ts'
import { errorOf, unwrap } from '../helpers/result.ts'
import { serve } from '../helpers/web-server.ts'

const KIB = 1024
const SECOND = 1000

interface Dripped {
  readonly drained: Result<number, Failure>
  readonly origin: string
  /** How long the transfer took, by the clock. */
  readonly ms: number
}

/** Drains a body that comes in pieces of a size, each a second after the one before has been taken. */
async function drainDrip(pieceBytes: number, pieces: number): Promise<Dripped> {
  const clock = handClock()
  const dispatcher = createDispatcher({ connections: 1, connectMs: 5 * SECOND })
  const clocks = { connectMs: 5 * SECOND, headersMs: 5 * SECOND, idleMs: 5 * SECOND }
  const http = createHttpClient({ dispatcher, clock, clocks })
  let sending: ServerResponse | undefined
  await using server = await serve((_, response) => {
    sending = response
    response.writeHead(200, { 'content-length': pieceBytes * pieces }).flushHeaders()
    response.write(Buffer.alloc(pieceBytes))
  })
  try {
    const body = unwrap(
      await http.open({
        url: new URL(server.origin),
        redirects: { kind: 'public', privateToo: true },
        signal: new AbortController().signal,
      }),
    )
    let sent = pieceBytes
    let received = 0
    const drained = await body.drain(chunk => {
      received += chunk.length
      if (received < sent) return
      // Behind the sink, when nothing but the source is waited for.
      setImmediate(() => {
        clock.advance(SECOND)
        sent += pieceBytes
        if (sent <= pieceBytes * pieces) sending?.write(Buffer.alloc(pieceBytes))
      })
    }, 1024 * KIB)
    return { drained, origin: server.origin, ms: clock.now() }
  } finally {
    await dispatcher.destroy()
  }
}

test('A body of which fewer than 150 KiB come in 15 seconds is given up, though it is never silent.', async () => {
  for (const pieceBytes of [1, 10 * KIB - 1]) {
    const { drained, origin, ms } = await drainDrip(pieceBytes, 40)
    assert.deepEqual(errorOf(drained), { kind: 'timeout', phase: 'slow', ms: 15_000, origin })
    assert.equal(ms, 15_000)
  }
})

test('A body of which 150 KiB come in every 15 seconds is read to its end, however long it takes.', async () => {
  const { drained } = await drainDrip(10 * KIB, 40)
  assert.equal(unwrap(drained), 400 * KIB)
})
