import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import type { CacheMessage } from '../../src/actions-cache/messages.ts'
import { type ClientOutcome, runClient } from '../../src/actions-cache/run-client.ts'
import { type Clock, systemClock } from '../../src/clock.ts'
import { stagingName } from '../../src/files/staging.ts'
import { deadProcess } from '../helpers/dead-process.ts'
import { folderWith } from '../helpers/folder-with.ts'
import { CLIENT, NEVER, processesIn, startJobCache } from './real-client.ts'

/** Time that goes by a hundred times as fast. */
const HASTY: Clock = { ...systemClock, after: (ms, then) => systemClock.after(ms / 100, then) }

const ACTIONS_CACHE = new URL('../../src/actions-cache/actions-cache.ts', import.meta.url)
const CLOCK = new URL('../../src/clock.ts', import.meta.url)

const SAY = (message: CacheMessage): string => `process.send(${JSON.stringify(message)})`
const ASKING = SAY({ kind: 'asking' })
const DONE = SAY({ kind: 'done', got: 'key' })
const HANG = 'setInterval(() => {}, 1000)'

/** Starts a process that writes its number, and to a file for ever, beside the working folder; goes on once it does. */
const START_DESCENDANT = `
  const { spawn } = await import('node:child_process')
  const { existsSync } = await import('node:fs')
  const script = "const fs = require('fs'); process.on('SIGTERM', () => {}); fs.writeFileSync('../pid', String(process.pid)); setInterval(() => fs.appendFileSync('../late', 'x'), 5)"
  spawn(process.execPath, ['-e', script], { stdio: 'inherit' })
  while (!existsSync('../late')) await new Promise(resolve => setTimeout(resolve, 5))
`

/** Runs a script in the place of the client, in a folder below `folder`. */
async function run(
  folder: string,
  script: string,
  kind: 'restore' | 'save' = 'restore',
  clock = systemClock,
): Promise<ClientOutcome> {
  const [entry, work] = [path.join(folder, 'entry.mjs'), path.join(folder, 'work')]
  await Promise.all([writeFile(entry, script), mkdir(work)])
  const client = { entry, environment: { PATH: process.env.PATH }, clock, silenceMs: 300, wholeMs: 60_000 }
  return (await runClient(client, work, { kind, key: 'key' }, NEVER)).outcome
}

const ENDS: readonly (readonly [what: string, script: string, outcome: ClientOutcome])[] = [
  ['answers and goes on', `${ASKING}; ${DONE}; ${HANG}`, { kind: 'done', got: 'key' }],
  ['answers and ends', `${ASKING}; ${DONE}; process.disconnect()`, { kind: 'done', got: 'key' }],
  ['answers twice', `${DONE}; ${SAY({ kind: 'threw', message: 'x' })}; ${HANG}`, { kind: 'done', got: 'key' }],
  ['throws', `${ASKING}; throw new Error('a bug')`, { kind: 'stopped', why: 'its client ended with exit code 1' }],
  ['is not there', "import './missing.mjs'", { kind: 'stopped', why: 'its client ended with exit code 1' }],
  ['says nothing', '', { kind: 'stopped', why: 'its client ended with exit code 0' }],
  [
    'is killed',
    "process.kill(process.pid, 'SIGKILL')",
    { kind: 'stopped', why: 'its client ended with signal SIGKILL' },
  ],
  ['asks for ever', `${ASKING}; ${HANG}`, { kind: 'stopped', why: 'it sent nothing within 0.3 s' }],
  [
    'writes for ever what is no archive',
    `${ASKING}; setInterval(() => console.log('Attempt 1 of 5 failed'), 10)`,
    { kind: 'stopped', why: 'it sent nothing within 0.3 s' },
  ],
]

for (const [what, script, outcome] of ENDS) {
  test(`A client that ${what} gives one outcome.`, { timeout: 15_000 }, async () => {
    await using folder = await folderWith()
    assert.deepEqual(await run(folder.path, script), outcome)
  })
}

const IN_TIME: readonly (readonly [what: string, kind: 'restore' | 'save', script: string, why: string])[] = [
  ['never begins', 'restore', HANG, 'it did not start within 20 s'],
  ['never begins', 'save', HANG, 'it did not start within 20 s'],
  ['saves for ever', 'save', `${ASKING}; ${HANG}`, 'it did not take everything within 120 s'],
]

for (const [what, kind, script, why] of IN_TIME) {
  test(`A client (${kind}) that ${what} is ended.`, { timeout: 15_000 }, async () => {
    await using folder = await folderWith()
    assert.deepEqual(await run(folder.path, script, kind, HASTY), { kind: 'stopped', why })
  })
}

const LEAVERS: readonly (readonly [what: string, script: string])[] = [
  ['answers', `${DONE}; ${HANG}`],
  ['ends', 'process.disconnect(); process.exit(0)'],
  ['throws', "throw new Error('a bug')"],
  ['is not waited for', `${ASKING}; ${SAY({ kind: 'receiving' })}; ${HANG}`],
]

/** A dead process keeps its number until its parent, or whoever came into its place, asks how it ended. */
async function isRunning(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  if (stat !== undefined) return !/\) [ZX] /.test(stat)
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

for (const [what, script] of LEAVERS) {
  test(`What a client has started is gone when the client ${what}.`, {
    timeout: 15_000,
  }, async () => {
    await using folder = await folderWith()
    await run(folder.path, `${START_DESCENDANT}; ${script}`)
    assert.ok(!(await isRunning(Number(await readFile(path.join(folder.path, 'pid'), 'utf8')))))
  })
}

test('A folder that is not there any more is an error of the system.', async () => {
  await using folder = await folderWith()
  const client = { entry: CLIENT, environment: {}, clock: systemClock, silenceMs: 300, wholeMs: 60_000 }
  const gone = path.join(folder.path, 'gone')
  await assert.rejects(runClient(client, gone, { kind: 'save', key: 'key' }, NEVER), { code: 'ENOENT' })
})

test('A run that is over before it began starts nothing.', async () => {
  const client = { entry: 'missing', environment: {}, clock: systemClock, silenceMs: 300, wholeMs: 60_000 }
  const { outcome } = await runClient(client, 'missing', { kind: 'save', key: 'key' }, AbortSignal.abort())
  assert.deepEqual(outcome, { kind: 'stopped', why: 'the restore was over before it was done' })
})

/** A run of its own that restores, to be killed. */
const RESTORE = (options: object): string => `
  import { createActionsCache } from ${JSON.stringify(ACTIONS_CACHE)}
  import { systemClock } from ${JSON.stringify(CLOCK)}
  const cache = createActionsCache({ ...${JSON.stringify(options)}, clock: systemClock })
  await cache.restore({ key: 'psmr-1-a' }, new AbortController().signal)
`

test('A run that is killed takes its client with it, and the next one removes what it left.', {
  timeout: 30_000,
}, async t => {
  const { service, cache, folder, checkNothingLeft } = await startJobCache(t)
  await using scripts = await folderWith()
  service.fault({ route: 'lookup', fault: { kind: 'silent' }, times: 1 })
  const environment = { PATH: process.env.PATH, ...service.environment() }
  const script = path.join(scripts.path, 'run.mjs')
  await writeFile(script, RESTORE({ entry: CLIENT, folder, environment, silenceMs: 20_000, wholeMs: 60_000 }))
  const run = spawn(process.execPath, [script], { stdio: 'inherit' })
  await service.requested('lookup')
  const [left] = await readdir(folder)
  assert.match(left ?? '', new RegExp(`^\\.psmr-${run.pid}-`))
  run.kill('SIGKILL')
  await once(run, 'exit')
  while ((await processesIn(folder)).length > 0) await wait(20)
  assert.deepEqual(await readdir(folder), [left])
  assert.deepEqual(await cache().restore({ key: 'psmr-1-a' }, NEVER), { kind: 'missed' })
  await checkNothingLeft()
})

test("The folder of a run that goes on is left alone, and so is what is nobody's.", async t => {
  const { cache, folder } = await startJobCache(t)
  const others = [stagingName(process.ppid), 'other']
  for (const name of [...others, stagingName(await deadProcess())])
    await mkdir(path.join(folder, name), { recursive: true })
  await cache().restore({ key: 'psmr-1-a' }, NEVER)
  assert.deepEqual((await readdir(folder)).sort(), others.sort())
})
