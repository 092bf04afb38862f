import assert from 'node:assert/strict'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { before, describe, test } from 'node:test'
import type { ArchiveEntry } from '../cache-service/archive.ts'
import { type PackageSpec, pack } from '../gallery/pack.ts'
import {
  allDown,
  type CachedRun,
  checkReports,
  entryOf,
  folderOf,
  LIBRARY,
  lockTool,
  NO_PROCESS,
  startCachedJobs,
  TOOL,
} from '../helpers/cached-jobs.ts'
import { snapshot } from '../helpers/folder.ts'
import { startJob } from '../helpers/run-action.ts'
import type { Tree } from '../helpers/tree.ts'

const OLD_TOOL: PackageSpec = { ...TOOL, version: '1.2.2' }
const EVIL: PackageSpec = { id: 'Evil', version: '1.0.0' }
const TOOL_FILE = 'packages/Tool.1.2.3.nupkg'
const FIFO: ArchiveEntry = { kind: 'fifo', path: TOOL_FILE }

let lock: string
let key: string
/** The module path of a restore that met no evil. */
let modules: Tree
before(async () => {
  ;({ lock, key, modules } = await lockTool())
})

/** The bytes of a package where those of Tool should be. */
async function asTool(bytes: Buffer): Promise<readonly ArchiveEntry[]> {
  return [await entryOf(LIBRARY), { kind: 'file', path: TOOL_FILE, content: bytes }]
}

async function flipped(spec: PackageSpec): Promise<Buffer> {
  const bytes = Buffer.from((await pack(spec)).bytes)
  const middle = bytes.length >> 1
  bytes[middle] = (bytes[middle] ?? 0) ^ 1
  return bytes
}

const other = async (): Promise<Buffer> => (await pack(TOOL, { otherBuild: true })).bytes
const whole = async (): Promise<readonly ArchiveEntry[]> => [await entryOf(LIBRARY), await entryOf(TOOL)]

/** The folder is just what is locked, and Tool was fetched anew. */
async function assertMended(run: CachedRun): Promise<void> {
  assert.equal(run.code, 0, run.log)
  assert.deepEqual(run.folder, await folderOf(LIBRARY, TOOL))
  assert.deepEqual(run.packages, ['Library 1.0.0 from cache', 'Tool 1.2.3 from psgallery'])
  assert.deepEqual(run.checks, ['locked', 'locked'])
  assert.deepEqual(run.modules, modules)
  // What is there stays there: nobody can write over an entry.
  assert.deepEqual(run.cacheAsked, ['lookup', 'blob-get'])
}

describe('With a lock, an entry of the cache is not believed that has', { concurrency: 2 }, () => {
  const CHANGED: readonly (readonly [what: string, bytes: () => Promise<Buffer>])[] = [
    ['a changed byte in a package', () => flipped(TOOL)],
    ['another sound package of the same name and version', other],
    ['an older version under the name of the newer one', async () => (await pack(OLD_TOOL)).bytes],
    ["another's package under a name", async () => (await pack(LIBRARY)).bytes],
    ['half a package', async () => (await pack(TOOL)).bytes.subarray(0, 500)],
    ['an empty package', async () => Buffer.alloc(0)],
  ]
  for (const [what, bytes] of CHANGED) {
    test(`${what}: it is fetched anew, and an error annotation tells whose it was and both digests.`, async () => {
      await using jobs = await startCachedJobs()
      jobs.plant(key, await asTool(await bytes()))
      const run = await jobs.run({ lock })
      await assertMended(run)
      const [told, ...others] = run.annotations
      assert.equal(told?.level, 'error', run.log)
      assertRemedy(others)
      assert.match(
        told?.message ?? '',
        /^cache sent other bytes than locked \(expected sha512-\S+, got sha512-\S+\) when asked for Tool 1\.2\.3\.$/,
      )
      assert.ok(told?.message.includes(`expected sha512-${(await pack(TOOL)).sha512},`))
      assert.equal(run.outputs['fallback-used'], 'false')
    })
  }

  test('the same content in another package: that is what is locked, and it is called repackaged.', async () => {
    await using jobs = await startCachedJobs()
    jobs.plant(key, await asTool((await pack(TOOL, { repacked: true })).bytes))
    const run = await jobs.run({ lock })
    assert.deepEqual(run.packages, ['Library 1.0.0 from cache', 'Tool 1.2.3 from cache'], run.log)
    assert.deepEqual(run.checks, ['locked', 'repackaged'])
    assert.deepEqual(run.annotations, [])
  })

  /** What lies beside the packages, and how it is named. */
  const ADDED: readonly (readonly [what: string, entries: readonly ArchiveEntry[] | PackageSpec, named: string])[] = [
    ['a file more', [{ kind: 'file', path: 'packages/evil.txt', content: 'evil' }], 'evil.txt'],
    ['a package more', EVIL, 'Evil.1.0.0.nupkg'],
    ['a folder more', [{ kind: 'file', path: 'packages/Evil/Evil.psm1', content: 'evil' }], 'Evil'],
    ['a lock', [{ kind: 'file', path: 'packages/modules.lock.json', content: '{}' }], 'modules.lock.json'],
    ['a record as we keep them', [{ kind: 'file', path: 'packages/.r.psmr.json', content: '{}' }], '.r.psmr.json'],
    [
      'a link more',
      [{ kind: 'symlink', path: 'packages/Evil.1.0.0.nupkg', target: '/etc/passwd' }],
      'Evil.1.0.0.nupkg',
    ],
    [
      'a thousand files more',
      Array.from({ length: 1000 }, (_, index) => ({ kind: 'file', path: `packages/${index}.txt`, content: '' })),
      '0.txt, 1.txt, 10.txt and 997 more',
    ],
  ]
  for (const [what, added, named] of ADDED) {
    test(`${what}: nothing of that is taken, and an error annotation names it and the entry.`, async () => {
      await using jobs = await startCachedJobs()
      const entries = 'id' in added ? [await entryOf(added)] : added
      jobs.plant(key, [...entries, ...(await whole())])
      const run = await jobs.run({ lock })
      assert.equal(run.code, 0, run.log)
      assert.deepEqual(run.folder, await folderOf(LIBRARY, TOOL))
      assert.deepEqual(run.packages, ['Library 1.0.0 from cache', 'Tool 1.2.3 from cache'])
      assert.deepEqual(
        run.annotations.map(({ level, message }) => [level, message]),
        [
          [
            'error',
            `The entry ${key} of the Actions cache holds what no restore saved there (${named}); nothing of that was taken. Somebody else wrote the entry. Delete it, or every run will fetch again what it refuses: gh cache delete ${key}`,
          ],
        ],
      )
    })
  }

  test('a file more whose name is a command to the runner: it is told, and nobody obeys.', async () => {
    await using jobs = await startCachedJobs()
    const name = 'a\r\n::error::owned\u001b[2J\u202e<img src=x>'
    jobs.plant(key, [{ kind: 'file', path: `packages/${name}`, content: '' }, ...(await whole())])
    const run = await jobs.run({ lock })
    assert.equal(run.code, 0, run.log)
    assert.equal(run.annotations.length, 1)
    assert.match(run.annotations[0]?.message ?? '', /holds what no restore saved there \(a.*owned.*\)/)
    for (const text of [run.annotations[0]?.message ?? '', run.summary]) {
      for (const raw of ['\r', '\u001b', '\u202e']) assert.ok(!text.includes(raw), JSON.stringify(text))
    }
    assert.ok(!run.summary.includes('<img'))
  })

  test('files beside its folder: they go as they came, and nobody reads them.', async () => {
    await using jobs = await startCachedJobs()
    const beside = ['modules.lock.json', 'evil.nupkg', 'other/evil.txt', 'temp/evil.txt']
    const files = beside.map((name): ArchiveEntry => ({ kind: 'file', path: name, content: 'evil' }))
    jobs.plant(key, [...files, ...(await whole())])
    const run = await jobs.run({ lock })
    assert.equal(run.code, 0, run.log)
    assert.deepEqual(run.packages, ['Library 1.0.0 from cache', 'Tool 1.2.3 from cache'])
    assert.deepEqual(run.folder, await folderOf(LIBRARY, TOOL))
    assert.deepEqual(run.annotations, [])
  })

  /** Permissions that keep who is not root from reading or removing what was unpacked. */
  const CLOSED: readonly (readonly [what: string, entries: () => Promise<readonly ArchiveEntry[]>])[] = [
    ['a package', async () => [await entryOf(LIBRARY), { ...(await entryOf(TOOL)), mode: 0 }]],
    ['its folder', async () => [...(await whole()), { kind: 'directory', path: 'packages', mode: 0 }]],
    ['its folder to change', async () => [...(await whole()), { kind: 'directory', path: 'packages', mode: 0o555 }]],
    [
      'a folder beside it',
      async () => [
        ...(await whole()),
        { kind: 'file', path: 'other/a.txt', content: '' },
        { kind: 'directory', path: 'other', mode: 0 },
      ],
    ],
  ]
  for (const [what, entries] of CLOSED) {
    test(`${what} that nobody may read: it is taken or fetched anew, and nothing of it is left.`, {
      skip: process.getuid?.() === 0 && 'root may read everything',
    }, async () => {
      await using jobs = await startCachedJobs()
      jobs.plant(key, await entries())
      const run = await jobs.run({ lock })
      assert.equal(run.code, 0, run.log)
      assert.deepEqual(run.folder, await folderOf(LIBRARY, TOOL))
      assert.deepEqual(run.modules, modules)
    })
  }

  /** What is no file of its own in the place of a package. */
  const NO_FILE: readonly (readonly [
    what: string,
    entries: (elsewhere: string) => Promise<readonly ArchiveEntry[]>,
    named: string,
  ])[] = [
    ['a link', async elsewhere => [{ kind: 'symlink', path: TOOL_FILE, target: elsewhere }], 'Tool.1.2.3.nupkg'],
    [
      'a second name of a file elsewhere',
      async elsewhere => [{ kind: 'hardlink', path: TOOL_FILE, target: elsewhere }],
      'Tool.1.2.3.nupkg',
    ],
    [
      'a link to the package itself',
      async () => [
        { kind: 'file', path: 'packages/a.bin', content: (await pack(TOOL)).bytes },
        { kind: 'symlink', path: TOOL_FILE, target: 'a.bin' },
      ],
      'Tool.1.2.3.nupkg, a.bin',
    ],
    [
      'a second name of the package itself',
      async () => [
        { kind: 'file', path: 'packages/a.nupkg', content: (await pack(TOOL)).bytes },
        { kind: 'hardlink', path: TOOL_FILE, target: 'packages/a.nupkg' },
      ],
      'Tool.1.2.3.nupkg, a.nupkg',
    ],
    ['a pipe', async () => [FIFO], 'Tool.1.2.3.nupkg'],
    [
      'a folder',
      async () => [{ kind: 'file', path: `${TOOL_FILE}/Tool.1.2.3.nupkg`, content: (await pack(TOOL)).bytes }],
      'Tool.1.2.3.nupkg',
    ],
  ]
  for (const [what, entries, named] of NO_FILE) {
    test(`${what} in the place of a package: it is not opened, the package is fetched anew, and an error annotation names it.`, async () => {
      await using jobs = await startCachedJobs()
      await using job = await startJob()
      // The very bytes, so that nothing but the kind of it can be what is wrong.
      const elsewhere = path.join(job.home, 'elsewhere')
      await writeFile(elsewhere, (await pack(TOOL)).bytes)
      jobs.plant(key, [await entryOf(LIBRARY), ...(await entries(elsewhere))])
      const run = await jobs.run({ lock, job })
      await assertMended(run)
      assert.deepEqual(
        run.annotations.map(({ level }) => level),
        ['error'],
      )
      assert.ok(run.annotations[0]?.message.includes(`(${named})`), run.log)
      assert.deepEqual(await readFile(elsewhere), (await pack(TOOL)).bytes)
    })
  }

  test('a link in the place of its folder: nothing is taken through it.', async () => {
    await using jobs = await startCachedJobs()
    await using job = await startJob()
    const elsewhere = path.join(job.home, 'elsewhere')
    await mkdir(elsewhere)
    await writeFile(path.join(elsewhere, 'Tool.1.2.3.nupkg'), (await pack(TOOL)).bytes)
    const before = await snapshot(elsewhere)
    jobs.plant(key, [{ kind: 'symlink', path: 'packages', target: elsewhere }])
    const run = await jobs.run({ lock, job })
    assert.deepEqual(run.packages, ['Library 1.0.0 from psgallery', 'Tool 1.2.3 from psgallery'], run.log)
    assert.deepEqual(run.folder, await folderOf(LIBRARY, TOOL))
    assert.deepEqual(
      run.annotations.map(({ level, message }) => [level, message]),
      [['notice', 'The Actions cache could not be used: its entry holds no folder "packages"']],
    )
    assert.deepEqual(await snapshot(elsewhere), before)
  })

  test('a changed package, while every gallery is down: it fails with a sentence, and no folder is touched.', async () => {
    await using jobs = await startCachedJobs()
    await using job = await startJob()
    const inputs = {
      'repository-path': path.join(job.home, 'packages'),
      'modules-path': path.join(job.home, 'modules'),
    }
    const good = await jobs.run({ lock, job, inputs: { ...inputs, cache: 'false' } })
    assert.equal(good.code, 0, good.log)
    const folders = async () => [await snapshot(inputs['repository-path']), await snapshot(inputs['modules-path'])]
    const before = await folders()
    jobs.plant(key, await asTool(await other()))
    await allDown(jobs.gallery)
    const run = await jobs.run({ lock, job, inputs })
    assert.equal(run.code, 1, run.log)
    assert.equal(run.outputs['repository-path'], undefined)
    assert.deepEqual(await folders(), before)
    const problems = run.report.problems.map(({ sentence }) => sentence)
    assert.equal(problems.length, 1)
    assert.match(problems[0] ?? '', /Tool 1\.2\.3/)
    const errors = run.annotations.filter(({ level }) => level === 'error').map(({ message }) => message)
    assert.ok(
      errors.some(message => message.startsWith(problems[0] ?? '?')),
      run.log,
    )
    assert.ok(
      errors.some(message => message.startsWith('cache sent other bytes than locked')),
      run.log,
    )
  })
})

/** The folders of a restore as its own archive finds them: beside the working folder of the client. */
const BESIDE = '..'

describe('With a lock, an entry of the cache that writes', { concurrency: 2 }, () => {
  const evil = async (at: string): Promise<ArchiveEntry> => ({
    kind: 'file',
    path: at,
    content: (await pack(EVIL)).bytes,
  })
  /** What we keep beside a folder to know what is ours in it. */
  const record = (folder: string, ...files: readonly string[]): ArchiveEntry => ({
    kind: 'file',
    path: `${BESIDE}/.${folder}.psmr.json`,
    content: JSON.stringify({ format: 1, files }),
  })
  const ESCAPES: readonly (readonly [where: string, entries: () => Promise<readonly ArchiveEntry[]>, named: RegExp])[] =
    [
      [
        'into the local repository',
        async () => [...(await whole()), await evil(`${BESIDE}/r/Evil.1.0.0.nupkg`)],
        /[/\\]r[/\\]Evil\.1\.0\.0\.nupkg$/,
      ],
      [
        'into the local repository, by a link',
        async () => [{ kind: 'symlink', path: 'packages', target: '../r' }, await evil('packages/Evil.1.0.0.nupkg')],
        /[/\\]r[/\\]Evil\.1\.0\.0\.nupkg$/,
      ],
      [
        'into the local repository, and cannot be unpacked to its end',
        async () => [
          await evil(`${BESIDE}/r/Evil.1.0.0.nupkg`),
          ...(await whole()),
          { kind: 'symlink', path: 'packages', target: 'elsewhere' },
        ],
        /[/\\]r[/\\]Evil\.1\.0\.0\.nupkg$/,
      ],
      [
        'a module into the module path',
        async () => [...(await whole()), { kind: 'file', path: `${BESIDE}/m/Evil/1.0.0/Evil.psm1`, content: 'evil' }],
        /[/\\]m[/\\]Evil$/,
      ],
      [
        'a higher version into the module path',
        async () => [...(await whole()), { kind: 'file', path: `${BESIDE}/m/Tool/9.9.9/Tool.psm1`, content: 'evil' }],
        /[/\\]m[/\\]Tool$/,
      ],
      [
        'a folder into the local repository that is called like one of ours',
        async () => [...(await whole()), await evil(`${BESIDE}/r/.psmr-${NO_PROCESS}-00000000/Evil.1.0.0.nupkg`)],
        /[/\\]r[/\\]\.psmr-[0-9]+-00000000$/,
      ],
      [
        'into both, and into our records that it is ours',
        async () => [
          ...(await whole()),
          await evil(`${BESIDE}/r/Evil.1.0.0.nupkg`),
          { kind: 'file', path: `${BESIDE}/m/Evil/1.0.0/Evil.psm1`, content: 'evil' },
          record('r', 'Evil.1.0.0.nupkg'),
          record('m', 'Evil'),
        ],
        /[/\\]r[/\\]Evil\.1\.0\.0\.nupkg$/,
      ],
    ]
  for (const [where, entries, named] of ESCAPES) {
    test(`${where}: the step fails, names it, and hands nothing on.`, async () => {
      await using jobs = await startCachedJobs()
      jobs.plant(key, await entries())
      const run = await jobs.run({ lock })
      assert.equal(run.code, 1, run.log)
      const [problem, ...others] = run.report.problems
      assert.deepEqual([problem?.code, others], ['CACHE_ESCAPED', []], run.log)
      assert.match(
        problem?.sentence ?? '',
        /^While an entry of the Actions cache was unpacked, \S+ appeared, which no restore put there\.$/,
      )
      assert.match(/unpacked, (\S+) appeared/.exec(problem?.sentence ?? '')?.[1] ?? '', named)
      assert.ok(problem?.hint?.includes(key))
      assert.deepEqual(Object.keys(run.outputs), ['report'])
      assert.deepEqual([run.environment, run.path], [{}, []])
      assert.ok(run.annotations.some(({ level, message }) => level === 'error' && message.includes('[CACHE_ESCAPED]')))
      assert.equal(jobs.service.entries.length, 1)
    })
  }

  test('into folders that the user named: the step fails all the same.', async () => {
    await using jobs = await startCachedJobs()
    await using job = await startJob()
    const inputs = { 'repository-path': path.join(job.workspace, 'packages') }
    jobs.plant(key, [...(await whole()), await evil(path.join(job.workspace, 'packages', 'Evil.1.0.0.nupkg'))])
    const run = await jobs.run({ lock, job, inputs })
    assert.equal(run.code, 1, run.log)
    assert.equal(run.report.problems[0]?.code, 'CACHE_ESCAPED')
  })

  test('over what an earlier restore of the job put there: the folders are what is locked again.', async () => {
    await using jobs = await startCachedJobs()
    await using job = await startJob()
    await jobs.run({ lock, job, inputs: { cache: 'false' } })
    jobs.plant(key, [
      ...(await whole()),
      { kind: 'file', path: `${BESIDE}/r/Tool.1.2.3.nupkg`, content: await other() },
      { kind: 'file', path: `${BESIDE}/m/Tool/1.2.3/Tool.psm1`, content: 'evil' },
      { kind: 'file', path: `${BESIDE}/m/Library/1.0.0/evil.ps1`, content: 'evil' },
    ])
    const run = await jobs.run({ lock, job })
    assert.deepEqual(run.packages, ['Library 1.0.0 from cache', 'Tool 1.2.3 from cache'], run.log)
    assert.deepEqual(run.folder, await folderOf(LIBRARY, TOOL))
    assert.deepEqual(run.modules, modules)
  })

  test('a higher version beside a module of an earlier restore of the job: the step fails and names it.', async () => {
    await using jobs = await startCachedJobs()
    await using job = await startJob()
    await jobs.run({ lock, job, inputs: { cache: 'false' } })
    jobs.plant(key, [...(await whole()), { kind: 'file', path: `${BESIDE}/m/Tool/9.9.9/Tool.psm1`, content: 'evil' }])
    const run = await jobs.run({ lock, job })
    assert.equal(run.code, 1, run.log)
    assert.match(run.report.problems[0]?.sentence ?? '', /Tool/)
    assert.deepEqual(Object.keys(run.outputs), ['report'])
  })

  test('anywhere else is not noticed, which is why the cache is off where much depends on it: see the threat model.', async () => {
    await using jobs = await startCachedJobs()
    await using job = await startJob()
    const hook = path.join(job.workspace, '.git', 'hooks', 'pre-commit')
    const elsewhere = path.join(job.home, 'elsewhere.txt')
    const evilFile = (at: string): ArchiveEntry => ({ kind: 'file', path: at, content: 'evil', mode: 0o755 })
    jobs.plant(key, [...(await whole()), evilFile(hook), evilFile(elsewhere)])
    const run = await jobs.run({ lock, job })
    assert.deepEqual(run.packages, ['Library 1.0.0 from cache', 'Tool 1.2.3 from cache'], run.log)
    assert.deepEqual(run.annotations, [])
    assert.deepEqual([await readFile(hook, 'utf8'), await readFile(elsewhere, 'utf8')], ['evil', 'evil'])
  })
})

describe('Without a lock, an entry of the cache', { concurrency: 2 }, () => {
  test('is held to the hashes that a source announces: what differs is told and fetched anew.', async () => {
    await using jobs = await startCachedJobs()
    const { 'cache-key': own = '' } = (await jobs.run()).outputs
    for (const [bytes, message] of [
      [
        await other(),
        /^cache sent other bytes than announced \(expected sha512-\S+, got sha512-\S+\) when asked for Tool 1\.2\.3\.$/,
      ],
      [await flipped(TOOL), /^cache sent something else: .+ when asked for Tool 1\.2\.3\.$/],
      [(await pack(OLD_TOOL)).bytes, /^cache sent something else: .+ when asked for Tool 1\.2\.3\.$/],
    ] as const) {
      jobs.plant(own, await asTool(bytes))
      const run = await jobs.run()
      assert.equal(run.code, 0, run.log)
      assert.deepEqual(run.packages, ['Library 1.0.0 from cache', 'Tool 1.2.3 from psgallery'])
      assert.deepEqual(run.checks, ['announced', 'announced'])
      assert.deepEqual(run.folder, await folderOf(LIBRARY, TOOL))
      const [told, ...others] = run.annotations
      assert.equal(told?.level, 'warning', run.log)
      assertRemedy(others)
      assert.match(told?.message ?? '', message)
    }
  })

  test('is held to its checksums where no source announces hashes: what is damaged is fetched anew, another build is taken and called unverified.', async () => {
    await using jobs = await startCachedJobs()
    const inputs = { sources: `pwsh-gallery: ${jobs.gallery.pwshGallery.url}` }
    const { 'cache-key': own = '' } = (await jobs.run({ inputs })).outputs
    jobs.plant(own, await asTool(await flipped(TOOL)))
    const damaged = await jobs.run({ inputs })
    assert.deepEqual(damaged.packages, ['Library 1.0.0 from cache', 'Tool 1.2.3 from pwsh-gallery'], damaged.log)
    assert.deepEqual(damaged.folder, await folderOf(LIBRARY, TOOL))
    assert.match(damaged.annotations[0]?.message ?? '', /^cache sent something else: .+ when asked for Tool 1\.2\.3\.$/)

    jobs.plant(own, await asTool(await other()))
    const rebuilt = await jobs.run({ inputs })
    assert.deepEqual(rebuilt.packages, ['Library 1.0.0 from cache', 'Tool 1.2.3 from cache'], rebuilt.log)
    assert.equal(rebuilt.folder['Tool.1.2.3.nupkg'], (await pack(TOOL, { otherBuild: true })).sha512)
    assert.match(rebuilt.summary, /^\| Tool \| 1\.2\.3 \| cache \| .* \| unverified &#40;cache&#41; \|$/m)
  })
})

/** Beside what was wrong with a file, one word on what to do about the entry. */
function assertRemedy(others: CachedRun['annotations']): void {
  assert.deepEqual(
    others.map(({ level }) => level),
    ['warning'],
  )
  assert.match(
    others[0]?.message ?? '',
    /^The entry (psmr-\S+) of the Actions cache holds bytes that are refused\. Delete it, .+: gh cache delete \1$/,
  )
}

test('Every report is as its schema says.', checkReports)
