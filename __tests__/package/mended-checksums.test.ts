import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ReceivedFile } from '../../src/package/receive.ts'
import { hold, knowledgeOf, type Outcome, received } from './hold-body.ts'
import { type RawEntry, rawZip } from './raw-zip.ts'
import { temporaryFiles } from './temporary.ts'

const temporary = await temporaryFiles()

const BAR = '<dependency id="Bar" version="[1.0, 2.0)" />'
const SCRIPT = 'function Get-Foo {}'

/** The files of a package that is sound in itself, whatever is changed in them. */
interface Content {
  readonly version?: string
  readonly tags?: string
  readonly dependencies?: string
  readonly script?: string
  readonly more?: readonly RawEntry[]
}

async function body(content: Content): Promise<ReceivedFile> {
  const { version = '1.0.0', tags = '', dependencies = BAR, script = SCRIPT, more = [] } = content
  const metadata = `<id>Foo</id><version>${version}</version><tags>${tags}</tags><dependencies>${dependencies}</dependencies>`
  const bytes = rawZip([
    { name: 'Foo.nuspec', content: `<package><metadata>${metadata}</metadata></package>` },
    { name: 'Foo.psd1', content: "@{ ModuleVersion = '1.0.0' }" },
    { name: 'Foo.psm1', content: script },
    ...more,
  ])
  return received(await temporary(bytes), bytes)
}

const knowledge = await knowledgeOf(await body({}))

async function outcomesOf(content: Content): Promise<readonly Outcome[]> {
  const { announced, unannounced, locked } = await hold(await body(content), knowledge)
  return [announced, unannounced, locked]
}

test('A byte of the module that was changed together with its checksum is found by a digest and by a lock only.', async () => {
  for (let at = 0; at < SCRIPT.length; at += 1) {
    const script = `${SCRIPT.slice(0, at)}_${SCRIPT.slice(at + 1)}`
    assert.deepEqual(await outcomesOf({ script }), ['differs-announced', 'content', 'differs-locked'], script)
  }
})

const CHANGES: readonly (readonly [what: string, content: Content, unannounced: Outcome, locked: Outcome])[] = [
  ['a file more', { more: [{ name: 'more.ps1' }] }, 'content', 'differs-locked'],
  ['a dependency more', { dependencies: `${BAR}<dependency id="Evil" />` }, 'content', 'differs-locked'],
  ['a dependency less', { dependencies: '' }, 'content', 'differs-locked'],
  ['another dependency', { dependencies: BAR.replace('Bar', 'Bat') }, 'content', 'differs-locked'],
  ['another range', { dependencies: BAR.replace('2.0', '3.0') }, 'content', 'differs-locked'],
  ['the type of a script instead', { tags: 'PSScript' }, 'content', 'differs-locked'],
  ['another version', { version: '1.0.1' }, 'malformed', 'malformed'],
  ['a signature', { more: [{ name: '.signature.p7s' }] }, 'content', 'repackaged'],
  ['another description', { tags: 'PSModule' }, 'content', 'repackaged'],
  ['the range in other words', { dependencies: BAR.replace('[1.0, 2.0)', '[1.0.0,2)') }, 'content', 'repackaged'],
]

for (const [what, content, unannounced, locked] of CHANGES) {
  test(`With ${what}, a package is held to a lock as ${locked}.`, async () => {
    const announced = unannounced === 'malformed' ? 'malformed' : 'differs-announced'
    assert.deepEqual(await outcomesOf(content), [announced, unannounced, locked])
  })
}
