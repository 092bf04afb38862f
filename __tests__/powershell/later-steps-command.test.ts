/** PowerShell judges the lines that `restore --print-env` prints: evaluated by a shell, they let PowerShell find what was restored. */
import assert from 'node:assert/strict'
import path from 'node:path'
import { describe, test } from 'node:test'
import { startGallery } from '../gallery/gallery.ts'
import type { PackageSpec } from '../gallery/pack.ts'
import { startJob } from '../helpers/run-action.ts'
import { BUNDLE } from '../helpers/run-command.ts'
import { needsPwsh } from './pwsh.ts'
import { runStep, type Step, type StepRun } from './step.ts'

const options = { ...needsPwsh(), concurrency: 2 }

const PACKAGES: readonly PackageSpec[] = [
  { id: 'Tool', version: '1.2.3', dependencies: { Library: '1.0' } },
  { id: 'Library', version: '1.0.0' },
  { id: 'Install-Thing', version: '1.0.0', type: 'script' },
]

/** What PowerShell is asked for. */
const ASK = 'Import-Module Tool; Get-Tool; Get-Library; Install-Thing; (Get-Module Tool).ModuleBase'

/** How each shell evaluates what the command prints. */
const EVALUATE = {
  bash: 'eval "$("$NODE" "$BUNDLE" restore --print-env bash)"',
  pwsh: '& $env:NODE $env:BUNDLE restore --print-env pwsh | Invoke-Expression',
} as const

/** As people give names to folders. */
const MODULES_PATH = "it’s my $HOME `modules`, isn't it"

/** Runs a step in a job that tells the command by variables what to restore and where to put it. */
async function runCommandStep(step: Step, modules: readonly string[]): Promise<StepRun & { readonly base: string }> {
  await using gallery = await startGallery({ packages: PACKAGES })
  await using job = await startJob()
  const environment = {
    NODE: process.execPath,
    BUNDLE,
    PSMR_MODULES: modules.join('\n'),
    PSMR_SOURCES: gallery.sources,
    PSMR_MODULES_PATH: MODULES_PATH,
  }
  const run = await runStep(job, step, { environment })
  return { ...run, base: path.join(job.workspace, MODULES_PATH, 'Tool', '1.2.3') }
}

const STEPS: readonly (readonly [where: string, step: Step])[] = [
  ['in a PowerShell that bash starts', { shell: 'bash', run: `${EVALUATE.bash}\npwsh -NoProfile -Command '${ASK}'` }],
  ['in the same PowerShell', { shell: 'pwsh', run: `${EVALUATE.pwsh}\n${ASK}` }],
  [
    'in a PowerShell that PowerShell starts',
    { shell: 'pwsh', run: `${EVALUATE.pwsh}\npwsh -NoProfile -Command { ${ASK} }` },
  ],
]

describe('What the command prints, evaluated,', options, () => {
  for (const [where, step] of STEPS) {
    test(`lets everything be found that was restored, ${where}`, async () => {
      const { code, stdout, stderr, base } = await runCommandStep(step, ['Tool', 'Install-Thing'])
      assert.equal(code, 0, stderr)
      const lines = stdout.split(/\r?\n/).filter(line => line !== '')
      assert.deepEqual(lines, ['Tool 1.2.3', 'Library 1.0.0', 'Install-Thing 1.0.0, build 1', base])
    })
  }

  for (const shell of ['bash', 'pwsh'] as const) {
    test(`ends a step of ${shell} if nothing was restored`, async () => {
      const run = `${EVALUATE[shell]}\necho 'went on'`
      const { code, stdout, stderr } = await runCommandStep({ shell, run }, ['NoSuchModule'])
      assert.match(stderr, /NoSuchModule/)
      assert.equal(code, 1)
      assert.equal(stdout, '')
    })
  }
})
