import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { clientEnvironment } from '../../src/actions-cache/client-environment.ts'
import { runClient } from '../../src/actions-cache/run-client.ts'
import { systemClock } from '../../src/clock.ts'
import { folderWith } from '../helpers/folder-with.ts'
import { NEVER } from './real-client.ts'

const KEPT = {
  PATH: '/bin',
  ACTIONS_RESULTS_URL: 'https://results.test/',
  ACTIONS_RUNTIME_TOKEN: 'token',
  ACTIONS_CACHE_SERVICE_V2: 'true',
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_REF: 'refs/heads/main',
  https_proxy: 'http://proxy.test',
  NODE_EXTRA_CA_CERTS: '/etc/ca.pem',
}

const DROPPED = {
  INPUT_MODULES: 'Pester',
  INPUT_TOKEN: 'secret',
  STATE_ISPOST: 'true',
  PSMR_TOKEN: 'secret',
  GITHUB_OUTPUT: '/f',
  GITHUB_ENV: '/f',
  GITHUB_PATH: '/f',
  GITHUB_STATE: '/f',
  GITHUB_STEP_SUMMARY: '/f',
  NODE_OPTIONS: '--require ./x.js',
  RUNNER_DEBUG: '1',
  Github_Workspace: '/repo',
  RUNNER_TEMP: '/temp',
}

test('The client is told what it needs to reach the service, and its own folders.', () => {
  const folder = path.resolve('work')
  assert.deepEqual(clientEnvironment({ ...KEPT, ...DROPPED }, folder), {
    ...KEPT,
    GITHUB_WORKSPACE: folder,
    RUNNER_TEMP: path.join(folder, 'temp'),
  })
})

test('The process has that environment and no other, and works in its folder.', async () => {
  const script = "process.send({ kind: 'threw', message: JSON.stringify([process.cwd(), process.env]) })"
  await using home = await folderWith({ 'entry.mjs': script })
  const work = path.join(home.path, 'work')
  await mkdir(work)
  await writeFile(path.join(home.path, 'x.js'), '')
  const client = {
    entry: path.join(home.path, 'entry.mjs'),
    environment: DROPPED,
    clock: systemClock,
    silenceMs: 5000,
    wholeMs: 60_000,
  }
  const { outcome } = await runClient(client, work, { kind: 'save', key: 'k' }, NEVER)
  assert.ok(outcome.kind === 'threw')
  const [cwd, environment] = JSON.parse(outcome.message)
  assert.equal(cwd, work)
  assert.equal(environment.GITHUB_WORKSPACE, work)
  assert.equal(environment.RUNNER_TEMP, path.join(work, 'temp'))
  for (const name of Object.keys(DROPPED)) assert.ok(name === 'RUNNER_TEMP' || !(name in environment), name)
})
