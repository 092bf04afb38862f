import pLimit from 'p-limit'
import type { Result } from '../result.ts'

/** The place of one package among the transfers under way. */
export interface TransferPlace {
  /**
   * Runs what brings bytes. The place is given up when it has brought them and none of the package's transfers is left, and
   * taken again for a further one. Who was asked in vain keeps it for the next source.
   */
  transfer<T, E>(send: () => Promise<Result<T, E>>): Promise<Result<T, E>>
}

/** Runs work that holds a place from the start, as long as no transfer of its own has given it up. */
export type HoldPlace = <T>(work: (place: TransferPlace) => Promise<T>) => Promise<T>

/** For work that has a place of another kind. */
export const NO_PLACE: TransferPlace = { transfer: send => send() }

/**
 * Bounds the packages whose bytes are on their way. What has arrived and is being read holds no place: on two cores reading
 * takes longer than sending, and a line that waits for it is a line unused. What is at hand is read within its place.
 */
export function limitTransfers(count: number): HoldPlace {
  const limit = pLimit(count)

  /** Waits for a place; what it gives leaves it. */
  function take(): Promise<() => void> {
    const taken = Promise.withResolvers<() => void>()
    const left = Promise.withResolvers<void>()
    limit(() => {
      taken.resolve(left.resolve)
      return left.promise
    })
    return taken.promise
  }

  return async work => {
    let place: Promise<() => void> | undefined = take()
    let transfers = 0
    let hasBrought = false
    async function leave(): Promise<void> {
      const leaving = place
      place = undefined
      hasBrought = false
      const free = await leaving
      free?.()
    }
    await place
    try {
      return await work({
        transfer: async send => {
          transfers += 1
          place ??= take()
          try {
            await place
            const sent = await send()
            hasBrought ||= sent.ok
            return sent
          } finally {
            transfers -= 1
            if (hasBrought && transfers === 0) await leave()
          }
        },
      })
    } finally {
      await leave()
    }
  }
}
