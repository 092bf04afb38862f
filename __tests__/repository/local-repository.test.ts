import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { stagingName } from '../../src/files/staging.ts'
import type { VerifiedPackage } from '../../src/package/verify.ts'
import type { Problem } from '../../src/problem.ts'
import {
  type LocalRepository,
  openLocalRepository,
  type StoredPackages,
} from '../../src/repository/local-repository.ts'
import type { Result } from '../../src/result.ts'
import { type PackageSpec, pack } from '../gallery/pack.ts'
import { createFolder } from '../helpers/ask.ts'
import { commit } from '../helpers/commit.ts'
import { errorOf, unwrap } from '../helpers/result.ts'
import { verifiedPackage } from '../helpers/verified-package.ts'

const PESTER: PackageSpec = { id: 'Pester', version: '5.7.1' }
const PESTER_OLD: PackageSpec = { id: 'Pester', version: '4.10.1.0' }
const AZ: PackageSpec = { id: 'Az.Accounts', version: '5.3' }

async function stage(
  repository: LocalRepository,
  ...specs: readonly PackageSpec[]
): Promise<readonly VerifiedPackage[]> {
  return Promise.all(specs.map(spec => verifiedPackage(spec, repository.staging)))
}

/** All in one folder, which is how it mostly is. */
async function put(
  repository: LocalRepository,
  packages: readonly VerifiedPackage[],
): Promise<Result<StoredPackages, Problem>> {
  return commit(repository.prepare(packages, [packages.map((_, index) => index)]))
}

/** Opens, stores and closes: a whole restore as the folder sees it. */
async function store(folder: string, ...specs: readonly PackageSpec[]): Promise<readonly string[]> {
  const repository = unwrap(await openLocalRepository(folder))
  return unwrap(await put(repository, await stage(repository, ...specs))).files
}

/** Names below a folder with the text of each file; folders have none. */
async function snapshot(folder: string): Promise<Readonly<Record<string, string | undefined>>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const pairs = entries.map(async entry => {
    const file = path.join(entry.parentPath, entry.name)
    return [path.relative(folder, file), entry.isFile() ? await readFile(file, 'base64') : undefined] as const
  })
  return Object.fromEntries(await Promise.all(pairs))
}

async function recordOf(folder: string): Promise<unknown> {
  const file = path.join(path.dirname(folder), `.${path.basename(folder)}.psmr.json`)
  return JSON.parse(await readFile(file, 'utf8')).files
}

test('Packages are stored under the name that clients look for, and nothing else is in the folder.', async t => {
  const folder = path.join(await createFolder(t), 'packages')
  const paths = await store(folder, PESTER, AZ, PESTER_OLD)
  assert.deepEqual(
    paths.map(each => path.relative(folder, each)),
    ['Pester.5.7.1.nupkg', 'Az.Accounts.5.3.0.nupkg', 'Pester.4.10.1.nupkg'],
  )
  assert.deepEqual((await readdir(folder)).sort(), paths.map(each => path.basename(each)).sort())
  const [first = ''] = paths
  assert.ok((await readFile(first)).equals((await pack(PESTER)).bytes))
})

test('The record of what is ours lies beside the folder.', async t => {
  const home = await createFolder(t)
  await store(path.join(home, 'packages'), PESTER, AZ)
  assert.deepEqual((await readdir(home)).sort(), ['.packages.psmr.json', 'packages'])
  assert.deepEqual(await recordOf(path.join(home, 'packages')), ['Az.Accounts.5.3.0.nupkg', 'Pester.5.7.1.nupkg'])
})

test('Until it is committed, what is received lies in staging, which is within the folder and gone afterwards.', async t => {
  const folder = await createFolder(t)
  const repository = unwrap(await openLocalRepository(folder))
  assert.equal(path.dirname(repository.staging), repository.path)
  const staged = await stage(repository, PESTER)
  assert.deepEqual(await readdir(folder), [path.basename(repository.staging)])
  unwrap(await put(repository, staged))
  assert.deepEqual(await readdir(folder), ['Pester.5.7.1.nupkg'])
})

test('A second restore replaces what is ours and deletes what is no longer wanted.', async t => {
  const folder = path.join(await createFolder(t), 'packages')
  await store(folder, PESTER_OLD, AZ)
  await writeFile(path.join(folder, 'Az.Accounts.5.3.0.nupkg'), 'spoilt meanwhile')
  await store(folder, PESTER, AZ)
  assert.deepEqual((await readdir(folder)).sort(), ['Az.Accounts.5.3.0.nupkg', 'Pester.5.7.1.nupkg'])
  assert.ok((await readFile(path.join(folder, 'Az.Accounts.5.3.0.nupkg'))).equals((await pack(AZ)).bytes))
  assert.deepEqual(await recordOf(folder), ['Az.Accounts.5.3.0.nupkg', 'Pester.5.7.1.nupkg'])
})

test('A file of ours that somebody deleted is no obstacle.', async t => {
  const folder = path.join(await createFolder(t), 'packages')
  await store(folder, PESTER)
  const repository = unwrap(await openLocalRepository(folder))
  await writeFile(path.join(path.dirname(folder), '.packages.psmr.json'), '{"format":1,"files":["Gone.1.0.0.nupkg"]}')
  unwrap(await put(repository, await stage(repository, AZ)))
  assert.ok((await readdir(folder)).includes('Az.Accounts.5.3.0.nupkg'))
})

for (const name of ['notes.txt', 'Pester.5.7.1.nupkg', '.psmr', '.psmr-x-00000000']) {
  test(`A file that no restore put there is named and left alone: ${name}.`, async t => {
    const folder = await createFolder(t)
    await writeFile(path.join(folder, name), 'theirs')
    const before = await snapshot(folder)
    const problem = errorOf(await openLocalRepository(folder))
    assert.equal(problem.code, 'FOREIGN_FILE')
    assert.equal(problem.sentence, `The folder ${folder} holds "${name}", which no restore put there.`)
    assert.deepEqual(await snapshot(folder), before)
  })
}

test('A foreign folder is named too.', async t => {
  const folder = await createFolder(t)
  await mkdir(path.join(folder, 'Pester'))
  assert.match(errorOf(await openLocalRepository(folder)).sentence, /holds "Pester"/)
})

test('A record that cannot be read claims nothing: its files are foreign then, and nobody deletes them.', async t => {
  for (const text of ['', '{', '[]', '{"format":2,"files":["Pester.5.7.1.nupkg"]}', '{"format":1,"files":[1]}']) {
    const folder = path.join(await createFolder(t), 'packages')
    await store(folder, PESTER)
    await writeFile(path.join(path.dirname(folder), '.packages.psmr.json'), text)
    assert.equal(errorOf(await openLocalRepository(folder)).code, 'FOREIGN_FILE', text)
  }
})

test('A record cannot name a file outside of the folder: nothing there is ever deleted.', async t => {
  for (const name of ['../precious.nupkg', '..\\precious.nupkg', '/precious.nupkg', '..', '']) {
    const home = await createFolder(t)
    const folder = path.join(home, 'packages')
    await writeFile(path.join(home, 'precious.nupkg'), 'theirs')
    await writeFile(path.join(home, '.packages.psmr.json'), JSON.stringify({ format: 1, files: [name] }))
    await store(folder, PESTER)
    assert.equal(await readFile(path.join(home, 'precious.nupkg'), 'utf8'), 'theirs', name)
    assert.deepEqual(await readdir(folder), ['Pester.5.7.1.nupkg'])
  }
})

test('A restore that fails leaves a folder as it was found.', async t => {
  const home = await createFolder(t)
  const folder = path.join(home, 'packages')
  await store(folder, PESTER)
  const before = await snapshot(home)
  const repository = unwrap(await openLocalRepository(folder))
  await stage(repository, AZ)
  await repository.abandon()
  assert.deepEqual(await snapshot(home), before)
})

test('A restore that fails takes back the folders that it made, and no others.', async t => {
  const home = await createFolder(t)
  await mkdir(path.join(home, 'there'))
  const before = await snapshot(home)
  const repository = unwrap(await openLocalRepository(path.join(home, 'there', 'new', 'packages')))
  await stage(repository, PESTER)
  await repository.abandon()
  assert.deepEqual(await snapshot(home), before)
})

test('A folder that it made stays when somebody else has put something into it meanwhile.', async t => {
  const home = await createFolder(t)
  const repository = unwrap(await openLocalRepository(path.join(home, 'new', 'packages')))
  await writeFile(path.join(home, 'new', 'theirs.txt'), 'x')
  await repository.abandon()
  assert.deepEqual(Object.keys(await snapshot(home)).sort(), ['new', path.join('new', 'theirs.txt')])
})

test('A file where the folder should be, or above it, is said to be one.', async t => {
  const home = await createFolder(t)
  await writeFile(path.join(home, 'file'), 'x')
  for (const folder of [path.join(home, 'file'), path.join(home, 'file', 'packages')]) {
    const problem = errorOf(await openLocalRepository(folder))
    assert.equal(problem.code, 'FOLDER_UNUSABLE')
    assert.match(problem.sentence, /cannot be used: a file stands where a folder should be/)
    assert.ok(problem.sentence.includes(folder))
  }
  assert.equal(await readFile(path.join(home, 'file'), 'utf8'), 'x')
})

test('A package that has vanished from staging is a problem, and staging is gone.', async t => {
  const folder = await createFolder(t)
  const repository = unwrap(await openLocalRepository(folder))
  const [staged] = await stage(repository, PESTER)
  assert.ok(staged)
  const problem = errorOf(await put(repository, [{ ...staged, path: `${staged.path}.gone` }]))
  assert.equal(problem.code, 'FOLDER_UNUSABLE')
  assert.deepEqual(await readdir(folder), [])
})

/** The id of a process that is certainly no more. */
async function deadProcess(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' })
  await once(child, 'exit')
  return child.pid ?? 0
}

test('What a run that was killed left behind is removed, what one that is alive works on is not.', async t => {
  const folder = await createFolder(t)
  const dead = path.join(folder, `${stagingName(await deadProcess())}`)
  await mkdir(dead)
  await writeFile(path.join(dead, 'x.part'), 'half')
  const alive = unwrap(await openLocalRepository(folder))
  const other = unwrap(await openLocalRepository(folder))
  assert.deepEqual((await readdir(folder)).sort(), [alive, other].map(({ staging }) => path.basename(staging)).sort())
})

test('Two restores into one folder at once both succeed.', async t => {
  const folder = path.join(await createFolder(t), 'packages')
  const [one, other] = [unwrap(await openLocalRepository(folder)), unwrap(await openLocalRepository(folder))]
  const [first, second] = [await stage(one, PESTER, AZ), await stage(other, PESTER, AZ)]
  unwrap(await put(one, first))
  unwrap(await put(other, second))
  assert.deepEqual((await readdir(folder)).sort(), ['Az.Accounts.5.3.0.nupkg', 'Pester.5.7.1.nupkg'])
})

test('A run that is killed between claiming and storing leaves nothing that the next would call foreign.', async t => {
  const home = await createFolder(t)
  const folder = path.join(home, 'packages')
  await store(folder, PESTER)
  await writeFile(
    path.join(home, '.packages.psmr.json'),
    JSON.stringify({ format: 1, files: ['Az.Accounts.5.3.0.nupkg', 'Pester.5.7.1.nupkg'] }),
  )
  await store(folder, PESTER_OLD)
  assert.deepEqual(await readdir(folder), ['Pester.4.10.1.nupkg'])
})

test('A folder has one record, whether it is opened by its own path or through a link.', async t => {
  const home = await createFolder(t)
  const [folder, link] = [path.join(home, 'packages'), path.join(home, 'link')]
  await mkdir(folder)
  await symlink(folder, link, 'junction')
  await store(link, PESTER_OLD)
  await store(folder, AZ)
  await store(link, PESTER)
  assert.deepEqual(await readdir(folder), ['Pester.5.7.1.nupkg'])
  assert.deepEqual((await readdir(home)).sort(), ['.packages.psmr.json', 'link', 'packages'])
})
