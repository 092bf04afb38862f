// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${name} is a variable of PowerShell here.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import test from 'node:test'
import fc from 'fast-check'
import { placeAt } from '../../src/problem.ts'
import { readScriptRequires, type ScriptRequires } from '../../src/psd1/script-requires.ts'
import { lookUp, type Psd1Value } from '../../src/psd1/value.ts'
import { type Plain, plain, toDocument, Unknown } from './read.ts'

/** Marks in a text the place that the problem must point at. */
const PLACE = '‸'

function readScript(text: string): ScriptRequires {
  const requires = readScriptRequires(toDocument(text, 'x.ps1'))
  assert.ok(requires.ok, requires.ok ? '' : `${requires.error.sentence}\n${requires.error.frame}`)
  return requires.value
}

/** What PowerShell 7.6 itself finds in each line: `Parser.ParseInput(…).ScriptRequirements.RequiredModules`. */
const statements: readonly (readonly [statement: string, modules: readonly Plain[]])[] = [
  ['#Requires -Modules Pester', ['Pester']],
  ['#REQUIRES -MODULES Pester', ['Pester']],
  ['#requires -Module Pester, psake', ['Pester', 'psake']],
  ['#requires -m:A,B', ['A', 'B']],
  ['#requires -Modules: A', ['A']],
  ['#requires –Modules A', ['A']],
  ['#requires\u00a0-Modules A', ['A']],
  ['#requires -Modules A -Modules B', ['A', 'B']],
  [
    "#Requires -Version 5.1 -Modules A, @{ ModuleName = 'B'; ModuleVersion = '1.0' } -PSEdition Core",
    ['A', { ModuleName: 'B', ModuleVersion: '1.0' }],
  ],
  ["#requires -ShellId x -Assembly 'a.dll', b -Modules A", ['A']],
  ['#requires -Modules A -RunAsAdministrator', ['A']],
  ['#requires -Version 5.1', []],
  ['#requires', []],
  ['#requires -Modules \'A\', "B", “C”, ‘D’', ['A', 'B', 'C', 'D']],
  ['#requires -Modules Az."Accounts"', ['Az.Accounts']],
  ['#requires -Modules A`B', ['AB']],
  ['#requires -Modules 7Zip4Powershell, 5', ['7Zip4Powershell', '5']],
  ["#requires -Modules [string]'A'", ['[string]A']],
  ['#requires -Modules C#, A<b', ['C#', 'A<b']],
  ["#requires -Modules ('A','B')", ['A', 'B']],
  ["#requires -Modules ( 'A' )", ['A']],
  ["#requires -Modules ('A'),'B'", ['A', 'B']],
  ['#requires -Modules A, -B', ['A', '-B']],
  ['#requires -Modules A # needed by B', ['A']],
  ['#requires -Modules A <# x #>, B', ['A', 'B']],
  ['#requires -Modules A; B', ['A']],
  ['#requires -Modules A | B', ['A']],
  ["#requires'' -Modules A", ['A']],
]

for (const [statement, modules] of statements) {
  test(`the modules of ${statement}`, () => {
    const requires = readScript(statement)
    assert.deepEqual(requires.modules.map(plain), modules)
    assert.deepEqual(requires.statements, [0])
  })
}

/** What PowerShell refuses, and with it the whole script; the modules that are meant are told all the same. */
const refused: readonly (readonly [statement: string, modules: readonly Plain[]])[] = [
  ['#requires -RunAsAdministrator -Modules A', ['A']],
  ['#requires -Foo x -Modules A', ['A']],
  ["#requires '' -Modules A", ['A']],
  ['#requires admin', []],
  ["#requires -Modules @{ ModuleName = 'A' }", [{ ModuleName: 'A' }]],
  ["#requires -Modules ('A','B'),'C'", [['A', 'B'], 'C']],
]

for (const [statement, modules] of refused) {
  test(`the modules of ${statement}, which PowerShell refuses`, () => {
    assert.deepEqual(readScript(statement).modules.map(plain), modules)
  })
}

const unknown: readonly (readonly [argument: string, source: string, why: string])[] = [
  ['$x', '$x', 'it reads the variable $x'],
  ['Az.$x', 'Az.$x', 'it reads the variable $x'],
  ['"Az.$x"', '"Az.$x"', 'it reads the variable $x'],
  ['$(Get-Name)', '$(Get-Name)', 'it runs a sub-expression, $( )'],
  ['(Get-Name)', '(Get-Name)', 'it calls the command Get-Name'],
  ["@('A','B')", "@('A','B')", 'it is an array in @( ), which #Requires does not take'],
  ["([string]'A')", "([string]'A')", 'it casts to [string]'],
  ["'A'.ToUpper()", "'A'.ToUpper()", 'it takes a part of a value'],
  ["('A','B')[0]", "('A','B')[0]", 'it takes a part of a value'],
  ['{ A }', '{ A }', 'it is a script block; a table begins with @{'],
]

for (const [argument, source, why] of unknown) {
  test(`${argument} is kept as unknown, and what stands around it is read`, () => {
    const requires = readScript(`#requires -Modules A, ${argument} -Version 5\n#requires -Modules ${argument}`)
    assert.deepEqual(requires.modules.map(plain), ['A', new Unknown(source, why), new Unknown(source, why)])
  })
}

test('a value of a module specification that is not constant is unknown alone', () => {
  const requires = readScript('#requires -Modules @{ ModuleName = "A"; ModuleVersion = $v }')
  assert.deepEqual(requires.modules.map(plain), [
    { ModuleName: 'A', ModuleVersion: new Unknown('$v', 'it reads the variable $v') },
  ])
})

test('places count from the beginning of the script', () => {
  const text = "param()\n  #Requires -Version 5\n  #Requires -Modules A, @{ModuleName='B'}\n"
  const requires = readScript(text)
  assert.deepEqual(requires.statements, [text.indexOf('#'), text.lastIndexOf('#')])
  assert.deepEqual(
    requires.modules.map(module => module.at),
    [text.indexOf('A,'), text.indexOf('@{')],
  )
})

const S = '#requires -Modules A'

/** Scripts in which PowerShell 7.6 finds the statement. */
const found: readonly string[] = [
  // Anywhere
  `\n\n  ${S}`,
  `x\r${S}\rB`,
  `\u0085${S}`,
  `<# #> ${S}`,
  `function f {\n  ${S}\n}`,
  `$(\n${S}\n)`,
  `@{\n${S}\na=1}`,
  `if ($x) {}${S}`,
  // Behind a command
  `Get-Foo ${S}`,
  `Get-Foo;${S}`,
  `foo \`\n${S}`,
  `foo 'x'${S}`,
  `foo (1)${S}`,
  `foo (1).b${S}`,
  `foo {1}${S}`,
  `foo @{a=1}${S}`,
  `foo $a.b${S}`,
  `foo $a[0]${S}`,
  `foo $a[0].b(1)${S}`,
  `foo $x::y${S}`,
  `foo a,${S}\nb`,
  `foo -bar:${S}`,
  `foo "it's" ${S}`,
  `foo --% "| #requires" | bar ${S}`,
  `foo --% 'x' & "\n${S}`,
  `. 'x'${S}`,
  `& { param($f) } ${S}`,
  `foo 2>&1 >$null ${S}`,
  // Behind an expression
  `$a${S}`,
  `$a.b${S}`,
  `$a[0]${S}`,
  `$x::y${S}`,
  `$?${S}`,
  `\${a#b}${S}`,
  `5${S}`,
  `1..5${S}`,
  `[int]${S}`,
  `'it''s'${S}`,
  `"a""b"${S}`,
  `"$("b")"${S}`,
  `"a\`"b"${S}`,
  `@'\nit's\n'@${S}`,
  `@"\n"x"\n"@${S}`,
  `@{a=1}${S}`,
  `!${S}\n$x`,
  `-not${S}\n$x`,
  `$a -eq${S}\n5`,
  `return $a${S}`,
  `$a = 5${S}`,
  `$a = @{\n b = $x${S}\n c = 1 }`,
  `foo | % { $_${S}\n}`,
  `foreach ($a in $b${S}\n) {}`,
  // Behind and inside blocks
  `if ($x)\n{\n} $b${S}`,
  `function f\n{\n} $b${S}`,
  `switch ($x) { 'a'${S}\n {} }`,
  `try {} catch [X]${S}\n {}`,
  `enum E { A${S}\n}`,
  `class C\n{ [int]$x${S}\n m() { } }`,
  `param([Parameter(Mandatory${S}\n)]$x)`,
]

for (const text of found) {
  test(`a statement stands in ${JSON.stringify(text.replace(S, '#R'))}`, () => {
    const requires = readScript(text)
    assert.deepEqual(requires.statements, [text.indexOf(S)])
    assert.deepEqual(requires.modules.map(plain), ['A'])
  })
}

/** Scripts in which PowerShell 7.6 finds none. */
const notFound: readonly string[] = [
  '# requires -Modules A',
  '##requires -Modules A',
  '#-requires -Modules A',
  // In a string or comment
  `<#\n${S}\n#>`,
  `'\n${S}\n'`,
  `"\n${S}\n"`,
  `@'\n${S}\n'@`,
  `@"\n${S}\n"@`,
  `@"\n$(\n${S}\n)\n"@`,
  `"$(\n${S}\n)"`,
  `a$(\n${S}\n)`,
  `\${a${S}}`,
  `foo don't ${S}\n'`,
  // In a word
  `a${S}`,
  `C${S}`,
  `foo C${S}`,
  `foo C'x'${S}`,
  `foo $a${S}`,
  `foo \${a}${S}`,
  `foo 5${S}`,
  `foo -bar${S}`,
  `foo -bar'x'${S}`,
  `foo \`${S}`,
  `foo > x${S}`,
  `$x > $null${S}`,
  `foo [x]::y${S}`,
  `foo $?${S}`,
  `7z${S}`,
  `%${S}`,
  `& $x${S}`,
  `. $x${S}`,
  `.\\x${S}`,
  `foo | bar${S}`,
  `$a = foo${S}`,
  `return foo${S}`,
  `@{ a = foo${S}\n}`,
  `foreach ($a in foo${S}\n) {}`,
  `if ($x)\n{\n} foo${S}`,
  `& { param($f) foo${S}\n}`,
  `function C${S}\n{}`,
  // Behind the stop-parsing token
  `foo --% ${S}`,
  `foo --% "|" ${S}`,
]

for (const text of notFound) {
  test(`no statement stands in ${JSON.stringify(text.replace(S, '#R'))}`, () => {
    assert.deepEqual(readScript(text), { statements: [], modules: [] })
  })
}

const neverClosed = 'the string that begins here is never closed'

/** `‸` marks the place. */
const faults: readonly (readonly [text: string, what: string, hint: string])[] = [
  // Of a statement
  [
    '#requires -Modules‸',
    'no module is named behind -Modules',
    'Name one, as in #Requires -Modules Pester, or remove it.',
  ],
  [
    'a\n#requires -Modules‸ -Version 5',
    'no module is named behind -Modules',
    'Name one, as in #Requires -Modules Pester, or remove it.',
  ],
  ['#requires -Modules A ‸B', 'two modules are not separated', 'Put a comma before this one.'],
  ["#requires -Modules 'A'‸B", 'two modules are not separated', 'Put a comma before this one.'],
  ['#requires -Modules ‸,A', 'a value is missing before this comma', 'Remove the comma.'],
  ['#requires -Modules A‸,', 'nothing follows this comma', 'Remove it, or add the item that is missing.'],
  ['#requires -Modules A‸, # x', 'nothing follows this comma', 'Remove it, or add the item that is missing.'],
  ['#requires -Modules ‸"A\nb', neverClosed, 'Close it with "'],
  ["#requires -Modules ‸@{ ModuleName = 'A'\n}", 'the table opened here is never closed', 'Close it with }'],
  ['#requires -Modules @{ModuleName=‸A}', 'A is neither text in quotes nor a number', "Put it in quotes: 'A'"],
  [
    "#requires -Modules @{ModuleName='A';‸modulename='B'}",
    'modulename is stated twice in one table',
    'Keep one of the two; letter case makes no difference.',
  ],
  [
    '‸#requires-Modules A',
    'PowerShell takes this comment for #Requires, and "requires-Modules" is no such statement',
    'Put a blank behind #Requires, or write a remark with one before the word: # requires',
  ],
  // Of the script
  [`${S}\n‸"x`, neverClosed, 'Close it with "'],
  [`${S}\nfoo it‸'s`, neverClosed, "Close it with '"],
  [`${S}\n‸@'\nx`, 'the here-string that begins here is never closed', "Close it with '@ at the very start of a line."],
  [`${S}\n‸@'x\n'@`, "nothing may follow @' on its line", 'Begin the text on the next line.'],
  [`${S}\n‸<# x`, 'the comment that begins here is never closed', 'Close it with #>'],
  [`${S}\nfoo ‸\${x`, 'the expression that begins here is never closed', 'Close it with }'],
  [`${S}\nfoo a‸$(x`, 'the expression that begins here is never closed', 'Close it with )'],
  [`${'('.repeat(10_000)}‸(`, 'its brackets nest too deep', 'Look for brackets that are opened and not closed.'],
]

for (const [marked, what, hint] of faults) {
  const text = marked.replace(PLACE, '')
  test(`${JSON.stringify(text.slice(-60))} is refused: ${what}`, () => {
    const requires = readScriptRequires(toDocument(text, 'x.ps1'))
    assert.ok(!requires.ok)
    const { sentence, place, frame, ...rest } = requires.error
    assert.equal(sentence, `x.ps1 cannot be read: ${what}.`)
    assert.equal(rest.hint, hint)
    assert.deepEqual(place, placeAt(text, marked.indexOf(PLACE), 'x.ps1'))
    assert.match(frame ?? '', /\^$/)
  })
}

test('other faults of a script are left to PowerShell', () => {
  for (const rest of ['{', ')', 'if', '@{ a', '[int', '$a = ', 'foo |']) {
    assert.deepEqual(readScript(`${S}\n${rest}`).modules.map(plain), ['A'])
  }
})

interface CorpusLine {
  readonly repository: string
  readonly path: string
  readonly line: number
  readonly kind: 'directive' | 'mention'
  readonly lineEndsCrlf: boolean
  readonly text: string
}

interface Expectation {
  readonly repository: string
  readonly path: string
  readonly line: number
  /** The name, a blank, and the range. */
  readonly requires: readonly string[]
}

const corpus: readonly CorpusLine[] = JSON.parse(
  readFileSync(new URL('../fixtures/corpus/script-requires.json', import.meta.url), 'utf8'),
)
const expected: readonly Expectation[] = JSON.parse(
  readFileSync(new URL('../requirements/expected/script-requires.json', import.meta.url), 'utf8'),
)

/** A mention stood in a help text; two of them say themselves that they are remarks. */
function surround({ kind, lineEndsCrlf, text }: CorpusLine): string {
  const end = lineEndsCrlf ? '\r\n' : '\n'
  const isRemark = /^\s*# /.test(text)
  const lines = kind === 'mention' && !isRemark ? ['<#', '.NOTES', text, '#>'] : ['Set-StrictMode -Version 3', text, '']
  return lines.join(end)
}

function nameOf(module: Psd1Value): string {
  const name = module.kind === 'table' ? lookUp(module, 'ModuleName') : module
  assert.ok(name?.kind === 'string')
  return name.value
}

test('the lines of the corpus are there, and an expectation for each', () => {
  const origin = ({ repository, path, line }: Expectation | CorpusLine) => ({ repository, path, line })
  assert.equal(corpus.length, 54)
  assert.deepEqual(expected.map(origin), corpus.map(origin))
})

for (const [index, entry] of corpus.entries()) {
  test(`${entry.repository}/${entry.path}:${entry.line} asks for what it says`, () => {
    const script = surround(entry)
    const requires = readScript(script)
    assert.deepEqual(requires.statements, entry.kind === 'directive' ? [script.search(/#requires/i)] : [])
    assert.deepEqual(
      requires.modules.map(nameOf),
      expected[index]?.requires.map(text => text.split(' ', 1)[0]),
    )
  })
}

const specifications: readonly (readonly [repository: string, path: string, modules: readonly Plain[]])[] = [
  [
    'AtlassianPS/JiraPS',
    'Tests/Build.Tests.ps1',
    [{ ModuleName: 'Pester', ModuleVersion: '5.7', MaximumVersion: '5.999' }],
  ],
  [
    'Jaykul/RequiredModules',
    'test.ps1',
    [
      { ModuleName: 'Pester', ModuleVersion: '5.3.0' },
      { ModuleName: 'PowerShellGet', ModuleVersion: '2.1.0', MaximumVersion: '2.9999' },
    ],
  ],
  [
    'microsoft/hve-core',
    'scripts/lib/Modules/ArtifactHelpers.psm1',
    [{ ModuleName: 'PowerShell-Yaml', RequiredVersion: '0.4.7' }],
  ],
  [
    'PoshCode/ModuleBuilder',
    'test.ps1',
    ['ModuleBuilder', 'PowerShellGet', { ModuleName: 'Pester', ModuleVersion: '4.10.1', MaximumVersion: '4.999' }],
  ],
  [
    'potatoqualitee/psmodulecache',
    'test/Dependencies/Gallery/External/1.0.0/External.psm1',
    [{ ModuleName: 'UnknownModule', ModuleVersion: '1.0.0', GUID: 'd393959b-cd64-42e3-afdd-0d097e998603' }],
  ],
]

for (const [repository, path, modules] of specifications) {
  test(`${repository}/${path} states its specification in full`, () => {
    const entry = corpus.find(line => line.repository === repository && line.path === path)
    assert.ok(entry)
    assert.deepEqual(readScript(entry.text).modules.map(plain), modules)
  })
}

const scripts = [...corpus.map(surround), ...found, ...notFound]
const piece = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 4 }),
  fc.constantFrom(...'\'"`$@#<>(){}[]|&;,.:-%=!?\\\n\r\t \0'),
  fc.constantFrom(
    '$(',
    '${',
    '@{',
    '@(',
    '<#',
    '#>',
    '@"\n',
    '\n"@',
    "@'\n",
    "\n'@",
    '--%',
    '::',
    '..',
    '2>&1',
    '“',
    '’',
  ),
  fc.constantFrom(
    'if',
    'function ',
    'class ',
    'param',
    'foreach',
    ' in ',
    'return ',
    '$a',
    '-b',
    '#requires -Modules ',
  ),
)

test('any text is read or refused, with places inside it', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.constantFrom(...scripts)), { maxLength: 30 }), pieces => {
      const text = pieces.join('')
      const requires = readScriptRequires(toDocument(text))
      if (requires.ok) {
        for (const at of requires.value.statements) assert.match(text.slice(at, at + 9), /#requires/i)
        for (const { at } of requires.value.modules) assert.ok(at < text.length)
      } else {
        const line = text.split(/\r\n|[\r\n]/)[(requires.error.place?.line ?? 0) - 1]
        assert.ok(line !== undefined && (requires.error.place?.column ?? Number.NaN) <= line.length + 1)
      }
    }),
    { numRuns: 2000 },
  )
})

test('what stands in front of a statement on lines of its own does not hide it', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...found, ...notFound), { maxLength: 6 }), before => {
      const requires = readScript([...before, S].join('\n;\n'))
      assert.equal(requires.statements.length, before.filter(text => found.includes(text)).length + 1)
    }),
  )
})

/** A script of about 30 KB of all that has been read above. */
const whole = [...scripts, ...scripts, ...scripts].join('\n;\n')

test('a mutated script is read or refused within a second', () => {
  const change = fc.tuple(fc.nat(whole.length), fc.nat(40), piece)
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), changes => {
      let text = whole
      for (const [at, removed, inserted] of changes) text = text.slice(0, at) + inserted + text.slice(at + removed)
      const start = performance.now()
      readScriptRequires(toDocument(text))
      assert.ok(performance.now() - start < 1000)
    }),
    { numRuns: 200 },
  )
})

test('2 MB take less than ten times as long as 0.5 MB', () => {
  const best = (bytes: number) => {
    const text = `${whole}\n;\n`.repeat(Math.ceil(bytes / whole.length))
    const times = [1, 2, 3].map(() => {
      const start = performance.now()
      readScript(text)
      return performance.now() - start
    })
    return Math.min(...times)
  }
  const [small, large] = [best(500_000), best(2_000_000)]
  assert.ok(large < 10 * small, `${large} ms for 2 MB, ${small} ms for 0.5 MB`)
})

const hostile: readonly (readonly [name: string, source: string])[] = [
  ['open brackets', '('.repeat(500_000)],
  ['brackets opened and closed', '[()]{}'.repeat(80_000)],
  ['statements', '#requires -Modules A\n'.repeat(25_000)],
  ['modules', `#requires -Modules ${'A,'.repeat(250_000)}A`],
  ['brackets in a statement', `#requires -Modules ${'('.repeat(500_000)}`],
  ['double quotes', '"'.repeat(500_000)],
  ['sub-expressions in strings', '"$('.repeat(160_000)],
  ['block comments opened', 'foo <'.repeat(100_000) + '<#'.repeat(100_000)],
  ['variables', '$a'.repeat(250_000)],
  ['drives in a variable', `foo $a${':a'.repeat(250_000)}`],
  ['members', `foo $a${'.b'.repeat(250_000)}`],
  ['parameters that are words', `foo ${'-a"b" '.repeat(80_000)}`],
  ['one long parameter', `foo -${'a'.repeat(500_000)}"`],
  ['one long word', 'x'.repeat(500_000)],
  ['joined lines', '`\n'.repeat(250_000)],
  ['quotes behind --%', `foo --% ${'&"'.repeat(250_000)}`],
  ['NULs', '\0'.repeat(500_000)],
]

for (const [name, source] of hostile) {
  test(`half a megabyte of ${name} takes less than two seconds`, () => {
    const start = performance.now()
    readScriptRequires(toDocument(source))
    assert.ok(performance.now() - start < 2000)
  })
}
