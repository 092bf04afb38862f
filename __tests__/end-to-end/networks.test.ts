import assert from 'node:assert/strict'
import path from 'node:path'
import { describe, test } from 'node:test'
import { startCdnSite } from '../gallery/cdn.ts'
import type { PackageSpec } from '../gallery/pack.ts'
import { annotationsIn } from '../helpers/annotations.ts'
import { authority, issue, type Statement, tlsInFrontOf } from '../helpers/certificate.ts'
import { folderWith } from '../helpers/folder-with.ts'
import { startProxy } from '../helpers/proxy-server.ts'
import { type ActionRun, startJob } from '../helpers/run-action.ts'
import { runCommand } from '../helpers/run-command.ts'

const TOOL: PackageSpec = { id: 'Tool', version: '1.0.0' }
const MODULES = 'Tool@1.0.0'
const SECRET = 'p%40ssw0rd'

function served({ outputs }: ActionRun): readonly string[] {
  const restored: readonly { readonly id: string; readonly source: string }[] = JSON.parse(outputs.restored ?? '[]')
  return restored.map(({ id, source }) => `${id} from ${source}`)
}

/** A source by https that only a proxy finds, at `feed.test`; one by http on this machine; and files of authorities. */
async function startScene(shown: Statement = {}) {
  const [own, unrelated] = [authority(), authority()]
  const site = await startCdnSite({ packages: [TOOL] })
  const front = await tlsInFrontOf(site.origin, issue({ hosts: ['feed.test'], signedBy: own, ...shown }))
  const files = await folderWith({
    'own.pem': own.certificate,
    'unrelated.pem': unrelated.certificate,
    'key.pem': own.key.export({ type: 'pkcs8', format: 'pem' }),
  })
  const job = await startJob()
  const rest = 'packages/{id}.{version}.nupkg (family gallery)'
  return {
    job,
    file: (name: string): string => path.join(files.path, name),
    far: `far: direct+https://feed.test:${front.host.split(':')[1]}/${rest}`,
    near: `near: direct+${site.origin}/${rest}`,
    log: site.log,
    [Symbol.asyncDispose]: async () => {
      for (const each of [job, files, front, site]) await each[Symbol.asyncDispose]()
    },
  }
}

describe('Behind a proxy', { concurrency: 2 }, () => {
  test('the action restores from a source whose certificate an own authority has signed.', async () => {
    await using scene = await startScene()
    await using proxy = await startProxy({ credentials: 'user:p@ssw0rd' })
    const run = await scene.job.run(
      { modules: MODULES, sources: scene.far, 'ca-file': scene.file('own.pem') },
      { HTTPS_PROXY: `http://user:${SECRET}@${proxy.host}` },
    )
    assert.deepEqual(served(run), ['Tool from far'], run.log)
    assert.ok(proxy.requests.every(({ method }) => method === 'CONNECT'))
    assert.doesNotMatch(run.log + run.summary, /ssw0rd|Basic /)
  })

  test('the command does so too, in lower case and by a variable.', async () => {
    await using scene = await startScene()
    await using proxy = await startProxy()
    const { home } = scene.job
    const environment = {
      HOME: home,
      XDG_CACHE_HOME: home,
      https_proxy: proxy.origin,
      HTTPS_PROXY: 'http://127.0.0.1:1',
    }
    const argv = ['--modules', MODULES, '--sources', scene.far]
    for (const [more, variables] of [
      [['restore', '--ca-file', scene.file('unrelated.pem'), '--ca-file', scene.file('own.pem')], {}],
      [['lock', '--cache', 'false'], { PSMR_CA_FILE: scene.file('own.pem') }],
    ] as const) {
      const asked = proxy.requests.length
      const run = await runCommand(scene.job.workspace, [...more, ...argv], { ...environment, ...variables })
      assert.equal(run.code, 0, run.stdout + run.stderr)
      assert.ok(proxy.requests.length > asked)
    }
  })

  test('the authorities of NODE_EXTRA_CA_CERTS are believed, with and without "ca-file".', async () => {
    await using scene = await startScene()
    await using proxy = await startProxy()
    const environment = { HTTPS_PROXY: proxy.origin, NODE_EXTRA_CA_CERTS: scene.file('own.pem') }
    const wishes = { modules: MODULES, sources: scene.far }
    for (const inputs of [wishes, { ...wishes, 'ca-file': scene.file('unrelated.pem') }]) {
      const run = await scene.job.run(inputs, environment)
      assert.deepEqual(served(run), ['Tool from far'], run.log)
    }
  })

  /** What the proxy does, and what is said of it. */
  const NO_WAY: readonly (readonly [what: string, status: number | undefined, said: RegExp])[] = [
    ['is not there', undefined, /could not be reached \(ECONNREFUSED\)/],
    [
      'wants credentials',
      407,
      /wanted a user name and password that it knows, before its host in the variable \(HTTP 407\)/,
    ],
    ['refuses', 403, /refused \(HTTP 403\)/],
    ['has no way itself', 503, /answered HTTP 503/],
  ]

  for (const [what, status, said] of NO_WAY) {
    test(`that ${what}, the next source is asked, and the proxy is named; alone, the run fails and says so.`, async () => {
      await using scene = await startScene()
      await using running = await startProxy(status === undefined ? undefined : { status })
      if (status === undefined) await running[Symbol.asyncDispose]()
      const environment = { HTTPS_PROXY: `http://user:${SECRET}@${running.host}` }
      const next = await scene.job.run({ modules: MODULES, sources: `${scene.far}\n${scene.near}` }, environment)
      assert.deepEqual(served(next), ['Tool from near'], next.log)
      const alone = await scene.job.run({ modules: MODULES, sources: scene.far, timeout: '30s' }, environment)
      assert.equal(alone.code, 1)
      for (const { log } of [next, alone]) {
        assert.ok(log.includes(`far could not be asked: the proxy ${running.host} (HTTPS_PROXY) `), log)
        assert.match(log, said)
        assert.doesNotMatch(log, /ssw0rd|does not exist/)
      }
      assert.deepEqual(
        scene.log.map(({ path }) => path),
        ['/packages/tool.1.0.0.nupkg'],
      )
    })
  }

  test('what NO_PROXY exempts is asked without it.', { skip: process.platform !== 'linux' }, async () => {
    await using scene = await startScene()
    await using proxy = await startProxy({ status: 502 })
    // Leads to this machine as loopback does, and does not belong to it by itself.
    const sources = scene.near.replace('127.0.0.1', '0.0.0.0')
    const run = await scene.job.run(
      { modules: MODULES, sources },
      { HTTP_PROXY: proxy.origin, NO_PROXY: 'x.test, 0.0.0.0' },
    )
    assert.deepEqual(served(run), ['Tool from near'], run.log)
    assert.deepEqual(proxy.requests, [])
  })
})

test('An expired certificate is an outage: the next source serves, and a plain sentence is said.', async () => {
  await using scene = await startScene({ until: '210101000000Z' })
  await using proxy = await startProxy()
  const inputs = { modules: MODULES, sources: `${scene.far}\n${scene.near}`, 'ca-file': scene.file('own.pem') }
  const run = await scene.job.run(inputs, { HTTPS_PROXY: proxy.origin })
  assert.deepEqual(served(run), ['Tool from near'], run.log)
  const [told, ...others] = annotationsIn(run.log)
  assert.deepEqual([told?.level, others], ['warning', []])
  assert.match(told?.message ?? '', /^far showed a certificate that has expired \(CERT_HAS_EXPIRED\)/)
})

/** What is set wrongly, and what is said of it. */
const WRONG: readonly (readonly [
  what: string,
  set: (file: (name: string) => string) => { inputs?: Record<string, string>; environment?: Record<string, string> },
  said: RegExp,
])[] = [
  [
    'a proxy without a scheme',
    () => ({ environment: { HTTPS_PROXY: `user:${SECRET}@proxy:3128` } }),
    /The variable HTTPS_PROXY does not say how its proxy is spoken to: no http:\/\/ stands in front\. .*Write http:\/\/…@proxy:3128/,
  ],
  [
    'a proxy of another kind',
    () => ({ environment: { ALL_PROXY: `socks5://user:${SECRET}@proxy:1080` } }),
    /The variable ALL_PROXY names a proxy of the kind socks5, which is not spoken here\./,
  ],
  [
    'a port that is none',
    () => ({ environment: { https_proxy: `http://user:${SECRET}@proxy:99999` } }),
    /The variable https_proxy does not hold the address of a proxy\. .*Its form is http:\/\/host:port/,
  ],
  [
    'a file of authorities that is not there',
    file => ({ inputs: { 'ca-file': file('none.pem') } }),
    /The "ca-file" \S+none\.pem cannot be read: there is no such file\./,
  ],
  [
    'a key in place of a certificate',
    file => ({ inputs: { 'ca-file': file('key.pem') } }),
    /The "ca-file" \S+key\.pem holds a private key, which an authority gives to nobody\./,
  ],
]

describe('One sentence is said, and nobody is asked, with', { concurrency: 2 }, () => {
  for (const [what, set, said] of WRONG) {
    test(what, async () => {
      await using scene = await startScene()
      const { inputs = {}, environment = {} } = set(scene.file)
      const run = await scene.job.run({ modules: MODULES, sources: scene.near, ...inputs }, environment)
      const [told, ...others] = annotationsIn(run.log)
      assert.equal(run.code, 1)
      assert.deepEqual([told?.level, others], ['error', []], run.log)
      assert.match(told?.message.replaceAll('\n', ' ') ?? '', said)
      const variables = Object.entries(inputs).map(([name, value]) => [
        `PSMR_${name.toUpperCase().replaceAll('-', '_')}`,
        value,
      ])
      const argv = ['restore', '--modules', MODULES, '--sources', scene.near]
      const command = await runCommand(scene.job.workspace, argv, { ...Object.fromEntries(variables), ...environment })
      assert.equal(command.code, 1)
      assert.match(command.stderr.replaceAll(/\s+/g, ' '), said)
      assert.doesNotMatch(run.log + run.summary + command.stdout + command.stderr, /ssw0rd/)
      assert.deepEqual(scene.log, [])
    })
  }
})
