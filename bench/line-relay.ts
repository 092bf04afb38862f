import { connect, type Socket } from 'node:net'
import { type Direction, LINE, openDirection } from './line-direction.ts'
import type { Treatment } from './line-fault.ts'

type Carry = (chunk: Buffer) => void

/** Of a dripping body no more than this is kept: nobody waits for the rest. */
const DRIP = { ms: 200, keptBytes: 2000 } as const
const HEAD_END = '\r\n\r\n'

/**
 * Joins a client to a server by a line. Bytes pass as they are; of HTTP it knows no more than that a request begins a piece
 * of its own, as it does for clients that do not pipeline, and that the head of an answer comes in one piece.
 *
 * @param treat called for every request
 */
export function relay(client: Socket, port: number, treat: () => Treatment): void {
  const server = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true })
  const opensAt = performance.now() + LINE.setUpMs
  const [there, back] = [openDirection(opensAt), openDirection(opensAt)]
  const toServer = carry(client, server, there)
  const toClient = carry(server, client, back)
  let instead: Buffer | undefined
  let answer = toClient

  client.on('data', (chunk: Buffer) => {
    if (chunk.toString('latin1', 0, 4) === 'GET ') {
      const treatment = treat()
      there.hold(treatment.holdMs)
      instead = treatment.instead
      answer = { whole: () => toClient, dripping: drip, stalling: stall }[treatment.body](server, client, back)
    }
    if (instead) answerAtOnce(chunk, instead)
    else toServer(chunk)
  })
  server.on('data', (chunk: Buffer) => answer(chunk))
  passEnd(client, server, there)
  passEnd(server, client, back)

  function answerAtOnce({ length }: Buffer, answer: Buffer): void {
    there.send(length, () => back.send(answer.length, () => client.write(answer)))
  }
}

/** Passes pieces on, and reads no more while a whole window of them is under way or not taken at the other end. */
function carry(from: Socket, to: Socket, line: Direction): Carry {
  let underWay = 0
  const pauseOrResume = (): void => {
    const isFull = underWay + to.writableLength > LINE.windowBytes
    if (isFull !== from.isPaused()) isFull ? from.pause() : from.resume()
  }
  to.on('drain', pauseOrResume)
  return chunk => {
    underWay += chunk.length
    line.send(chunk.length, () => {
      underWay -= chunk.length
      to.write(chunk)
      pauseOrResume()
    })
    pauseOrResume()
  }
}

function drip(from: Socket, to: Socket, line: Direction): Carry {
  return chunk => {
    const bodyAt = chunk.indexOf(HEAD_END) + HEAD_END.length
    line.send(bodyAt, () => to.write(chunk.subarray(0, bodyAt)))
    for (const byte of chunk.subarray(bodyAt, bodyAt + DRIP.keptBytes)) {
      line.hold(DRIP.ms)
      line.send(1, () => to.write(Buffer.of(byte)))
    }
    if (chunk.length > bodyAt + DRIP.keptBytes) from.pause()
  }
}

function stall(from: Socket, to: Socket, line: Direction): Carry {
  let left: number | undefined
  return chunk => {
    left ??= lengthOfHalf(chunk)
    const passed = chunk.subarray(0, left)
    left -= passed.length
    line.send(passed.length, () => to.write(passed))
    if (left === 0) from.pause()
  }
}

/** The bytes of the head and of half of the body that it announces. */
function lengthOfHalf(head: Buffer): number {
  const text = head.toString('latin1', 0, 2000)
  const length = Number(/^content-length: (\d+)\r$/im.exec(text)?.[1] ?? 0)
  return text.indexOf(HEAD_END) + HEAD_END.length + Math.floor(length / 2)
}

/** The end of a direction and a broken connection travel like bytes. */
function passEnd(from: Socket, to: Socket, line: Direction): void {
  from.on('end', () => line.send(0, () => to.end()))
  from.on('error', () => line.send(0, () => to.resetAndDestroy()))
  to.on('close', () => line.cut())
}
