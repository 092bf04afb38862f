import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { type Inspection, type Inspector, inspectHere } from '../../src/package/inspect.ts'
import { asSystemError } from '../../src/system-error.ts'
import { type PackageSpec, pack } from '../gallery/pack.ts'
import { smallSet } from '../gallery/sets.ts'
import { createFolder } from '../helpers/ask.ts'
import { folderWith } from '../helpers/folder-with.ts'
import { startOtherThreads, startThreads, WORKER } from '../helpers/inspector-thread.ts'
import { treeIn } from '../helpers/tree.ts'
import { version } from '../helpers/versions.ts'
import { ODD_PACKAGES, packOdd } from '../package/odd-packages.ts'
import { rawZip } from '../package/raw-zip.ts'
import { temporaryFiles } from '../package/temporary.ts'

const temporary = await temporaryFiles()
const inThreads = startThreads({ after })

async function inspectionOf({ id, version: text }: PackageSpec, bytes: Uint8Array): Promise<Inspection> {
  return { path: await temporary(bytes), expected: { id, version: version(text) } }
}

async function soundOnes(specs: readonly PackageSpec[]): Promise<readonly Inspection[]> {
  return Promise.all(specs.map(async spec => inspectionOf(spec, (await pack(spec)).bytes)))
}

const FOO: PackageSpec = { id: 'Foo', version: '1.0.0' }
const NUSPEC = '<package><metadata><id>Foo</id><version>1.0.0</version></metadata></package>'

const UNSOUND: readonly (readonly [what: string, bytes: Buffer])[] = [
  ['no bytes at all', Buffer.alloc(0)],
  ['HTML', Buffer.from('<html></html>')],
  ['a zip without a nuspec', rawZip([{ name: 'Foo.psd1' }])],
  ['another package', rawZip([{ name: 'Bar.nuspec', content: NUSPEC.replace('Foo', 'Bar') }])],
  [
    'a wrong checksum',
    rawZip([
      { name: 'Foo.nuspec', content: NUSPEC },
      { name: 'bad.dll', content: 'x', crc32: 1 },
    ]),
  ],
  ['a name that leaves it', rawZip([{ name: 'Foo.nuspec', content: NUSPEC }, { name: '../bad.dll' }])],
  ['a name of other bytes than UTF-8', rawZip([{ name: Buffer.from([0x61, 0xff]) }])],
]

test('A thread reads of sound packages what is read here.', async () => {
  const odd = await Promise.all(ODD_PACKAGES.map(async each => inspectionOf(FOO, packOdd(each))))
  for (const inspection of [...(await soundOnes(smallSet())), ...odd]) {
    const result = await inThreads.inspect(inspection)
    assert.ok(result.ok)
    assert.deepEqual(result, await inspectHere.inspect(inspection))
  }
})

for (const [what, bytes] of UNSOUND) {
  test(`A thread says of an unsound package what is said here: ${what}.`, async () => {
    const inspection = await inspectionOf(FOO, bytes)
    const result = await inThreads.inspect(inspection)
    assert.ok(!result.ok)
    assert.deepEqual(result, await inspectHere.inspect(inspection))
  })
}

test('A thread expands as it is done here.', async t => {
  const home = await createFolder(t)
  const [inspection] = await soundOnes(smallSet())
  assert.ok(inspection)
  await inspectHere.inspect({ ...inspection, expandTo: path.join(home, 'here') })
  await inThreads.inspect({ ...inspection, expandTo: path.join(home, 'there') })
  const tree = await treeIn(path.join(home, 'there'))
  assert.ok(Object.keys(tree).length > 0)
  assert.deepEqual(tree, await treeIn(path.join(home, 'here')))
})

test('Of 200 asked at once, sound, unsound and missing, each gets its own answer.', async () => {
  const specs = Array.from({ length: 50 }, (_, index) => ({ id: `Foo${index}`, version: `1.${index}` }))
  const asked = (await soundOnes(specs)).flatMap((sound, index) => [
    { ...sound, of: 'sound', index },
    { ...sound, of: 'other', index, expected: { id: `Bar${index}`, version: version('1.0') } },
    { ...sound, of: 'missing', index, path: `missing/${index}.nupkg` },
    { ...sound, of: 'sound', index },
  ])
  const answers = await Promise.allSettled(
    asked.map(({ path, expected }) => inThreads.inspect({ path, ...(expected && { expected }) })),
  )
  for (const [at, { of, index }] of asked.entries()) {
    const answer = answers[at]
    if (of === 'missing') {
      assert.ok(answer?.status === 'rejected')
      assert.equal(asSystemError(answer.reason).path, `missing/${index}.nupkg`)
    } else {
      assert.ok(answer?.status === 'fulfilled')
      const said = answer.value.ok ? answer.value.value.contents.identity.id : answer.value.error
      assert.equal(said, of === 'sound' ? `Foo${index}` : `Foo${index} 1.${index}.0 instead of Bar${index} 1.0.0`)
    }
  }
})

/** What is known of an error, wherever it was thrown. */
async function errorFrom(inspector: Inspector, inspection: Inspection): Promise<Readonly<Record<string, unknown>>> {
  const error = await inspector.inspect(inspection).catch((thrown: unknown) => thrown)
  assert.ok(error instanceof Error)
  const { code, syscall, path: at } = asSystemError(error)
  return { message: error.message, code, syscall, path: at }
}

test('An error of the system crosses the thread with all that it says.', async t => {
  const [home, [inspection]] = [await createFolder(t), await soundOnes([FOO])]
  assert.ok(inspection)
  await writeFile(path.join(home, 'file'), '')
  const cases: readonly (readonly [inspection: Inspection, code: string, at: string])[] = [
    [{ ...inspection, path: path.join(home, 'missing.nupkg') }, 'ENOENT', path.join(home, 'missing.nupkg')],
    [{ ...inspection, expandTo: home }, 'EEXIST', home],
    [{ ...inspection, expandTo: path.join(home, 'missing', 'm') }, 'ENOENT', path.join(home, 'missing', 'm')],
  ]
  for (const [each, code, at] of cases) {
    const { code: said, path: named, ...others } = await errorFrom(inThreads, each)
    assert.deepEqual([said, named], [code, at])
    assert.deepEqual({ code: said, path: named, ...others }, await errorFrom(inspectHere, each))
  }
})

test('An error that is none of the system stays one that nobody expects, and says where it came from.', async () => {
  const bug = inThreads.inspect({ path: 7, expected: { id: 'Foo', version: version('1') } } as unknown as Inspection)
  const error = await bug.catch((thrown: unknown) => thrown)
  assert.ok(error instanceof Error)
  assert.throws(() => asSystemError(error), error)
  assert.match(error.stack ?? '', /byte-source\.ts/)
})

test('A thread goes on after an error.', async () => {
  const [inspection] = await soundOnes([FOO])
  assert.ok(inspection)
  await assert.rejects(inThreads.inspect({ ...inspection, path: 'missing.nupkg' }))
  assert.ok((await inThreads.inspect(inspection)).ok)
})

const ON_MESSAGE = "import { parentPort } from 'node:worker_threads'\nparentPort.on('message', () =>"

test('Where the threads have enough to do, the one that asks reads a package itself, and waits for nobody.', async t => {
  const [inspection] = await soundOnes([FOO])
  assert.ok(inspection)
  const inspector = await startOtherThreads(t, `${ON_MESSAGE} undefined)`)
  // As many as the threads are given ahead, on whatever machine.
  for (let time = 0; time < 4; time += 1) inspector.inspect(inspection).catch(() => undefined)
  for (let time = 0; time < 3; time += 1) assert.ok((await inspector.inspect(inspection)).ok)
})

test('What still waits when nobody wants it any more is not read, and what is being read is read to its end.', async t => {
  const [inspection] = await soundOnes([FOO])
  assert.ok(inspection)
  const inspector = await startOtherThreads(t, `${ON_MESSAGE} undefined)`)
  const ahead = availableParallelism() < 4 ? 2 : 4
  for (let time = 0; time < ahead; time += 1) inspector.inspect(inspection).catch(() => undefined)
  const over = new AbortController()
  const read = inspector.inspect(inspection, over.signal)
  const unwanted = inspector.inspect({ ...inspection, path: 'nothing is read of it' }, over.signal)
  over.abort('over')
  await assert.rejects(unwanted, reason => reason === 'over')
  assert.ok((await read).ok)
})

const DEADLY: readonly (readonly [what: string, entry: string, error: RegExp])[] = [
  ['ends', `${ON_MESSAGE} process.exit(3))`, /^the thread that reads packages ended with 3$/],
  ['throws', `${ON_MESSAGE} { throw new Error('a bug') })`, /^a bug$/],
  ['ends before it is asked', '', /^the thread that reads packages ended with 0$/],
  ['cannot start', "throw new Error('no start')", /^no start$/],
  ['has no code', "import './missing.mjs'", /^Cannot find module/],
]

/** Asks as often as a thread is asked before the asking one reads a package itself, and waits for all of the answers. */
async function askAll(inspector: Inspector): Promise<readonly PromiseSettledResult<unknown>[]> {
  const inspection = { path: 'x', expected: { id: 'Foo', version: version('1') } }
  return Promise.allSettled(Array.from({ length: 2 }, () => inspector.inspect(inspection)))
}

for (const [what, entry, error] of DEADLY) {
  test(`A thread that ${what} takes what it was given with it, as an error.`, { timeout: 5_000 }, async t => {
    for (const answer of await askAll(await startOtherThreads(t, entry))) {
      assert.ok(answer.status === 'rejected')
      assert.match(answer.reason.message, error)
    }
  })

  test(`Whoever asks after a thread that ${what} is gone gets an error too.`, { timeout: 5_000 }, async t => {
    const inspector = await startOtherThreads(t, entry)
    // The first answers may come while it is still ending.
    await askAll(inspector)
    await askAll(inspector)
    for (const { status } of await askAll(inspector)) assert.equal(status, 'rejected')
  })
}

test('Closed while it is asked, it gives an error and no answer.', async t => {
  const inspector = startThreads(t)
  const answers = askAll(inspector)
  await inspector.close()
  for (const answer of await answers) {
    assert.ok(answer.status === 'rejected')
    assert.match(answer.reason.message, /^the thread that reads packages ended with [01]$/)
  }
})

test('Whoever asks after the close gets an error.', { timeout: 5_000 }, async t => {
  const inspector = startThreads(t)
  await inspector.close()
  for (const { status } of await askAll(inspector)) assert.equal(status, 'rejected')
})

const START = new URL('../../src/worker/start-inspectors.ts', import.meta.url)

/** How a process ends that does this with `inspector`, and what it wrote. */
async function runProcess(script: string): Promise<{ readonly code: number | null; readonly stdout: string }> {
  await using folder = await folderWith()
  const [inspection] = await soundOnes([FOO])
  const main = path.join(folder.path, 'main.mjs')
  const lines = [
    `import { startInspectors } from ${JSON.stringify(START)}`,
    `const inspector = startInspectors(${JSON.stringify(WORKER)})`,
    `const inspection = ${JSON.stringify(inspection)}`,
    script,
  ]
  await writeFile(main, lines.join('\n'))
  // Far more than it needs; one that a handle keeps alive is ended, and has no code then.
  const child = spawn(process.execPath, [main], { stdio: ['ignore', 'pipe', 'inherit'], timeout: 20_000 })
  const stdout: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk))
  const [code] = await once(child, 'close')
  return { code, stdout: Buffer.concat(stdout).toString() }
}

const SAY = 'process.stdout.write(String((await inspector.inspect(inspection)).ok))'

const PROCESSES: readonly (readonly [what: string, script: string, stdout: string])[] = [
  ['asks and closes', `${SAY}\nawait inspector.close()`, 'true'],
  ['asks and never closes', SAY, 'true'],
  ['never asks', '', ''],
  ['closes twice', 'await inspector.close()\nawait inspector.close()', ''],
  ['closes while it asks', 'inspector.inspect(inspection).catch(() => undefined)\nawait inspector.close()', ''],
  ['asks for what is missing', "await inspector.inspect({ ...inspection, path: 'x' }).catch(() => undefined)", ''],
]

for (const [what, script, stdout] of PROCESSES) {
  test(`A process that ${what} ends by itself, and not before it has its answer.`, async () => {
    assert.deepEqual(await runProcess(script), { code: 0, stdout })
  })
}
