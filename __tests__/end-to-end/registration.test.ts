import assert from 'node:assert/strict'
import { access, mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { after, describe, test } from 'node:test'
import { resourceRepositoryFile } from '../../src/powershell/registration-files.ts'
import { type GalleryOptions, startGallery } from '../gallery/gallery.ts'
import type { PackageSpec } from '../gallery/pack.ts'
import { type Job, startJob } from '../helpers/run-action.ts'

/** On Windows the file is in a folder of the user that is not ours to choose. */
const options = process.platform === 'win32' ? { skip: 'skipped: not on Windows' } : { concurrency: 2 }

const PACKAGES: readonly PackageSpec[] = [
  { id: 'Tool', version: '1.2.3' },
  { id: 'yaml', version: '1.0.0' },
  { id: 'powershell-yaml', version: '2.0.0' },
]

function repositoryFile({ home }: Job): string {
  return resourceRepositoryFile({ platform: process.platform, environment: {}, home })
}

/** Name, address and priority of every repository that PSResourceGet would know. */
async function registered(job: Job): Promise<readonly string[]> {
  const text = await readFile(repositoryFile(job), 'utf8')
  return [...text.matchAll(/<Repository Name="([^"]*)" Url="([^"]*)".*Priority="([0-9]+)"/g)].map(
    ([, name, url, priority]) => `${name} ${url} ${priority}`,
  )
}

async function withTheirFile(job: Job, text: string): Promise<void> {
  await mkdir(path.dirname(repositoryFile(job)), { recursive: true })
  await writeFile(repositoryFile(job), text)
}

const GALLERY = 'PSGallery https://www.powershellgallery.com/api/v2 50'
const THEIRS = `<?xml version="1.0" encoding="utf-8"?>
<configuration>
  <!-- ours, by hand -->
  <Repository Name="Contoso" Url="https://nuget.contoso.example/index.json" APIVersion="V3" Priority="10" Trusted="true" CredentialProvider="None" />
</configuration>
`

describe('A restore with register-as', options, async () => {
  const gallery = await startGallery({ packages: PACKAGES } satisfies GalleryOptions)
  after(() => gallery[Symbol.asyncDispose]())
  const inputs = { modules: 'Tool@1.2.3', sources: gallery.sources, 'register-as': 'Restored' }

  test('is known to PSResourceGet first and trusted, until the end of the job', async () => {
    await using job = await startJob()
    const run = await job.run(inputs)
    assert.equal(run.code, 0, run.log)
    const folder = run.outputs['repository-path'] ?? ''
    assert.deepEqual((await registered(job)).toSorted(), [GALLERY, `Restored file://${folder} 0`])
    assert.match(await readFile(repositoryFile(job), 'utf8'), /Name="Restored".*Trusted="true"/)
    const post = await job.post(run)
    assert.equal(post.code, 0, post.log)
    assert.deepEqual(await registered(job), [GALLERY])
  })

  test('leaves a hosted machine as it is, which is thrown away', async () => {
    await using job = await startJob()
    const run = await job.run(inputs)
    const before = await registered(job)
    await job.post(run, { RUNNER_ENVIRONMENT: 'github-hosted' })
    assert.deepEqual(await registered(job), before)
  })

  test('keeps what others registered byte for byte, and gives the file back as it was', async () => {
    await using job = await startJob()
    await withTheirFile(job, THEIRS)
    const run = await job.run(inputs)
    assert.equal(run.code, 0, run.log)
    assert.ok((await readFile(repositoryFile(job), 'utf8')).startsWith(THEIRS.slice(0, THEIRS.indexOf('</config'))))
    await job.post(run)
    assert.equal(await readFile(repositoryFile(job), 'utf8'), THEIRS)
  })

  test('registers every folder of packages that collide, in their order', async () => {
    await using job = await startJob()
    const run = await job.run({ ...inputs, modules: 'yaml\npowershell-yaml' })
    const folders = run.outputs['repository-paths']?.split('\n') ?? []
    assert.equal(folders.length, 2, run.log)
    assert.deepEqual(
      (await registered(job)).filter(each => each !== GALLERY),
      [`Restored file://${folders[0]} 0`, `Restored-2 file://${folders[1]} 0`],
    )
    assert.match(run.log, /::warning.*powershell-yaml 2\.0\.0 for yaml 1\.0\.0.*Restored and Restored-2 are registered/)
    await job.post(run)
    assert.deepEqual(await registered(job), [GALLERY])
  })

  test('that fails registers nothing, and leaves what an earlier one registered', async () => {
    await using job = await startJob()
    assert.equal((await job.run({ ...inputs, modules: 'Nowhere' })).code, 1)
    await assert.rejects(access(repositoryFile(job)))

    const folder = 'packages'
    assert.equal((await job.run({ ...inputs, 'repository-path': folder })).code, 0)
    const before = await registered(job)
    assert.equal((await job.run({ ...inputs, 'repository-path': folder, modules: 'Nowhere' })).code, 1)
    assert.deepEqual(await registered(job), before)
  })

  test('under a name that somebody else has ends before anything is asked', async () => {
    await using job = await startJob()
    await withTheirFile(job, THEIRS)
    const { code, log } = await job.run({ ...inputs, sources: 'psgallery', 'register-as': 'contoso' })
    assert.equal(code, 1)
    assert.match(
      log,
      /::error.*PSResourceGet already has a repository named Contoso, at https:\/\/nuget\.contoso\.example/,
    )
    assert.equal(await readFile(repositoryFile(job), 'utf8'), THEIRS)
  })

  test('under a name whose second folder somebody else has ends before anything is asked too', async () => {
    await using job = await startJob()
    await withTheirFile(job, THEIRS.replace('"Contoso"', '"Restored-2"'))
    const { code, log } = await job.run({ ...inputs, sources: 'psgallery' })
    assert.equal(code, 1)
    assert.match(log, /PSResourceGet already has a repository named Restored-2/)
  })

  test('leaves a broken file alone with a warning, and restores all the same', async () => {
    await using job = await startJob()
    await withTheirFile(job, '<configuration><Repository')
    const { code, log } = await job.run(inputs)
    assert.equal(code, 0, log)
    assert.match(
      log,
      /::warning.*PSResourceRepository\.xml.*is left as it is: .* So "Restored" is not registered; mend that file/,
    )
    assert.equal(await readFile(repositoryFile(job), 'utf8'), '<configuration><Repository')
  })

  for (const [stated, sentence] of [
    [{ 'register-as': 'PSGallery' }, /keeps the name PSGallery/],
    [{ 'register-as': 'a*b' }, /takes for a pattern/],
    [{ 'register-as': '', 'register-powershellget': 'true' }, /"register-as" names no repository/],
  ] as const) {
    test(`is refused for ${JSON.stringify(stated)}`, async () => {
      await using job = await startJob()
      const { code, log } = await job.run({ ...inputs, ...stated })
      assert.equal(code, 1)
      assert.match(log, sentence)
      await assert.rejects(access(repositoryFile(job)))
    })
  }

  test('removes what a job left behind that was killed', async () => {
    await using job = await startJob()
    await using killed = await startJob()
    const environment = { XDG_DATA_HOME: path.join(job.home, 'data') }
    await killed.run({ ...inputs, 'register-as': 'Left' }, environment)
    await killed[Symbol.asyncDispose]()
    const run = await job.run(inputs, environment)
    assert.equal(run.code, 0, run.log)
    const file = resourceRepositoryFile({ platform: process.platform, environment, home: job.home })
    assert.doesNotMatch(await readFile(file, 'utf8'), /Left/)
  })
})

test('The post step of a restore that registered nothing does nothing.', async () => {
  await using job = await startJob()
  const run = await job.run({ modules: '', sources: 'psgallery' })
  const post = await job.post(run)
  assert.equal(post.code, 0)
  assert.equal(post.log, '')
})

test('State that the post step cannot have from us is none.', async () => {
  await using job = await startJob()
  const run = await job.run({ modules: '', sources: 'psgallery' })
  for (const registered of ['{}', 'x', '[]', '{"clients":["Other"],"registrations":[]}']) {
    const post = await job.post(run, { STATE_registered: registered })
    assert.deepEqual([post.code, post.log], [0, ''])
  }
})
