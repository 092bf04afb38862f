import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { lstat, mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { TestContext } from 'node:test'
import { readNupkg } from '../../src/package/nupkg.ts'
import type { Problem } from '../../src/problem.ts'
import { undoAll } from '../../src/repository/exchange.ts'
import type { ExpandedModule } from '../../src/repository/module-obstacles.ts'
import { type ModulePath, openModulePath } from '../../src/repository/module-path.ts'
import { type PackageSpec, pack } from '../gallery/pack.ts'
import { createFolder } from '../helpers/ask.ts'
import { commit } from '../helpers/commit.ts'
import { unwrap } from '../helpers/result.ts'
import { treeIn } from '../helpers/tree.ts'
import { verifiedPackage } from '../helpers/verified-package.ts'
import { rawZip } from '../package/raw-zip.ts'

export const PESTER: PackageSpec = { id: 'Pester', version: '5.7.1', files: { 'en-US/about_Pester.help.txt': 'TOPIC' } }
export const PESTER_4: PackageSpec = { id: 'Pester', version: '4.10.1.0' }
export const AZ: PackageSpec = { id: 'Az.Accounts', version: '5.3' }
export const YAML: PackageSpec = { id: 'powershell-yaml', version: '0.4.12' }

/** Modules as they lie in staging, from packages that were verified. */
export async function stage(
  modulePath: ModulePath,
  ...specs: readonly PackageSpec[]
): Promise<readonly ExpandedModule[]> {
  const { staging } = modulePath
  const packages = await Promise.all(specs.map(spec => verifiedPackage(spec, staging, staging)))
  return packages.flatMap(({ contents: { folder, contentDigest }, expanded: from }) =>
    folder && from !== undefined ? [{ folder, contentDigest, from }] : [],
  )
}

/** A package that no packer of PowerShell makes: these files beside its nuspec. */
export async function stageOdd(
  { staging }: ModulePath,
  files: Readonly<Record<string, string>>,
  version = '1.0.0',
): Promise<ExpandedModule> {
  const nuspec = `<package><metadata><id>Kit</id><version>${version}</version></metadata></package>`
  const entries = Object.entries({ 'Kit.nuspec': nuspec, ...files }).map(([name, content]) => ({ name, content }))
  const from = path.join(staging, randomUUID())
  await writeFile(`${from}.nupkg`, rawZip(entries))
  const { folder, contentDigest } = unwrap(await readNupkg(`${from}.nupkg`, { expandTo: from }))
  assert.ok(folder)
  return { folder, contentDigest, from }
}

/** A whole restore of such packages. */
export async function installOdd(
  folder: string,
  ...packages: readonly Parameters<typeof stageOdd>[1][]
): Promise<void> {
  const modulePath = unwrap(await openModulePath(folder))
  const modules = await Promise.all(packages.map((files, index) => stageOdd(modulePath, files, `1.0.${index}`)))
  unwrap(await commit(modulePath.prepare(modules)))
}

/** A whole restore as the module path sees it: its paths relative to the folder. */
export async function install(folder: string, ...specs: readonly PackageSpec[]): Promise<readonly string[]> {
  const modulePath = unwrap(await openModulePath(folder))
  const modules = await stage(modulePath, ...specs)
  const paths = unwrap(await commit(modulePath.prepare(modules)))
  return paths.map(each => path.relative(folder, each).replaceAll(path.sep, '/'))
}

/** What stands in the way of these, of a restore that is given up then. */
export async function checkOnly(folder: string, ...specs: readonly PackageSpec[]): Promise<Problem | undefined> {
  const modulePath = unwrap(await openModulePath(folder))
  const prepared = await modulePath.prepare(await stage(modulePath, ...specs))
  if (!prepared.ok) return prepared.error
  await undoAll(prepared.value.exchanges)
  return undefined
}

/** `Name/Version` of everything that lies there. */
export async function versionsIn(folder: string): Promise<readonly string[]> {
  return Object.keys(await treeIn(folder))
    .filter(name => name.split('/').length === 2)
    .sort()
}

/** What a file or folder is to the system, and when it was changed. */
export async function stampOf(file: string): Promise<string> {
  const { ino, mtimeMs } = await lstat(file)
  return `${ino} ${mtimeMs}`
}

/** Expands a package where no restore does. */
export async function putForeign(folder: string, name: string, spec: PackageSpec): Promise<void> {
  const file = path.join(path.dirname(folder), 'foreign.nupkg')
  await writeFile(file, (await pack(spec)).bytes)
  await mkdir(path.dirname(path.join(folder, name)), { recursive: true })
  unwrap(await readNupkg(file, { expandTo: path.join(folder, name) }))
  await rm(file)
}

/** A module path that is not there yet, alone in its home, which goes with the test. */
export async function newFolder(t: TestContext): Promise<string> {
  return path.join(await createFolder(t), 'modules')
}
