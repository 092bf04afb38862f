import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { inspectInTurn } from '../../src/package/inspect.ts'
import { pack } from '../gallery/pack.ts'
import { unwrap } from '../helpers/result.ts'
import { temporaryFiles } from './temporary.ts'

const temporary = await temporaryFiles()

test('Read in turn, each package has its own answer, in the order asked, whatever became of the one before.', async () => {
  const { bytes } = await pack({ id: 'Foo', version: '1.0.0' })
  const file = await temporary(bytes)
  const inspector = inspectInTurn()
  const ends: string[] = []
  const ask = async (path: string): Promise<void> => {
    const read = await inspector.inspect({ path }).catch((error: Error) => error)
    ends.push(read instanceof Error ? 'missing' : unwrap(read).contents.identity.id)
  }
  await Promise.all([ask(file), ask('missing.nupkg'), ask(file)])
  assert.deepEqual(ends, ['Foo', 'missing', 'Foo'])
})

test('Read in turn, no package is begun before the one in front of it is done.', async () => {
  const { bytes } = await pack({ id: 'Foo', version: '1.0.0' })
  const file = await temporary(bytes)
  const inspector = inspectInTurn()
  const over = new AbortController()
  const first = inspector.inspect({ path: file })
  const second = inspector.inspect({ path: file }, over.signal)
  over.abort('over')
  await assert.rejects(second, reason => reason === 'over')
  assert.ok((await first).ok)
  await setImmediate()
  assert.ok((await inspector.inspect({ path: file })).ok)
})
