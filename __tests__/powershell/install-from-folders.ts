import { mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileName } from '../../src/package/identity.ts'
import type { FolderPackage } from '../../src/powershell/split-repository.ts'
import { pack } from '../gallery/pack.ts'
import { folderWith, writeFiles } from '../helpers/folder-with.ts'
import { askPwsh } from './ask-pwsh.ts'
import { specOf } from './folder-sets.ts'
import { needsPwsh } from './pwsh.ts'

/** Registrations and modules are kept below the home of the user, which a test can choose but on Windows. */
export function needsOwnHome(): { readonly skip?: string } {
  return process.platform === 'win32' ? { skip: 'skipped: no home of its own on Windows' } : needsPwsh()
}

export interface Question {
  /** Registered as R1, R2, ..., to be asked in this order. */
  readonly folders: readonly (readonly FolderPackage[])[]
  /** Each some lines of `Install-PSResource`, run with nothing installed before. */
  readonly asks: readonly (readonly string[])[]
}

export interface Answer {
  /** For each folder its file names, in the order in which PSResourceGet goes through them, joined by slashes. */
  readonly listings: readonly string[]
  /** For each ask. */
  readonly outcomes: readonly Outcome[]
}

/** What was asked, and of which release. */
export interface Answers {
  /** `1.2`: of PSResourceGet. */
  readonly release: string
  readonly answers: readonly Answer[]
}

export interface Outcome {
  /** The error that ends a step of a workflow; empty for none. */
  readonly error: string
  /** `Foo/1.0.0` for a module, `Foo.ps1` for a script. */
  readonly installed: readonly string[]
}

const ASK = `
$data = Join-Path ([Environment]::GetFolderPath('LocalApplicationData')) powershell
$answers = foreach ($question in Get-Content -Raw questions.json | ConvertFrom-Json) {
  Get-PSResourceRepository | Unregister-PSResourceRepository
  $number = 0
  foreach ($folder in $question.folders) {
    $number++
    Register-PSResourceRepository -Name "R$number" -Uri $folder -Priority $number -Trusted
  }
  $outcomes = foreach ($lines in $question.asks) {
    Remove-Item -Recurse $data
    [void] (New-Item -ItemType Directory $data/Modules, $data/Scripts)
    $problem = ''
    try { foreach ($line in $lines) { & ([scriptblock]::Create($line)) 3> $null } } catch { $problem = $_.Exception.Message }
    $modules = Get-ChildItem $data/Modules | Get-ChildItem | ForEach-Object { "$($_.Parent.Name)/$($_.Name)" }
    $scripts = Get-ChildItem $data/Scripts -File | ForEach-Object Name
    @{ error = $problem; installed = @(@($modules) + @($scripts) -ne $null) }
  }
  $listings = foreach ($folder in $question.folders) { ([System.IO.Directory]::GetFiles($folder) | Split-Path -Leaf) -join '/' }
  @{ listings = @($listings); outcomes = @($outcomes) }
}
$release = (Get-Command Install-PSResource).Version.ToString(2)
$json = ConvertTo-Json @{ release = $release; answers = @($answers) } -Depth 9
[System.IO.File]::WriteAllText((Join-Path $PWD answers.json), $json)`

/** What PSResourceGet answers to each question, all of them asked in one process. */
export async function installFromFolders(questions: readonly Question[]): Promise<Answers> {
  await using work = await folderWith()
  const asked = []
  for (const [index, { folders, asks }] of questions.entries()) {
    const paths = folders.map((_, place) => path.join(work.path, `${index}-${place + 1}`))
    for (const [place, folder] of folders.entries()) {
      const files = folder.map(async each => [fileName(each.identity), (await pack(specOf(each))).bytes] as const)
      const root = paths[place] ?? work.path
      await mkdir(root)
      await writeFiles(root, Object.fromEntries(await Promise.all(files)))
    }
    asked.push({ folders: paths, asks })
  }
  await mkdir(path.join(work.path, '.local', 'share', 'powershell'), { recursive: true })
  await writeFiles(work.path, { 'questions.json': JSON.stringify(asked) })
  await askPwsh(ASK, work.path)
  return JSON.parse(await readFile(path.join(work.path, 'answers.json'), 'utf8'))
}
