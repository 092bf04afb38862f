import { Agent, get, type IncomingMessage } from 'node:http'
import { LINE } from './line-direction.ts'
import { median, print } from './measure.ts'

const RUNS = 5

/** Prints what a line really does, as one client sees it, beside what it should do. */
export async function printLine(small: string, large: string): Promise<void> {
  const [first, next, rate]: [number[], number[], number[]] = [[], [], []]
  for (let turn = 0; turn < RUNS; turn += 1) {
    const agent = new Agent({ keepAlive: true })
    first.push((await fetchOver(agent, small)).firstByte)
    next.push((await fetchOver(agent, small)).firstByte)
    const { bytes, body } = await fetchOver(agent, large)
    rate.push(bytes / body / 1000)
    agent.destroy()
  }
  const roundTrip = 2 * LINE.delayMs
  print('the line: first byte of a connection', `${median(first).toFixed(0)} ms (meant: ${LINE.setUpMs + roundTrip})`)
  print('the line: first byte of every further answer', `${median(next).toFixed(0)} ms (meant: ${roundTrip})`)
  print('the line: rate of a connection', `${median(rate).toFixed(1)} MB/s (meant: ${LINE.bytesPerMs / 1000})`)
}

/** Milliseconds to the first byte and from there to the last one. */
async function fetchOver(
  agent: Agent,
  url: string,
): Promise<{ readonly firstByte: number; readonly body: number; readonly bytes: number }> {
  const started = performance.now()
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, { agent }, resolve).once('error', reject)
  })
  const firstByte = performance.now() - started
  let bytes = 0
  for await (const chunk of answer) bytes += (chunk as Buffer).length
  return { firstByte, body: performance.now() - started - firstByte, bytes }
}
