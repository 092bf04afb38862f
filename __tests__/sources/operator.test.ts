import assert from 'node:assert/strict'
import { test } from 'node:test'
import { operatorOf } from '../../src/sources/operator.ts'
import { PRESETS } from '../../src/sources/presets.ts'
import { originOfSource } from '../../src/sources/source.ts'

const OPERATORS: readonly (readonly [origin: string, operator: string])[] = [
  ['https://www.powershellgallery.com', 'powershellgallery.com'],
  ['https://powershellgallery.com', 'powershellgallery.com'],
  ['https://cdn.powershellgallery.com', 'powershellgallery.com'],
  ['https://www.powershellgallery.com:8443', 'powershellgallery.com'],
  ['https://WWW.PowerShellGallery.com', 'powershellgallery.com'],
  ['https://pwsh.gallery', 'pwsh.gallery'],
  ['https://cdn.pwsh.gallery', 'pwsh.gallery'],
  ['https://mcr.microsoft.com', 'mcr.microsoft.com'],
  ['https://eastus.data.mcr.microsoft.com', 'mcr.microsoft.com'],
  // Who is merely called like one of them is somebody else.
  ['https://notpowershellgallery.com', 'https://notpowershellgallery.com'],
  ['https://powershellgallery.com.evil.test', 'https://powershellgallery.com.evil.test'],
  ['https://www.microsoft.com', 'https://www.microsoft.com'],
  ['https://nuget.contoso.test', 'https://nuget.contoso.test'],
  // Of an operator nobody knows another port may be another.
  ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
  ['http://127.0.0.1:8081', 'http://127.0.0.1:8081'],
  ['no address', 'no address'],
]

for (const [origin, operator] of OPERATORS) {
  test(`${origin} is run by ${operator}.`, () => {
    assert.equal(operatorOf(origin), operator)
  })
}

test('The Gallery and its CDN are one operator, and each other preset is one of its own.', () => {
  const operators = PRESETS.map(config => [config.name, operatorOf(originOfSource(config))])
  assert.deepEqual(operators, [
    ['psgallery', 'powershellgallery.com'],
    ['pwsh-gallery', 'pwsh.gallery'],
    ['mar', 'mcr.microsoft.com'],
    ['psgallery-cdn', 'powershellgallery.com'],
  ])
})
