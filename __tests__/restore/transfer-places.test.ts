import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import fc from 'fast-check'
import { limitTransfers, type TransferPlace } from '../../src/restore/transfer-places.ts'
import { err, ok, type Result } from '../../src/result.ts'

/** Something that goes on until it is ended, and when it has begun. */
interface Stage {
  readonly begun: boolean
  run(): Promise<void>
  send(): Promise<Result<void, string>>
  end(): void
}

function stage(): Stage {
  const ending = Promise.withResolvers<void>()
  let begun = false
  const run = (): Promise<void> => {
    begun = true
    return ending.promise
  }
  return {
    get begun() {
      return begun
    },
    run,
    send: () => run().then(ok),
    end: () => ending.resolve(),
  }
}

/** Lets everything go as far as it does by itself. */
const settle = (): Promise<void> => setImmediate()

test('What has arrived holds no place while it is read.', async () => {
  const hold = limitTransfers(1)
  const [sent, read, next] = [stage(), stage(), stage()]
  const first = hold(async place => {
    await place.transfer(sent.send)
    await read.run()
  })
  const second = hold(place => place.transfer(next.send))
  await settle()
  assert.deepEqual([sent.begun, next.begun], [true, false])
  sent.end()
  await settle()
  assert.deepEqual([read.begun, next.begun], [true, true])
  for (const each of [read, next]) each.end()
  await Promise.all([first, second])
})

test('Work does not begin before there is a place for its first transfer.', async () => {
  const hold = limitTransfers(1)
  const [sent, later] = [stage(), stage()]
  const first = hold(place => place.transfer(sent.send))
  const second = hold(later.run)
  await settle()
  assert.equal(later.begun, false)
  sent.end()
  later.end()
  await Promise.all([first, second])
  assert.ok(later.begun)
})

test('A further transfer waits for a place like any other.', async () => {
  const hold = limitTransfers(1)
  const [between, other, again] = [stage(), stage(), stage()]
  const first = hold(async place => {
    await place.transfer(async () => ok(undefined))
    await between.run()
    await place.transfer(again.send)
  })
  await settle()
  const second = hold(place => place.transfer(other.send))
  await settle()
  between.end()
  await settle()
  assert.deepEqual([other.begun, again.begun], [true, false])
  other.end()
  await settle()
  assert.ok(again.begun)
  again.end()
  await Promise.all([first, second])
})

test('Two transfers of one package share its place until the last of them ends.', async () => {
  const hold = limitTransfers(1)
  const [one, beside, next] = [stage(), stage(), stage()]
  const first = hold(place => Promise.all([place.transfer(one.send), place.transfer(beside.send)]))
  const second = hold(place => place.transfer(next.send))
  await settle()
  one.end()
  await settle()
  assert.deepEqual([beside.begun, next.begun], [true, false])
  beside.end()
  await settle()
  assert.ok(next.begun)
  next.end()
  await Promise.all([first, second])
})

test('When one of two has brought the package and the other is called off behind it, the place is free.', async () => {
  const hold = limitTransfers(1)
  const [beside, read, next] = [stage(), stage(), stage()]
  const first = hold(async place => {
    const other = place.transfer(() => beside.run().then(() => err('called off')))
    await place.transfer(async () => ok(undefined))
    beside.end()
    await other
    await read.run()
  })
  const second = hold(place => place.transfer(next.send))
  await settle()
  assert.deepEqual([read.begun, next.begun], [true, true])
  for (const each of [read, next]) each.end()
  await Promise.all([first, second])
})

test('Whoever was asked in vain keeps the place for the next source: the longest download is not to come last.', async () => {
  const hold = limitTransfers(1)
  const [again, other] = [stage(), stage()]
  const first = hold(async place => {
    await place.transfer(async () => err('refused'))
    return place.transfer(again.send)
  })
  const second = hold(place => place.transfer(other.send))
  await settle()
  assert.deepEqual([again.begun, other.begun], [true, false])
  for (const each of [again, other]) each.end()
  await Promise.all([first, second])
})

test('What fails gives its place up, and says why.', async () => {
  const hold = limitTransfers(1)
  const fail = async (): Promise<never> => {
    throw new Error('no')
  }
  await assert.rejects(hold(fail), { message: 'no' })
  await assert.rejects(
    hold(place => place.transfer(fail)),
    { message: 'no' },
  )
  assert.equal(await hold(async () => 'free'), 'free')
})

test('However often each package is sent, and however long it is read, no more are sent at once than there are places.', async () => {
  const work = fc.array(fc.record({ transfers: fc.array(fc.nat(3), { maxLength: 3 }), reading: fc.nat(3) }))
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 4 }), work, async (count, packages) => {
      const hold = limitTransfers(count)
      let sending = 0
      let most = 0
      const turns = async (number: number): Promise<void> => {
        for (let turn = 0; turn < number; turn += 1) await null
      }
      const send = (place: TransferPlace, number: number): Promise<Result<void, string>> =>
        place.transfer(async () => {
          sending += 1
          most = Math.max(most, sending)
          await turns(number)
          sending -= 1
          return number === 0 ? err('refused') : ok(undefined)
        })
      const done = await Promise.all(
        packages.map(({ transfers, reading }) =>
          hold(async place => {
            for (const number of transfers) {
              await send(place, number)
              await turns(reading)
            }
            return 'done'
          }),
        ),
      )
      assert.equal(done.length, packages.length)
      assert.ok(most <= count)
    }),
  )
})
