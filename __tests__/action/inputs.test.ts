import assert from 'node:assert/strict'
import path from 'node:path'
import { test } from 'node:test'
import { INPUT_DEFAULTS, type InputName, type Inputs, readDuration, readInputs } from '../../src/action/inputs.ts'
import type { Problem } from '../../src/problem.ts'
import type { Result } from '../../src/result.ts'
import { errorOf, unwrap } from '../helpers/result.ts'

const WORKSPACE = path.resolve('/home/runner/work/repo/repo')
const SURROUNDINGS = { workspace: WORKSPACE }

function read(stated: Readonly<Partial<Record<InputName, string>>>): Result<Inputs, Problem> {
  return readInputs(name => stated[name] ?? '', SURROUNDINGS)
}

for (const name of ['repository-path', 'modules-path'] as const) {
  for (const stated of ['~/modules', '~', `$${'{{'} runner.temp }}/m`]) {
    test(`"${stated}" is no folder for ${name}: nobody has expanded it.`, () => {
      const { sentence } = errorOf(read({ [name]: stated }))
      assert.equal(sentence, `The input "${name}" is "${stated}", of which nothing makes a path.`)
    })
  }
}

for (const name of ['repository-path', 'modules-path', 'lockfile'] as const) {
  for (const stated of ['a\nb', 'a\r/evil', 'a\u001b[31m', 'a\0b', 'a\u0085b']) {
    test(`${JSON.stringify(stated)} is no path for ${name}: a second entry of a list would stand behind it.`, () => {
      const { sentence } = errorOf(read({ [name]: stated }))
      assert.match(sentence, new RegExp(`^The input "${name}" holds a line end or another control character`))
    })
  }
}

test('Nothing stated is the defaults.', () => {
  assert.deepEqual(unwrap(read({})), {
    manifest: '',
    modules: '',
    workingDirectory: WORKSPACE,
    fence: undefined,
    sources: '',
    sourceMap: '',
    prerelease: false,
    tags: [],
    lockfile: undefined,
    locked: 'auto',
    onMismatch: 'next',
    onStale: 'warn',
    cache: 'auto',
    skipDependencies: false,
    skipInstalled: false,
    install: true,
    repositoryPath: undefined,
    modulesPath: undefined,
    registerAs: undefined,
    registerPowerShellGet: false,
    caFiles: [],
    timeoutMs: 600_000,
    sourceTimeoutMs: 8000,
    hedgeAfterMs: 750,
    concurrency: 16,
  })
})

test('Tags are one a line or between commas.', () => {
  assert.deepEqual(unwrap(read({ tags: ' build, test\r\n\n deploy ' })).tags, ['build', 'test', 'deploy'])
})

test('Files of authorities are one a line, absolute in the end.', () => {
  const { caFiles } = unwrap(read({ 'ca-file': ' ca.pem \r\n\n/etc/ssl/own ca.pem ' }))
  assert.deepEqual(caFiles, [path.join(WORKSPACE, 'ca.pem'), path.resolve('/etc/ssl/own ca.pem')])
})

test('The defaults stated outright mean the same.', () => {
  assert.deepEqual(unwrap(read(INPUT_DEFAULTS)), unwrap(read({})))
})

test('Paths are relative to the workspace, and absolute ones stay as they are.', () => {
  const inputs = unwrap(read({ 'working-directory': 'build', 'repository-path': '../packages' }))
  assert.equal(inputs.workingDirectory, path.join(WORKSPACE, 'build'))
  assert.equal(inputs.repositoryPath, path.resolve(WORKSPACE, '../packages'))
  const elsewhere = path.resolve('/srv/packages')
  assert.equal(unwrap(read({ 'repository-path': elsewhere })).repositoryPath, elsewhere)
})

test('Texts of several lines keep them.', () => {
  const text = 'psgallery\ncontoso: https://x.test/index.json'
  const inputs = unwrap(read({ sources: `${text}\n`, 'source-map': 'A: b', modules: 'A\nB', manifest: 'a\nb\n' }))
  assert.equal(inputs.sources, text)
  assert.equal(inputs.sourceMap, 'A: b')
  assert.equal(inputs.modules, 'A\nB')
  assert.equal(inputs.manifest, 'a\nb')
})

const SWITCHES: readonly (readonly [string, boolean | undefined])[] = [
  ['true', true],
  ['True', true],
  [' TRUE ', true],
  ['false', false],
  ['FALSE', false],
  ['', false],
  ['yes', undefined],
  ['1', undefined],
  ['on', undefined],
  ['truee', undefined],
]

for (const [text, on] of SWITCHES) {
  test(`"${text}" is ${on === undefined ? 'neither true nor false, and refused' : on} for a switch.`, () => {
    for (const [name, field] of [
      ['prerelease', 'prerelease'],
      ['skip-dependencies', 'skipDependencies'],
    ] as const) {
      const inputs = read({ [name]: text })
      if (on !== undefined) assert.equal(unwrap(inputs)[field], on)
      else {
        const problem = errorOf(inputs)
        assert.equal(problem.code, 'INPUT')
        assert.equal(problem.sentence, `The input "${name}" is "${text}", which is not true or false.`)
        assert.equal(problem.hint, 'Leave it out for the default (false).')
      }
    }
  })
}

const DURATIONS: readonly (readonly [string, number | undefined])[] = [
  ['8s', 8000],
  ['10m', 600_000],
  ['1h', 3_600_000],
  ['24h', 86_400_000],
  ['750ms', 750],
  ['1ms', 1],
  ['1.5m', 90_000],
  ['0.25s', 250],
  ['8 s', 8000],
  ['8S', 8000],
  ['0s', undefined],
  ['0.5ms', undefined],
  ['24.001h', undefined],
  ['999999999h', undefined],
  ['8', undefined],
  ['s', undefined],
  ['-8s', undefined],
  ['1e3s', undefined],
  ['8 seconds', undefined],
  ['8s 10', undefined],
  ['1d', undefined],
  ['.5s', undefined],
  ['Infinityh', undefined],
  ['NaNs', undefined],
]

for (const [text, ms] of DURATIONS) {
  test(`"${text}" is ${ms === undefined ? 'no time, and refused' : `${ms} ms`}.`, () => {
    const read = readDuration('source-timeout', text)
    if (ms !== undefined) assert.equal(unwrap(read), ms)
    else assert.match(errorOf(read).sentence, /^The input "source-timeout" is ".*", which is not a time such as 8s, /)
  })
}

test('Nobody is asked beside another where "hedge-after" is 0, in whatever unit; any other time is one like the others.', () => {
  for (const text of ['0', '0s', '0 s', '0.0s', '00ms', '0M'])
    assert.equal(unwrap(read({ 'hedge-after': text })).hedgeAfterMs, 0)
  assert.equal(unwrap(read({ 'hedge-after': '2s' })).hedgeAfterMs, 2000)
  const { sentence } = errorOf(read({ 'hedge-after': 'never' }))
  assert.equal(
    sentence,
    'The input "hedge-after" is "never", which is not a time such as 750ms, 1.5m or 8s, of at most 24h, nor 0 for never.',
  )
  assert.match(errorOf(read({ timeout: '0' })).sentence, /such as 10m, 750ms or 1\.5m, of at most 24h\.$/)
})

test('Both times are read, each with its own name in a refusal.', () => {
  const inputs = unwrap(read({ timeout: '2m', 'source-timeout': '500ms' }))
  assert.deepEqual([inputs.timeoutMs, inputs.sourceTimeoutMs], [120_000, 500])
  assert.match(errorOf(read({ timeout: 'soon' })).sentence, /^The input "timeout" is "soon"/)
  assert.match(errorOf(read({ 'source-timeout': 'soon' })).sentence, /^The input "source-timeout" is "soon"/)
})

const COUNTS: readonly (readonly [string, number | undefined])[] = [
  ['1', 1],
  ['16', 16],
  ['064', 64],
  ['65', undefined],
  ['0', undefined],
  ['-1', undefined],
  ['1.5', undefined],
  ['1e1', undefined],
  ['0x10', undefined],
  ['many', undefined],
  ['99999', undefined],
]

for (const [text, count] of COUNTS) {
  test(`"${text}" is ${count === undefined ? 'no number of questions at once, and refused' : `${count} at once`}.`, () => {
    const inputs = read({ concurrency: text })
    if (count !== undefined) assert.equal(unwrap(inputs).concurrency, count)
    else assert.match(errorOf(inputs).sentence, /"concurrency" is .*, which is not a whole number from 1 to 64\.$/)
  })
}

test('A refusal does not fill the log with what was stated.', () => {
  assert.ok(errorOf(read({ concurrency: 'x'.repeat(10_000) })).sentence.length < 200)
})
