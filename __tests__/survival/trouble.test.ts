import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmod, chown, mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import type { Interference } from './interfere.ts'
import { differences, type Edge, keptIn, type Machine, type MachineOptions, newMachine } from './scene.ts'
import { type Feed, linesOf, NEW_SET, OLD_SET, startFeed } from './sets.ts'

const isRoot = process.getuid?.() === 0
const onWindows = process.platform === 'win32'
const EDGES: readonly Edge[] = ['command', 'action']

let feed: Feed
let parent: string

before(async () => {
  feed = await startFeed()
  parent = await mkdtemp(path.join(tmpdir(), 'psmr-trouble-'))
})

after(async () => {
  await feed[Symbol.asyncDispose]()
  await rm(parent, { recursive: true, force: true })
})

/** A disk of its own, with room for so many kilobytes and so many files; gone with `disposed`. */
async function smallDisk(kilobytes: number, files = 10_000): Promise<{ readonly path: string } & AsyncDisposable> {
  const folder = await mkdtemp(path.join(parent, 'disk-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k,nr_inodes=${files}`, 'tmpfs', folder])
  return {
    path: folder,
    [Symbol.asyncDispose]: async () => {
      execFileSync('umount', [folder])
    },
  }
}

function mayMount(): boolean {
  if (!isRoot || process.platform !== 'linux') return false
  try {
    execFileSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', tmpdir()], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const mounts = mayMount() ? {} : { skip: 'nothing may be mounted' }

/** The sentences of the errors, as a person sees them. */
function errorsIn(output: string): readonly string[] {
  return output.split('\n').flatMap(line => {
    const [, told = ''] = /^(?:::error[^:]*::)?(.*\[[A-Z_]+\])/.exec(line) ?? []
    return told === '' ? [] : [told]
  })
}

/** A restore that ends with exit code 1 and one sentence, and leaves everything as it was. */
async function assertRefused(
  machine: Machine,
  sentence: RegExp,
  run: Parameters<Machine['run']>[1] = {},
): Promise<void> {
  const before = await keptIn(machine)
  const { code, output } = await machine.run(linesOf(NEW_SET), run)
  assert.equal(code, 1, output)
  const [error = '', ...others] = errorsIn(output)
  assert.match(error, sentence)
  assert.deepEqual(others, [], output)
  assert.doesNotMatch(output, /This is a bug/)
  // The folder for the report, which says why, is there from the start.
  const isReport = (name: string): boolean => /^\+(?:cache|temp)(?:\/psm[a-z-]+(?:\/[0-9a-f]{8})?)?$/.test(name)
  const changed = differences(before, await keptIn(machine)).filter(name => !isReport(name))
  assert.deepEqual(changed, [])
}

async function restoreOld(machine: Machine): Promise<void> {
  const { code, output } = await machine.run(linesOf(OLD_SET))
  assert.equal(code, 0, output)
}

/** Kilobytes of a disk that is full while packages arrive, or while the last of them are expanded. */
for (const [kilobytes, edge] of [
  [120, 'action'],
  [1500, 'command'],
  [5000, 'action'],
  [7500, 'command'],
] as const) {
  test(
    `A disk of ${kilobytes} kB is too small: the ${edge} says what is needed and free, and leaves nothing.`,
    mounts,
    async () => {
      await using disk = await smallDisk(kilobytes)
      await using machine = await newMachine(edge, { ...feed, parent: disk.path })
      const full =
        /^Packages could not be stored in \S+(?:packages|modules): no space left on the disk \(ENOSPC\); (?:more than the \d+ bytes(?: and \d+ files)? that are free there are needed|at least \d+ bytes are needed there, and \d+ are free on the disk)\. \[LOCAL_IO\]$/
      await assertRefused(machine, full)
    },
  )
}

test(
  'A disk on which the older set lies and the newer one finds no room keeps the older one whole.',
  mounts,
  async () => {
    await using disk = await smallDisk(5500)
    await using machine = await newMachine('command', { ...feed, parent: disk.path })
    const { code, output } = await machine.run(linesOf(OLD_SET), { inputs: { cache: 'false' } })
    assert.equal(code, 0, output)
    await assertRefused(machine, /no space left on the disk \(ENOSPC\); .* \[LOCAL_IO\]$/, {
      inputs: { cache: 'false' },
    })
  },
)

test('A disk that has bytes but no room for another file is told apart.', mounts, async () => {
  await using disk = await smallDisk(50_000, 60)
  await using machine = await newMachine('command', { ...feed, parent: disk.path })
  await assertRefused(
    machine,
    /no space left on the disk \(ENOSPC\); more than the \d+ bytes and \d+ files that are free there are needed/,
  )
})

test('A store that has no room keeps nothing, and the restore succeeds.', mounts, async () => {
  await using disk = await smallDisk(2000)
  await using machine = await newMachine('command', feed)
  const environment = { XDG_CACHE_HOME: disk.path }
  const { code, output } = await machine.run(linesOf(NEW_SET), { environment })
  assert.equal(code, 0, output)
  const names = Object.keys(await keptIn({ home: disk.path }))
  assert.deepEqual(
    names.filter(name => name.endsWith('.part')),
    [],
  )
})

/** What the system refuses at some step, and what is said of it. */
const REFUSED: readonly (readonly [what: string, NonNullable<Interference['fail']>, sentence: RegExp])[] = [
  [
    'The quota is used up while packages arrive.',
    { code: 'EDQUOT', call: 'open', path: '\\.part$', after: 3 },
    /packages: the disk quota is used up \(EDQUOT\); at least \d+ bytes are needed there, and \d+ are free on the disk\. \[LOCAL_IO\]$/,
  ],
  ['A file is larger than it may be.', { code: 'EFBIG', call: 'open', path: '\\.part$' }, /\(EFBIG\)\. \[LOCAL_IO\]$/],
  [
    'There are too many open files.',
    { code: 'EMFILE', call: 'open', path: '\\.part$' },
    /too many open files \(EMFILE\); this process may have \d+\. \[LOCAL_IO\]$/,
  ],
  [
    'A module cannot be expanded.',
    { code: 'EIO', call: 'mkdir', path: 'modules/.*/', after: 2 },
    /modules: the disk does not work \(EIO\)\. \[LOCAL_IO\]$/,
  ],
  [
    'There is no room for the lock of the folder.',
    { code: 'ENOSPC', path: '\\.packages\\.psmr\\.json\\.lock$' },
    /packages cannot be used: no space left .* \[FOLDER_UNUSABLE\]$/,
  ],
  [
    'There is no room for the record of the packages.',
    { code: 'EDQUOT', call: 'rename', path: '\\.packages\\.psmr\\.json$', times: 1 },
    /packages cannot be used: the disk quota is used up \(EDQUOT\); .* \[FOLDER_UNUSABLE\]$/,
  ],
  [
    'The first package cannot be put in its place.',
    { code: 'EACCES', call: 'rename', path: 'packages/[A-Z]' },
    /packages cannot be used: no permission to write \(EACCES\)\. \[FOLDER_UNUSABLE\]$/,
  ],
  [
    'A package in the middle cannot be put in its place.',
    { code: 'EROFS', call: 'rename', path: 'packages/[A-Z]', after: 3, times: 1 },
    /packages cannot be used: the file system is read-only \(EROFS\)\. \[FOLDER_UNUSABLE\]$/,
  ],
  [
    'The last module cannot be put in its place.',
    { code: 'EBUSY', call: 'rename', path: 'modules/Zeta', times: 1 },
    /modules cannot be used: another program holds it open \(EBUSY\)\. \[FOLDER_UNUSABLE\]$/,
  ],
  [
    'What an older set had cannot be taken out.',
    { code: 'EPERM', call: 'rename', path: 'modules/Gone', times: 1 },
    /modules cannot be used: no permission to write \(EPERM\)\. \[FOLDER_UNUSABLE\]$/,
  ],
]

for (const [index, edge] of EDGES.entries()) {
  test(`Refused at any step, the ${edge} says so in one sentence, and the older set is whole.`, {
    skip: onWindows && 'no such errors',
  }, async t => {
    await using machine = await newMachine(edge, feed)
    await restoreOld(machine)
    // Each row once: what the edges do is the same from their first line on.
    for (const [what, fail, sentence] of REFUSED.filter((_, row) => row % EDGES.length === index)) {
      await t.test(what, () => assertRefused(machine, sentence, { interference: { fail } }))
    }
  })
}

/** Folders that cannot be used, by what is done to a machine, and what is said. */
const PLACES: readonly (readonly [
  what: string,
  (machine: Machine) => Promise<unknown>,
  Partial<MachineOptions>,
  RegExp,
])[] = [
  [
    'a file',
    ({ packages }) => writeFile(packages, ''),
    {},
    /packages cannot be used: a file stands where a folder should be \(EEXIST\)/,
  ],
  [
    'in a file',
    ({ home }) => writeFile(path.join(home, 'a'), ''),
    { packages: 'a/b' },
    /a\/b cannot be used: a file stands where a folder should be \(ENOTDIR\)/,
  ],
  [
    'a link to nothing',
    ({ modules }) => symlink('nowhere', modules),
    {},
    /modules cannot be used: .*\((?:ENOENT|EEXIST)\)/,
  ],
  [
    'a link to itself',
    ({ modules }) => symlink('modules', modules),
    {},
    /modules cannot be used: .*\((?:ELOOP|ENOENT|EEXIST)\)/,
  ],
  [
    'of a name that is too long',
    async () => {},
    { packages: 'x'.repeat(300) },
    /cannot be used: the path is too long \(ENAMETOOLONG\)/,
  ],
  [
    'so deep that no file in it has a name',
    async () => {},
    { packages: `${`${'x'.repeat(200)}/`.repeat(19)}${'y'.repeat(194 - tmpdir().length)}` },
    /the path is too long \(ENAMETOOLONG\)/,
  ],
]

for (const [what, prepare, options, sentence] of PLACES) {
  test(`A folder that is ${what} is named in one sentence.`, { skip: onWindows && 'other rules' }, async () => {
    await using machine = await newMachine('command', { ...feed, ...options })
    await prepare(machine)
    await assertRefused(machine, sentence)
  })
}

test('A disk that may only be read is named, and nothing is changed.', mounts, async () => {
  await using disk = await smallDisk(50_000)
  await using machine = await newMachine('command', { ...feed, packages: path.join(disk.path, 'packages') })
  execFileSync('mount', ['-o', 'remount,ro', disk.path])
  await assertRefused(machine, /packages cannot be used: the file system is read-only \(EROFS\)\. \[FOLDER_UNUSABLE\]$/)
})

test('A folder that may not be written is named, and nothing is changed.', {
  skip: (onWindows || !isRoot) && 'nobody else to be',
}, async () => {
  await using machine = await newMachine('command', feed)
  await mkdir(machine.packages)
  await Promise.all(['', 'work'].map(name => chown(path.join(machine.home, name), 65_534, 65_534)))
  await chmod(path.dirname(machine.home), 0o755)
  await chmod(machine.packages, 0o555)
  const shell = 'exec setpriv --reuid=65534 --regid=65534 --clear-groups "$@"'
  await assertRefused(machine, /packages cannot be used: no permission to write \(EACCES\)\. \[FOLDER_UNUSABLE\]$/, {
    shell,
  })
})

for (const [packages, modules] of [
  ['/dev/shm', undefined],
  [undefined, '/dev/shm'],
] as const) {
  test(`Packages in ${packages ?? 'one place'} and modules in ${modules ?? 'one place'} may lie on two file systems.`, {
    skip: process.platform !== 'linux' && 'no second file system',
  }, async () => {
    const elsewhere = await mkdtemp('/dev/shm/psmr-survival-')
    try {
      const inner = path.join(elsewhere, 'folder')
      await using machine = await newMachine('command', {
        ...feed,
        ...(packages ? { packages: inner } : { modules: inner }),
      })
      await using plain = await newMachine('command', feed)
      for (const set of [OLD_SET, NEW_SET]) {
        for (const each of [machine, plain]) assert.equal((await each.run(linesOf(set))).code, 0)
      }
      const [there, usual] = packages ? [inner, plain.packages] : [inner, plain.modules]
      assert.deepEqual(differences(await keptIn({ home: usual }), await keptIn({ home: there })), [])
    } finally {
      await rm(elsewhere, { recursive: true, force: true })
    }
  })
}

test('A link to a folder is filled like the folder, and stays a link.', { skip: onWindows && 'no links' }, async () => {
  await using machine = await newMachine('command', feed)
  await mkdir(path.join(machine.home, 'real'))
  await symlink('real', machine.packages)
  await restoreOld(machine)
  const { code, output } = await machine.run(linesOf(NEW_SET))
  assert.equal(code, 0, output)
  await using plain = await newMachine('command', feed)
  await plain.run(linesOf(NEW_SET))
  const there = await keptIn({ home: path.join(machine.home, 'real') })
  assert.deepEqual(differences(await keptIn({ home: plain.packages }), there), [])
})

test('A folder that is taken away while packages arrive is named, and the next restore makes it anew.', {
  skip: onWindows && 'folders that are in use stay',
}, async () => {
  await using machine = await newMachine('command', feed)
  await using whole = await newMachine('command', feed)
  await whole.run(linesOf(NEW_SET))
  feed.site.clearLog()
  feed.site.fault({ route: /\.nupkg$/, fault: { kind: 'delay', ms: 300 } })
  const running = machine.start(linesOf(NEW_SET))
  try {
    while (!feed.site.log.some(({ path: asked }) => asked.endsWith('.nupkg'))) await new Promise(setImmediate)
    await rename(machine.packages, path.join(machine.home, 'gone'))
    await rm(path.join(machine.home, 'gone'), { recursive: true })
  } finally {
    feed.site.heal()
  }
  const { code, output } = await running.ended
  assert.equal(code, 1, output)
  assert.match(errorsIn(output)[0] ?? '', /packages.*a folder on the way to it is not there \(ENOENT\)/)
  assert.equal((await machine.run(linesOf(NEW_SET))).code, 0)
  assert.deepEqual(differences(await keptIn(whole), await keptIn(machine)), [])
})

for (const limit of [40, 64]) {
  test(`Where no more than ${limit} files may be open, fewer packages are fetched at once, and all of them arrive.`, {
    skip: process.platform !== 'linux' && 'no such limit',
  }, async () => {
    await using machine = await newMachine('command', feed)
    const { code, output } = await machine.run(linesOf(NEW_SET), { shell: `ulimit -n ${limit}; exec "$@"` })
    assert.equal(code, 0, output)
  })
}

/** The files in which the runner takes what later steps are handed; `/dev/full` is a disk without room. */
for (const name of ['GITHUB_OUTPUT', 'GITHUB_ENV', 'GITHUB_PATH', 'GITHUB_STATE']) {
  test(`${name} that cannot be written is told in one sentence.`, {
    skip: process.platform !== 'linux' && 'no /dev/full',
  }, async () => {
    await using machine = await newMachine('action', feed)
    const { code, output } = await machine.run(linesOf(OLD_SET), { environment: { [name]: '/dev/full' } })
    assert.equal(code, 1)
    const [error = '', ...others] = errorsIn(output)
    assert.match(error, /^What later steps are handed cannot be written to \S+: no space left .*\[RUNNER_FILE\]$/)
    assert.deepEqual(others, [])
    assert.doesNotMatch(output, /This is a bug/)
  })
}

test('A job summary that cannot be written is no reason to fail.', {
  skip: process.platform !== 'linux' && 'no /dev/full',
}, async () => {
  await using machine = await newMachine('action', feed)
  const environment = { GITHUB_STEP_SUMMARY: '/dev/full' }
  const { code, output } = await machine.run(linesOf(OLD_SET), { environment })
  assert.equal(code, 0, output)
  assert.match(output, /The job summary could not be written/)
})

test('A report that cannot be written is one sentence, and none is left in half.', {
  skip: onWindows && 'no such errors',
}, async () => {
  await using machine = await newMachine('command', feed)
  const fail = { code: 'ENOSPC', call: 'rename', path: 'report\\.json$' }
  const { code, output } = await machine.run(linesOf(OLD_SET), { interference: { fail } })
  assert.equal(code, 1)
  assert.match(
    errorsIn(output)[0] ?? '',
    /^The report of the restore cannot be written to \S+: no space left on the disk \(ENOSPC\); .*\[REPORT_UNWRITABLE\]$/,
  )
  assert.match(output, /What was restored is in its folders/)
  assert.deepEqual(
    Object.keys(await keptIn(machine)).filter(name => name.includes('.psmr-')),
    [],
  )
})
