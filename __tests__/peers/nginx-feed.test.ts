import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { PackageSpec } from '../gallery/pack.ts'
import { azSet, smallSet } from '../gallery/sets.ts'
import { startJob } from '../helpers/run-action.ts'
import { contentFor, contentOf, pick } from './content.ts'
import { freePort, startDaemon } from './daemon.ts'
import { needs, temporaryFolder } from './peer.ts'
import { writeFeed } from './static-feed.ts'

const SMALL: readonly PackageSpec[] = smallSet()
const AZ: readonly PackageSpec[] = azSet({ scale: 0.001 })

/** nginx over a feed. Returns the address of its index. */
async function startFeed(t: TestContext): Promise<string> {
  const port = await freePort()
  const feed = await writeFeed(await temporaryFolder(t), port, [...SMALL, ...AZ])
  await startDaemon(t, { program: 'nginx', args: feed.nginxArgs }, port)
  return feed.index
}

test('The action restores from a static feed behind nginx, gzipped JSON and all.', needs('nginx'), async t => {
  const index = await startFeed(t)
  const stored = await fetch(index, { headers: { 'accept-encoding': 'identity' } })
  assert.equal(stored.headers.get('content-encoding'), 'gzip')

  const job = await startJob()
  t.after(() => job[Symbol.asyncDispose]())
  const { code, log, outputs } = await job.run({
    modules: 'Az@17.0.0\nPSModuleDevelopment:2.*\nPSWindowsUpdate\nPester!\nxDSCResourceDesigner@1.13.0.0',
    sources: `static: ${index}`,
  })
  assert.equal(code, 0, log)
  assert.equal(outputs['sources-used'], 'static')
  const others = pick(SMALL, [
    'PSModuleDevelopment@2.2.12.206',
    'PSFramework@1.12.346',
    'String@1.1.3',
    'PSWindowsUpdate@2.2.1.5',
    'Pester@6.0.0-alpha5',
    'xDSCResourceDesigner@1.13.0.0',
  ])
  assert.deepEqual(await contentOf(outputs['repository-path'] ?? ''), await contentFor([...AZ, ...others]))
})

test('The page that nginx has for what is not there means that the module is not there.', needs('nginx'), async t => {
  const index = await startFeed(t)
  const job = await startJob()
  t.after(() => job[Symbol.asyncDispose]())
  const { code, log } = await job.run({ modules: 'Contoso.Nowhere', sources: `static: ${index}` })
  assert.equal(code, 1)
  assert.match(log, /::error[^\n]*Contoso\.Nowhere/)
  assert.match(log, /static\b.*did not have it/)
})
