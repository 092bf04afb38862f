/** The line of all benches that have one: a runner and a gallery on two sides of a continent. Milliseconds and bytes. */
export const LINE = { delayMs: 20, setUpMs: 80, bytesPerMs: 20_000, windowBytes: 2 * 1024 * 1024 } as const

interface Parcel {
  readonly dueAt: number
  readonly deliver: () => void
}

/** One direction of one connection: what is sent arrives in order, delayed, and no faster than the line. */
export interface Direction {
  /** Sends so many bytes; `deliver` is called when the last of them arrives. */
  send(bytes: number, deliver: () => void): void
  /** Keeps the line silent for so long before the next bytes. */
  hold(ms: number): void
  /** What is under way arrives no more. */
  cut(): void
}

/** @param opensAt before which nothing leaves: the connection is still being set up */
export function openDirection(opensAt: number): Direction {
  const parcels: Parcel[] = []
  let freeAt = opensAt
  let timer: NodeJS.Timeout | undefined

  function wait(): void {
    const [next] = parcels
    timer = next && setTimeout(arrive, Math.max(1, Math.ceil(next.dueAt - performance.now())))
  }
  /** One timer for all, since two timers that end in the same millisecond may fire in either order. */
  function arrive(): void {
    const now = performance.now()
    for (let next = parcels[0]; next && next.dueAt <= now; next = parcels[0]) {
      parcels.shift()
      next.deliver()
    }
    wait()
  }

  return {
    send: (bytes, deliver) => {
      freeAt = Math.max(freeAt, performance.now()) + bytes / LINE.bytesPerMs
      parcels.push({ dueAt: freeAt + LINE.delayMs, deliver })
      if (!timer) wait()
    },
    hold: ms => {
      freeAt = Math.max(freeAt, performance.now()) + ms
    },
    cut: () => {
      clearTimeout(timer)
      parcels.length = 0
    },
  }
}
