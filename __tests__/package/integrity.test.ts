import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { type Digest, formatDigest, parseDigest, sameDigest } from '../../src/package/integrity.ts'

const EMPTY_SHA256_HEX = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
const sha256: Digest = { algorithm: 'sha256', value: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' }
const sha512: Digest = { algorithm: 'sha512', value: createHash('sha512').update('x').digest('base64') }

test('A digest is written in the SRI form and read back from it.', () => {
  assert.equal(formatDigest(sha256), 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=')
  for (const digest of [sha256, sha512]) assert.deepEqual(parseDigest(formatDigest(digest)), digest)
})

test('A digest is read from the form of OCI registries.', () => {
  assert.deepEqual(parseDigest(`sha256:${EMPTY_SHA256_HEX}`), sha256)
})

const NO_DIGESTS = [
  '',
  'sha256-',
  'sha256:',
  'md5-1B2M2Y8AsgTpgAmY7PhCfg==',
  sha256.value,
  `sha512-${sha256.value}`,
  `sha256-${sha512.value}`,
  `sha256:${EMPTY_SHA256_HEX.slice(2)}`,
  `sha256:${EMPTY_SHA256_HEX}00`,
  `sha256:${EMPTY_SHA256_HEX.toUpperCase()}`,
  `sha256-${sha256.value.replace('=', '')}`,
  'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=',
  `sha256-${sha256.value.replaceAll('+', '-').replaceAll('/', '_')}`,
  ` ${formatDigest(sha256)}`,
  `${formatDigest(sha256)}\n`,
  `${formatDigest(sha256)} ${formatDigest(sha512)}`,
]

for (const text of NO_DIGESTS) {
  test(`No digest is read from ${JSON.stringify(text.slice(0, 60))}.`, () => assert.equal(parseDigest(text), undefined))
}

test('Digests are the same iff algorithm and bytes are.', () => {
  assert.ok(sameDigest(sha256, { ...sha256 }))
  assert.ok(sameDigest(sha256, { ...sha256, value: sha256.value.replace('=', '') }))
  assert.ok(!sameDigest(sha256, sha512))
  assert.ok(!sameDigest(sha256, { ...sha256, algorithm: 'sha512' }))
  assert.ok(!sameDigest(sha256, { ...sha256, value: `A${sha256.value.slice(1)}` }))
  assert.ok(!sameDigest({ algorithm: 'sha256', value: '' }, { algorithm: 'sha256', value: '' }))
})
