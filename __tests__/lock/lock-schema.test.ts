import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { formatLock, LOCK_SCHEMA } from '../../src/lock/format-lock.ts'
import { parseLock } from '../../src/lock/read-lock.ts'
import { compileSchema } from '../helpers/schema.ts'
import { changes, mutate } from '../psd1/mutate.ts'
import { EDITS, edited } from './edits.ts'
import { SAMPLE, someLock } from './some-lock.ts'

const isLock = await compileSchema('lock.schema.json')

test('A lock names the schema that is published.', async () => {
  const text = await readFile(path.resolve(import.meta.dirname, '../../schema/lock.schema.json'), 'utf8')
  assert.equal(JSON.parse(text).$id, LOCK_SCHEMA)
})

test('Whatever is written keeps to the schema.', () => {
  fc.assert(
    fc.property(someLock, lock => assert.ok(isLock(JSON.parse(formatLock(lock))), JSON.stringify(isLock.errors))),
    { numRuns: 300 },
  )
})

for (const edit of EDITS) {
  test(`The schema ${edit.seenBySchema ? 'refuses' : 'cannot refuse'} a lock ${edit.what}.`, () => {
    assert.equal(isLock(JSON.parse(edited(edit))), !edit.seenBySchema)
  })
}

test('What is read keeps to the schema.', () => {
  const text = formatLock(SAMPLE)
  const inserted = fc.constantFrom('', '0', '1', 'a', '.', '-', 'A', '"', '/', ' ', '=')
  fc.assert(
    fc.property(changes(inserted, 1), change => {
      const changed = mutate(text, change)
      if (parseLock(changed, 'modules.lock.json').ok)
        assert.ok(isLock(JSON.parse(changed)), JSON.stringify(isLock.errors))
    }),
    { numRuns: 2000 },
  )
})
