import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { jsonText, logLine, markdownText } from '../../src/print/neutral.ts'

/** What .NET's `TrimStart` takes away. */
const DOTNET_SPACE = /^[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/

/**
 * Whether the runner takes the line for a command, by its own two parsers (`ActionCommand.cs`), to which any name is one
 * here: `TryParseV2` wants `::name …::` after leading blanks, `TryParse` finds `##[name …]` anywhere.
 */
function isCommand(line: string): boolean {
  const trimmed = line.replace(DOTNET_SPACE, '')
  const isV2 = trimmed.startsWith('::') && trimmed.indexOf('::', 2) !== -1
  const prefix = line.indexOf('##[')
  const isV1 = prefix !== -1 && line.indexOf(']', prefix) !== -1
  // Azure Pipelines: `Command.TryParse` of its agent wants `##vso[area.event …]`, also behind other text.
  return isV2 || isV1 || /##vso\[[^\]]*\]/i.test(line)
}

/** The runner reads line by line, at any line end. */
function commandsIn(output: string): readonly string[] {
  return output.split(/\r\n|[\r\n]/).filter(isCommand)
}

const COMMANDS: readonly string[] = [
  '::set-output name=x::y',
  '  ::error::x',
  '\t::error::x',
  '\u00a0\u3000::error::x',
  '\ufeff::error::x',
  '\u0085::error::x',
  'harmless\n::add-mask::x',
  'harmless\r::add-mask::x',
  'harmless\r\n::stop-commands::x',
  'harmless\u2028::error::x',
  '##[error]x',
  'text before ##[set-output name=x;]y',
  '####[error]x',
  '##[##[error]x]',
  '##vso[task.setvariable variable=PATH]/evil',
  'text before ##VSO[task.complete result=Failed;]x',
  '##vso##vso[task.setvariable variable=x]y',
  ':::error::x',
  ':: ::error::x',
  '#\u200e#[error]x',
  '##\u0000[error]x',
  ':\u202e:error::x',
]

for (const text of COMMANDS) {
  test(`${JSON.stringify(text)} is no command once it was made harmless.`, () => {
    assert.deepEqual(commandsIn(logLine(text)), [])
  })
}

test('The parsers that judge this know a command when they see one.', () => {
  for (const text of ['::error::x', ' \t::group::x', 'a ##[error]x']) assert.deepEqual(commandsIn(text), [text])
  for (const text of ['a ::error::x', '::error', '##[error']) assert.deepEqual(commandsIn(text), [])
})

const piece = fc.constantFrom(
  ...[':', '::', '#', '##', '[', '##[', ']', 'error', 'set-output name=x', ' ', '\t', '\r', '\n', '\r\n', '\u0085'],
  ...['\u00a0', '\u200b', '\u200e', '\u2028', '\u2029', '\u3000', '\ufeff', '\u0000', '\u001b', '%0A', 'x'],
)
const hostile = fc.oneof(
  fc.array(piece, { maxLength: 12 }).map(pieces => pieces.join('')),
  fc.string({ unit: 'binary' }),
)

test('No text makes a command of the log, nor two lines of one.', () => {
  fc.assert(
    fc.property(hostile, text => {
      const line = logLine(text)
      assert.deepEqual(commandsIn(line), [])
      assert.doesNotMatch(line, /[\r\n\u2028\u2029\u0085]/)
    }),
    { numRuns: 2000 },
  )
})

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be left
const CONTROLS = /[\u0000-\u001f\u007f-\u009f]/
const BIDI = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/

test('No text moves the cursor, colours the screen or reorders what stands on it.', () => {
  fc.assert(
    fc.property(hostile, text => {
      for (const shown of [logLine(text), markdownText(text)]) {
        assert.doesNotMatch(shown, CONTROLS)
        assert.doesNotMatch(shown, BIDI)
      }
    }),
    { numRuns: 1000 },
  )
})

const PLAIN: readonly string[] = [
  'Pester 5.7.1  psgallery',
  'a :: b',
  'C:\\modules\\x',
  "$env:PSModulePath = 'x'",
  '[1.0.0, 2.0.0)',
  'Überraschung 😀 日本語',
  '# comment',
  '100 %',
]

for (const text of PLAIN) {
  test(`Harmless text stays as it is in the log: ${text}`, () => assert.equal(logLine(text), text))
}

test('Making a line harmless twice changes nothing more.', () => {
  fc.assert(fc.property(hostile, text => assert.equal(logLine(logLine(text)), logLine(text))))
})

/** What a reader sees: entities as their characters, and no tags of ours. */
function seen(markdown: string): string {
  return markdown
    .replace(/<\/?span>/g, '')
    .replace(/&#([0-9]+);/g, (_, code: string) => String.fromCharCode(Number(code)))
}

const markup = fc.constantFrom(
  ...['<img src=x onerror=alert(1)>', '</details>', '<!--', '[x](javascript:1)', '![x](https://x.test)', '`', '```'],
  ...['| a | b |', '**', '__', '~~', '# ', '\n## pwned', '@octocat', '#1', '&lt;', '&#60;', '&', '\\', '"', "'"],
  ...['https://x.test', 'http://', 'www.x.test', 'WWW.x.test', 'me@x.test', '\n\n', '$x$', 'text'],
)
const hostileMarkdown = fc.oneof(
  fc.array(markup, { maxLength: 8 }).map(pieces => pieces.join('')),
  fc.string({ unit: 'binary' }),
)

test('No text is markup in the summary: everything special is an entity.', () => {
  fc.assert(
    fc.property(hostileMarkdown, text => {
      const plain = markdownText(text).replace(/&#[0-9]+;|<\/?span>/g, '')
      assert.doesNotMatch(plain, /[&<>"'`|[\]()*_~#!\\\n\r]/)
    }),
    { numRuns: 2000 },
  )
})

test('No text is a link, a formula or mentions anybody in the summary.', () => {
  fc.assert(
    fc.property(hostileMarkdown, text => {
      const outside = markdownText(text).replace(/<span>[^<]*<\/span>/g, ' ')
      assert.doesNotMatch(outside, /:\/\/|www\.|[@$]/i)
    }),
    { numRuns: 2000 },
  )
})

test('What a reader sees is the text, apart from what must not be seen.', () => {
  const text = 'a < b | c: [1.0, 2.0) & "d" \\ `e` #f'
  assert.equal(seen(markdownText(text)), text)
  assert.equal(seen(markdownText('see https://x.test @me')), 'see https://x.test @me')
})

test('Long texts are made harmless in no time.', () => {
  for (const unit of [' ', ':', '#', '##[', '@', '<', 'w']) {
    logLine(unit.repeat(200_000))
    markdownText(unit.repeat(200_000))
  }
})

const json = fc.oneof(fc.jsonValue(), fc.array(hostile), fc.dictionary(hostile, hostile))

test('JSON for standard output is the same value, of which a terminal or the runner obeys nothing.', () => {
  fc.assert(
    fc.property(json, fc.constantFrom(undefined, 2), (value, indent) => {
      const text = JSON.stringify(value, undefined, indent)
      const shown = jsonText(text)
      assert.deepEqual(JSON.parse(shown), JSON.parse(text))
      assert.deepEqual(commandsIn(shown), [])
      assert.doesNotMatch(shown.replaceAll('\n', ''), CONTROLS)
      assert.doesNotMatch(shown, BIDI)
    }),
    { numRuns: 1000 },
  )
})

test('JSON keeps its lines, and everything else that is harmless.', () => {
  const text = JSON.stringify({ name: 'Überraschung 😀 日本語', list: [1, '##', '::x::', '# [y]'] }, undefined, 2)
  assert.equal(jsonText(text), text)
})

test('JSON shows what is escaped as an escape.', () => {
  const text = JSON.stringify(['\u001b[31m', '\u007f', '\u009b', '\u202e', '##[error]', '\n'])
  assert.equal(jsonText(text), '["\\u001b[31m","\\u007f","\\u009b","\\u202e","##\\u005berror]","\\n"]')
})
