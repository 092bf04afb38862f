import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { lutimes, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { createExpander } from '../../src/package/expand.ts'
import { differences, keptIn, type Machine, newMachine } from './scene.ts'
import { type Feed, linesOf, NEW_SET, OLD_SET, startFeed } from './sets.ts'

let feed: Feed
let parent: string

before(async () => {
  feed = await startFeed()
  parent = await mkdtemp(path.join(tmpdir(), 'psmr-mounts-'))
})

after(async () => {
  await feed[Symbol.asyncDispose]()
  await rm(parent, { recursive: true, force: true })
})

interface Mounted extends AsyncDisposable {
  readonly path: string
}

async function mount(folder: string, type: string, options: string): Promise<Mounted> {
  execFileSync('mount', ['-t', type, '-o', options, type, folder])
  return {
    path: folder,
    [Symbol.asyncDispose]: async () => {
      execFileSync('umount', [folder])
    },
  }
}

/** A folder as in a container: what is in the lower layers came with its image, what is written goes into the upper one. */
async function mountLayers(folder: string, lower: string, upper: string): Promise<Mounted> {
  for (const each of [folder, lower, upper, `${upper}-work`]) await mkdir(each, { recursive: true })
  return mount(folder, 'overlay', `lowerdir=${lower},upperdir=${upper},workdir=${upper}-work,redirect_dir=off`)
}

function mayMount(type: 'tmpfs' | 'overlay'): { readonly skip?: string } {
  if (process.getuid?.() !== 0 || process.platform !== 'linux') return { skip: 'nothing may be mounted' }
  const folder = mkdtempSync(path.join(tmpdir(), 'psmr-may-mount-'))
  const script =
    type === 'tmpfs'
      ? 'mount -t tmpfs tmpfs "$1"'
      : // Neither a layer nor its work may lie on another overlay, as a container's own disk is one.
        'cd "$1" && mkdir l u w m && mount -t overlay -o lowerdir=l,upperdir=u,workdir=w,redirect_dir=off overlay m'
  try {
    execFileSync('unshare', ['--mount', 'sh', '-c', script, 'sh', folder], { stdio: 'ignore' })
    return {}
  } catch {
    return { skip: `no ${type} may be mounted` }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function restoreIn(machine: Machine, set: typeof NEW_SET): Promise<void> {
  const { code, output } = await machine.run(linesOf(set))
  assert.equal(code, 0, output)
}

test(
  'Modules that came with the image of a container are exchanged, and put back where that fails.',
  mayMount('overlay'),
  async () => {
    const layer = (name: string): string => path.join(parent, 'layers', name)
    await using machine = await newMachine('command', { ...feed, modules: path.join(layer('all'), 'modules') })
    await using plain = await newMachine('command', feed)
    await restoreIn(plain, NEW_SET)
    {
      await using _ = await mountLayers(layer('all'), layer('empty'), layer('image'))
      await restoreIn(machine, OLD_SET)
    }
    await using layers = await mountLayers(layer('all'), layer('image'), layer('container'))
    const before = await keptIn({ home: layers.path })
    const { code, output } = await machine.run(linesOf(NEW_SET), {
      interference: { fail: { code: 'EPERM', call: 'rename', path: 'modules/Gone', times: 1 } },
    })
    assert.equal(code, 1, output)
    assert.deepEqual(differences(before, await keptIn({ home: layers.path })), [])
    await restoreIn(machine, NEW_SET)
    const there = await keptIn({ home: machine.modules })
    assert.deepEqual(differences(await keptIn({ home: plain.modules }), there), [])
  },
)

const EMPTY = { method: 0, dataStart: 0, compressedSize: 0, size: 0, crc32: 0 } as const

test(
  'A disk that may only be read all of a sudden is told as what it is where a module has folders in folders.',
  mayMount('tmpfs'),
  async () => {
    await using disk = await mount(await mkdtemp(path.join(parent, 'disk-')), 'tmpfs', 'size=1m')
    const expander = createExpander(path.join(disk.path, 'module'))
    execFileSync('mount', ['-o', 'remount,ro', disk.path])
    const entry = { path: 'lib/net8.0/', isDirectory: true, executable: false, ...EMPTY }
    assert.throws(() => expander.makeFolder(entry), { code: 'EROFS' })
  },
)

test(
  'A home that may only be read keeps nobody from restoring, and is told as what it is.',
  mayMount('tmpfs'),
  async () => {
    await using home = await mount(await mkdtemp(path.join(parent, 'home-')), 'tmpfs', 'size=1m')
    await using machine = await newMachine('command', feed)
    execFileSync('mount', ['-o', 'remount,ro', home.path])
    const { code, output } = await machine.run(linesOf(OLD_SET), {
      inputs: { 'register-as': 'Restored' },
      environment: { HOME: home.path },
    })
    assert.equal(code, 0, output)
    assert.match(output, /is left as it is: the file system is read-only \(EROFS\)\. So "Restored" is not registered/)
  },
)

test('A lock that cannot be taken away again is no reason to fail, and keeps nobody waiting.', async () => {
  await using machine = await newMachine('command', feed)
  await using plain = await newMachine('command', feed)
  await restoreIn(plain, NEW_SET)
  const fail = { code: 'EBUSY', call: 'rm', path: '\\.lock$' }
  const { code, output } = await machine.run(linesOf(NEW_SET), { interference: { fail } })
  assert.equal(code, 0, output)
  await restoreIn(machine, NEW_SET)
  assert.deepEqual(differences(await keptIn(plain), await keptIn(machine)), [])
})

test('A package that could not be taken out again when a restore failed is not foreign to the next one.', async () => {
  await using machine = await newMachine('command', feed)
  await using plain = await newMachine('command', feed)
  for (const set of [OLD_SET, NEW_SET]) await restoreIn(plain, set)
  await restoreIn(machine, OLD_SET)
  // The first is put in, the second is not, and from then on nothing of both is moved.
  const fail = { code: 'EBUSY', call: 'rename', path: 'packages/(?:Alpha\\.1|Delta)', after: 1 }
  const { code, output } = await machine.run(linesOf(NEW_SET), { interference: { fail } })
  assert.equal(code, 1, output)
  await restoreIn(machine, NEW_SET)
  assert.deepEqual(differences(await keptIn(plain), await keptIn(machine)), [])
})

test('A link to nothing in the place of a lock is taken away, and waited for no longer than any other.', {
  skip: process.platform === 'win32' && 'no links',
}, async () => {
  await using machine = await newMachine('command', feed)
  const lock = path.join(machine.home, '.packages.psmr.json.lock')
  await symlink('nowhere', lock)
  const { code, output } = await machine.run(linesOf(NEW_SET), { inputs: { timeout: '3s' } })
  assert.equal(code, 1, output)
  assert.match(output, /\[FOLDER_HELD\]/)
  await lutimes(lock, 0, 0)
  await restoreIn(machine, NEW_SET)
  assert.deepEqual(
    Object.keys(await keptIn(machine)).filter(name => name.endsWith('.lock')),
    [],
  )
})
