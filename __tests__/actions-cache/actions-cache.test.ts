import assert from 'node:assert/strict'
import { access, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { createActionsCache } from '../../src/actions-cache/actions-cache.ts'
import { systemClock } from '../../src/clock.ts'
import type { CacheAnswer, CachedFile } from '../../src/restore/at-hand/package-cache.ts'
import { buildArchive } from '../cache-service/archive.ts'
import { hashesIn } from '../helpers/folder.ts'
import { folderWith } from '../helpers/folder-with.ts'
import { NEVER, startJobCache, VERSION } from './real-client.ts'

const CONTENTS = { 'Pester.5.7.1.nupkg': 'pester', 'Az.Accounts.4.0.0.nupkg': 'accounts' }

/** Packages that lie somewhere, as the cache is given them. */
async function packages(
  t: TestContext,
  contents: Readonly<Record<string, string>> = CONTENTS,
): Promise<readonly CachedFile[]> {
  const folder = await folderWith(contents)
  t.after(() => folder[Symbol.asyncDispose]())
  return Object.keys(contents).map(name => ({ name, path: path.join(folder.path, name) }))
}

type Found = Extract<CacheAnswer, { kind: 'found' }>

function found(answer: CacheAnswer): Found {
  assert.equal(answer.kind, 'found', JSON.stringify(answer))
  return answer as Found
}

for (const protocol of ['v2', 'v1'] as const) {
  test(`What is saved by ${protocol} is restored as it was, and is gone when it is discarded.`, async t => {
    const { service, cache, checkNothingLeft } = await startJobCache(t, { protocol })
    const files = await packages(t)
    assert.deepEqual(await cache().restore({ key: 'psmr-1-a' }, NEVER), { kind: 'missed' })
    assert.deepEqual(await cache().save('psmr-1-a', files, NEVER), { kind: 'saved' })
    await checkNothingLeft()
    assert.deepEqual(
      service.entries.map(({ key, version }) => [key, version]),
      [['psmr-1-a', VERSION]],
    )
    const answer = found(await cache().restore({ key: 'psmr-1-a' }, NEVER))
    assert.equal(answer.matchedKey, 'psmr-1-a')
    assert.deepEqual(await hashesIn(answer.folder), await hashesIn(path.dirname(files[0]?.path ?? '')))
    await answer.discard()
    await checkNothingLeft()
  })

  test(`A key that is taken stays as it is, by ${protocol}.`, async t => {
    const { service, cache, checkNothingLeft } = await startJobCache(t, { protocol })
    await cache().save('psmr-1-a', await packages(t), NEVER)
    const [before] = service.entries
    const again = await cache().save('psmr-1-a', await packages(t, { 'Other.1.0.0.nupkg': 'other' }), NEVER)
    assert.deepEqual(again, { kind: 'left', why: 'the entry is there already, or another job is making it' })
    assert.deepEqual(service.entries, [before])
    await checkNothingLeft()
  })
}

/** Which of the entries a question finds: the newest with the prefix, and never one of the primary key's if it is not there. */
const QUESTIONS: readonly (readonly [key: string, prefix: string | undefined, matched: string | undefined])[] = [
  ['psmr-1-a-1', undefined, 'psmr-1-a-1'],
  ['psmr-1-a-1', 'psmr-1-a-', 'psmr-1-a-1'],
  ['psmr-1-a-3', 'psmr-1-a-', 'psmr-1-a-2'],
  ['psmr-1-a-3', undefined, undefined],
  ['psmr-1-c-1', 'psmr-1-c-', undefined],
  // The service takes the key itself for a prefix; whoever asked compares.
  ['psmr-1-a', undefined, 'psmr-1-a-2'],
]

for (const [key, prefix, matched] of QUESTIONS) {
  test(`Asked for ${key} and ${prefix ?? 'no prefix'}, the key of what is found is told: ${matched ?? 'nothing'}.`, async t => {
    const { service, cache, checkNothingLeft } = await startJobCache(t)
    for (const each of ['psmr-1-a-1', 'psmr-1-a-2', 'psmr-1-b-1']) {
      const bytes = buildArchive([{ kind: 'file', path: 'packages/key', content: each }])
      service.plant({ key: each, version: VERSION, bytes })
    }
    const answer = await cache().restore({ key, ...(prefix !== undefined && { prefix }) }, NEVER)
    assert.equal(answer.kind === 'found' ? answer.matchedKey : undefined, matched)
    if (answer.kind === 'found') {
      assert.deepEqual(await readdir(answer.folder), ['key'])
      await answer.discard()
    }
    await checkNothingLeft()
  })
}

test('A machine that lacks permission or room has no cache.', async t => {
  const { cache, folder } = await startJobCache(t)
  await writeFile(path.dirname(folder), 'in the way')
  const answers = [cache().restore({ key: 'k' }, NEVER), cache().save('k', await packages(t), NEVER)]
  for (const answer of await Promise.all(answers)) {
    assert.ok(answer.kind === 'failed')
    assert.match(answer.why, /^a file stands where a folder should be \((?:ENOTDIR|EEXIST)\) at /)
  }
})

test('A folder that the client would take for two is told, and not made.', async t => {
  const { folder } = await startJobCache(t)
  for (const name of ['two words', 'a"quote']) {
    const blank = path.join(folder, name)
    const cache = createActionsCache({
      entry: '',
      folder: blank,
      environment: {},
      clock: systemClock,
      silenceMs: 1,
      wholeMs: 60_000,
    })
    const why = `its client cannot work in a folder with a blank or a quote in its path: ${blank}`
    assert.deepEqual(await cache.restore({ key: 'k' }, NEVER), { kind: 'failed', why })
    await assert.rejects(access(blank))
  }
})

test('A job without a token has no cache.', async t => {
  const { cache } = await startJobCache(t)
  const answer = await cache({}, { ACTIONS_RUNTIME_TOKEN: '' }).restore({ key: 'k' }, NEVER)
  assert.deepEqual(answer, { kind: 'failed', why: 'Unable to get the ACTIONS_RUNTIME_TOKEN env variable' })
})
