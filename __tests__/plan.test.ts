import assert from 'node:assert/strict'
import path from 'node:path'
import { test } from 'node:test'
import { type InputName, readInputs } from '../src/action/inputs.ts'
import { formatLock } from '../src/lock/format-lock.ts'
import { makePlan, type Plan, shortName } from '../src/plan.ts'
import type { Problem } from '../src/problem.ts'
import type { Result } from '../src/result.ts'
import { folderWith } from './helpers/folder-with.ts'
import { errorOf, unwrap } from './helpers/result.ts'
import { SAMPLE } from './lock/some-lock.ts'

const LOCK = formatLock(SAMPLE)
const REQUIREMENTS = { 'build/RequiredModules.psd1': "@{ Pester = '5.7.1' }" }

/** The plan of a workspace with these files, and where its lock is as a person there would say it. */
async function plan(
  files: Readonly<Record<string, string>>,
  stated: Readonly<Partial<Record<InputName, string>>>,
): Promise<Result<Plan, Problem>> {
  await using workspace = await folderWith(files)
  const inputs = unwrap(readInputs(name => stated[name] ?? '', { workspace: workspace.path }))
  return await makePlan(inputs, path.join(workspace.path, 'temp'), workspace.path, {})
}

/** Where a lock is and what "locked" says; the lock that is followed. */
const FOLLOWED: readonly (readonly [
  what: string,
  files: Readonly<Record<string, string>>,
  stated: Readonly<Partial<Record<InputName, string>>>,
  shown: string | undefined,
])[] = [
  ['the one beside what is stated inline', { 'modules.lock.json': LOCK }, { modules: 'Pester' }, 'modules.lock.json'],
  [
    'the one beside the requirements file',
    { ...REQUIREMENTS, 'build/modules.lock.json': LOCK, 'modules.lock.json': 'not this one' },
    { manifest: 'build/RequiredModules.psd1' },
    path.join('build', 'modules.lock.json'),
  ],
  [
    'the one that is named',
    { 'my.lock.json': LOCK, 'modules.lock.json': 'not this one' },
    { modules: 'Pester', lockfile: 'my.lock.json', locked: 'true' },
    'my.lock.json',
  ],
  ['none where there is none', {}, { modules: 'Pester' }, undefined],
  ['none where the named one is not there', {}, { modules: 'Pester', lockfile: 'my.lock.json' }, undefined],
  [
    'none with "locked: false", not even a broken one',
    { 'modules.lock.json': '{' },
    { modules: 'Pester', locked: 'false' },
    undefined,
  ],
]

for (const [what, files, stated, shown] of FOLLOWED) {
  test(`The lock that is followed is ${what}.`, async () => {
    const { lock } = unwrap(await plan(files, stated))
    assert.equal(lock?.shown, shown)
    if (lock) assert.deepEqual(lock.lock, SAMPLE)
  })
}

test('With "locked: true" a lock that is missing is an error, which names it as its folder sees it.', async () => {
  const stated = { manifest: 'RequiredModules.psd1', 'working-directory': 'build', locked: 'true' }
  assert.deepEqual(errorOf(await plan(REQUIREMENTS, stated)), {
    code: 'LOCK_MISSING',
    sentence: 'The input "locked" is true, and there is no modules.lock.json.',
    hint: 'Write it and commit it: psmodule-restore lock RequiredModules.psd1',
  })
})

for (const locked of ['auto', 'true']) {
  test(`With "locked: ${locked}" a lock that cannot be read is an error, and no reason to ask the sources.`, async () => {
    const { code } = errorOf(await plan({ 'modules.lock.json': '{' }, { modules: 'Pester', locked }))
    assert.match(code, /^LOCK_/)
  })
}

const HERE = path.resolve('/home/runner/work/repo')

for (const [file, shown] of [
  ['/home/runner/work/repo/modules.lock.json', 'modules.lock.json'],
  ['/home/runner/work/repo/build/modules.lock.json', path.join('build', 'modules.lock.json')],
  ['/home/runner/work/modules.lock.json', path.resolve('/home/runner/work/modules.lock.json')],
  ['/home/runner/work/repository/modules.lock.json', path.resolve('/home/runner/work/repository/modules.lock.json')],
] as const) {
  test(`In ${HERE} a person calls ${file} ${shown}.`, () => {
    assert.equal(shortName(path.resolve(file), HERE), shown)
  })
}

/** What decides which versions are taken without a lock, and what does not. */
const DIGESTS: readonly (readonly [
  what: string,
  stated: Readonly<Partial<Record<InputName, string>>>,
  same: boolean,
])[] = [
  ['the order', { modules: 'Az.Accounts\nPester@5.7.1' }, true],
  ['another spelling', { modules: 'PESTER:[5.7.1.0]\n\n# all\naz.accounts' }, true],
  ['where it is restored to', { 'modules-path': 'm', concurrency: '4' }, true],
  ['another version', { modules: 'Pester@5.7.0\nAz.Accounts' }, false],
  ['another source', { sources: 'psgallery' }, false],
  ['the map of names', { 'source-map': 'Pester: mar' }, false],
  ['prereleases', { prerelease: 'true' }, false],
  ['that dependencies are left out', { 'skip-dependencies': 'true' }, false],
  ['that the machine is asked', { 'skip-installed': 'true' }, false],
]

for (const [what, stated, same] of DIGESTS) {
  test(`${what} ${same ? 'makes no' : 'makes an'}other digest of what is wanted.`, async () => {
    const modules = 'Pester@5.7.1\nAz.Accounts'
    const [one, other] = await Promise.all([plan({}, { modules }), plan({}, { modules, ...stated })])
    assert.match(unwrap(one).digest, /^[0-9a-f]{64}$/)
    assert.equal(unwrap(one).digest === unwrap(other).digest, same)
  })
}
