import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { startGallery } from '../gallery/gallery.ts'
import { smallSet } from '../gallery/sets.ts'
import { annotationsIn } from '../helpers/annotations.ts'
import { writeFiles } from '../helpers/folder-with.ts'
import { type ActionRun, startJob } from '../helpers/run-action.ts'
import { compileSchema } from '../helpers/schema.ts'

const validate = await compileSchema('report.schema.json')

interface Report {
  readonly files: readonly { readonly file: string; readonly format: string; readonly because: string }[]
  readonly notes: readonly { readonly kind: string; readonly text: string }[]
}

interface Restored {
  readonly run: ActionRun
  /** `Id version`, sorted. */
  readonly packages: readonly string[]
  readonly report: Report
}

/** One step in a repository that holds these files, of a gallery that is well. */
async function restoreRepository(
  files: Readonly<Record<string, string>>,
  inputs: Readonly<Record<string, string>> = {},
): Promise<Restored> {
  await using gallery = await startGallery({ packages: smallSet() })
  await using job = await startJob()
  await writeFiles(job.workspace, files)
  const run = await job.run({ sources: gallery.sources, ...inputs })
  const report: Report = JSON.parse(await readFile(run.outputs.report ?? '', 'utf8'))
  assert.ok(validate(report), JSON.stringify(validate.errors))
  const restored: readonly { id: string; version: string }[] = JSON.parse(run.outputs.restored ?? '[]')
  return { run, packages: restored.map(({ id, version }) => `${id} ${version}`), report }
}

const PSDEPEND = `@{
  PSDependOptions = @{ Target = 'CurrentUser'; Parameters = @{ Repository = 'PSGallery' } }
  Pester = @{ Version = '5.7.1'; Tags = 'test' }
  PSScriptAnalyzer = 'latest'
  'owner/tools' = 'main'
}
`

test('With no input at all the requirements file is found, named and read, beside a module manifest.', async () => {
  const { run, packages, report } = await restoreRepository({
    'requirements.psd1': PSDEPEND,
    'Contoso.psd1': "@{ ModuleVersion = '1.0'; RequiredModules = 'DoesNotExist' }",
  })
  assert.equal(run.code, 0, run.log)
  assert.deepEqual(
    packages.map(each => each.split(' ')[0]),
    ['Pester', 'PSScriptAnalyzer'],
  )
  assert.match(run.log, /^requirements\.psd1 is read as psdepend: it has the key "PSDependOptions"\.$/m)
  assert.match(run.log, /^Pester +5\.7\.1 +exactly 5\.7\.1, from PSGallery +requirements\.psd1:3:3$/m)
  assert.match(run.log, /^requirements\.psd1:5:3: "owner\/tools" is a GitHub dependency, not a module of a gallery\.$/m)
  assert.deepEqual(report.files, [
    { file: 'requirements.psd1', format: 'psdepend', because: 'it has the key "PSDependOptions"' },
  ])
  assert.deepEqual(
    report.notes.map(({ kind }) => kind),
    ['no-effect', 'skipped'],
  )
  assert.deepEqual(annotationsIn(run.log), [], 'what is known to be none of ours is no annotation')
  assert.match(run.summary, /<summary>Not taken from the requirements: 1<\/summary>/)
})

test('Only entries with the tag are restored where "tags" says so; the others are noted.', async () => {
  const { run, packages } = await restoreRepository({ 'requirements.psd1': PSDEPEND }, { tags: 'test' })
  assert.deepEqual(packages, ['Pester 5.7.1'])
  assert.match(run.log, /"PSScriptAnalyzer" has none of the tags test\./)
})

test('What several files and the inline list say of one module is combined.', async () => {
  const { run, packages } = await restoreRepository(
    {
      'build.requires.psd1': "@{ Pester = ':[4.0,6.0)' }",
      'tests/Some.Tests.ps1': "#Requires -Modules @{ ModuleName = 'Pester'; MaximumVersion = '5.999' }\nit 'works'",
    },
    { manifest: '*.requires.psd1\ntests/**/*.ps1', modules: 'Pester>=5.0' },
  )
  assert.equal(run.code, 0, run.log)
  assert.deepEqual(packages, ['Pester 5.7.1'])
})

test('A file that requires no module is no error: a template may run where nothing is needed.', async () => {
  const { run, packages } = await restoreRepository({ 'requirements.psd1': '@{\n  # Az = "11.*"\n}\n' })
  assert.equal(run.code, 0, run.log)
  assert.deepEqual(packages, [])
  assert.match(run.log, /^No module is required, so none was restored\.$/m)
  const [warning, ...others] = annotationsIn(run.log)
  assert.deepEqual(others, [])
  assert.equal(warning?.level, 'warning')
  assert.match(warning.message, /^requirements\.psd1:1:1: no module of a gallery is required\.$/)
  assert.match(run.summary, /No module is required, so none was restored\./)
})

test('A file in Windows-1252 is read, with a warning.', async () => {
  await using gallery = await startGallery({ packages: smallSet() })
  await using job = await startJob()
  const text = "# f\u00fcr die Tests\n@{ Pester = '5.7.1' }\n"
  await writeFile(path.join(job.workspace, 'requirements.psd1'), Buffer.from(text, 'latin1'))
  const run = await job.run({ sources: gallery.sources })
  assert.equal(run.code, 0, run.log)
  assert.match(annotationsIn(run.log)[0]?.message ?? '', /read as Windows-1252, which is a guess; save it as UTF-8/)
})
