import assert from 'node:assert/strict'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import * as fc from 'fast-check'
import { folderPath, folderUrl } from '../../src/powershell/folder-location.ts'
import { errorOf, unwrap } from '../helpers/result.ts'

const URLS: readonly (readonly [platform: 'linux' | 'win32', folder: string, url: string])[] = [
  ['linux', '/home/runner/work/_temp/psmr/1a2b3c4d/r', 'file:///home/runner/work/_temp/psmr/1a2b3c4d/r'],
  ['linux', '/with space/#1/50%/a%20b', 'file:///with%20space/%231/50%25/a%2520b'],
  ['linux', '/Ü/日本/😀', 'file:///%C3%9C/%E6%97%A5%E6%9C%AC/%F0%9F%98%80'],
  ['linux', '/a?b\\c', 'file:///a%3Fb%5Cc'],
  ['linux', '/c:/x', 'file:///c%3A/x'],
  ['linux', '//a//b/', 'file:///a/b/'],
  ['win32', 'D:\\a\\_temp\\psmr\\r', 'file:///D:/a/_temp/psmr/r'],
  ['win32', 'd:/a b/#1/a%20b/Ü', 'file:///d:/a%20b/%231/a%2520b/%C3%9C'],
  ['win32', '\\\\server\\share$\\a b', 'file://server/share$/a%20b'],
  ['win32', '\\\\server\\share', 'file://server/share'],
]

for (const [platform, folder, url] of URLS) {
  test(`On ${platform} PSResourceGet finds ${folder} as ${url}.`, () => {
    assert.equal(unwrap(folderUrl(folder, platform)), url)
    assert.equal(unwrap(folderPath(folder, platform)), folder)
  })
}

const REFUSED: readonly (readonly [platform: 'linux' | 'win32', folder: string, why: RegExp])[] = [
  ['linux', 'relative/path', /not absolute/],
  ['linux', '', /not absolute/],
  ['linux', '/half\ud800', /not Unicode/],
  ['win32', 'relative', /neither a drive letter nor a share/],
  ['win32', '\\rooted', /neither a drive letter nor a share/],
  ['win32', 'C:relative', /neither a drive letter nor a share/],
  ['win32', '\\\\?\\C:\\long', /neither a drive letter nor a share/],
  ['win32', '\\\\.\\C:\\device', /neither a drive letter nor a share/],
  ['win32', '\\\\sérver\\share\\x', /a plain name/],
]

for (const [platform, folder, why] of REFUSED) {
  test(`On ${platform} the folder ${JSON.stringify(folder)} cannot be registered.`, () => {
    assert.match(errorOf(folderUrl(folder, platform)), why)
    assert.match(errorOf(folderPath(folder, platform)), why)
  })
}

test('PowerShellGet, and it alone, is defeated by a bar in the path.', () => {
  assert.equal(unwrap(folderUrl('/a|b', 'linux')), 'file:///a%7Cb')
  assert.match(errorOf(folderPath('/a|b', 'linux')), /holds a \|/)
})

test('The url of a folder leads back to it.', () => {
  const segment = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 8 })
    .filter(text => !/[/\0]/.test(text) && text !== '.' && text !== '..')
  fc.assert(
    fc.property(fc.array(segment, { minLength: 1, maxLength: 4 }), segments => {
      const folder = `/${segments.join('/')}`
      assert.equal(fileURLToPath(unwrap(folderUrl(folder, 'linux')), { windows: false }), folder)
    }),
  )
})
