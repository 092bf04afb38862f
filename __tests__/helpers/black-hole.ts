import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** Listens, and never takes a connection: as long as its parent lives it keeps its event loop from turning. */
const NEVER_ACCEPTS = `
  const [host, port] = process.argv.slice(1)
  const server = require('node:net').createServer().listen({ host, port, backlog: 1 }, () => {
    require('node:fs').writeSync(1, String(server.address().port))
    const parent = process.ppid
    const never = new Int32Array(new SharedArrayBuffer(4))
    while (process.ppid === parent) Atomics.wait(never, 0, 0, 500)
    process.exit()
  })`

export interface BlackHole extends AsyncDisposable {
  readonly port: number
  readonly origin: string
}

/** Connections that the system makes by itself with a backlog of 1, before it answers no more. */
const QUEUED = 2

/** An address of loopback at which nobody answers, not even to refuse: a route that leads nowhere. Linux alone. */
export async function blackHole(host: '127.0.0.1' | '::1', port = 0): Promise<BlackHole> {
  const child = spawn(process.execPath, ['-e', NEVER_ACCEPTS, host, String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [printed] = await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(() => Promise.reject(new Error(`nothing can listen at port ${port} of ${host}`))),
  ])
  const held: Socket[] = []
  for (let count = 0; count < QUEUED; count += 1) {
    const socket = connect(Number(printed), host)
    await once(socket, 'connect')
    held.push(socket)
  }
  return {
    port: Number(printed),
    origin: `http://${host.includes(':') ? `[${host}]` : host}:${printed}`,
    [Symbol.asyncDispose]: async () => {
      for (const socket of held) socket.on('error', () => undefined).destroy()
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
  }
}

export const onLinux = process.platform === 'linux' ? {} : { skip: 'skipped: black holes are made on Linux alone' }
