import assert from 'node:assert/strict'
import type { Socket } from 'node:net'
import { test } from 'node:test'
import type { HttpRequest } from '../../src/http/client.ts'
import { someCall } from '../helpers/ask.ts'
import { httpClient } from '../helpers/http-client.ts'
import { errorOf, unwrap } from '../helpers/result.ts'
import { serveRaw } from '../helpers/web-server.ts'

const ANSWER = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'

const ENDS: Readonly<Record<string, (socket: Socket) => void>> = {
  'is closed': socket => void socket.end(),
  'is reset': socket => void socket.resetAndDestroy(),
}

/** Each connection does this with its requests, one after the other. */
async function serveInTurn(...turns: readonly ((socket: Socket) => void)[]) {
  const asked: number[] = []
  const server = await serveRaw(socket => {
    const connection = asked.push(0) - 1
    const hear = (): void => {
      const request = asked[connection] ?? 0
      asked[connection] = request + 1
      turns[request]?.(socket)
    }
    socket.on('data', hear)
    hear()
  })
  return { ...server, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](), asked }
}

function get(address: string): HttpRequest {
  return { url: new URL(address), redirects: { kind: 'public', privateToo: true }, call: someCall() }
}

const answer = (socket: Socket): void => void socket.write(ANSWER)

for (const [what, end] of Object.entries(ENDS)) {
  test(`A request on a kept connection that ${what} meanwhile is put once more, on a fresh one.`, async () => {
    await using server = await serveInTurn(answer, end)
    await using http = httpClient({}, { connections: 1 })
    for (let times = 0; times < 3; times += 1) {
      assert.equal(unwrap(await http.read(get(server.origin))).bytes.toString(), 'ok')
    }
    assert.deepEqual(server.asked, [2, 2, 1])
  })

  test(`A request on a fresh connection that ${what} is not put again.`, async () => {
    await using server = await serveInTurn(end)
    await using http = httpClient({}, { connections: 1 })
    assert.equal(errorOf(await http.read(get(server.origin))).kind, 'unreachable')
    assert.deepEqual(server.asked, [1])
  })
}

test('A kept connection that breaks in the middle of an answer has broken, and nothing is put again.', async () => {
  await using server = await serveInTurn(
    answer,
    socket => void socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok'),
  )
  await using http = httpClient({}, { connections: 1 })
  unwrap(await http.read(get(server.origin)))
  assert.equal(errorOf(await http.read(get(server.origin))).kind, 'truncated')
  assert.deepEqual(server.asked, [2])
})

test('A server that ends every kept connection, and the fresh one too, is told of as it is.', async () => {
  let connections = 0
  await using server = await serveRaw(socket => {
    connections += 1
    if (connections > 1) return void socket.resetAndDestroy()
    socket.on('data', () => socket.resetAndDestroy())
    answer(socket)
  })
  await using http = httpClient({}, { connections: 1 })
  unwrap(await http.read(get(server.origin)))
  assert.equal(errorOf(await http.read(get(server.origin))).kind, 'unreachable')
  assert.equal(connections, 2)
})
