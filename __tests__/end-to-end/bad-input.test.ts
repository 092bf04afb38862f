import assert from 'node:assert/strict'
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { startGallery } from '../gallery/gallery.ts'
import { smallSet } from '../gallery/sets.ts'
import { annotationsIn } from '../helpers/annotations.ts'
import { snapshot } from '../helpers/folder.ts'
import { type Job, startJob } from '../helpers/run-action.ts'
import { CASES, FILES, SECRET, type Surroundings } from './bad-input-cases.ts'

let job: Job
let surroundings: Surroundings

before(async () => {
  const [gallery, dead, mute] = await Promise.all([smallSet(), [], []].map(packages => startGallery({ packages })))
  assert.ok(gallery && dead && mute)
  await dead[Symbol.asyncDispose]()
  for (const site of mute.sites) site.fault({ fault: { kind: 'silent' } })
  job = await startJob()
  for (const [name, text] of Object.entries(FILES)) {
    await mkdir(path.dirname(path.join(job.workspace, name)), { recursive: true })
    await writeFile(path.join(job.workspace, name), text)
  }
  surroundings = { gallery, dead, mute, readOnly: await makeReadOnly() }
  const earlier = await job.run({ modules: 'Pester', sources: gallery.sources, 'repository-path': 'packages' })
  assert.equal(earlier.code, 0, earlier.log)
})

after(async () => {
  const { gallery, mute } = surroundings
  await Promise.all([gallery, mute, job].map(each => each[Symbol.asyncDispose]()))
})

/** Root may write everywhere but where the kernel says no. */
async function makeReadOnly(): Promise<string> {
  if (process.getuid?.() === 0) return '/sys/psmodule-restore'
  const folder = path.join(job.temp, 'read-only')
  await mkdir(folder)
  await chmod(folder, 0o555)
  return path.join(folder, 'packages')
}

for (const { what, inputs, sentence, remedy, place } of CASES) {
  const skip = what === 'a folder that may not be written' && process.platform === 'win32' && 'Windows has no such mode'
  test(`${what}: one sentence with the remedy, exit code 1, everything as before`, { skip }, async () => {
    const before = await snapshot(job.workspace)
    const { code, log, outputs } = await job.run({
      modules: 'Pester',
      sources: surroundings.gallery.sources,
      'repository-path': 'packages',
      ...inputs(surroundings),
    })
    assert.equal(code, 1, log)
    const [error, ...others] = annotationsIn(log).filter(({ level }) => level === 'error')
    assert.ok(error && others.length === 0, log)
    assert.match(error.message, sentence)
    assert.match(error.message, /^[^\n]+\. \[[A-Z0-9_]+\]\n/)
    assert.match(error.message.slice(error.message.indexOf('\n')), remedy)
    const { file, line, col } = error.properties
    assert.equal(file && `${file}:${line}:${col}`, place)

    assert.doesNotMatch(log, /^\s+at .+:\d+:\d+\)?$|node:internal/m)
    assert.ok(!log.includes(SECRET), log)
    assert.deepEqual(
      Object.keys(outputs).filter(name => name !== 'report'),
      [],
    )
    assert.deepEqual(await snapshot(job.workspace), before)
    await assertNoDebris()
    if (outputs.report !== undefined) assert.ok(!(await readFile(outputs.report, 'utf8')).includes(SECRET))
  })
}

/** Of a failed run nothing stays but its report. */
async function assertNoDebris(): Promise<void> {
  const left = await readdir(job.temp, { recursive: true })
  assert.deepEqual(
    left.filter(name => /\.part$|\.nupkg$|\.psmr-/.test(name)),
    [],
  )
}
