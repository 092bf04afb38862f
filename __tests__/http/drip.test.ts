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

interface Transfer {
  /** How much comes of it in each second, and in how many of them. */
  readonly bytesPerSecond: number
  readonly seconds: number
}

/** Drains bodies that come over one line at the same time, second by second. */
async function drainTogether(transfers: readonly Transfer[]): Promise<readonly Dripped[]> {
  const clock = handClock()
  const connections = transfers.length
  const dispatcher = createDispatcher({ connections, connectMs: 5 * SECOND, clock, proxy: DIRECT, ca: [] })
  const http = createHttpClient({
    dispatchers: { brief: dispatcher, long: dispatcher },
    clock,
    clocks: clocksFor(8 * SECOND),
  })
  const sending = new Map<number, ServerResponse>()
  await using server = await serve(({ url = '' }, response) => {
    const { bytesPerSecond, seconds } = transfers[Number(url.slice(1))] ?? { bytesPerSecond: 0, seconds: 0 }
    sending.set(Number(url.slice(1)), response)
    response.writeHead(200, { 'content-length': Math.max(1, bytesPerSecond * seconds) }).flushHeaders()
  })
  const call = someCall()
  const redirects = { kind: 'public', privateToo: true } as const
  const left = transfers.map(() => 0)
  const underWay = new Set(transfers.keys())
  let second = 0
  let isAboutToSend = false

  /** When all that was sent is here, and nothing but the sources is waited for, the next second begins. */
  function sendSoon(): void {
    if (isAboutToSend || underWay.size === 0 || [...underWay].some(index => (left[index] ?? 0) > 0)) return
    isAboutToSend = true
    setImmediate(() => {
      isAboutToSend = false
      clock.advance(SECOND)
      second += 1
      for (const index of underWay) {
        const { bytesPerSecond, seconds } = transfers[index] ?? { bytesPerSecond: 0, seconds: 0 }
        if (second > seconds) continue
        left[index] = bytesPerSecond
        sending.get(index)?.write(Buffer.alloc(bytesPerSecond))
      }
      setImmediate(sendSoon)
    })
  }

  try {
    const opening = transfers.map((_, index) =>
      http.open({ url: new URL(`${server.origin}/${index}`), redirects, call }),
    )
    const bodies = (await Promise.all(opening)).map(unwrap)
    const draining = bodies.map(async (body, index): Promise<Dripped> => {
      const drained = await body.drain(chunk => {
        left[index] = (left[index] ?? 0) - chunk.length
        sendSoon()
      }, 4096 * KIB)
      underWay.delete(index)
      setImmediate(sendSoon)
      return { drained, origin: server.origin, ms: clock.now() }
    })
    sendSoon()
    return await Promise.all(draining)
  } finally {
    await dispatcher.destroy()
  }
}

/** The sixteenth part of a line of 600 KiB/s. */
const PART: Transfer = { bytesPerSecond: 37.5 * KIB, seconds: 40 }

test('Sixteen bodies that share a line of 600 KiB/s are read to their ends: its slowness is no fault of any.', async () => {
  for (const { drained } of await drainTogether(Array(16).fill(PART))) assert.equal(unwrap(drained), 1500 * KIB)
})

test('Whoever has the line to itself again is held to the speed of a whole one.', async () => {
  const [slow] = await drainTogether([PART, ...Array(15).fill({ ...PART, seconds: 14 })])
  assert.ok(slow)
  assert.deepEqual(errorOf(slow.drained), { kind: 'timeout', phase: 'slow', ms: 15 * SECOND, origin: slow.origin })
  assert.equal(slow.ms, 30 * SECOND)
})

const IDLE = [
  { what: 'nothing', bytesPerSecond: 0, phase: 'idle', ms: 8 * SECOND },
  { what: 'a byte a second', bytesPerSecond: 1, phase: 'slow', ms: 15 * SECOND },
] as const

for (const { what, bytesPerSecond, phase, ms: window } of IDLE) {
  test(`One among sixteen that brings ${what} is given up, and the others go on.`, async () => {
    const [gone, ...others] = await drainTogether([{ bytesPerSecond, seconds: 40 }, ...Array(15).fill(PART)])
    assert.ok(gone)
    assert.deepEqual(errorOf(gone.drained), { kind: 'timeout', phase, ms: window, origin: gone.origin })
    assert.equal(gone.ms, window)
    for (const { drained } of others) assert.equal(unwrap(drained), 1500 * KIB)
  })
}

test('Whoever shared the line until a moment ago is not slow.', async () => {
  const [last] = await drainTogether([
    { bytesPerSecond: 40 * KIB, seconds: 20 },
    ...Array(15).fill({ ...PART, seconds: 14 }),
  ])
  assert.ok(last)
  assert.equal(unwrap(last.drained), 800 * KIB)
})
