import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { INPUT_DEFAULTS, readDuration } from '../src/action/inputs.ts'
import { renderRequirements } from '../src/cli/requirements-command.ts'
import { formatSeconds } from '../src/failure.ts'
import { POLICY } from '../src/fallback/policy.ts'
import type { Patience } from '../src/http/call.ts'
import { clocksFor, type HttpClocks, packageDeadlineMs } from '../src/http/clocks.ts'
import { VERSION } from '../src/product.ts'
import { readRequirements } from '../src/requirements/read-file.ts'
import { READERS } from '../src/requirements/readers.ts'
import { PRESETS } from '../src/sources/presets.ts'
import { unwrap } from './helpers/result.ts'
import { declaredInputs, section } from './helpers/run-action.ts'

const ROOT = path.resolve(import.meta.dirname, '..')
const read = (name: string): Promise<string> => readFile(path.join(ROOT, name), 'utf8')

const action = await read('action.yml')
const readme = await read('README.md')

/** The text of `description:`, without the quotes that YAML needs. */
function description(body: string): string {
  const text = /^ {4}description: (.*)$/m.exec(body)?.[1] ?? ''
  return text.startsWith("'") ? text.slice(1, -1).replaceAll("''", "'") : text
}

test('action.yml declares the inputs that the code reads, with their defaults', async () => {
  assert.deepEqual(Object.fromEntries(await declaredInputs()), INPUT_DEFAULTS)
})

test('README shows every input of action.yml with its description and default, and no other', () => {
  const block = /^## Inputs\n\n```yaml\n([\s\S]*?)```/m.exec(readme)?.[1] ?? ''
  const shown = [...block.matchAll(/^ {4}# (.*)\n {4}([a-z-]+): '(.*)'$/gm)].map(([, text, name, value]) => [
    name,
    { text, value },
  ])
  const declared = [...section(action, 'inputs')].map(([name, body]) => [
    name,
    { text: description(body), value: /^ {4}default: *'?(.*?)'?$/m.exec(body)?.[1] },
  ])
  assert.deepEqual(shown, declared)
})

test('README shows every output of action.yml with its description, and no other', () => {
  const table = /^## Outputs\n\n([\s\S]*?)\n\n/m.exec(readme)?.[1] ?? ''
  const shown = [...table.matchAll(/^\| `([a-z-]+)` \| (.*) \|$/gm)].map(([, name, text]) => [
    name,
    (text ?? '').replaceAll('`', ''),
  ])
  assert.deepEqual(
    shown,
    [...section(action, 'outputs')].map(([name, body]) => [name, description(body)]),
  )
})

/** What stands between two marks of a page is this text; with UPDATE_DOCS it becomes it. */
async function holdEqual(page: string, mark: string, text: string): Promise<void> {
  const file = path.join(ROOT, page)
  const whole = await readFile(file, 'utf8')
  const written = new RegExp(`(<!-- ${mark}: .*-->\\n)([\\s\\S]*?)\\n?(<!-- /${mark} -->)`).exec(whole)
  assert.ok(written, `${page} has the marks`)
  if (process.env.UPDATE_DOCS) await writeFile(file, whole.replace(written[0], `${written[1]}${text}\n${written[3]}`))
  else assert.equal(written[2], text, 'run UPDATE_DOCS=1 npm test')
}

test('README shows the policy as the code has it', async () => {
  const rows = Object.entries(POLICY).map(
    ([kind, { after, again, say, why }]) =>
      `| ${kind} | ${after === 'next' ? 'next source' : 'stop'} | ${again} | ${say} | ${why} |`,
  )
  const table = ['| failure | then | asked again | told as | why |', '|---|---|---|---|---|', ...rows].join('\n')
  await holdEqual('README.md', 'policy', table)
})

test('docs/fallback.md shows the clocks as the code has them', async () => {
  const { brief, long } = clocksFor(unwrap(readDuration('source-timeout', INPUT_DEFAULTS['source-timeout'])))
  const KIB = 1024
  const speed = ({ slowest: { bytes, ms } }: HttpClocks): string =>
    `${bytes / KIB / (ms / 1000)} KiB/s over ${formatSeconds(ms)}`
  const whole = (patience: Patience): string => {
    const perMiB = packageDeadlineMs(KIB * KIB, patience) - packageDeadlineMs(0, patience)
    return `${formatSeconds(packageDeadlineMs(0, patience))} and ${formatSeconds(perMiB)} for each MiB`
  }
  const rows = [
    ['a connection: DNS, TCP and TLS', formatSeconds(brief.connectMs), formatSeconds(long.connectMs)],
    ['from a request to its status line', formatSeconds(brief.headersMs), formatSeconds(long.headersMs)],
    ['between two pieces of a body', formatSeconds(brief.idleMs), formatSeconds(long.idleMs)],
    ['the least speed of a transfer', speed(brief), speed(long)],
    ['one package from one source, in all', whole('brief'), whole('long')],
    ['the whole restore', `\`timeout\`: ${INPUT_DEFAULTS.timeout}`, 'the same'],
  ]
  const lines = rows.map(cells => `| ${cells.join(' | ')} |`)
  const table = ['| clock | asked first | asked again |', '|---|---|---|', ...lines].join('\n')
  await holdEqual('docs/fallback.md', 'clocks', table)
})

test('README names every preset and every requirements format', () => {
  for (const { name, url } of PRESETS)
    assert.ok(readme.includes(`| \`${name}\` |`) && readme.includes(`\`${url}\``), name)
  for (const { format } of READERS) assert.ok(readme.includes(`\`${format}\``), format)
})

const EXAMPLE =
  /^### (?<format>[a-z-]+)\n[\s\S]*?^```[a-z]+ (?<file>\S+)\n(?<text>[\s\S]*?)^```\n\n```text\n(?<shown>[\s\S]*?)^```$/gm

test('docs/requirements.md has an example of every format, and shows what the command prints for it', async () => {
  const docs = await read('docs/requirements.md')
  const examples = [...docs.matchAll(EXAMPLE)]
  assert.deepEqual(
    examples.map(({ groups }) => groups?.format),
    READERS.map(({ format }) => format),
  )
  let updated = docs
  for (const { 0: whole, groups } of examples) {
    const { file = '', text = '', shown = '', format } = groups ?? {}
    const reading = unwrap(readRequirements({ file, text, encoding: 'utf-8' }, undefined, { tags: [] }))
    assert.equal(reading.format, format)
    const { requirements, notes } = reading
    const printed = renderRequirements({ files: [{ ...reading, chosenBy: 'name' }], requirements, notes }, true)
    const expected = `${printed.join('\n')}\n`
    if (process.env.UPDATE_DOCS)
      updated = updated.replace(whole, () => whole.replace(`\`\`\`text\n${shown}`, () => `\`\`\`text\n${expected}`))
    else assert.equal(shown, expected, 'run UPDATE_DOCS=1 npm test')
  }
  if (process.env.UPDATE_DOCS) await writeFile(path.join(ROOT, 'docs/requirements.md'), updated)
})

/** `file` “title” “another title of the file” */
const SHOWN_BY = /`(?<file>[\w/-]+\.test\.ts)`(?<titles>(?: “[^”]+”)+)/g

test('docs/threat-model.md names for every threat a test that exists', async () => {
  const docs = await read('docs/threat-model.md')
  const [, ...tables] = docs.split('| could | without a lock | with a lock | shown by |\n|---|---|---|---|\n')
  const rows = tables.flatMap(table => (table.split('\n\n')[0] ?? '').split('\n')).filter(row => row.startsWith('|'))
  assert.ok(rows.length > 50)
  for (const row of rows) {
    const named = [...row.matchAll(SHOWN_BY)]
    assert.ok(named.length > 0, `no test in: ${row}`)
    assert.equal(
      row.match(/“/g)?.length,
      named
        .map(([all]) => all)
        .join('')
        .match(/“/g)?.length,
      `no file before: ${row}`,
    )
    for (const { groups } of named) {
      const text = await read(`__tests__/${groups?.file}`)
      for (const [, title = ''] of (groups?.titles ?? '').matchAll(/“([^”]+)”/g)) {
        // As the whole of a text: the title of a test, its template, or the row of a table that makes one.
        const isThere = ["'", '"', '`'].some(quote => text.includes(quote + title + quote))
        assert.ok(isThere, `${groups?.file} has no test “${title}”`)
      }
    }
  }
})

test('the version is that of package.json', async () => {
  assert.equal(JSON.parse(await read('package.json')).version, VERSION)
})

test('every action in a workflow is pinned by SHA with its version beside it, and nothing is permitted by default', async () => {
  for (const name of ['ci', 'check-dist', 'codeql']) {
    const text = await read(`.github/workflows/${name}.yml`)
    assert.match(text, /^permissions: \{\}$/m, name)
    for (const [line] of text.matchAll(/^.*\buses: .*$/gm)) {
      assert.match(line, /uses: (?:\.\/|[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$)/, `${name}: ${line.trim()}`)
    }
  }
})
