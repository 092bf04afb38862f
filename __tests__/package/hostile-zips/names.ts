import type { ZipFaultCode } from '../../../src/package/zip-fault.ts'
import type { RawEntry } from '../raw-zip.ts'
import { good, type HostileZip, packageWith, TEXT, unicodePath } from './hostile-zip.ts'

type Name = readonly [what: string, name: string | Buffer, code: ZipFaultCode, elsewhere?: string]

const ESCAPES = 'fflate writes outside; adm-zip, jszip, Info-ZIP and Python write it under another name'
const TAKEN_BY_ALL = 'all ten take it'

const SINGLE: readonly Name[] = [
  ['bytes that are not UTF-8', Buffer.from([0x61, 0xe9, 0x62]), 'invalid-utf8', 'all but Python take it'],
  ['an overlong dot', Buffer.from('c0aec0ae2f6576696c', 'hex'), 'invalid-utf8'],
  ['the parent folder', '../evil.txt', 'path-traversal', ESCAPES],
  ['the parent folder, thrice', '../../../evil.txt', 'path-traversal', ESCAPES],
  ['the parent folder in the middle', 'x/../../evil.txt', 'path-traversal', ESCAPES],
  ['the parent folder at the end', 'lib/..', 'path-traversal'],
  ['the parent folder by backslashes', '..\\evil.txt', 'path-traversal'],
  ['the parent folder by both slashes', 'x/..\\..\\../evil.txt', 'path-traversal'],
  ['the parent folder, percent-encoded', '%2e%2e/evil.txt', 'path-traversal'],
  ['the parent folder, half encoded', '.%2E/evil.txt', 'path-traversal'],
  ['the parent folder, all of it encoded', '%2e%2e%2fevil.txt', 'path-traversal'],
  ['the parent folder with an encoded slash', 'x%2f..%2F..%2Fevil.txt', 'path-traversal'],
  ['the parent folder with an encoded backslash', '..%5Cevil.txt', 'path-traversal'],
  ['this folder', './evil.txt', 'path-traversal'],
  ['an absolute path', '/etc/evil', 'absolute-path', 'fflate, adm-zip, unzipper, jszip and Python take it'],
  ['an absolute path by a backslash', '\\evil', 'absolute-path'],
  ['an absolute path, percent-encoded', '%2Fevil', 'absolute-path'],
  ['a share', '\\\\server\\share\\evil', 'absolute-path'],
  ['a device path', '\\\\?\\C:\\evil', 'absolute-path'],
  ['a drive', 'C:\\evil.txt', 'absolute-path', 'fflate, unzipper, jszip and Python take it'],
  ['a drive, percent-encoded', 'C%3A%5Cevil.txt', 'absolute-path'],
  [
    'a path relative to a drive',
    'C:evil.txt',
    'forbidden-character',
    'fflate, adm-zip, unzipper, jszip, Info-ZIP and Python take it',
  ],
  ['an alternate stream', 'good.txt:stream', 'forbidden-character', TAKEN_BY_ALL],
  ['an alternate stream, percent-encoded', 'x.txt%3Astream', 'forbidden-character'],
  ['a NUL', 'evil\0.txt', 'forbidden-character', 'Info-ZIP and Python take it'],
  ['a NUL, percent-encoded', 'evil%00.txt', 'forbidden-character'],
  ['a line break', 'evil\n.txt', 'forbidden-character'],
  ['an escape sequence', '\u001b[31mevil', 'forbidden-character'],
  ['a control character beyond ASCII', 'evil\u0085.txt', 'forbidden-character'],
  ['a text turned round', '\u202etxt.evil:', 'forbidden-character'],
  ['a wildcard', 'evil*.txt', 'forbidden-character'],
  ['no name', '', 'empty-segment'],
  ['an empty part', 'a//b', 'empty-segment'],
  ['an encoded slash at the end', 'a%2F', 'empty-segment'],
  ['CON', 'CON', 'reserved-name', TAKEN_BY_ALL],
  ['aux with an extension', 'lib/aux.txt', 'reserved-name', TAKEN_BY_ALL],
  ['COM1 with an extension', 'COM1.dll', 'reserved-name'],
  ['LPT9 as a folder', 'lpt9/evil.txt', 'reserved-name'],
  ['a superscript device', 'com¹.txt', 'reserved-name'],
  ['a device with a space', 'nul .txt', 'reserved-name'],
  ['a device, percent-encoded', '%63on', 'reserved-name'],
  ['a dot at the end', 'lib./a.txt', 'trailing-dot-or-space', TAKEN_BY_ALL],
  ['a space at the end', 'evil.txt ', 'trailing-dot-or-space', TAKEN_BY_ALL],
  ['a space at the end, percent-encoded', 'evil.txt%20', 'trailing-dot-or-space'],
  ['5000 characters', 'a'.repeat(5000), 'path-too-long'],
  ['241 bytes', `${'é'.repeat(120)}a`, 'path-too-long'],
]

type Pair = readonly [what: string, entries: readonly RawEntry[], code: ZipFaultCode, elsewhere?: string]

const TWINS = 'fflate, yauzl, unzipper, zip.js, node-stream-zip, jszip, Info-ZIP and Python take it'

const PAIRS: readonly Pair[] = [
  ['the same name', [good, { name: 'good.txt', content: 'other' }], 'duplicate-name', TWINS],
  ['the same name by a backslash', [{ name: 'a/b' }, { name: 'a\\b' }], 'duplicate-name'],
  ['the same name, percent-encoded', [good, { name: 'good%2Etxt' }], 'duplicate-name'],
  ['the same folder', [{ name: 'a/' }, { name: 'a/' }], 'duplicate-name'],
  ['the same name in capitals', [good, { name: 'GOOD.txt' }], 'colliding-names', TAKEN_BY_ALL],
  ['the same name to Windows and macOS', [{ name: 'ς.txt' }, { name: 'σ.txt' }], 'colliding-names'],
  ['the same name to macOS', [{ name: 'ß.txt' }, { name: 'SS.txt' }], 'colliding-names'],
  ['the same name, by the sign of Kelvin', [{ name: '\u212a.txt' }, { name: 'k.txt' }], 'colliding-names'],
  ['the same name by two letters of capital size', [{ name: 'ẞ.txt' }, { name: 'ß.txt' }], 'colliding-names'],
  ['the same name, decomposed', [{ name: 'é' }, { name: 'e\u0301' }], 'colliding-names', TAKEN_BY_ALL],
  ['a path below a file', [good, { name: 'good.txt/more' }], 'file-as-folder', 'adm-zip takes it'],
  ['a path below a file in capitals', [good, { name: 'GOOD.TXT/more/still' }], 'file-as-folder'],
  ['a file as an entry of a folder', [good, { name: 'good.txt/' }], 'file-as-folder'],
  ['a second name', [{ ...good, extra: unicodePath('good.txt', 'evil.ps1') }], 'ambiguous-name'],
  [
    'a second name in front of its data alone',
    [{ ...good, local: { extra: unicodePath('good.txt', 'evil.ps1') } }],
    'ambiguous-name',
  ],
  [
    'a second name in front of its data, and what is no field behind it',
    [{ ...good, local: { extra: Buffer.concat([unicodePath('good.txt', 'evil.ps1'), Buffer.alloc(4, 255)]) } }],
    'ambiguous-name',
  ],
  [
    'a second name in the directory alone',
    [{ ...good, central: { extra: unicodePath('good.txt', '../evil.ps1') } }],
    'ambiguous-name',
  ],
]

/** What an entry is called. */
export const NAMES: readonly HostileZip[] = [
  ...SINGLE.map(
    ([what, name, code, elsewhere]): HostileZip => ({
      what,
      bytes: packageWith([good, { name, content: TEXT }]),
      code,
      ...(elsewhere !== undefined && { elsewhere }),
    }),
  ),
  ...PAIRS.map(
    ([what, entries, code, elsewhere]): HostileZip => ({
      what,
      bytes: packageWith(entries),
      code,
      ...(elsewhere !== undefined && { elsewhere }),
    }),
  ),
]
