import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileName, formatIdentity, identityKey, type PackageIdentity, validId } from '../../src/package/identity.ts'
import { parseVersion } from '../../src/version/nuget-version.ts'

function identity(id: string, text: string): PackageIdentity {
  const version = parseVersion(text)
  assert.ok(version.ok)
  return { id, version: version.value }
}

const VALID = [
  'Pester',
  'Az.Accounts',
  'a',
  '_',
  'x-y.z_1',
  '7Zip4PowerShell',
  'Console',
  'Com10',
  'a.con',
  'a'.repeat(100),
]
const INVALID = [
  '',
  ' ',
  'a b',
  '.a',
  'a.',
  'a..b',
  'a.-b',
  '-a',
  'a/b',
  'a\\b',
  '..',
  '../a',
  'a%2e',
  'Ünï',
  'a\n',
  'a\0',
  'C:a',
  'con',
  'NUL',
  'aux.psm',
  'Com1.Tools',
  'LPT9',
  'prn',
  'a'.repeat(101),
  `${'a'.repeat(99)}.-`,
]

test('An id that NuGet takes is valid, if Windows can have a file of that name.', () => {
  for (const id of VALID) assert.ok(validId(id), id)
  for (const id of INVALID) assert.ok(!validId(id), JSON.stringify(id))
})

test('Two identities have the same key iff id and version are equal as NuGet compares them.', () => {
  const key = identityKey(identity('Pester', '5.7.1'))
  assert.equal(key, 'pester/5.7.1')
  assert.equal(identityKey(identity('PESTER', '5.7.1.0+build')), key)
  assert.equal(identityKey(identity('A', '1.0-BETA')), identityKey(identity('a', '1.0.0-beta')))
  assert.notEqual(identityKey(identity('Pester', '5.7.1.1')), key)
})

test('File name and text have the id as it is given and the version normalised.', () => {
  assert.equal(fileName(identity('Az.Aks', '6.1')), 'Az.Aks.6.1.0.nupkg')
  assert.equal(fileName(identity('Foo', '1.2.3.4-Beta1+x')), 'Foo.1.2.3.4-Beta1.nupkg')
  assert.equal(formatIdentity(identity('Pester', '5.7.1')), 'Pester 5.7.1')
})
