import { rmSync } from 'node:fs'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { checkReading } from './checks.ts'
import { PARSERS, SCRATCH } from './parsers.ts'

after(() => rmSync(SCRATCH, { recursive: true, force: true }))

const LENGTH = 100_000

/** What an expression may try again and again: each of these in a row, alone, and behind and before what is valid. */
const UNITS: readonly string[] = [
  ...' \t\n\r.,:;-_+*?!@#$%&|/\\=<>()[]{}\'"`~^0a',
  ...['\r\n', '\u00a0', '\u2028', '‘', '“', '😀', '\ud800', '\0', '\u0301'],
  ...[
    'a ',
    ' a',
    '0.',
    'a.',
    'a-',
    '-a',
    '__',
    '()',
    '[]',
    '{}',
    '[{',
    ',[',
    '@(',
    '@{',
    '$(',
    '<a',
    '<!--',
    '<![CDATA[',
  ],
  ...[
    '="',
    "='",
    '\\"',
    '://',
    '//',
    '/*',
    '#requires ',
    '#>',
    '<#',
    '`\n',
    "'\n",
    '"a",',
    '1,',
    'a=1;',
    '&#1;',
    '_x',
    '%0A',
  ],
  ...['##[', '::', 'a@', '//@', 'a?', 'www.', ';\n', '[a]', 'a:1|', 'a: b\n', '>=', '""', "''"],
]

const isThorough = process.env.PSMR_FUZZ_RUNS !== undefined

for (const parser of PARSERS.filter(({ isTwin }) => isThorough || !isTwin)) {
  test(`100 KB of the same over and over do not keep ${parser.name} for a second.`, async () => {
    const [valid = ''] = fc.sample(parser.valid, { numRuns: 1, seed: 7 })
    for (const unit of UNITS) {
      const run = unit.repeat(LENGTH / unit.length)
      const middle = valid.length >> 1
      await checkReading(parser, valid.slice(0, middle) + run + valid.slice(middle))
      if (!isThorough) continue
      for (const text of [run, `${run}x`, valid + run, run + valid]) await checkReading(parser, text)
    }
  })
}
