import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Command, parseArguments } from '../../src/cli/arguments.ts'
import { HELP } from '../../src/cli/help.ts'
import { errorOf, unwrap } from '../helpers/result.ts'

const PLAIN: Command = { name: 'requirements', operands: [], inputs: {}, json: false, explain: false }

/** What is typed, and in what the command differs from one with nothing behind it. */
const UNDERSTOOD: readonly (readonly [typed: readonly string[], command: Partial<Command>])[] = [
  [[], { name: 'help' }],
  [['help'], { name: 'help' }],
  [['--help'], { name: 'help' }],
  [['-h'], { name: 'help' }],
  [['requirements', '--help'], { name: 'help' }],
  [['--version'], { name: 'version' }],
  [['requirements'], {}],
  [['requirements', 'a.psd1', '!b.psd1', 'c.psd1: list'], { operands: ['a.psd1', '!b.psd1', 'c.psd1: list'] }],
  [['requirements', '--', '--odd.psd1'], { operands: ['--odd.psd1'] }],
  [['requirements', 'requirements'], { operands: ['requirements'] }],
  [['--json', 'requirements', '--explain'], { json: true, explain: true }],
  [['requirements', '--prerelease'], { inputs: { prerelease: 'true' } }],
  [['requirements', '--prerelease', '--prerelease'], { inputs: { prerelease: 'true' } }],
  [['requirements', '--json', '--json'], { json: true }],
  [
    ['requirements', '--modules', 'Pester@5.7.1', 'a.psd1'],
    { inputs: { modules: 'Pester@5.7.1' }, operands: ['a.psd1'] },
  ],
  [['requirements', '--modules=Pester=5.7.1'], { inputs: { modules: 'Pester=5.7.1' } }],
  [['requirements', '--modules', 'Az', '--modules', 'Pester'], { inputs: { modules: 'Az\nPester' } }],
  [['requirements', '--tags', 'a', '--tags=b,c'], { inputs: { tags: 'a\nb,c' } }],
  [['requirements', '--tags='], { inputs: { tags: '' } }],
  [['requirements', '--tags=-x'], { inputs: { tags: '-x' } }],
  [['requirements', '--working-directory', 'a', '--working-directory', 'b'], { inputs: { 'working-directory': 'b' } }],
]

for (const [typed, command] of UNDERSTOOD) {
  test(`"${typed.join(' ')}" is understood.`, () => {
    assert.deepEqual(unwrap(parseArguments(typed)), { ...PLAIN, ...command, operands: command.operands ?? [] })
  })
}

/** What is typed, what is said to be wrong with it, and the remedy. */
const WRONG: readonly (readonly [typed: readonly string[], what: string, hint: string])[] = [
  [['requirments'], 'there is no command "requirments"', 'Did you mean "requirements"?'],
  [['Requirements'], 'there is no command "Requirements"', 'Did you mean "requirements"?'],
  [['restore'], 'there is no command "restore"', 'See psmodule-restore --help.'],
  [[''], 'there is no command ""', 'See psmodule-restore --help.'],
  [['requirements', '--jsno'], 'there is no option --jsno', 'Did you mean --json?'],
  [['requirements', '--explian'], 'there is no option --explian', 'Did you mean --explain?'],
  [['requirements', '--module', 'Az'], 'there is no option --module', 'Did you mean --modules?'],
  [['requirements', '--tag=x'], 'there is no option --tag', 'Did you mean --tags?'],
  [
    ['requirements', '--workingdirectory', '.'],
    'there is no option --workingdirectory',
    'Did you mean --working-directory?',
  ],
  [['requirements', '--Prerelease'], 'there is no option --Prerelease', 'Did you mean --prerelease?'],
  [['requirements', '-x'], 'there is no option -x', 'See psmodule-restore --help.'],
  [['requirements', '--__proto__'], 'there is no option --__proto__', 'See psmodule-restore --help.'],
  [['requirements', '--constructor'], 'there is no option --constructor', 'See psmodule-restore --help.'],
  [['requirements', '--modules'], '--modules wants a value behind it', 'Write --modules=…'],
  [['requirements', '--tags', '--json'], '--tags wants a value behind it', 'Write --tags=…'],
  [['requirements', '--json=yes'], '--json takes no value', 'Write --json alone.'],
  [['requirements', '--prerelease=false'], '--prerelease takes no value', 'Write --prerelease alone.'],
  [['--help', '--jsno'], 'there is no option --jsno', 'Did you mean --json?'],
]

for (const [typed, what, hint] of WRONG) {
  test(`"${typed.join(' ')}" is not: ${what}.`, () => {
    assert.deepEqual(errorOf(parseArguments(typed)), {
      code: 'USAGE',
      sentence: `The command line cannot be understood: ${what}.`,
      hint,
    })
  })
}

test('A command of any length is shown in part.', () => {
  assert.ok(errorOf(parseArguments(['x'.repeat(10_000)])).sentence.length < 200)
})

test('The help names every option that is understood, and no other.', () => {
  const named = [...new Set(HELP.match(/--[a-z][a-z-]*/g))].filter(
    option => option !== '--help' && option !== '--version',
  )
  for (const option of named) {
    const takesNothing = parseArguments(['requirements', option])
    if (!takesNothing.ok) unwrap(parseArguments(['requirements', option, 'x']))
  }
  assert.deepEqual(named.toSorted(), [
    '--explain',
    '--json',
    '--modules',
    '--prerelease',
    '--tags',
    '--working-directory',
  ])
})

test('An operand that would be no line of "manifest", or several, is refused, for a search would begin in its place.', () => {
  for (const [operand, hint] of [
    ['', /^Is a variable empty\?/],
    ['#a.psd1', /^Write \.\/#a\.psd1$/],
    ['a.psd1\nb.psd1', /^Give each file an argument/],
  ] as const) {
    const problem = errorOf(parseArguments(['requirements', operand]))
    assert.equal(problem.code, 'USAGE')
    assert.match(problem.hint ?? '', hint)
  }
})
