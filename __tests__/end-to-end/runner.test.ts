import assert from 'node:assert/strict'
import { readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, test } from 'node:test'
import { startNuGetV2Site } from '../gallery/nuget-v2.ts'
import { annotationsIn } from '../helpers/annotations.ts'
import { startJob } from '../helpers/run-action.ts'

const PACKAGES = [{ id: 'Pester', version: '5.7.1' }]

describe('A runner', { concurrency: 2 }, () => {
  test('whose temp folder cannot be made is told so in one sentence, before anything is asked', async () => {
    await using gallery = await startNuGetV2Site({ packages: PACKAGES })
    await using job = await startJob()
    const file = path.join(job.temp, 'file')
    await writeFile(file, '')
    const sources = `psgallery: nuget-v2+${gallery.url} (family gallery, authority)`
    const inputs = { modules: 'Pester', sources, 'repository-path': 'packages' }
    const { code, log, summary } = await job.run(inputs, { RUNNER_TEMP: path.join(file, 'temp') })
    assert.equal(code, 1, log)
    const [error, ...others] = annotationsIn(log)
    assert.deepEqual(others, [], log)
    assert.match(
      error?.message ?? '',
      /^The folder [^\n]+ for what is restored cannot be used: [^\n]+\. \[TEMP_UNUSABLE\]\n/,
    )
    assert.match(error?.message ?? '', /a file stands where a folder should be/)
    assert.match(error?.message ?? '', /Set RUNNER_TEMP to a folder that may be written/)
    assert.match(summary, /for what is restored cannot be used/)
    assert.deepEqual(gallery.log, [])
    assert.deepEqual(await readdir(job.workspace), [])
  })

  test('without the file for job summaries restores all the same', async () => {
    await using gallery = await startNuGetV2Site({ packages: PACKAGES })
    await using job = await startJob()
    const sources = `psgallery: nuget-v2+${gallery.url} (family gallery, authority)`
    const missing = path.join(job.temp, 'no-such-folder', 'summary')
    for (const GITHUB_STEP_SUMMARY of [missing, '']) {
      const { code, log, outputs } = await job.run({ modules: 'Pester', sources }, { GITHUB_STEP_SUMMARY })
      assert.equal(code, 0, log)
      assert.deepEqual(annotationsIn(log), [])
      assert.deepEqual(await readdir(outputs['repository-path'] ?? ''), ['Pester.5.7.1.nupkg'])
    }
  })
})
