/**
 * The process of all lines of a benchmark (`lines.ts` forks it): its arguments are pairs of ports, `here:there`. A message
 * names the fault of each line, null for none; the lines listen from the first one on. The answer is how many requests each
 * line has carried since the last one.
 */
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { blackHole } from '../__tests__/helpers/black-hole.ts'
import { type Fault, treatmentOf } from './line-fault.ts'
import { relay } from './line-relay.ts'

interface Line {
  /** Drops all connections, and fails from now on as told. Resolves to the number of requests until now. */
  change(fault: Fault | undefined): Promise<number>
}

function openLine(here: number, there: number): Line {
  const clients = new Set<Socket>()
  let treat = treatmentOf(undefined)
  let requests = 0
  let hole: AsyncDisposable | undefined
  const server = createServer({ allowHalfOpen: true, noDelay: true }, client => {
    clients.add(client)
    client.once('close', () => clients.delete(client))
    relay(client, there, () => {
      requests += 1
      return treat()
    })
  })

  async function close(): Promise<void> {
    for (const client of clients) client.destroy()
    if (server.listening) await once(server.close(), 'close')
    await hole?.[Symbol.asyncDispose]()
    hole = undefined
  }

  return {
    change: async fault => {
      await close()
      const carried = requests
      requests = 0
      treat = treatmentOf(fault)
      if (fault === 'black-holed') hole = await blackHole('127.0.0.1', here)
      else if (fault !== 'refused') await once(server.listen(here, '127.0.0.1'), 'listening')
      return carried
    },
  }
}

const lines = process.argv.slice(2).map(pair => {
  const [here, there] = pair.split(':').map(Number)
  return openLine(here ?? 0, there ?? 0)
})
process.on('message', async (faults: readonly (Fault | null)[]) => {
  process.send?.(await Promise.all(lines.map((line, index) => line.change(faults[index] ?? undefined))))
})
process.once('disconnect', () => process.exit())
