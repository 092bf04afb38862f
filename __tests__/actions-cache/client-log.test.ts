import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lastTrouble, lastWarning, readClientLog, show } from '../../src/actions-cache/client-log.ts'

/** What is shown of what the client wrote, a line each. */
const WARNINGS: readonly (readonly [what: string, lines: readonly string[], shown: string | undefined])[] = [
  ['nothing', [''], undefined],
  ['no warning', ['::debug::Cache service version: v2', 'Cache hit for: key', '::add-mask::secret'], undefined],
  ['a warning', ['::warning::Failed to restore: it broke'], 'it broke'],
  ['an error', ['::error::Failed to save: it broke'], 'it broke'],
  ['one with properties', ['::warning title=a,file=b::it broke'], 'it broke'],
  ['several', ['::warning::first', '::error::second', 'third'], 'second'],
  ['one of several lines', ['::warning::first%0D%0Asecond'], 'first'],
  ['a per cent sign', ['::warning::100%25 of %250A'], '100% of %0A'],
  ['one without a word', ['::warning::because', '::warning::Failed to save: '], 'because'],
  ['only such', ['::warning::'], 'its client does not say why'],
  ['a line that ends as on Windows', ['::warning::it broke\r'], 'it broke'],
  ['a secret', ['::add-mask::a+b', '::add-mask::', '::warning::sent a+b and a+b'], 'sent *** and ***'],
  ['a signed address', ['::warning::GET https://u:p@blob.test/1?sig=abc failed'], 'GET https://…@blob.test/1?… failed'],
  ['controls', ['::warning::a\u001b[31m b\u202ec\td'], 'a [31m b c d'],
  ['a command in a warning', ['::warning::::set-output name=a::b'], '::set-output name=a::b'],
]

for (const [what, lines, shown] of WARNINGS) {
  test(`Of a log with ${what} is shown: ${shown ?? 'nothing'}.`, () => {
    assert.equal(lastWarning(readClientLog(`${lines.join('\n')}\n`)), shown)
  })
}

test('What is shown has at most 200 characters.', () => {
  const log = readClientLog(`::warning::${'long '.repeat(1000)}`)
  assert.equal(lastWarning(log)?.length, 200)
  assert.equal(show('long'.repeat(100), log).length, 200)
})

const TRIED = 'Attempt 1 of 5 failed with error: Failed request: (500) Oops. Retrying request in 3000 ms...'

/** What a client was at that was stopped, or that died. */
const TROUBLES: readonly (readonly [what: string, lines: readonly string[], shown: string | undefined])[] = [
  ['nothing', [''], undefined],
  ['a try', [TRIED], 'Failed request: (500) Oops'],
  ['a warning alone', ['::warning::it broke'], 'it broke'],
  ['a try after a warning', ['::warning::it broke', TRIED], 'Failed request: (500) Oops'],
  ['an error that nobody caught', ['file:///x.js:1', 'throw x', '^', '', 'TypeError: a bug', '    at x.js:1'], 'a bug'],
  ['one with a code', ['Error [ERR_X]: a bug'], 'a bug'],
  ['an error in what is for debugging', ['::debug::Error: nothing'], undefined],
]

for (const [what, lines, shown] of TROUBLES) {
  test(`The last trouble in a log with ${what} is: ${shown ?? 'none'}.`, () => {
    assert.equal(lastTrouble(readClientLog(`${lines.join('\n')}\n`)), shown)
  })
}
