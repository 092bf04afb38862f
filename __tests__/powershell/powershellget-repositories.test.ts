import assert from 'node:assert/strict'
import test from 'node:test'
import * as fc from 'fast-check'
import { decodeClixmlText, encodeClixmlText } from '../../src/powershell/clixml-text.ts'
import {
  editPowerShellGetRepositories,
  newPowerShellGetRepositories,
} from '../../src/powershell/powershellget-repositories.ts'
import type { RegisteredPlace } from '../../src/powershell/registration-edit.ts'
import { parseXml } from '../../src/xml.ts'
import { errorOf, unwrap } from '../helpers/result.ts'

const OURS: RegisteredPlace = { name: 'Restored', location: '/srv/r' }
const SECOND: RegisteredPlace = { name: 'Restored-2', location: '/srv/r-2' }
const NEW = newPowerShellGetRepositories()
const EMPTY = NEW.replace(/<DCT>\s*<En>[\s\S]*<\/En>\s*<\/DCT>/, '<DCT />')

function register(text: string, ...add: readonly RegisteredPlace[]): string {
  return unwrap(editPowerShellGetRepositories(text, { remove: [], add })).text
}

function unregister(text: string, ...remove: readonly RegisteredPlace[]): string {
  return unwrap(editPowerShellGetRepositories(text, { remove, add: [] })).text
}

/** What can be referred to must stand before what refers to it, once. */
function assertSoundIds(text: string): void {
  const known = new Set<string>()
  for (const [, name = '', id] of text.matchAll(/<(TN|Obj|TNRef|Ref)\b[^>]*\sRefId="(\d+)"/g)) {
    const kind = name.startsWith('TN') ? 'TN' : 'Obj'
    assert.equal(known.has(`${kind} ${id}`), name.endsWith('Ref'), `${name} ${id}`)
    known.add(`${kind} ${id}`)
  }
}

for (const [what, text] of [
  ['that we make', NEW],
  ['of Windows line ends, with a byte order mark', `\uFEFF${NEW.replaceAll('\n', '\r\n')}`],
  ['without a repository', EMPTY],
  ['on one line', NEW.replace(/>\s+</g, '><')],
] as const) {
  test(`A file ${what} gets our entries, and is to the letter what it was when they are taken out again.`, () => {
    const after = register(text, OURS, SECOND)
    assertSoundIds(after)
    for (const { name, location } of [OURS, SECOND]) {
      assert.ok(after.includes(`<S N="Key">${name}</S>`))
      assert.ok(after.includes(`<S N="SourceLocation">${location}</S>`))
    }
    assert.equal(register(register(text, OURS), SECOND), after)
    assert.equal(unregister(after, SECOND, OURS), text)
    assert.equal(unregister(unregister(after, OURS), SECOND), text)
    assert.equal(unregister(text, OURS), text)
  })
}

function typeNames(id: number, ...names: readonly string[]): string {
  return [`<TN RefId="${id}">`, ...names.map(name => `  <T>Deserialized.${name}</T>`), '</TN>'].join('\n            ')
}

const REPOSITORY = typeNames(1, 'Microsoft.PowerShell.Commands.PSRepository', 'System.Object')
const OPTIONS = typeNames(2, 'System.Collections.Hashtable', 'System.Object')

/** As PowerShellGet 2.2.5 writes a file anew that it has read: the type names stand where they are first needed. */
function rewritten(...entries: readonly (readonly [place: RegisteredPlace, type: string, options: string])[]): string {
  const texts = entries.map(
    ([{ name, location }, type, options], index) => `<En>
        <S N="Key">${name}</S>
        <Obj N="Value" RefId="${2 * index + 5}">
          ${type.replaceAll('\n  ', '\n')}
          <MS>
            <S N="SourceLocation">${location}</S>
            <Obj N="ProviderOptions" RefId="${2 * index + 6}">
              ${options.replaceAll('\n', '\n  ')}
              <DCT />
            </Obj>
          </MS>
        </Obj>
      </En>`,
  )
  return EMPTY.replace('<DCT />', () => `<DCT>\n      ${texts.join('\n      ')}\n    </DCT>`)
}

test('Type names that others refer to move to the first of them, once PowerShellGet has written the file anew.', () => {
  const local = { name: 'Local', location: '/feeds/local' }
  const other = { name: 'Other', location: '/feeds/other' }
  const [repository, options] = ['<TNRef RefId="1" />', '<TNRef RefId="2" />']
  const before = rewritten([OURS, REPOSITORY, OPTIONS], [local, repository, options], [other, repository, options])
  assertSoundIds(before)
  const after = unregister(before, OURS)
  assertSoundIds(after)
  const expected = rewritten([OURS, '', ''], [local, REPOSITORY, OPTIONS], [other, repository, options])
  assert.equal(after, expected.replace(/<En>[\s\S]*?<\/En>\s*/, ''))
  assert.equal(unregister(before, other), rewritten([OURS, REPOSITORY, OPTIONS], [local, repository, options]))
})

test('Only an entry with both the name and the path is taken out.', () => {
  const text = register(NEW, OURS)
  assert.equal(unregister(text, { ...OURS, location: '/srv/other' }), text)
  assert.equal(unregister(text, { ...OURS, name: 'Other' }), text)
  assert.equal(unregister(text, { ...OURS, name: 'RESTORED' }), NEW)
})

test('A name that somebody else has registered is not taken; what they registered just so stays theirs.', () => {
  const text = register(NEW, OURS)
  const elsewhere = { name: 'restored', location: '/elsewhere' }
  assert.deepEqual(errorOf(editPowerShellGetRepositories(text, { remove: [], add: [elsewhere] })), {
    kind: 'taken',
    by: OURS,
  })
  const edited = unwrap(editPowerShellGetRepositories(text, { remove: [], add: [OURS, SECOND] }))
  assert.deepEqual(edited.added, [SECOND])
})

const LEFT_ALONE: readonly (readonly [text: string, why: RegExp])[] = [
  ['', /an empty document/],
  [NEW.slice(0, -20), /cut off/],
  ['<configuration />', /not a table of repositories/],
  ['<Objs><Obj RefId="0"><LST /></Obj></Objs>', /not a table of repositories/],
  ['<!DOCTYPE Objs><Objs><Obj RefId="0"><DCT /></Obj></Objs>', /a document type/],
  [NEW.replace('<TN RefId="2">', '<TN RefId="9"><T>x</T></TN><TNRef RefId="2" /><TN RefId="3">'), /cannot be edited/],
]

for (const [text, why] of LEFT_ALONE) {
  test(`Such a file is left as it is: ${JSON.stringify(text.slice(0, 60))} …, since ${why.source}.`, () => {
    const error = errorOf(editPowerShellGetRepositories(text, { remove: [], add: [OURS] }))
    assert.match(error.kind === 'unfit' ? error.why : error.kind, why)
  })
}

const TEXTS: readonly (readonly [text: string, encoded: string])[] = [
  ['C:\\a b\\r', 'C:\\a b\\r'],
  ['<&>"\'', '&lt;&amp;&gt;"\''],
  ['_x0041_', '_x005F_x0041_'],
  ['a_X_x', 'a_x005F_X_x005F_x'],
  [' Ü\n😀 ', '_x0020__x00DC__x000A__xD83D__xDE00__x0020_'],
]

for (const [text, encoded] of TEXTS) {
  test(`CLIXML holds ${JSON.stringify(text)} as ${encoded}.`, () => {
    assert.equal(encodeClixmlText(text), encoded)
  })
}

test('Whatever a text holds, CLIXML gives it back.', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('_', 'x', 'X', '0', '4', '1', ' ', '&', '<', 'é', '\ud83d', '\n') }),
      text => {
        const encoded = encodeClixmlText(text)
        assert.match(encoded, /^[\x20-\x7e]*$/)
        assert.equal(decodeClixmlText(unwrap(parseXml(`<S>${encoded}</S>`)).text), text)
      },
    ),
  )
})
