/**
 * `node bench/download.ts <folder> <file of addresses>`: fetches and hashes them as the action does, sixteen at once, and
 * neither verifies nor expands. Prints the milliseconds from the first request to the last byte on disk.
 */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import pLimit from 'p-limit'
import { systemClock } from '../src/clock.ts'
import { createHttpClient } from '../src/http/client.ts'
import { clocksFor } from '../src/http/clocks.ts'
import { createDispatcher } from '../src/http/dispatcher.ts'
import { DIRECT } from '../src/http/proxy.ts'
import { receive } from '../src/package/receive.ts'

const AT_ONCE = 16
const SILENCE_MS = 8000

const [folder = '', list = ''] = process.argv.slice(2)
const urls = (await readFile(list, 'utf8')).split('\n')
const clock = systemClock
const clocks = clocksFor(SILENCE_MS)
const { connectMs } = clocks.brief
const dispatcher = createDispatcher({ connections: AT_ONCE, connectMs, clock, proxy: DIRECT, ca: [] })
const http = createHttpClient({ dispatchers: { brief: dispatcher, long: dispatcher }, clock, clocks })
const call = { signal: new AbortController().signal, patience: 'brief' } as const

async function download(url: string, index: number): Promise<void> {
  const opened = await http.open({ url: new URL(url), redirects: { kind: 'public', privateToo: true }, call })
  if (!opened.ok) throw new Error(opened.error.kind)
  const received = await receive(opened.value, path.join(folder, `${index}.nupkg`), {
    bytes: Number.MAX_SAFE_INTEGER,
    resumes: 0,
  })
  if (!received.ok) throw new Error(received.error.kind)
}

const limit = pLimit(AT_ONCE)
const started = performance.now()
await Promise.all(urls.map((url, index) => limit(() => download(url, index))))
process.stdout.write(`${performance.now() - started}\n`)
await http.close()
