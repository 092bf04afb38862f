import assert from 'node:assert/strict'
import { chmod, mkdir, readdir, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, test } from 'node:test'
import { startCdnSite } from '../gallery/cdn.ts'
import { type Gallery, startGallery } from '../gallery/gallery.ts'
import type { PackageSpec } from '../gallery/pack.ts'
import { annotationsIn } from '../helpers/annotations.ts'
import { entryOf, LIBRARY, startCachedJobs } from '../helpers/cached-jobs.ts'
import { selfSigned, tlsInFrontOf } from '../helpers/certificate.ts'
import { folderWith } from '../helpers/folder-with.ts'
import { type ActionRun, startJob } from '../helpers/run-action.ts'
import { linesOf } from '../helpers/source-lines.ts'
import { serve } from '../helpers/web-server.ts'

// Rows of docs/threat-model.md that no other test shows.

const TOOL: PackageSpec = { id: 'Tool', version: '1.0.0' }
/** As sound a package of the same name and version. */
const CHANGED: PackageSpec = { ...TOOL, files: { 'Tool.psm1': '# changed\n' } }

function served({ outputs }: ActionRun): readonly string[] {
  const restored: readonly { readonly id: string; readonly source: string }[] = JSON.parse(outputs.restored ?? '[]')
  return restored.map(({ id, source }) => `${id} from ${source}`)
}

describe('Somebody on the way to the first source, who shows a certificate of their own,', { concurrency: 2 }, () => {
  interface OnTheWay {
    readonly run: ActionRun
    readonly gallery: Gallery
    readonly heard: readonly string[]
  }

  async function restoreWith(
    environment: (pem: string) => Record<string, string>,
    isLocked = false,
  ): Promise<OnTheWay> {
    await using gallery = await startGallery({ packages: [TOOL] })
    await using changed = await startCdnSite({ packages: [CHANGED] })
    const shown = selfSigned()
    await using way = await tlsInFrontOf(changed.origin, shown)
    await using folder = await folderWith({ 'certificate.pem': shown.certificate })
    await using job = await startJob()
    const modules = 'Tool@1.0.0'
    const good = linesOf(gallery.sources, 'psgallery')
    const { outputs } = await job.run({ modules, sources: good })
    const sources = `way: direct+https://${way.host}/packages/{id}.{version}.nupkg (family gallery)\n${good}`
    const lockfile = isLocked ? { lockfile: outputs.lockfile ?? '' } : {}
    const inputs = { modules, sources, ...lockfile, locked: String(isLocked) }
    const run = await job.run(inputs, environment(path.join(folder.path, 'certificate.pem')))
    return { run, gallery, heard: changed.log.map(({ path }) => path) }
  }

  test('hears nothing and is told; the next source is asked.', async () => {
    const { run, heard } = await restoreWith(() => ({}))
    assert.deepEqual(served(run), ['Tool from psgallery'], run.log)
    assert.deepEqual(heard, [])
    const [told, ...others] = annotationsIn(run.log)
    assert.deepEqual([told?.level, others], ['warning', []])
    assert.match(told?.message ?? '', /^way .*certificate/)
  })

  test('is believed where the machine is told to trust it, or anybody: then only a lock tells the bytes.', async () => {
    const trusting = [
      (pem: string) => ({ NODE_EXTRA_CA_CERTS: pem }),
      () => ({ NODE_TLS_REJECT_UNAUTHORIZED: '0' }),
    ] as const
    for (const environment of trusting) {
      const unlocked = await restoreWith(environment)
      assert.deepEqual(served(unlocked.run), ['Tool from way'], unlocked.run.log)
      const locked = await restoreWith(environment, true)
      assert.deepEqual(served(locked.run), ['Tool from psgallery'], locked.run.log)
      assert.match(annotationsIn(locked.run.log)[0]?.message ?? '', /^way sent other bytes than locked/)
    }
  })
})

test('A source on this machine is never asked through a proxy.', async () => {
  await using gallery = await startGallery({ packages: [TOOL] })
  await using proxy = await serve((_, response) => response.writeHead(502).end())
  await using job = await startJob()
  const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'].flatMap(name => [name, name.toLowerCase()])
  const environment = Object.fromEntries(names.map(name => [name, proxy.origin]))
  const run = await job.run({ sources: gallery.sources, modules: 'Tool' }, environment)
  assert.deepEqual(served(run), ['Tool from psgallery'], run.log)
  assert.deepEqual(proxy.requests, [])
})

const EXPRESSION = '"$(New-Item evil.txt)"'

test('Nothing of a requirements file or a package is run.', {
  skip: process.platform === 'win32',
}, async () => {
  const installs = { 'Tool.psm1': 'New-Item evil.txt', 'tools/install.ps1': 'New-Item evil.txt' }
  await using gallery = await startGallery({ packages: [{ ...TOOL, files: installs }] })
  await using job = await startJob()
  const bin = path.join(job.home, 'bin')
  await mkdir(bin)
  for (const name of ['pwsh', 'powershell', 'powershell.exe']) {
    await writeFile(path.join(bin, name), `#!/bin/sh\ntouch ${job.home}/started\n`)
    await chmod(path.join(bin, name), 0o755)
  }
  const environment = { PATH: `${bin}:${process.env.PATH}` }
  const write = (text: string): Promise<void> => writeFile(path.join(job.workspace, 'build.requires.psd1'), text)
  await write(`@{ Tool = ${EXPRESSION} }`)
  const computed = await job.run({ sources: gallery.sources }, environment)
  assert.equal(computed.code, 1, computed.log)
  await write("@{ Tool = '1.0.0' }")
  const plain = await job.run(
    { sources: gallery.sources, 'register-as': 'Restored', 'skip-installed': 'true' },
    environment,
  )
  assert.deepEqual(served(plain), ['Tool from psgallery'], plain.log)
  const names = await readdir(job.home, { recursive: true })
  assert.deepEqual(
    names.filter(name => /started|evil/.test(name)),
    [],
  )
})

test('An archive of the cache that writes a program among the scripts ends the step.', async () => {
  const script: PackageSpec = { id: 'Get-Tool', version: '1.0.0', type: 'script' }
  await using jobs = await startCachedJobs({ packages: [script] })
  const inputs = { modules: 'Get-Tool' }
  const first = await jobs.run({ inputs })
  assert.equal(first.path.length, 1, first.log)
  for (const name of ['git', 'evil.ps1']) {
    jobs.plant(first.outputs['cache-key'] ?? '', [
      await entryOf(script),
      { kind: 'file', path: `../s/${name}`, content: 'evil', mode: 0o755 },
    ])
    const run = await jobs.run({ inputs })
    assert.equal(run.code, 1, run.log)
    assert.match(run.report.problems[0]?.sentence ?? '', new RegExp(`holds "${name}", which no restore put there`))
    assert.deepEqual([run.path, run.environment], [[], {}])
  }
})

test('Whoever may write the cache chooses what stands in on a day without galleries, among what satisfies; "on-stale: fail" refuses.', async () => {
  await using jobs = await startCachedJobs()
  const first = await jobs.run()
  const evil: PackageSpec = { id: 'Tool', version: '1.2.4', files: { 'Tool.psm1': '# nobody published this\n' } }
  const prefix = (first.outputs['cache-key'] ?? '').slice(0, -64)
  jobs.plant(`${prefix}${'f'.repeat(64)}`, [await entryOf(LIBRARY), await entryOf(evil)])
  // Whoever says no is not asked again, so that nobody waits.
  for (const site of jobs.gallery.sites) site.fault({ fault: { kind: 'status', status: 403 } })
  const believed = await jobs.run()
  assert.deepEqual(believed.packages, ['Tool 1.2.4 from cache'], believed.log)
  assert.deepEqual([believed.checks, believed.outputs.stale], [['content'], 'true'])
  assert.equal(believed.annotations.find(({ message }) => message.includes('last known good'))?.level, 'warning')
  const refused = await jobs.run({ inputs: { 'on-stale': 'fail' } })
  assert.equal(refused.code, 1, refused.log)
  assert.deepEqual(refused.folder, {})
})

/** Links in the workspace, and the inputs that lead through them. */
const LEADING_OUT: readonly (readonly [link: string, target: string, inputs: Readonly<Record<string, string>>])[] = [
  ['build.requires.psd1', '../elsewhere/a.psd1', {}],
  ['modules.lock.json', '../elsewhere/modules.lock.json', { modules: 'Pester' }],
  ['shared', '../elsewhere', { manifest: 'shared/a.psd1' }],
  ['shared', '../elsewhere', { modules: 'Pester', lockfile: 'shared/modules.lock.json' }],
  ['shared', '../elsewhere', { manifest: 'shared/*.psd1' }],
]

test('A requirements file or a lock that is a link out of the workspace, or lies behind one, is not read.', {
  skip: process.platform === 'win32',
}, async () => {
  for (const [link, target, inputs] of LEADING_OUT) {
    await using job = await startJob()
    await mkdir(path.join(job.home, 'elsewhere'))
    for (const name of ['a.psd1', 'modules.lock.json']) {
      await writeFile(path.join(job.home, 'elsewhere', name), 'machine feed.test password hunter2\n')
    }
    await symlink(target, path.join(job.workspace, link))
    const { code, log } = await job.run(inputs)
    assert.equal(code, 1, `${link} ${JSON.stringify(inputs)}`)
    assert.doesNotMatch(log, /hunter2/)
    assert.match(log, /is not read: it is, or lies behind, a link that leads out of the workspace\./)
  }
})

test('A link that stays in the workspace is followed.', { skip: process.platform === 'win32' }, async () => {
  await using job = await startJob()
  await mkdir(path.join(job.workspace, 'shared'))
  await writeFile(path.join(job.workspace, 'shared', 'all.psd1'), '@{ }')
  await symlink('shared/all.psd1', path.join(job.workspace, 'build.requires.psd1'))
  assert.equal((await job.run({})).code, 0)
})
