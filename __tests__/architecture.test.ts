import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'

const SRC = path.resolve(import.meta.dirname, '../src')

/** Who may import whom, lowest first: a folder may use those named behind it, and its own files. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  version: ['.'],
  psd1: ['.'],
  http: ['.'],
  files: ['.'],
  package: ['version', 'psd1', 'http', '.'],
  requirements: ['version', 'psd1', 'package', '.'],
  lock: ['version', 'files', 'package', 'requirements', '.'],
  powershell: ['version', 'package', '.'],
  repository: ['version', 'files', 'package', 'powershell', '.'],
  sources: ['version', 'package', 'http', '.'],
  fallback: ['http', 'files', 'sources', '.'],
  restore: [
    'version',
    'files',
    'package',
    'http',
    'requirements',
    'powershell',
    'repository',
    'sources',
    'fallback',
    'lock',
    '.',
  ],
  print: ['version', 'requirements', 'repository', 'fallback', 'restore', '.'],
  worker: ['package', '.'],
  'actions-cache': ['files', 'restore', '.'],
  store: ['files', 'package', 'restore', '.'],
  action: ['files', 'package', 'powershell', 'requirements', 'repository', 'fallback', 'restore', 'print', '.'],
  cli: ['version', 'package', 'lock', 'powershell', 'requirements', 'repository', 'restore', 'print', '.'],
}

/** Where the parts are put together: the engine, the action, the command, and the bundle that holds them all. */
const COMPOSITION_ROOTS: ReadonlySet<string> = new Set([
  'index.ts',
  'main.ts',
  'cli.ts',
  'post.ts',
  'plan.ts',
  'engine.ts',
  'worker.ts',
  'cache-client.ts',
  'keepers.ts',
  'lock-modules.ts',
  'wire.ts',
])

/** Libraries that only one place may know, so that it can be exchanged there. */
const ONLY_IN: Readonly<Record<string, RegExp>> = {
  '@actions/': /^(?:action\/|main\.ts$|actions-cache\/serve-cache\.ts$|store\/tool-cache-store\.ts$)/,
  undici: /^http\//,
  'fast-xml-parser': /^xml\.ts$/,
  yauzl: /^package\/zip/,
  'jsonc-parser': /^(?:requirements|lock)\//,
  valibot: /^(?:sources|repository|action|fallback|files)\//,
  'p-limit': /^restore\//,
}

const MAX_LINES = 250

interface SourceFile {
  /** Relative to src, with forward slashes. */
  readonly name: string
  readonly text: string
  readonly imports: readonly string[]
}

async function readSources(): Promise<readonly SourceFile[]> {
  const entries = await readdir(SRC, { recursive: true, withFileTypes: true })
  const files = entries.filter(entry => entry.isFile() && entry.name.endsWith('.ts'))
  return Promise.all(
    files.map(async entry => {
      const file = path.join(entry.parentPath, entry.name)
      const text = await readFile(file, 'utf8')
      const imports = [...text.matchAll(/^(?:import|export)\b[^'"]*?from '([^']+)'|^import '([^']+)'/gm)].map(
        match => match[1] ?? match[2] ?? '',
      )
      return { name: path.relative(SRC, file).replaceAll('\\', '/'), text, imports }
    }),
  )
}

/** The file that a relative import names, relative to src; undefined for a library. */
function target(file: SourceFile, specifier: string): string | undefined {
  return specifier.startsWith('.') ? path.posix.join(path.posix.dirname(file.name), specifier) : undefined
}

function folderOf(name: string): string {
  return name.includes('/') ? name.slice(0, name.indexOf('/')) : '.'
}

const files = await readSources()

test('every folder imports only from those below it', () => {
  for (const file of files) {
    const folder = folderOf(file.name)
    const allowed = folder === '.' ? undefined : MAY_IMPORT[folder]
    if (folder !== '.') assert.ok(allowed, `src/${folder} is not in the table of this test`)
    for (const specifier of file.imports) {
      const imported = target(file, specifier)
      if (imported === undefined || COMPOSITION_ROOTS.has(file.name)) continue
      const to = folderOf(imported)
      const fine = to === folder || (allowed ?? []).includes(to)
      assert.ok(fine, `src/${file.name} imports src/${imported}: ${folder} may not know ${to}`)
    }
  }
})

test('a kind of source knows no other kind, and only the registry knows them all', () => {
  const kinds = ['nuget-v2', 'nuget-v3', 'oci', 'direct']
  const kindOf = (name: string): string | undefined =>
    kinds.find(kind => new RegExp(`^sources/${kind}(?:-[a-z]+)?\\.ts$`).test(name))
  for (const file of files) {
    for (const specifier of file.imports) {
      const imported = kindOf(target(file, specifier) ?? '')
      if (imported === undefined || file.name === 'sources/registry.ts') continue
      assert.equal(kindOf(file.name), imported, `src/${file.name} imports ${specifier}`)
    }
  }
})

test('a library is known in one place', () => {
  for (const file of files) {
    for (const specifier of file.imports) {
      for (const [library, place] of Object.entries(ONLY_IN)) {
        if (!specifier.startsWith(library)) continue
        assert.match(file.name, place, `src/${file.name} imports ${specifier}`)
      }
    }
  }
})

test('no two files import each other, however long the way round', () => {
  const graph = new Map(
    files.map(file => [file.name, file.imports.flatMap(specifier => target(file, specifier) ?? [])]),
  )
  const done = new Set<string>()
  const visit = (name: string, trail: readonly string[]): void => {
    assert.ok(!trail.includes(name), `a circle: ${[...trail.slice(trail.indexOf(name)), name].join(' -> ')}`)
    if (done.has(name)) return
    for (const next of graph.get(name) ?? []) visit(next, [...trail, name])
    done.add(name)
  }
  for (const name of graph.keys()) visit(name, [])
})

/** What only these files touch: everything else is told by parameters, and tells by what it returns. */
const EDGES: readonly (readonly [what: string, touch: RegExp, edges: readonly string[]])[] = [
  ['the environment', /process\.env\b/, ['action/publish.ts', 'cli.ts', 'index.ts', 'main.ts', 'post.ts']],
  ['the arguments', /process\.argv\b/, ['index.ts']],
  ['the current folder', /process\.cwd\b/, ['cli.ts', 'main.ts']],
  ['the exit code', /process\.exitCode\b/, ['action/publish.ts', 'index.ts']],
  ['an end of the process before all is written', /process\.(?:exit|abort)\(/, []],
  ['standard output and error', /process\.std(?:out|err)\b/, ['cli/terminal.ts', 'index.ts']],
  ['standard input', /process\.stdin\b/, []],
  ['the console', /\bconsole\./, []],
  ['the log of the runner', /\bcore\.(?:info|warning|error|notice|debug|startGroup|endGroup)\b/, ['action/publish.ts']],
  [
    'outputs, variables and the summary',
    /\bcore\.(?:setOutput|exportVariable|addPath|summary)\b/,
    ['action/publish.ts'],
  ],
  ['the state of the post step', /\bcore\.saveState\b/, ['action/post-state.ts']],
  ['secrets, failures and commands in the raw', /\bcore\.(?:setSecret|setFailed|setCommandEcho)\b|issueCommand/, []],
  [
    'the files of the runner by their names',
    /GITHUB_\W*(?:OUTPUT|ENV\b|PATH|STATE|STEP_SUMMARY)/,
    ['action/publish.ts', 'actions-cache/client-environment.ts'],
  ],
  ['what writes behind the back of the writers', /\b(?:emitWarning|appendFile|appendFileSync|_rawDebug)\b/, []],
  [
    'what is written by a descriptor, of which 1 is standard output',
    /\bwritev?Sync\b/,
    ['package/expand.ts', 'package/receive.ts'],
  ],
  ['the toolkit of the runner', /from '@actions\/core'/, ['action/post-state.ts', 'action/publish.ts', 'main.ts']],
  ['other ways to a terminal', /from 'node:(?:tty|console|process|readline|util\/debuglog)'|\bdebuglog\b/, []],
]

for (const [what, touch, edges] of EDGES) {
  test(`${what}: touched by ${edges.join(', ') || 'nothing'} alone`, () => {
    const touching = files.filter(({ text }) => touch.test(text)).map(({ name }) => name)
    assert.deepEqual(touching.sort(), edges)
  })
}

test('what makes lines harmless stands before every writer', () => {
  const writers = files.filter(({ name }) => name === 'cli/terminal.ts' || name === 'action/publish.ts')
  assert.equal(writers.length, 2)
  for (const { name, imports } of writers) assert.ok(imports.includes('../print/neutral.ts'), `src/${name}`)
})

test('a file is one idea', () => {
  for (const { name, text } of files) {
    const lines = text.split('\n').length
    assert.ok(lines <= MAX_LINES, `src/${name} has ${lines} lines`)
    assert.ok(!/^export default/m.test(text), `src/${name} has a default export`)
  }
})
