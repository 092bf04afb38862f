import type { ServerResponse } from 'node:http'
import type { Answer } from './answer.ts'

/** An answer that is right but for its frame: its length, its headers, its range. */
export type OddAnswer =
  /** The first half, announced as if it were all: what a CDN serves that has cached a broken upload. */
  | { readonly kind: 'half' }
  /** More bytes than announced: the length is that of the first half. */
  | { readonly kind: 'overlong' }
  /** FIN in the middle of a body in chunks, before the chunk that ends it. */
  | { readonly kind: 'cut-chunks' }
  | { readonly kind: 'more-headers'; readonly headers: Readonly<Record<string, string>> }
  /** So many informational answers (103) before the real one. */
  | { readonly kind: 'hints'; readonly count: number }
  /** The whole, whatever range is asked for. */
  | { readonly kind: 'no-ranges' }
  /** A part that begins one byte late, and says so. */
  | { readonly kind: 'wrong-offset' }

export async function sendOdd(
  odd: OddAnswer,
  response: ServerResponse,
  makeAnswer: (ranges?: 'without ranges') => Promise<Answer>,
): Promise<void> {
  const whole = await makeAnswer(odd.kind === 'no-ranges' ? 'without ranges' : undefined)
  const half = Math.floor(whole.body.length / 2)
  const send = ({ status, headers, body }: Answer, length = body.length): void => {
    response.writeHead(status, { ...headers, 'content-length': length })
    response.end(body)
  }
  switch (odd.kind) {
    case 'half':
      return send({ ...whole, body: whole.body.subarray(0, half) })
    case 'overlong':
      return send(whole, half)
    case 'cut-chunks':
      response.writeHead(whole.status, whole.headers)
      response.write(whole.body.subarray(0, half), () => response.socket?.end())
      return
    case 'more-headers':
      return send({ ...whole, headers: { ...whole.headers, ...odd.headers } })
    case 'hints':
      for (let sent = 0; sent < odd.count; sent += 1) response.writeEarlyHints({ link: '</a>; rel=preload; as=style' })
      return send(whole)
    case 'no-ranges':
      return send(whole)
    case 'wrong-offset':
      return send(misplaced(whole))
  }
}

function misplaced(whole: Answer): Answer {
  const [, first, rest] = /^bytes (\d+)(-.*)$/.exec(whole.headers['content-range'] ?? '') ?? []
  if (first === undefined) return whole
  const range = { 'content-range': `bytes ${Number(first) + 1}${rest}` }
  return { ...whole, headers: { ...whole.headers, ...range }, body: whole.body.subarray(1) }
}
