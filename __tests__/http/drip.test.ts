import assert from 'node:assert/strict'
import type { ServerResponse } from 'node:http'
import { test } from 'node:test'
import type { Failure } from '../../src/failure.ts'
import type { Patience } from '../../src/http/call.ts'
import { createHttpClient } from '../../src/http/client.ts'
import { clocksFor } from '../../src/http/clocks.ts'
import { createDispatcher } from '../../src/http/dispatcher.ts'
import { DIRECT } from '../../src/http/proxy.ts'
import type { Result } from '../../src/result.ts'
import { someCall } from '../helpers/ask.ts'
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
async function drainDrip(pieceBytes: number, pieces: number, patience: Patience): Promise<Dripped> {
  const clock = handClock()
  const dispatcher = createDispatcher({ connections: 1, connectMs: 5 * SECOND, clock, proxy: DIRECT, ca: [] })
  const clocks = clocksFor(8 * SECOND)
  const http = createHttpClient({ dispatchers: { brief: dispatcher, long: dispatcher }, clock, clocks })
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
        call: { ...someCall(), patience },
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
    }, 2048 * KIB)
    return { drained, origin: server.origin, ms: clock.now() }
  } finally {
    await dispatcher.destroy()
  }
}

const SLOWEST = [
  { patience: 'brief', kibPerSecond: 50, ms: 15_000 },
  { patience: 'long', kibPerSecond: 10, ms: 30_000 },
] as const

for (const { patience, kibPerSecond, ms: window } of SLOWEST) {
  const seconds = window / SECOND
  test(`Of a body waited for with ${patience} patience, ${kibPerSecond} KiB/s over ${seconds} s must come, though it is never silent.`, async () => {
    for (const pieceBytes of [1, kibPerSecond * KIB - 1]) {
      const { drained, origin, ms } = await drainDrip(pieceBytes, 2 * seconds, patience)
      assert.deepEqual(errorOf(drained), { kind: 'timeout', phase: 'slow', ms: window, origin })
      assert.equal(ms, window)
    }
  })

  test(`A body with ${kibPerSecond} KiB/s is read to its end with ${patience} patience, however long it takes.`, async () => {
    const { drained } = await drainDrip(kibPerSecond * KIB, 2 * seconds, patience)
    assert.equal(unwrap(drained), 2 * seconds * kibPerSecond * KIB)
  })
}
