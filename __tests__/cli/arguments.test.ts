import assert from 'node:assert/strict'
import { test } from 'node:test'
import { INPUT_DEFAULTS } from '../../src/action/inputs.ts'
import { type Command, parseArguments } from '../../src/cli/arguments.ts'
import { HELP } from '../../src/cli/help.ts'
import { COMMANDS, type CommandOptions, inputsOf } from '../../src/cli/options.ts'
import { errorOf, unwrap } from '../helpers/result.ts'

const PLAIN: Command = { name: 'requirements', operands: [], inputs: {}, options: {} }

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
  [['--json', 'requirements', '--explain'], { options: { json: 'true', explain: 'true' } }],
  [['requirements', '--prerelease'], { inputs: { prerelease: 'true' } }],
  [['requirements', '--prerelease', '--prerelease'], { inputs: { prerelease: 'true' } }],
  [['requirements', '--json', '--json'], { options: { json: 'true' } }],
  [
    ['requirements', '--modules', 'Pester@5.7.1', 'a.psd1'],
    { inputs: { modules: 'Pester@5.7.1' }, operands: ['a.psd1'] },
  ],
  [['requirements', '--modules=Pester=5.7.1'], { inputs: { modules: 'Pester=5.7.1' } }],
  [['requirements', '--modules', 'Az', '--modules', 'Pester'], { inputs: { modules: 'Az\nPester' } }],
  [['requirements', '--tags', 'a', '--tags=b,c'], { inputs: { tags: 'a\nb,c' } }],
  [['requirements', '--tags='], { inputs: { tags: '' } }],
  [['requirements', '--tags=-x'], { inputs: { tags: '-x' } }],
  [['restore'], { name: 'restore' }],
  [['restore', '--no-install'], { name: 'restore', inputs: { install: 'false' } }],
  [
    ['restore', '--print-env', 'bash', 'a.psd1'],
    { name: 'restore', options: { 'print-env': 'bash' }, operands: ['a.psd1'] },
  ],
  [
    ['restore', '--sources', 'psgallery', '--sources', 'mar'],
    { name: 'restore', inputs: { sources: 'psgallery\nmar' } },
  ],
  [['lock', '--corroborate'], { name: 'lock', options: { corroborate: 'true' } }],
  [['lock', '--upgrade'], { name: 'lock', options: { upgrade: '' } }],
  [['lock', '--upgrade', 'Az.Accounts'], { name: 'lock', options: { upgrade: 'Az.Accounts' } }],
  [['lock', '--upgrade=Pester', '--upgrade', 'Az'], { name: 'lock', options: { upgrade: 'Pester\nAz' } }],
  [['lock', '--upgrade', '--corroborate'], { name: 'lock', options: { upgrade: '', corroborate: 'true' } }],
  [
    ['lock', '--upgrade', 'build.requires.psd1'],
    { name: 'lock', options: { upgrade: '' }, operands: ['build.requires.psd1'] },
  ],
  [['lock', '--upgrade', './Pester'], { name: 'lock', options: { upgrade: '' }, operands: ['./Pester'] }],
  [['lock', '--', '--upgrade', 'Pester'], { name: 'lock', operands: ['--upgrade', 'Pester'] }],
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
  [['--modules', 'Pester'], 'there is no command in it', 'Did you mean "restore"?'],
  [['--json'], 'there is no command in it', 'Did you mean "restore"?'],
  [['resotre'], 'there is no command "resotre"', 'Did you mean "restore"?'],
  [['restore', '--upgrade'], 'there is no option --upgrade', 'See psmodule-restore --help.'],
  [['lock', '--upgrad'], 'there is no option --upgrad', 'Did you mean --upgrade?'],
  [['restore', '--explain'], 'there is no option --explain', 'See psmodule-restore --help.'],
  [['requirements', '--sources', 'x'], 'there is no option --sources', 'See psmodule-restore --help.'],
  [['restore', '--install'], 'there is no option --install', 'It is on unless --no-install is said.'],
  [['restore', '--no-install=yes'], '--no-install takes no value', 'Write --no-install alone.'],
  [
    ['restore', '--json', '--print-env', 'bash'],
    '--json and --print-env both want standard output for themselves',
    'Leave one of them out.',
  ],
  [['restore', '--print-env'], '--print-env wants a value behind it', 'Write --print-env=…'],
  [['restore', '--print-env', 'fish'], '--print-env is not for "fish"', 'It takes pwsh or bash.'],
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
  const general = ['--help', '--version']
  const named = [...new Set(HELP.match(/--[a-z][a-z-]*/g))].filter(option => !general.includes(option))
  const understood = Object.values<CommandOptions>(COMMANDS).flatMap(
    ({ texts, switches, negatable, own, named, choices }) => [
      ...[...texts, ...switches, ...own, ...named, ...Object.keys(choices)].map(name => `--${name}`),
      ...negatable.map(name => `--no-${name}`),
    ],
  )
  assert.deepEqual(named.toSorted(), [...new Set(understood)].sort())
})

test('restore takes every input of the action, and no other.', () => {
  assert.deepEqual(inputsOf('restore').toSorted(), Object.keys(INPUT_DEFAULTS).sort())
  for (const name of inputsOf('requirements')) assert.ok(inputsOf('restore').includes(name), name)
})

test('What is off by default is a switch, and what is on by default can be negated.', () => {
  const { switches, negatable } = COMMANDS.restore
  const withDefault = (value: string) =>
    Object.entries(INPUT_DEFAULTS).flatMap(each => (each[1] === value ? each[0] : []))
  assert.deepEqual(switches.toSorted(), withDefault('false').sort())
  assert.deepEqual(negatable.toSorted(), withDefault('true').sort())
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

test('A word of a hundred thousand letters behind one dash is refused at once, and not shown whole.', () => {
  const start = performance.now()
  const { sentence } = errorOf(parseArguments(['restore', `-${'h'.repeat(100_000)}`]))
  assert.ok(performance.now() - start < 1000 && sentence.length < 200, sentence.slice(0, 200))
  assert.deepEqual(unwrap(parseArguments(['requirements', '--', `-${'h'.repeat(200)}`])).operands, [
    `-${'h'.repeat(200)}`,
  ])
})
