import assert from 'node:assert/strict'
import { test } from 'node:test'
import { collectWarnings } from '../../src/restore/warnings.ts'
import { namedSource } from '../helpers/scripted-source.ts'

test('A source that is asked over plain http is told in a warning, unless it is at a private address.', () => {
  const sources = [
    namedSource('feed', { url: 'http://feed.test/index.json' }),
    namedSource('safe', { url: 'https://feed.test/index.json' }),
    namedSource('near', { url: 'http://127.0.0.1:8080/index.json' }),
    namedSource('inside', { url: 'http://10.1.2.3/index.json' }),
  ]
  const facts = { fetched: [], graph: new Map(), attempts: [], cache: undefined, stale: undefined }
  assert.deepEqual(
    collectWarnings({ ...facts, sources }).map(({ level, code, text }) => `${level} ${code} ${text}`),
    ['warning PLAIN_HTTP feed is asked over plain http: whoever is on the way can answer for it.'],
  )
})
