import assert from 'node:assert/strict'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, test } from 'node:test'
import { startGallery } from '../gallery/gallery.ts'
import type { PackageSpec } from '../gallery/pack.ts'
import { startSite } from '../gallery/site.ts'
import { escapeXml } from '../gallery/xml-text.ts'
import { folderWith } from '../helpers/folder-with.ts'
import { type ActionRun, type Job, startJob } from '../helpers/run-action.ts'
import { runCommand } from '../helpers/run-command.ts'
import { commandsIn } from '../helpers/runner.ts'
import { skeletonOf } from '../helpers/summary-markup.ts'

/** In one text what the runner, a terminal, Markdown, HTML, a chart and a shell obey. */
const EVIL =
  '\r\n::set-output name=evil::x\n::add-mask::a\r##[set-env name=evil;]x\u2028##vso[task.complete]x \u001b[31m\u202e' +
  '| a | b |\n|---|---|\n<img src=x onerror=alert(1)></details>```\n[x](javascript:1) @octocat https://evil.test $(touch evil) `touch evil` \' " $x$'
/** The same for where only one line is possible. */
const LINE = EVIL.replaceAll(/[\r\n\u2028]/g, ' ')

const NAMES: ReadonlySet<string> = new Set(['group', 'endgroup', 'error', 'warning', 'notice'])

const OUTPUTS: ReadonlySet<string> = new Set([
  ...['report', 'repository-path', 'repository-paths', 'modules-path', 'scripts-path', 'cache-hit', 'cache-key'],
  ...['cache-matched-key', 'fallback-used', 'stale', 'sources-used', 'lockfile', 'restored'],
])

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be left
const OBEYED = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/

/** Nothing of what somebody else wrote did anything but stand there to be read. */
async function checkRun(run: ActionRun, job: Job): Promise<void> {
  for (const { name, properties } of commandsIn(run.log)) {
    assert.ok(NAMES.has(name), `${name} in ${run.log}`)
    if (name !== 'group' && name !== 'endgroup') assert.equal(properties.title, 'psmodule-restore')
  }
  assert.doesNotMatch(run.log, OBEYED)
  skeletonOf(run.summary)
  for (const name of Object.keys(run.outputs)) assert.ok(OUTPUTS.has(name), name)
  for (const name of Object.keys(run.environment)) assert.equal(name, 'PSModulePath')
  for (const name of Object.keys(run.state)) assert.ok(['isPost', 'registered'].includes(name), name)
  for (const folder of run.path) assert.ok(folder.startsWith(job.temp), folder)
  const names = await readdir(job.home, { recursive: true })
  assert.deepEqual(
    names.filter(name => path.basename(name) === 'evil'),
    [],
  )
}

const nuspec = (id: string, version: string, rest = ''): string =>
  `<package><metadata><id>${escapeXml(id)}</id><version>${escapeXml(version)}</version><description>${escapeXml(EVIL)}</description>${rest}</metadata></package>`

const TOOL: PackageSpec = { id: 'Tool', version: '1.0.0' }

/** Packages that say something hostile, and whether they are sound all the same. */
const PACKAGES: readonly (readonly [what: string, files: NonNullable<PackageSpec['files']>, isSound: boolean])[] = [
  ['an id', { 'Tool.nuspec': nuspec(EVIL, '1.0.0') }, false],
  ['a version', { 'Tool.nuspec': nuspec('Tool', EVIL) }, false],
  ['a description', { 'Tool.nuspec': nuspec('Tool', '1.0.0') }, true],
  [
    'a dependency',
    {
      'Tool.nuspec': nuspec(
        'Tool',
        '1.0.0',
        `<dependencies><dependency id="${escapeXml(LINE)}" version="1"/></dependencies>`,
      ),
    },
    false,
  ],
  ['markup', { 'Tool.nuspec': `<package><metadata>${EVIL}</metadata></package>` }, false],
  [
    'a manifest',
    { 'Tool.psd1': `@{ ModuleVersion = '1.0.0'; RequiredModules = @('${LINE.replaceAll("'", "''")}'); ${EVIL} }` },
    true,
  ],
  ['a name of a file with a colon', { '::error::x.ps1': '1' }, false],
  ['a name of a file with a line end', { 'a\n::error::x.ps1': '1' }, false],
  ['a name of a file with markup', { '<img src=x>.ps1': '1' }, false],
  [
    'a name of a file that a shell would run',
    { '$(touch evil) `touch evil` ##[error]x [x](y) @octocat.ps1': '1' },
    true,
  ],
]

describe('A package', { concurrency: 2 }, () => {
  for (const [what, files, isSound] of PACKAGES) {
    test(`with ${what} that is a command for somebody does nothing but ${isSound ? 'be restored' : 'be refused'}.`, async () => {
      await using gallery = await startGallery({ packages: [{ ...TOOL, files }] })
      await using job = await startJob()
      const run = await job.run({ modules: 'Tool@1.0.0', sources: gallery.sources })
      await checkRun(run, job)
      assert.equal(run.code, isSound ? 0 : 1, run.log)
    })
  }
})

const HEADER = LINE.replaceAll(/[^\x20-\x7e]/g, '')

/** What a server may say instead of an answer. */
const ANSWERS: readonly (readonly [
  what: string,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string,
])[] = [
  ['an error', 500, { 'content-type': HEADER, 'retry-after': HEADER }, EVIL],
  ['a refusal', 403, { 'www-authenticate': `Bearer realm="${HEADER.replaceAll('"', '')}"` }, EVIL],
  ['a challenge', 401, { 'www-authenticate': `Bearer realm="https://\`x\`$(id)_*y*.evil.test/"` }, EVIL],
  ['a redirect to another host', 302, { location: "https://`x`$(id)_*y*~!'z'.evil.test/##[error]x" }, EVIL],
  ['a redirect to another scheme', 302, { location: `javascript:${HEADER}` }, ''],
  ['a redirect to nowhere', 302, { location: `https://[${HEADER}` }, ''],
  ['XML', 200, {}, `<feed>${EVIL}</feed>`],
  ['XML of another name', 200, {}, '<x::error::y a="##[error]x"/>'],
  ['an entity', 200, {}, '<feed>&error;</feed>'],
  [
    'JSON',
    200,
    {},
    JSON.stringify({ [EVIL]: EVIL, resources: [{ '@id': EVIL, '@type': 'RegistrationsBaseUrl' }], tags: [EVIL] }),
  ],
  [
    'a feed',
    200,
    {},
    `<feed><entry><properties><Id>Tool</Id><Version>1.0.0</Version><Dependencies>${escapeXml(LINE)}:1.0</Dependencies></properties></entry><link rel="next" href="${escapeXml(LINE)}"/></feed>`,
  ],
]

describe('A server', { concurrency: 2 }, () => {
  for (const [what, status, headers, body] of ANSWERS) {
    test(`whose answer is ${what} full of commands makes nobody do anything.`, async () => {
      await using site = await startSite('', () => ({ status, headers, body: Buffer.from(body) }))
      await using job = await startJob()
      const sources = ['nuget-v2', 'nuget-v3', 'oci', 'direct'].map(
        kind =>
          `${kind}: ${kind}+${site.origin}${kind === 'direct' ? '/{id}.{version}' : ''} (family f${kind === 'nuget-v2' ? ', authority' : ''})`,
      )
      const run = await job.run({ modules: 'Tool@1.0.0', sources: sources.join('\n'), timeout: '20s' })
      await checkRun(run, job)
      assert.equal(run.code, 1, run.log)
    })
  }
})

describe('A repository', { concurrency: 2, skip: process.platform === 'win32' }, () => {
  const texts: readonly (readonly [what: string, name: string, text: string])[] = [
    ['a key', 'build.requires.psd1', `@{ '${LINE.replaceAll("'", "''")}' = '1.0' }`],
    ['a version', 'build.requires.psd1', `@{ Tool = '${LINE.replaceAll("'", "''")}' }`],
    ['a text that is no data', 'build.requires.psd1', `@{ Tool = '1.0.0' \n ${EVIL} }`],
    ['a setting', 'x.depend.psd1', `@{ Tool = @{ Version = '1.0.0'; '${LINE.replaceAll("'", "''")}' = 'x' } }`],
    [
      'a name of the file',
      '::error::x\n##[error]y <img src=x> `$(touch evil)` @octocat.psd1',
      "@{ Tool = '1.0.0'; 'a/b' = 'x' }",
    ],
  ]
  for (const [what, name, text] of texts) {
    test(`with ${what} that is a command for somebody is read or refused, and nothing else happens.`, async () => {
      await using gallery = await startGallery({ packages: [TOOL] })
      await using job = await startJob()
      await mkdir(path.join(job.workspace, 'r'))
      await writeFile(path.join(job.workspace, 'r', name), text)
      await checkRun(await job.run({ manifest: 'r/*.psd1', sources: gallery.sources }), job)

      await using work = await folderWith({ [`r/${name}`]: text })
      for (const options of [[], ['--json'], ['--print-env', 'bash']]) {
        const { stdout, stderr } = await runCommand(
          work.path,
          ['restore', 'r/*.psd1', `--sources=${gallery.sources}`, ...options],
          { HOME: work.path },
        )
        assert.deepEqual(commandsIn(`${stdout}\n${stderr}`), [])
        assert.doesNotMatch(stdout + stderr, OBEYED)
      }
    })
  }
})
