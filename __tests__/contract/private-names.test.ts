import assert from 'node:assert/strict'
import { after, before, type TestContext, test } from 'node:test'
import type { RestoreReport } from '../../src/restore/report.ts'
import { type Gallery, startGallery } from '../gallery/gallery.ts'
import { startNuGetV2Site } from '../gallery/nuget-v2.ts'
import { startNuGetV3Site } from '../gallery/nuget-v3.ts'
import type { PackageSpec } from '../gallery/pack.ts'
import type { LoggedRequest } from '../gallery/site.ts'
import { restoreHere } from '../helpers/restore-here.ts'
import { KIND_FIXTURES, type Server, sitesOf } from '../helpers/source-kinds.ts'
import { afflict, outcomeOf, silenceMsFor, type TroubleName, troublesOf } from '../helpers/trouble.ts'

/** The kinds that a private feed can be; a CDN cannot say what it has. */
const KINDS = ['nuget-v2', 'nuget-v3', 'oci'] as const
type Kind = (typeof KINDS)[number]

const PRIVATE: readonly PackageSpec[] = [
  { id: 'Contoso.Tool', version: '2.1.0', dependencies: { 'Contoso.Core': '1.0.0', Pester: '5.0.0' } },
  { id: 'Contoso.Core', version: '1.4.0' },
]
const PUBLIC: readonly PackageSpec[] = [
  { id: 'Pester', version: '5.7.1' },
  { id: 'PSScriptAnalyzer', version: '1.25.0' },
  { id: 'PackageManagement', version: '1.4.8.1' },
]
const MODULES = 'Contoso.Tool\nPSScriptAnalyzer'
const RESTORED = [
  'Contoso.Core 1.4.0 from contoso',
  'Contoso.Tool 2.1.0 from contoso',
  'Pester 5.7.1 from psgallery',
  'PSScriptAnalyzer 1.25.0 from psgallery',
]

/** One for all runs: none of them may ever make it hear the private name. */
let gallery: Gallery
before(async () => {
  gallery = await startGallery({ packages: PUBLIC, mar: { only: () => true } })
})
after(() => gallery[Symbol.asyncDispose]())

/** How a user says whose the name is. */
interface Binding {
  readonly how: string
  readonly sources: (contoso: string) => string
  readonly sourceMap?: string
  readonly repositories?: Readonly<Record<string, string>>
}

const BY_ORDER: Binding = {
  how: 'the order of "sources"',
  sources: contoso => `${contoso}\n${gallery.sources}`,
}
const BY_MAP: Binding = {
  how: '"source-map", the private feed coming last',
  sources: contoso => `${gallery.sources}\n${contoso}`,
  sourceMap: 'Contoso.*: contoso',
}
const BY_REPOSITORY: Binding = {
  how: 'the repository that the requirement states, the private feed coming last',
  sources: contoso => `${gallery.sources}\n${contoso}`,
  repositories: { 'Contoso.Tool': 'contoso' },
}
const BINDINGS = [BY_ORDER, BY_MAP, BY_REPOSITORY]

interface Circumstances {
  readonly modules?: string
  /** What happens to the private feed before it is asked anything. */
  readonly before?: (server: Server) => Promise<void>
  /** In brackets behind the address of the private feed. */
  readonly options?: string
  readonly silenceMs?: number
}

async function restoreWith(t: TestContext, kind: Kind, binding: Binding, circumstances: Circumstances = {}) {
  const { modules = MODULES, before, options, silenceMs = 5000 } = circumstances
  const { sources, sourceMap = '', repositories = {} } = binding
  await using server = await KIND_FIXTURES[kind].start(PRIVATE)
  await before?.(server)
  const contoso = `contoso: ${kind}+${server.url}${options === undefined ? '' : ` (${options})`}`
  return await restoreHere(t, { modules, sources: sources(contoso), sourceMap, repositories, silenceMs })
}

/** Every request to a public site that carries the private name, in its address, a header, or what a token grants. */
function leaks(): readonly string[] {
  return gallery.sites.flatMap(({ log }) => log.map(carried)).filter(text => /contoso/i.test(text))
}

function carried({ path, headers }: LoggedRequest): string {
  const token = String(headers.authorization ?? '').replace(/^Bearer /, '')
  const granted = Buffer.from(token, 'base64url').toString('latin1')
  return `${decodeURIComponent(path)} ${granted} ${JSON.stringify(headers)}`
}

function identities({ packages }: RestoreReport): readonly string[] {
  return packages.map(({ id, version, source }) => `${id} ${version} from ${source}`)
}

for (const kind of KINDS) {
  for (const binding of BINDINGS) {
    test(`${kind}, bound by ${binding.how}: all is restored, public packages and dependencies too, and nobody else hears the name`, async t => {
      const report = await restoreWith(t, kind, binding)
      assert.deepEqual(report.problems, [])
      assert.deepEqual(identities(report), RESTORED)
      assert.deepEqual(leaks(), [])
    })

    test(`${kind}, bound by ${binding.how}: in every trouble of the private feed nobody else hears the name`, async t => {
      await Promise.all(
        troublesOf('feed').map(async name => {
          const before = (server: Server) => afflictAll(server, name)
          const report = await restoreWith(t, kind, binding, { before, silenceMs: silenceMsFor(name) / 2 })
          assertNamesTheRemedy(report, binding, name)
        }),
      )
      assert.deepEqual(leaks(), [])
    })
  }

  for (const { name: at, step, site, route, content } of KIND_FIXTURES[kind].routes) {
    test(`${kind}: when only ${at} (${step}) is in trouble nobody else hears the name`, async t => {
      const harmful = troublesOf(content).filter(name => outcomeOf(name, content) !== 'unharmed')
      await Promise.all(
        harmful.map(async name => {
          const before = async (server: Server) => afflict(server.sites[site] ?? server.sites.api, name, route)
          const report = await restoreWith(t, kind, BY_ORDER, { before, silenceMs: silenceMsFor(name) / 2 })
          assert.equal(report.outcome, 'failed', name)
          assert.match(report.problems[0]?.sentence ?? '', /contoso/, name)
        }),
      )
      assert.deepEqual(leaks(), [])
    })
  }

  test(`${kind}: a version that the private feed lacks is not looked for elsewhere`, async t => {
    const report = await restoreWith(t, kind, BY_ORDER, { modules: 'Contoso.Tool@9.9.9' })
    assert.deepEqual(
      report.problems.map(({ code }) => code),
      ['NO_VERSION'],
    )
    assert.deepEqual(leaks(), [])
  })

  test(`${kind}: a name that "source-map" binds and the private feed lacks does not exist`, async t => {
    const report = await restoreWith(t, kind, BY_MAP, { modules: 'Contoso.Missing' })
    assert.deepEqual(
      report.problems.map(({ code }) => code),
      ['NOT_FOUND'],
    )
    assert.deepEqual(leaks(), [])
  })

  test(`${kind}: with "on-error next" the name is asked elsewhere, but only when the private feed cannot answer`, async t => {
    const options = 'on-error next'
    assert.deepEqual(identities(await restoreWith(t, kind, BY_ORDER, { options })), RESTORED)
    assert.deepEqual(leaks(), [])

    const before = (server: Server) => afflictAll(server, 'nobody there')
    const report = await restoreWith(t, kind, BY_ORDER, { options, before })
    assert.deepEqual(
      report.problems.map(({ code, sentence }) => `${code} ${/Contoso.Tool/.test(sentence)}`),
      ['UNDETERMINED true'],
    )
    assert.notDeepEqual(leaks(), [])
    for (const site of gallery.sites) site.clearLog()
  })
}

/** A repository may stand at one requirement of a name only. */
const STATED_ONCE: readonly { readonly what: string; readonly modules: string; readonly line: number }[] = [
  { what: 'another exact version in the same file', modules: 'Contoso.Core@1.0.0\nContoso.Core@2.0.0', line: 1 },
  { what: 'another exact version above it', modules: 'Contoso.Core@2.0.0\nContoso.Core@1.0.0', line: 2 },
  { what: 'the version that a public package depends on', modules: 'Tool\nContoso.Core@1.0.0', line: 2 },
  { what: 'the version that its own family depends on', modules: 'Contoso.App\nContoso.Core@1.0.0', line: 2 },
]

for (const { what, modules, line } of STATED_ONCE) {
  test(`a repository that one requirement states binds the name for ${what} too`, async t => {
    const core = ['1.0.0', '2.0.0'].map(version => ({ id: 'Contoso.Core', version }))
    const dependencies = { 'Contoso.Core': '[2.0.0]' }
    await using contoso = await startNuGetV3Site({
      packages: [...core, { id: 'Contoso.App', version: '1.0.0', dependencies }],
    })
    // The private names exist here too, so that whoever asks for one gets the wrong package.
    await using psgallery = await startNuGetV2Site({
      packages: [...PUBLIC, ...core, { id: 'Tool', version: '1.0.0', dependencies }],
    })
    const report = await restoreHere(t, {
      modules,
      sources: `psgallery: nuget-v2+${psgallery.url} (family gallery, authority)\ncontoso: ${contoso.url}`,
      repositories: { [line]: 'contoso', 'Contoso.App': 'contoso' },
    })
    assert.deepEqual(report.problems, [])
    const restored = identities(report).filter(text => text.startsWith('Contoso.Core'))
    assert.deepEqual(restored, ['Contoso.Core 1.0.0 from contoso', 'Contoso.Core 2.0.0 from contoso'])
    assert.deepEqual(
      psgallery.log.map(carried).filter(text => /contoso/i.test(text)),
      [],
    )
  })
}

async function afflictAll(server: Server, name: TroubleName): Promise<void> {
  await Promise.all(sitesOf(server).map(site => afflict(site, name)))
}

/** The private name is why it failed; where nothing says whose a name is, the error says how to say it. */
function assertNamesTheRemedy(
  { problems }: RestoreReport,
  { how, sourceMap, repositories }: Binding,
  name: string,
): void {
  const [problem] = problems
  const text = `${problem?.sentence} ${problem?.hint}`
  assert.match(text, /^contoso could not answer for Contoso\.Tool: contoso /, name)
  if (repositories) assert.match(text, /repository "contoso" binds the name to contoso/, how)
  else if (sourceMap) assert.match(text, /source-map "Contoso\.\*" binds the name to contoso/, how)
  else assert.match(text, /If Contoso\.Tool is a public module, say so in "source-map": Contoso\.Tool: psgallery/, how)
}
