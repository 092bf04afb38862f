// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${name} is a variable of PowerShell here.

/** `unknown` also for a value with something unknown inside. */
type Outcome = 'value' | 'unknown' | 'error'

export interface Case {
  readonly text: string
  readonly theirs: 'value' | 'refused'
  readonly ours: Outcome
}

// biome-ignore format: a table
/** Stands as the value of an entry; what is taken and known is compared in full. */
const values: Readonly<Record<'known' | 'takenButUnknown' | 'refused' | 'refusedByBoth', readonly string[]>> = {
  known: [
    "'x'", "'it''s'", '"x"', '"`t`u{41}`"$"', "@'\nx\n'@", '@"\r\n`$x\r\n"@', '‘x’', '“x„', "'a\r\nb'", '"a`\nb"',
    '1', '-1', '+1', '–1', '0x1F', '0xFFFFFFFF', '0b101', '1.5', '.5', '1.', '1e3', '1kb', '1.5mb', '1l', '1.5d', '1u',
    '1y', '1uy', '1s', '1us', '1ul', '1n', '1lkb', '0x', '12345678901', '9223372036854775808', '0xFFs', '0b11111111',
    '$true', '$False', '$null', '@()', "@('a','b')", "@('a'\n'b')", "@('a';'b')", "'a','b'", "'a',\n'b'", ",'a'",
    ",'a','b'", "@(@('a','b'))", "@(,@('a'))", "@(@('a'),@())", "@('a'\n,'b')", "('a')", "(('a'))", "('a','b')",
    '@($null)', '@{}', "@{ b = 'x' }", "@{ 'b c' = 'x'; 1 = 'y' }", '@(@{ b = 1 }\n@{ b = 2 })',
    "'x' # c", "'x'#don't", "$true #don't", '1#c', '<# c #> 1 <# c #>', "`\n'x'", "'a' `\n, 'b'",
    "[int]'5'", '[int]1kb', '[long]5', "[byte]'5'", '[bool]1', "[bool]''", "[int][long]'5'", "[System.Int32] '-5'",
    "[int]'5','6'",
  ],
  takenButUnknown: [
    "@('a','b')[0]", '{ Get-Date }', '!$true', '$($true)', '"$true"', '1.5l', '$true ? 1 : 2', '-not $true', '- 5',
    "[int]'5.6'", "[int]''", '[char]65', "[double]'1.5'", '@{ b = 1 }["b"]', '$(1; 2)', "@('a')[0]#don't", '-"5"',
    '79228162514264337593543950336', '1e3d', "($true#don't\n)",
  ],
  refused: [
    "[version]'1.0'", "[string]'x'", '[ordered]@{}', "'a'+'b'", '"$PSScriptRoot"', '1..3', '$x', '$env:HOME', '"$(1)+$x"',
    'Get-Date', '& foo', '(Get-Date)', 'if ($true) { 1 }', "'{0}' -f 1", "'x'.Length", '[guid]::NewGuid()', "'a' | foo",
    "'a' -eq 'a'", '1 + 1', '[int[]]@(1)', "[datetime]'2020-01-01'", '300y', '0b', "-join 'a'", '[int]', '"${x}"', '--5',
    '5--', '[nope]1', '[bool].5', "$true#don't", '1#"',
  ],
  refusedByBoth: [
    'latest', 'true', '5.7.1', '2.*', '>=1.0', '[1.0,2.0)', "'a' 'b'", "@('a' 'b')", "('a' 'b')", '', "'a',", ',',
    "@('a',)", "@('a'", "'a", '"`u"', '"`u{110000}"', '"$("', "@'x'@", "@'\nx\n '@", '@(}', "'a')", '(', '()', '$(', '{',
    '<# c', '[]', "@{ b = 'x', c = 'y' }", "@{ b 'x' }", '@{ b }', "@{ b = 'x' c = 'y' }", "@('a' = 1)", 'Ä', '@x',
    '@{ b = 1; B = 2 }', "@{ 1 = 1; '1' = 2 }", "@{ σ = 1; ς = 2 }", "@{ 'é' = 1; 'e\u0301' = 2 }",
    "@{ 'b\u00ad' = 1; b = 2 }", '@{ "b`0" = 1; b = 2 }',
  ],
}

const entries: readonly Case[] = [
  ...values.known.map(text => ({ text, theirs: 'value', ours: 'value' }) as const),
  ...values.takenButUnknown.map(text => ({ text, theirs: 'value', ours: 'unknown' }) as const),
  ...values.refused.map(text => ({ text, theirs: 'refused', ours: 'unknown' }) as const),
  ...values.refusedByBoth.map(text => ({ text, theirs: 'refused', ours: 'error' }) as const),
].map(({ text, ...outcomes }) => ({ ...outcomes, text: `@{ before = 1\n a = ${text}\n after = 2 }` }))

/** Whole files. */
const files: readonly Case[] = [
  { text: '@{}', theirs: 'value', ours: 'value' },
  { text: '\r\n# c\r\n<# c #>@{ a = 1 }; ;\r\n# SIG # Begin signature block', theirs: 'value', ours: 'value' },
  { text: '@{ a = 1\r b = 2\r\n c = 3;;d = 4;\n}', theirs: 'value', ours: 'value' },
  {
    text: "@{ if = 1; Größe = 2; _x1 = 3; 'Az.Accounts' = 4; \"b-c\" = 5; @'\nd\n'@ = 6; '' = 7 }",
    theirs: 'value',
    ours: 'value',
  },
  { text: '@{ 1 = 1; 0x10 = 2; 2.50 = 3; -4 = 4; 1kb = 5; 7l = 6 }', theirs: 'value', ours: 'value' },
  { text: '@{\u00a0a\u3000=\t\v\f1\u0085\u2028}', theirs: 'value', ours: 'value' },
  { text: "@{'İ' = 1; 'i' = 2; 'ß' = 3; 'ss' = 4}", theirs: 'value', ours: 'value' },
  { text: "@{ a = @{ b = @(@{ c = 'd' }, @('e')) } }", theirs: 'value', ours: 'value' },
  { text: '@(@{ a = 1 })', theirs: 'value', ours: 'value' },
  { text: "'a', 'b'", theirs: 'value', ours: 'value' },
  { text: '$null', theirs: 'value', ours: 'value' },
  { text: '', theirs: 'refused', ours: 'error' },
  { text: '# c', theirs: 'refused', ours: 'error' },
  { text: '@{ a = 1 } + @{ b = 2 }', theirs: 'refused', ours: 'error' },
  { text: '[ordered]@{ a = 1 }', theirs: 'refused', ours: 'error' },
  { text: '@{ a = 1', theirs: 'refused', ours: 'error' },
  { text: '@{ a = 1 }}', theirs: 'refused', ours: 'error' },
  { text: '@{ a = 1; 𝐀 = 2 }', theirs: 'refused', ours: 'error' },
  { text: '@{ Az.Accounts = 1 }', theirs: 'refused', ours: 'error' },
  { text: '@{ $x = 1 }', theirs: 'refused', ours: 'error' },
  { text: '{ "a": 1 }', theirs: 'refused', ours: 'error' },

  // What we refuse on purpose.
  { text: '@{ $true = 1 }', theirs: 'value', ours: 'error' },
  { text: "@{ ('a') = 1 }", theirs: 'value', ours: 'error' },
  { text: '@{ 1e20 = 1 }', theirs: 'value', ours: 'error' },
  { text: '{ a }', theirs: 'value', ours: 'error' },
  { text: 'return @{ a = 1 }', theirs: 'value', ours: 'error' },
  { text: '@{ a = 1 }\n@{ b = 2 }', theirs: 'value', ours: 'error' },
  { text: `@{ a = ${'@('.repeat(64)}${')'.repeat(64)} }`, theirs: 'value', ours: 'error' },
  { text: '@{ a = 1 # \0\n}', theirs: 'value', ours: 'error' },
]

/** Every construct of a data file, and what people take for one. */
export const cases: readonly Case[] = [...entries, ...files]
