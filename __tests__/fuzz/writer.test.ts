import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { open, readFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { setEnvironment, setOutputs } from '../../src/action/publish.ts'
import { renderRefusal, renderSummary } from '../../src/action/summary.ts'
import { jsonText } from '../../src/print/neutral.ts'
import { reportJson } from '../../src/print/report-json.ts'
import { folderWith } from '../helpers/folder-with.ts'
import { assignmentsIn, commandsIn, pathsIn } from '../helpers/runner.ts'
import { skeletonOf } from '../helpers/summary-markup.ts'
import { runs } from './checks.ts'
import { problemOf, reportOf } from './hostile-report.ts'
import { hostileString } from './hostile-strings.ts'

/** Everything that is written of these texts, standard output and error in one as the runner reads them. */
async function spoken(listener: 'runner' | 'terminal', texts: readonly string[]): Promise<string> {
  await using folder = await folderWith({ texts: JSON.stringify(texts) })
  const file = path.join(folder.path, 'said')
  const said = await open(file, 'a')
  const { GITHUB_STEP_SUMMARY: _, ...env } = process.env
  const argv = [path.join(import.meta.dirname, 'speak.ts'), listener, path.join(folder.path, 'texts')]
  const child = spawn(process.execPath, argv, { env, stdio: ['ignore', said.fd, said.fd] })
  const [code] = await once(child, 'exit')
  await said.close()
  const text = await readFile(file, 'utf8')
  assert.equal(code, 0, text.slice(-2000))
  return text
}

/** Controls but line ends, and what reorders a line on the screen. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be left
const OBEYED = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/

const texts = fc.sample(hostileString, { numRuns: runs(500), seed: Date.now() & 0xffff })

test('Of what is said to the runner, no command is another one than for harmless texts, and none is missing.', async () => {
  const [hostile, harmless] = [await spoken('runner', texts), await spoken('runner', ['x'])]
  const expected = commandsIn(harmless)
  const found = commandsIn(hostile)
  assert.equal(found.length, expected.length * texts.length)
  for (const [at, { name, properties }] of found.entries()) {
    const own = expected[at % expected.length]
    assert.equal(name, own?.name)
    // A text that happens to name a file has an annotation at it.
    const { title, file: _, line = '1', col = '1', ...others } = properties
    assert.deepEqual({ title, line, col, others }, { title: own?.properties.title, line: '1', col: '1', others: {} })
  }
  assert.doesNotMatch(hostile, OBEYED)
})

test('Of what is printed at a terminal, nothing is obeyed by it or by a runner.', async () => {
  const said = await spoken('terminal', texts)
  assert.deepEqual(commandsIn(said), [])
  assert.doesNotMatch(said, OBEYED)
})

test('No text adds an element, a cell, a line, a link or a bar to the job summary.', () => {
  const skeletons = (text: string): readonly (readonly string[])[] => [
    skeletonOf(renderSummary(reportOf(text, 'restored'))),
    skeletonOf(renderSummary(reportOf(text, 'failed'))),
    skeletonOf(renderRefusal(problemOf(text))),
  ]
  const expected = skeletons('x')
  // Names of sources and packages are never empty.
  for (const text of texts.filter(each => each.length < 2000 && each !== ''))
    assert.deepEqual(skeletons(text), expected, JSON.stringify(text))
})

test('A summary that is too long is cut between lines, and what is folded is closed.', () => {
  for (const text of ['| <img> `x` [y](z) ', '</details>', '語']) {
    for (const outcome of ['restored', 'failed'] as const) {
      const { packages, problems, notes, ...rest } = reportOf(text.repeat(4000 / text.length), outcome)
      const many = <T>(list: readonly T[]): readonly T[] => Array.from({ length: 100 }, () => list).flat()
      const summary = renderSummary({ ...rest, packages: many(packages), problems: many(problems), notes: many(notes) })
      assert.ok(Buffer.byteLength(summary) < 900 * 1024)
      assert.match(summary, /\n\n\(cut: the whole of it is in the JSON report\)\n$/)
      skeletonOf(summary)
    }
  }
})

/** Halves of pairs are in no file, and a CR at the end the runner takes for a part of the line end behind it. */
function asWritten(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8').replace(/\r$/, '')
}

/** Gives the files that the runner reads to `work`, and what it wrote into them back. */
async function inFiles(
  work: () => void,
): Promise<{ readonly output: string; readonly env: string; readonly path: string }> {
  await using folder = await folderWith({ output: '', env: '', path: '' })
  const file = (name: string): string => path.join(folder.path, name)
  const named = { GITHUB_OUTPUT: file('output'), GITHUB_ENV: file('env'), GITHUB_PATH: file('path') }
  const before = { ...process.env }
  Object.assign(process.env, named)
  try {
    work()
  } finally {
    for (const name of Object.keys(named)) {
      if (before[name] === undefined) delete process.env[name]
      else process.env[name] = before[name]
    }
  }
  const read = (name: string): Promise<string> => readFile(file(name), 'utf8')
  return { output: await read('output'), env: await read('env'), path: await read('path') }
}

const OUTPUTS: readonly string[] = [
  ...['report', 'repository-path', 'repository-paths', 'modules-path', 'scripts-path', 'cache-hit', 'cache-key'],
  ...['cache-matched-key', 'fallback-used', 'stale', 'sources-used', 'lockfile', 'restored'],
]

test('No text sets another output than the one it is the value of.', async () => {
  await fc.assert(
    fc.asyncProperty(hostileString, async text => {
      const { output, env } = await inFiles(() => setOutputs(reportOf(text, 'restored'), text))
      const outputs = assignmentsIn(output)
      assert.deepEqual([...outputs.keys()], OUTPUTS)
      for (const name of ['report', 'repository-path', 'cache-matched-key', 'lockfile', 'sources-used']) {
        assert.equal(outputs.get(name), asWritten(text))
      }
      const [restored] = JSON.parse(outputs.get('restored') ?? '')
      assert.equal(restored.id, text)
      assert.equal(env, '')
    }),
    { numRuns: runs(300) },
  )
})

test('No folder sets another variable, or a second entry of PATH.', async () => {
  // A line end in a folder is refused with the inputs: the file of PATH has no way to write one.
  const folder = hostileString.map(text => `/${text.replaceAll(/\p{Cc}/gu, '')}`)
  await fc.assert(
    fc.asyncProperty(hostileString, folder, async (value, scripts) => {
      const written = await inFiles(() => {
        withoutLog(() =>
          setEnvironment({ variables: [{ name: 'PSModulePath', value }], onPath: [scripts], moduleSearchPath: [] }),
        )
      })
      assert.deepEqual([...assignmentsIn(written.env)], [['PSModulePath', asWritten(value)]])
      assert.deepEqual(pathsIn(written.path), [asWritten(scripts)])
    }),
    { numRuns: runs(300) },
  )
})

/** What is said of it is judged above; the report of this very test goes to the same place. */
function withoutLog(work: () => void): void {
  const { write } = process.stdout
  process.stdout.write = () => true
  try {
    work()
  } finally {
    process.stdout.write = write
  }
}

test('The JSON of a report says every text as it is.', () => {
  for (const text of texts.slice(0, 500)) {
    const whole = JSON.parse(jsonText(JSON.stringify(reportJson(reportOf(text, 'restored')), undefined, 2)))
    assert.equal(whole.packages[0].id, text)
    assert.equal(whole.warnings[0].text, text)
    assert.deepEqual(whole.packages.length, 2)
  }
})

test('The files are read as the runner reads them: what a forger would write into one is seen here.', () => {
  assert.deepEqual(
    [...assignmentsIn('a<<E\nb\n\nc\nE\nd=e=f\n')],
    [
      ['a', 'b\n\nc'],
      ['d', 'e=f'],
    ],
  )
  assert.throws(() => assignmentsIn('a<<E\nb\n'))
  assert.throws(() => assignmentsIn('a\n'))
  assert.deepEqual(pathsIn('/a\r/b\n'), ['/a', '/b'])
  assert.deepEqual(
    commandsIn('x ##[set-env name=A;]b\r  ::add-mask::c').map(({ name, data }) => [name, data]),
    [
      ['set-env', 'b'],
      ['add-mask', 'c'],
    ],
  )
})

for (const [what, summary] of [
  ['an element', '### x\n\n<img src=x>'],
  ['a link', 'see [x](y)'],
  ['an address', 'see https://x.test'],
  ['a cell too many', '| a | b |\n|---|---|\n| 1 | 2 | 3 |'],
  ['what is left open', '<details><summary>x</summary>'],
  ['a fence', 'x\n```\ny'],
  ['a task of the chart', '```mermaid\ngantt\n  x :click, 0\n```'],
] as const) {
  test(`The judge of summaries knows ${what} when it sees it.`, () => assert.throws(() => skeletonOf(summary)))
}
