import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readText, told } from './reading.ts'

const someName = fc.stringMatching(/^[A-Z][A-Za-z]{0,6}(\.[A-Z][a-z]{1,5})?$/)
const someText = fc.constantFrom('1.0', '2.1.3', '1.0-beta', '11.*', '[1.0,2.0)', '(,3.0]', 'latest', '', '*', '>=1.0')
const someValue = fc.oneof(
  someText.map(text => ({ kind: 'text', text }) as const),
  fc.record(
    {
      Version: fc.constantFrom('1.0', '[1.0,2.0)', '2.*', ''),
      Repository: fc.constant('P'),
      Prerelease: fc.constantFrom('true', 'false'),
      Target: fc.constant('CurrentUser'),
      DependencyType: fc.constantFrom('PSGalleryModule', 'Git'),
      MinimumVersion: fc.constant('1.0'),
      Note: fc.constant('kept'),
    },
    { requiredKeys: [] },
  ),
)
type SomeValue = { readonly [key: string]: string }

const someTable = fc.uniqueArray(fc.tuple(someName, someValue), {
  minLength: 1,
  maxLength: 6,
  selector: ([name]) => name.toLowerCase(),
})
const someFile = fc.constantFrom(
  'modules.psd1',
  'requirements.psd1',
  'RequiredModules.psd1',
  'a.depend.psd1',
  'a.requires.psd1',
)

/** One entry a line, from line 2 on. */
function write(entries: readonly (readonly [string, SomeValue])[]): string {
  return `@{\n${entries.map(([name, value]) => `'${name}' = ${writeValue(value)}`).join('\n')}\n}`
}

function writeValue(value: SomeValue): string {
  if (value.kind === 'text') return `'${value.text}'`
  return `@{ ${Object.entries(value)
    .map(([key, text]) => `${key} = '${text}'`)
    .join('; ')} }`
}

test('Of any table that is read, every entry is required or noted: nothing is dropped in silence.', () => {
  fc.assert(
    fc.property(someFile, someTable, (file, entries) => {
      const reading = readText(file, write(entries))
      if (!reading.ok) return
      const { requirements, notes } = reading.value
      const taken = [...requirements.map(({ stated }) => stated), ...notes.map(({ place }) => place)]
      const lines = new Set(taken.map(({ line }) => line))
      assert.deepEqual(
        [...lines].sort((a, b) => a - b),
        entries.map((_, index) => index + 2),
      )
      assert.equal(new Set(requirements.map(({ stated }) => stated.line)).size, requirements.length)
    }),
    { numRuns: 400 },
  )
})

test('Neither the order of entries nor the letter case of keys changes what any table is read as.', () => {
  fc.assert(
    fc.property(someFile, someTable, fc.boolean(), (file, entries, upper) => {
      const recased = entries.map(([name, value]) => [name, recaseKeys(value, upper)] as const)
      const [there, back] = [readText(file, write(entries)), readText(file, write(recased.toReversed()))]
      assert.equal(there.ok, back.ok)
      if (!there.ok || !back.ok) return
      assert.equal(there.value.format, back.value.format)
      assert.deepEqual(sorted(told(back.value)), sorted(told(there.value)))
    }),
    { numRuns: 400 },
  )
})

function recaseKeys(value: SomeValue, upper: boolean): SomeValue {
  if (value.kind === 'text') return value
  const recase = (key: string): string => (upper ? key.toUpperCase() : key.toLowerCase())
  return Object.fromEntries(Object.entries(value).map(([key, text]) => [recase(key), text]))
}

/** Without lines, which the order changes, and letter case, which notes repeat as it is written. */
function sorted(lines: readonly string[]): readonly string[] {
  return lines.map(line => line.replace(/^\d+ /, '').toLowerCase()).sort()
}
