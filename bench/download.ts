/**
 * `node bench/download.ts <folder> <file of addresses>`: fetches and hashes them as the action does, sixteen at once, and
 * neither verifies nor expands. Prints the milliseconds from the first request to the last byte on disk.
 */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import pLimit from 'p-limit'
import { systemClock } from '../src/clock.ts'
import { createDispatcher, createHttpClient } from '../src/http/client.ts'
import { receive } from '../src/package/receive.ts'

const AT_ONCE = 16
const SILENCE_MS = 8000

const [folder = '', list = ''] = process.argv.slice(2)
const urls = (await readFile(list, 'utf8')).split('\n')
const dispatcher = createDispatcher({ connections: AT_ONCE, connectMs: SILENCE_MS })
const clocks = { connectMs: SILENCE_MS, headersMs: SILENCE_MS, idleMs: SILENCE_MS }
const http = createHttpClient({ dispatcher, clock: systemClock, clocks })
const { signal } = new AbortController()

async function download(url: string, index: number): Promise<void> {
  const opened = await http.open({ url: new URL(url), redirects: { kind: 'public', privateToo: true }, signal })
  if (!opened.ok) throw new Error(opened.error.kind)
  const received = await receive(opened.value, path.join(folder, `${index}.nupkg`), Number.MAX_SAFE_INTEGER)
  if (!received.ok) throw new Error(received.error.kind)
}

const limit = pLimit(AT_ONCE)
const started = performance.now()
await Promise.all(urls.map((url, index) => limit(() => download(url, index))))
process.stdout.write(`${performance.now() - started}\n`)
await http.close()
