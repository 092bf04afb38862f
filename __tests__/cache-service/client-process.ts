/** The real client in a process of its own, for it takes everything from `process.env`: does what it is sent, and ends. */
import { restoreCache, saveCache } from '@actions/cache'
import type { ClientOrder } from './client.ts'

process.once('message', async (order: ClientOrder) => {
  const { paths, key } = order
  const result =
    order.kind === 'save'
      ? await saveCache([...paths], key, undefined, true)
      : await restoreCache([...paths], key, [...(order.restoreKeys ?? [])], undefined, true)
  // The client leaves refused downloads unread, and such a socket would keep the process for three minutes.
  process.send?.({ result }, () => process.exit())
})
