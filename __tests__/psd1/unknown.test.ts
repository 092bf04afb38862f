// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${name} is a variable of PowerShell here.

import assert from 'node:assert/strict'
import test from 'node:test'
import { plain, read, Unknown } from './read.ts'

/** Each stands as the value between two entries, which must both be read. */
const expressions: readonly (readonly [source: string, why: string])[] = [
  ['Get-Date', 'it calls the command Get-Date'],
  ["Get-Content -Path 'x' | Select-Object -First 1", 'it calls the command Get-Content'],
  ['Get-Foo |\n  Select-Object {\n b = 1 }', 'it calls the command Get-Foo'],
  ['Get-Foo `\n  -Bar', 'it calls the command Get-Foo'],
  ['Get-Foo C# x#y', 'it calls the command Get-Foo'],
  ["Get-Foo `'it", 'it calls the command Get-Foo'],
  ['& ./x.ps1', 'it calls a command'],
  [". 'x.ps1'", 'it calls a command'],
  ['./x.ps1 -A', 'it calls the command ./x.ps1'],
  ['$x', 'it reads the variable $x'],
  ['$env:VERSION', 'it reads the variable $env:VERSION'],
  ['${a b}', 'it reads the variable ${a b}'],
  ['$truely', 'it reads the variable $truely'],
  ["$x.Foo('a)').Bar[1]", 'it reads the variable $x'],
  ['$x ??\n  5', 'it reads the variable $x'],
  ["if ($true) {\n 'a' # }\n} else {\n 'b'\n}", 'it runs the statement "if"'],
  ["if ($a)\n{ '}' }\n# don't\nelseif ($b)\n{ @'\n}\n'@ }\nelse\n{ \"$(}\n)\" }", 'it runs the statement "if"'],
  ["switch ($x)\n{\n  'a' { 1 }\n}", 'it runs the statement "switch"'],
  ['try { 1 }\ncatch [Foo]\n{ 2 }\nfinally { 3 }', 'it runs the statement "try"'],
  ['foreach ($i in 1..3) { $i }', 'it runs the statement "foreach"'],
  ["'a' + 'b'", 'it uses the operator +'],
  ["'a' +\n  'b'", 'it uses the operator +'],
  ["'a','b' -join\n  '-'", 'it uses the operator -join'],
  ["'{0}' -f 'a'", 'it uses the operator -f'],
  ['1..3', 'it uses the operator ..'],
  ['2 * 3', 'it uses the operator *'],
  ['5-3', 'it uses the operator -'],
  ['- 5', 'it uses the operator -'],
  ['!$true', 'it uses the operator !'],
  ['-not $true', 'it uses the operator -not'],
  ["-split 'a b'", 'it uses the operator -split'],
  ['$true ? 1 : 2', 'it uses the operator ?'],
  ["@('a','b')[0]", 'it takes a part of a value'],
  ["'abc'.Length", 'it takes a part of a value'],
  ['@{ a = 1 }.a', 'it takes a part of a value'],
  ["'a' | Out-String", 'it passes a value to a command'],
  ['$($true)', 'it runs a sub-expression, $( )'],
  ["$(\n'a'\n;'b')", 'it runs a sub-expression, $( )'],
  ['{ Get-Date }', 'it is a script block; a table begins with @{'],
  ['(Get-Date)', 'it calls the command Get-Date'],
  ['(hostname)', 'it calls the command hostname'],
  ['(Get-Date).Year', 'it calls the command Get-Date'],
  ["('a' + 'b')", 'it uses the operator +'],
  ["[version]'1.0'", 'it casts to [version]'],
  ["[string]'x'", 'it casts to [string]'],
  ["[string[]]@('x')", 'it casts to [string[]]'],
  ["[System.Collections.Generic.List[string]] @('x')", 'it casts to [System.Collections.Generic.List[string]]'],
  ["[ordered]@{ x = '1' }", 'it casts to [ordered]'],
  ['[Foo]::Bar', 'it is the type [Foo]'],
  ['[guid]::NewGuid()', 'it is the type [guid]'],
]

for (const [source, why] of expressions) {
  for (const separator of ['\n', ';', ' # c\n  ']) {
    test(`${JSON.stringify(source)} is unknown and ends at ${JSON.stringify(separator)}`, () => {
      assert.deepEqual(plain(read(`@{ before = '1'\n a = ${source}${separator}after = '2' }`)), {
        before: '1',
        a: new Unknown(source.slice(0, 80), why),
        after: '2',
      })
    })
  }
}

test('an unknown expression may end its table, its array or its brackets', () => {
  assert.deepEqual(plain(read("@{a=@(Get-Foo -Bar);b=@('x', $y);c=@{d=1+2}}")), {
    a: [new Unknown('Get-Foo -Bar', 'it calls the command Get-Foo')],
    b: ['x', new Unknown('$y', 'it reads the variable $y')],
    c: { d: new Unknown('1+2', 'it uses the operator +') },
  })
})

test('a comment right behind a number or a constant, with a quote in its first word, makes it unknown', () => {
  const why = 'a comment begins right behind it, which PowerShell reads as part of a command'
  assert.deepEqual(plain(read("@{a=$true#don't\nb=1#\"\nc=1#it is 'c'\nd='x'#don't\ne=$true #don't\n}")), {
    a: new Unknown('$true', why),
    b: new Unknown('1', why),
    c: 1,
    d: 'x',
    e: true,
  })
})

test('an operator turns the whole list before it into something unknown', () => {
  assert.deepEqual(plain(read("@{a=@('x', 'y' + 'z', 'w')}")), {
    a: [new Unknown("'x', 'y' + 'z', 'w'", 'it uses the operator +')],
  })
})

test('what is unknown keeps its place, and 80 characters of its source', () => {
  const table = read(`@{\n  a = Get-Foo ${'x'.repeat(100)} }`)
  assert.ok(table.kind === 'table')
  assert.deepEqual(table.entries[0]?.value, {
    kind: 'unknown',
    source: `Get-Foo ${'x'.repeat(72)}`,
    why: 'it calls the command Get-Foo',
    at: 9,
  })
})
