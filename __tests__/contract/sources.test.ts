import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Failure } from '../../src/failure.ts'
import type { PackageIdentity } from '../../src/package/identity.ts'
import type { Result } from '../../src/result.ts'
import type { Download, Question, Resolution, Source, SourceConfig, SourceKind } from '../../src/sources/source.ts'
import { normalise } from '../../src/version/nuget-version.ts'
import { formatRange } from '../../src/version/version-range.ts'
import { type PackageSpec, pack } from '../gallery/pack.ts'
import { createHttp, question, someCall, sourceAt } from '../helpers/ask.ts'
import { errorOf, unwrap } from '../helpers/result.ts'
import { KIND_FIXTURES, KINDS, type Server, sitesOf } from '../helpers/source-kinds.ts'
import { version } from '../helpers/versions.ts'

const RESOLVING: readonly SourceKind[] = KINDS.filter(kind => kind !== 'direct')

const PACKAGES: readonly PackageSpec[] = [
  { id: 'Alpha', version: '1.0.0' },
  { id: 'Alpha', version: '1.9.0' },
  { id: 'Alpha', version: '1.10.0', dependencies: { Core: '1.2.0', Pinned: '[3.0.0]', Anything: '' } },
  { id: 'Alpha', version: '2.0.0-beta1' },
  { id: 'AlphaBeta', version: '7.0.0' },
  { id: 'Four', version: '1.2.3.4' },
  { id: 'Four', version: '1.2.3.10' },
  { id: 'Zeros', version: '1.0.0.0' },
  { id: 'Withdrawn', version: '1.0.0' },
  { id: 'Withdrawn', version: '1.1.0', unlisted: true },
  { id: 'Script', version: '1.0.0', type: 'script' },
]

interface Setting {
  readonly server: Server
  readonly source: Source
  resolve(asked: Question): Promise<Result<Resolution, Failure>>
  download(identity: PackageIdentity): Promise<Result<Download, Failure>>
}

async function start(
  t: TestContext,
  kind: SourceKind,
  packages = PACKAGES,
  facts: Partial<SourceConfig> = {},
): Promise<Setting> {
  const server = await KIND_FIXTURES[kind].start(packages)
  t.after(() => server[Symbol.asyncDispose]())
  const source = sourceAt(kind, server.url, createHttp(t), facts)
  return {
    server,
    source,
    resolve: asked => {
      assert.ok(source.resolver)
      return source.resolver.resolve(asked, someCall())
    },
    download: identity => source.downloader.download(identity, someCall()),
  }
}

const CHOICES: readonly { asked: Question; version: string; why: string; kinds?: readonly SourceKind[] }[] = [
  { asked: question('Alpha'), version: 'Alpha 1.10.0', why: 'the highest stable one, as numbers and not as text' },
  {
    asked: question('aLPHA'),
    version: 'Alpha 1.10.0',
    why: 'letter case does not count, and the proper one comes back',
  },
  { asked: question('Alpha', '[1.9]'), version: 'Alpha 1.9.0', why: 'an exact version' },
  { asked: question('Alpha', '[1.0,1.10)'), version: 'Alpha 1.9.0', why: 'the highest in a range' },
  { asked: question('Alpha', undefined, true), version: 'Alpha 2.0.0-beta1', why: 'a prerelease, if asked' },
  { asked: question('Alpha', '[2.0.0-a,)'), version: 'Alpha 2.0.0-beta1', why: 'a prerelease, if a bound has a label' },
  { asked: question('Four'), version: 'Four 1.2.3.10', why: 'the fourth part is a number too' },
  { asked: question('Four', '[1.2.3.4]'), version: 'Four 1.2.3.4', why: 'an exact version of four parts' },
  { asked: question('Zeros', '[1.0]'), version: 'Zeros 1.0.0', why: 'however many zeros it was published with' },
  { asked: question('Withdrawn', '[1.1.0]'), version: 'Withdrawn 1.1.0', why: 'an unlisted one, if pinned' },
  {
    asked: question('Withdrawn'),
    version: 'Withdrawn 1.0.0',
    why: 'never an unlisted one otherwise; a registry has no unlisting',
    kinds: ['nuget-v2', 'nuget-v3'],
  },
  { asked: question('Script'), version: 'Script 1.0.0', why: 'scripts are packages' },
]

for (const kind of RESOLVING) {
  test(`${kind} chooses the version that is asked for`, async t => {
    const { resolve } = await start(t, kind)
    for (const { asked, version, why, kinds = RESOLVING } of CHOICES) {
      if (!kinds.includes(kind)) continue
      const { identity } = unwrap(await resolve(asked))
      assert.equal(`${identity.id} ${normalise(identity.version)}`, version, why)
    }
  })

  test(`${kind} says which versions there are when none will do`, async t => {
    const { resolve } = await start(t, kind)
    for (const asked of [question('Alpha', '[3.0,)'), question('Alpha', '[1.9.1]')]) {
      const failure = errorOf(await resolve(asked))
      assert.deepEqual(failure, { kind: 'no-version', known: ['2.0.0-beta1', '1.10.0', '1.9.0', '1.0.0'] })
    }
  })

  test(`${kind} says of an unknown name that it does not have it, though it has a longer one`, async t => {
    const { resolve, server } = await start(t, kind)
    for (const name of ['Alph', 'Nothing-Like.It']) {
      assert.deepEqual(errorOf(await resolve(question(name))), { kind: 'not-found', origin: server.sites.api.origin })
    }
  })

  test(`${kind} names the dependencies`, async t => {
    const { resolve } = await start(t, kind)
    const { dependencies } = unwrap(await resolve(question('Alpha')))
    const named = dependencies.map(({ id, range }) => `${id} ${formatRange(range)}`.trim())
    assert.deepEqual(named.sort(), ['Anything ( , )', 'Core [1.2.0, )', 'Pinned [3.0.0]'])
  })

  test(`${kind} finds the highest of 250 versions, wherever in the pages it is`, async t => {
    const packages = Array.from({ length: 250 }, (_, minor) => ({ id: 'Many', version: `1.${minor}.0` }))
    const { resolve, server } = await start(t, kind, packages)
    const { identity } = unwrap(await resolve(question('Many')))
    assert.equal(normalise(identity.version), '1.249.0')
    const paths = server.sites.api.log
      .filter(({ headers }) => kind !== 'oci' || headers.authorization)
      .map(({ path }) => path)
    const pages = { 'nuget-v2': /FindPackagesById/, 'nuget-v3': /\/page\//, oci: /\/tags\// } as const
    const count = { 'nuget-v2': 3, 'nuget-v3': 4, oci: 3 } as const
    assert.ok(kind !== 'direct')
    assert.equal(paths.filter(path => pages[kind].test(path)).length, count[kind])
  })

  test(`${kind} asks once about a name, however often it is needed`, async t => {
    const { resolve, server } = await start(t, kind)
    await Promise.all([resolve(question('Four')), resolve(question('four', '[1.2.3.4]')), resolve(question('FOUR'))])
    const lists = /FindPackagesById|\/registration\/.*index|\/tags\//
    const asked = server.sites.api.log.filter(
      ({ path, headers }) => lists.test(path) && (kind !== 'oci' || headers.authorization),
    )
    assert.equal(asked.length, 1)
  })
}

for (const kind of KINDS) {
  test(`${kind} sends the bytes that were published`, async t => {
    const { download } = await start(t, kind)
    for (const spec of PACKAGES) {
      const { body } = unwrap(await download({ id: spec.id, version: version(spec.version) }))
      const chunks: Buffer[] = []
      const count = unwrap(await body.drain(chunk => void chunks.push(chunk), 1_000_000))
      const { bytes } = await pack(spec)
      assert.deepEqual(Buffer.concat(chunks), bytes, `${spec.id} ${spec.version}`)
      assert.equal(count, bytes.length)
    }
  })

  test(`${kind} says of a package that it does not have it`, async t => {
    const { download, server } = await start(t, kind)
    for (const id of ['Alpha', 'Nothing']) {
      const failure = errorOf(await download({ id, version: version('9.9.9') }))
      assert.equal(failure.kind, 'not-found')
      // The Gallery sends on to its CDN without looking whether the file is there.
      const files = server.sites.files?.origin
      assert.equal('origin' in failure && failure.origin, kind === 'nuget-v2' ? files : server.sites.api.origin)
    }
  })
}

test('a CDN cannot be asked which versions there are', async t => {
  assert.equal((await start(t, 'direct')).source.resolver, undefined)
})

test('what is announced about the bytes is what the protocol can say', async t => {
  const { bytes, sha512, sha256 } = await pack(PACKAGES[2] ?? { id: '', version: '' })
  const size = bytes.length
  const expected = {
    'nuget-v2': { digest: { algorithm: 'sha512', value: sha512 }, size },
    'nuget-v3': {},
    oci: { digest: { algorithm: 'sha256', value: Buffer.from(sha256, 'hex').toString('base64') }, size },
  }
  for (const kind of ['nuget-v2', 'nuget-v3', 'oci'] as const) {
    const { resolve, download } = await start(t, kind)
    const { identity, announced } = unwrap(await resolve(question('Alpha')))
    assert.deepEqual(announced, expected[kind], kind)
    const opened = unwrap(await download(identity))
    // A registry binds the very answer; the others say nothing beside it.
    assert.deepEqual(opened.announced, kind === 'oci' ? expected.oci : {}, kind)
    opened.body.close()
  }
})

test('a registry gives its token and its bytes without learning more than it needs', async t => {
  const { resolve, download, server } = await start(t, 'oci')
  const { identity } = unwrap(await resolve(question('Alpha')))
  unwrap(await download(identity)).body.close()
  const [tokens, files] = [server.sites.tokens, server.sites.files]
  assert.deepEqual(
    tokens?.log.map(({ headers }) => headers.authorization),
    [undefined],
  )
  assert.deepEqual(
    files?.log.map(({ headers }) => headers.authorization),
    [undefined],
  )
  assert.equal(new Set(sitesOf(server).map(({ origin }) => origin)).size, 3)
})
