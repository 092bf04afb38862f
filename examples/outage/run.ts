/**
 * The main job, as a user would see it on a bad day: `npm start`.
 *
 * An embedded gallery stands in for the four public ones, with the failures that the real ones had: the Gallery's API
 * refuses every connection, pwsh.gallery lacks a package, and the CDN's first answer for that package is damaged. The built
 * action runs on a requirements file exactly as the runner would run it. Then the lock that it wrote is committed, and the
 * action runs twice more: held to the lock, and at last, with every gallery down, from the Actions cache.
 */
import { copyFile, readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { startCacheService } from '../../__tests__/cache-service/cache-service.ts'
import { startGallery } from '../../__tests__/gallery/gallery.ts'
import { azSet, smallSet } from '../../__tests__/gallery/sets.ts'
import { startJob } from '../../__tests__/helpers/run-action.ts'

const LACKING = 'PSScriptAnalyzer'

function title(text: string): void {
  process.stdout.write(`\n== ${text} ${'='.repeat(Math.max(0, 100 - text.length))}\n\n`)
}

await using gallery = await startGallery({
  packages: [...smallSet(), ...azSet({ scale: 0.2 })],
  mirror: { without: [LACKING] },
})
await gallery.psgallery.down()
gallery.cdn.fault({ route: new RegExp(LACKING, 'i'), fault: { kind: 'flip', byte: 4000 }, times: 1 })

await using cache = await startCacheService()
await using job = await startJob()
await copyFile(
  path.join(import.meta.dirname, 'RequiredResources.psd1'),
  path.join(job.workspace, 'RequiredResources.psd1'),
)

title('The state of the world')
process.stdout.write(
  `PowerShell Gallery: refuses every connection\npwsh.gallery:       up, lacks ${LACKING}\nCDN:                up, its first answer for ${LACKING} is damaged\nMAR:                up\n`,
)

title('The log of the step')
const inputs = { manifest: 'RequiredResources.psd1', sources: gallery.sources }
const run = await job.run(inputs, cache.environment())
process.stdout.write(run.log)

title('The outputs of the step')
for (const [name, value] of Object.entries(run.outputs)) {
  const shown = value.length > 160 ? `${value.slice(0, 160)}…` : value
  process.stdout.write(`${name} = ${shown}\n`)
}

title('The job summary (Markdown)')
process.stdout.write(run.summary)

title('The local repository')
const folder = run.outputs['repository-path'] ?? ''
for (const name of folder === '' ? [] : await readdir(folder)) {
  const { size } = await stat(path.join(folder, name))
  process.stdout.write(`${String(size).padStart(10)}  ${name}\n`)
}

title('The module path, first in PSModulePath of later steps')
const modules = run.outputs['modules-path'] ?? ''
for (const name of modules === '' ? [] : await readdir(modules)) {
  process.stdout.write(`${name}/${(await readdir(path.join(modules, name))).join(', ')}\n`)
}

title('The next run, with the lock that was written committed: every byte is held to it')
await copyFile(run.outputs.lockfile ?? '', path.join(job.workspace, 'modules.lock.json'))
const locked = await job.run(inputs, cache.environment())
process.stdout.write(locked.log)

title('The run after that, with every gallery down')
for (const site of gallery.sites) {
  await site.down()
  site.clearLog()
}
const cached = await job.run(inputs, cache.environment())
process.stdout.write(cached.log)
const requests = gallery.sites.reduce((sum, { log }) => sum + log.length, 0)
process.stdout.write(`\ncache-hit = ${cached.outputs['cache-hit']}\nrequests to galleries: ${requests}\n\n`)
process.stdout.write(cached.summary.replace(/<details>[\s\S]*/, ''))
process.exitCode = run.code || locked.code || cached.code
