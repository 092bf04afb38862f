import assert from 'node:assert/strict'
import type { IncomingMessage, ServerResponse } from 'node:http'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { createActionsCache } from '../../src/actions-cache/actions-cache.ts'
import { systemClock } from '../../src/clock.ts'
import type { CacheAnswer } from '../../src/restore/at-hand/package-cache.ts'
import { buildArchive } from '../cache-service/archive.ts'
import { folderWith } from '../helpers/folder-with.ts'
import { serve } from '../helpers/web-server.ts'
import { CLIENT, NEVER } from './real-client.ts'

const ARCHIVE = buildArchive([{ kind: 'file', path: 'packages/a.nupkg', content: 'a'.repeat(100) }])
const PIECES = 15
const PIECE_MS = 100
const SILENCE_MS = 600

/**
 * The service of github.com as its client knows it, blobs at Azure's own address, which the client treats by other code: it
 * asks for the size, then for ranges, and writes nothing before it has all of them.
 *
 * @param pieces that are sent of the archive; 15 are all of it
 */
function azure(pieces: number): (request: IncomingMessage, response: ServerResponse) => void {
  return async ({ method }, response) => {
    if (method === 'POST') {
      const signed_download_url = 'http://account.blob.core.windows.net/actions-cache/1?sig=secret'
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ ok: true, signed_download_url, matched_key: 'psmr-1-a' }))
      return
    }
    const headers = { 'content-length': ARCHIVE.length, etag: '"0x1"', 'x-ms-version': '2026-02-06' }
    response.writeHead(method === 'HEAD' ? 200 : 206, headers).flushHeaders()
    if (method === 'HEAD') response.end()
    else await drip(response, pieces)
  }
}

async function drip(response: ServerResponse, pieces: number): Promise<void> {
  const size = Math.ceil(ARCHIVE.length / PIECES)
  for (let piece = 0; piece < pieces; piece += 1) {
    await wait(PIECE_MS)
    response.write(ARCHIVE.subarray(piece * size, (piece + 1) * size))
  }
  if (pieces === PIECES) response.end()
}

async function restoreFrom(t: TestContext, pieces: number): Promise<CacheAnswer> {
  const [home, server] = [await folderWith(), await serve(azure(pieces))]
  t.after(() => Promise.all([home[Symbol.asyncDispose](), server[Symbol.asyncDispose]()]))
  const environment = {
    PATH: process.env.PATH,
    ACTIONS_RESULTS_URL: server.origin,
    ACTIONS_CACHE_SERVICE_V2: 'true',
    ACTIONS_RUNTIME_TOKEN: 'token',
    http_proxy: server.origin,
    no_proxy: '127.0.0.1',
  }
  const folder = path.join(home.path, 'work')
  const cache = createActionsCache({
    entry: CLIENT,
    folder,
    environment,
    clock: systemClock,
    silenceMs: SILENCE_MS,
    wholeMs: 60_000,
  })
  return cache.restore({ key: 'psmr-1-a' }, NEVER)
}

test('An archive that comes from Azure is waited for as long as it comes, though no file grows.', async t => {
  assert.ok(PIECES * PIECE_MS > 2 * SILENCE_MS)
  const answer = await restoreFrom(t, PIECES)
  assert.equal(answer.kind, 'found', JSON.stringify(answer))
})

test('An archive that stops coming from Azure is not waited for.', { timeout: 15_000 }, async t => {
  const answer = await restoreFrom(t, 3)
  assert.deepEqual(answer, {
    kind: 'failed',
    why: 'it stopped in the middle and sent nothing more within 0.6 s',
  })
})
