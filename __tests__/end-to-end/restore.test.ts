import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { before, describe, type TestContext, test } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { type Gallery, startGallery } from '../gallery/gallery.ts'
import { pack } from '../gallery/pack.ts'
import { azSet, smallSet } from '../gallery/sets.ts'
import type { Fault, Site } from '../gallery/site.ts'
import { annotationsIn } from '../helpers/annotations.ts'
import { hashesIn } from '../helpers/folder.ts'
import { type ActionRun, startJob } from '../helpers/run-action.ts'

const AZ = azSet({ scale: 0.01 })
const SCHEMA = path.resolve(import.meta.dirname, '../../schema/report.schema.json')

/** What of the JSON report these tests look at; the rest is held to its schema. */
interface Report {
  readonly outcome: string
  readonly fallbackUsed: boolean
  readonly packages: readonly {
    readonly id: string
    readonly version: string
    readonly source: string
    readonly contentDigest: string
    readonly check: string
    readonly triedFirst: readonly { readonly source: string; readonly failure?: { readonly kind: string } }[]
  }[]
  readonly warnings: readonly { readonly level: string; readonly code: string; readonly text: string }[]
}

interface Restored {
  readonly run: ActionRun
  readonly folder: Readonly<Record<string, string>>
  readonly lock: string
  readonly report: Report
}

/** One job on one gallery, which `trouble` may spoil first. */
async function restoreAz(
  trouble: (gallery: Gallery) => unknown,
  inputs: Readonly<Record<string, string>> = { modules: 'Az@17.0.0' },
): Promise<Restored> {
  await using gallery = await startGallery({ packages: [...AZ, ...smallSet()] })
  await using job = await startJob()
  await trouble(gallery)
  const run = await job.run({ sources: gallery.sources, 'source-timeout': '1s', ...inputs })
  assert.equal(run.code, 0, run.log)
  const report: Report = JSON.parse(await readFile(run.outputs.report ?? '', 'utf8'))
  return {
    run,
    folder: await hashesIn(run.outputs['repository-path'] ?? ''),
    lock: await readFile(run.outputs.lockfile ?? '', 'utf8'),
    report,
  }
}

let healthy: Restored
before(async () => {
  healthy = await restoreAz(() => {})
})

test('With all sources up, the folder holds exactly the 103 packages of Az with their published bytes.', async () => {
  const packed = await Promise.all(AZ.map(spec => pack(spec)))
  const expected = packed.map(({ fileName, sha512 }) => [fileName, sha512] as const).sort(([a], [b]) => (a < b ? -1 : 1))
  assert.equal(expected.length, 103)
  assert.deepEqual(Object.entries(healthy.folder), expected)
})

test('The outputs say what was restored, from whom and where.', async () => {
  const { outputs } = healthy.run
  assert.deepEqual(Object.keys(outputs).sort(), [
    'fallback-used',
    'lockfile',
    'report',
    'repository-path',
    'repository-paths',
    'restored',
    'sources-used',
  ])
  assert.equal(outputs['fallback-used'], 'false')
  assert.equal(outputs['sources-used'], 'psgallery')
  assert.equal(outputs['repository-paths'], outputs['repository-path'])
  const restored: { id: string; version: string; sha512: string; path: string; source: string }[] = JSON.parse(
    outputs.restored ?? '',
  )
  const byPath = restored.map(each => [path.basename(each.path), each.sha512])
  assert.deepEqual(Object.fromEntries(byPath), healthy.folder)
  assert.ok(restored.every(each => path.dirname(each.path) === outputs['repository-path']))
})

test('Every report is as its schema says.', async () => {
  const validate = new Ajv2020({ strict: true }).compile(JSON.parse(await readFile(SCHEMA, 'utf8')))
  assert.ok(validate(healthy.report), JSON.stringify(validate.errors))
  const cdnOnly = await restoreAz(onlyTheCdn, { modules: 'Az.Storage@9.7.1' })
  assert.ok(validate(cdnOnly.report), JSON.stringify(validate.errors))
})
