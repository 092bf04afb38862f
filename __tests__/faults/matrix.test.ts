import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { after, test } from 'node:test'
import { formatSeconds } from '../../src/failure.ts'
import type { Lock } from '../../src/lock/lock.ts'
import type { SourceKind } from '../../src/sources/source.ts'
import { pack } from '../gallery/pack.ts'
import { lockedHere } from '../helpers/lock-here.ts'
import { type Result, renderMatrix } from './document.ts'
import { ENDS, type End } from './ends.ts'
import { type FaultRow, outcomeAt } from './fault-row.ts'
import { CANARY, FAULTS, OLDER, WANTED } from './faults.ts'
import { startHosts } from './hosts.ts'
import { meet, type Scene } from './meet.ts'
import { type Spot, STANDS, startSites } from './spots.ts'
import type { Seen } from './world.ts'

const DOCUMENT = path.resolve(import.meta.dirname, '../../docs/fault-matrix.md')
const KINDS = Object.keys(STANDS) as SourceKind[]

const stack = new AsyncDisposableStack()
after(() => stack.disposeAsync())
const gallery = stack.use(await startSites([WANTED, OLDER, CANARY]))
const hosts = stack.use(await startHosts())
const locks: Partial<Record<SourceKind, Lock>> = {}
const scene: Scene = { gallery, hosts, locks }

test('each kind of source can be locked from, being well', async t => {
  for (const kind of KINDS) {
    const { source } = STANDS[kind]
    locks[kind] = await lockedHere(t, { modules: 'Az.Tool@1.2.3', sources: gallery.line(source, 'alone') })
  }
})

const SOUND = [(await pack(WANTED)).sha512, (await pack(WANTED, { repacked: true })).sha512]
const OTHER_BUILD = (await pack(WANTED, { otherBuild: true })).sha512

interface Met {
  readonly kind: SourceKind
  readonly spot: Spot
  readonly row: FaultRow
}

/** By the clock, so that every run sees the same; to a quarter of a second. */
function cost({ ms }: Seen): string {
  return formatSeconds(Math.round(ms / 250) * 250)
}

/** Exactly the wanted package, whole, in the report and in the folder. */
function assertRestored({ report, files }: Seen, { row }: Met): void {
  assert.deepEqual(report.problems, [])
  assert.deepEqual(
    report.packages.map(({ id, version }) => `${id} ${version}`),
    ['Az.Tool 1.2.3'],
  )
  assert.deepEqual(files, ['Az.Tool.1.2.3.nupkg'])
  const allowed = row.brings === 'another build' ? [...SOUND, OTHER_BUILD] : SOUND
  assert.ok(allowed.includes(report.packages[0]?.sha512 ?? ''))
}

/** The headline, nothing else, and nothing in the folder. */
function assertFailed({ report, files }: Seen, { row, spot, kind }: Met, code: string): void {
  assert.equal(report.outcome, 'failed')
  assert.deepEqual(
    report.problems.map(problem => problem.code),
    [code],
  )
  assert.deepEqual([report.packages, files], [[], []])
  const sentence = report.problems[0]?.sentence ?? ''
  assert.equal(/does not exist/.test(sentence), code === 'NOT_FOUND', sentence)
  if (code === 'UNDETERMINED') assert.match(sentence, /^Az\.Tool \(.*\) could not be determined: /)
  if (spot.step === 'download') assert.match(sentence, /^Az\.Tool 1\.2\.3 could not be fetched: /)
  if (outcomeAt(row, kind, spot) === row.seen || code === 'NO_VERSION')
    assert.ok(sentence.includes(row.says ?? ''), sentence)
  assert.ok(sentence.includes(STANDS[kind].source), sentence)
}

/** The next source serves; the one at fault is blamed as loudly as its failure deserves, and nobody else is. */
function assertMadeUpFor(seen: Seen, met: Met, failure: string, { told }: End): void {
  const { source, next } = STANDS[met.kind]
  const { attempts, packages, warnings, sourcesUsed } = seen.report
  assertRestored(seen, met)
  assert.deepEqual(sourcesUsed, [next])
  const failed = attempts.flatMap(attempt => (attempt.failure ? [attempt] : []))
  assert.deepEqual([...new Set(failed.map(attempt => attempt.source))], [source])
  assert.equal(failed.find(({ step }) => step === met.spot.step)?.failure?.kind, failure)
  const blamed = warnings
    .filter(({ text }) => text.startsWith(`${source} `))
    .filter(({ code }) => code !== 'PLAIN_HTTP')
  assert.deepEqual(
    blamed.map(({ level, code }) => `${level} ${code}`),
    told === 'nothing' ? [] : [`${told} ${failure}`],
  )
  assert.deepEqual(
    warnings.filter(({ text }) => text.startsWith(`${next} `)),
    [],
  )
  const [tried] = packages[0]?.triedFirst ?? []
  if (isAnswerOfAuthority(met, failure)) assert.equal(tried, undefined)
  else assert.deepEqual([tried?.source, tried?.failure?.kind], [source, failure])
}

/** What an authority says of its own family is no failure that another one makes up for. */
function isAnswerOfAuthority({ kind, spot }: Met, failure: string): boolean {
  return (
    (kind === 'oci' || kind === 'nuget-v2') && spot.step === 'resolve' && /^(?:not-found|no-version)$/.test(failure)
  )
}

async function meetThrice(met: Met): Promise<Result> {
  const { kind, spot, row } = met
  const outcome = outcomeAt(row, kind, spot)
  const inCompany = await meet({ ...met, company: 'in company', lasting: true }, scene)
  const alone = await meet({ ...met, company: 'alone', lasting: true }, scene)
  const told = { kind, spot, fault: row.name }
  if (outcome === 'unharmed' || outcome === 'mended' || outcome === 'left out') {
    for (const seen of [inCompany, alone]) assertRestored(seen, met)
    assert.deepEqual(alone.report.sourcesUsed, [STANDS[kind].source])
    if (outcome === 'unharmed') assert.deepEqual(inCompany.report.sourcesUsed, [STANDS[kind].source])
    return { ...told, inCompany: `–, ${cost(inCompany)}`, alone: `restored, ${cost(alone)}`, once: '' }
  }
  const end = ENDS[outcome]
  assert.ok(end, `nobody says how ${outcome} ends`)
  assertMadeUpFor(inCompany, met, outcome, end)
  const code = end.alone[spot.step]
  if (code === 'restored') assertRestored(alone, met)
  else assertFailed(alone, met, code)
  return {
    ...told,
    inCompany: `${outcome}${end.told === 'nothing' ? '' : ` (${end.told})`}, ${cost(inCompany)}`,
    alone: `${code}, ${cost(alone)}`,
    once: await meetOnce(met, end),
  }
}

/** The only source, the fault passing after one request: told where that makes a difference. */
async function meetOnce(met: Met, end: End): Promise<string> {
  const { row, spot } = met
  const passes = row.does.kind !== 'host' || spot.host !== 'stated'
  if (!passes || row.once === 'left out' || end.once === 'alone') return ''
  const seen = await meet({ ...met, company: 'alone', lasting: false }, scene)
  assertRestored(seen, met)
  assert.equal(seen.report.fallbackUsed, false)
  return `restored, ${cost(seen)}`
}

const results: Result[] = []

for (const kind of KINDS) {
  for (const row of FAULTS) {
    const spots = STANDS[kind].spots.filter(spot => outcomeAt(row, kind, spot) !== 'left out')
    if (spots.length === 0) continue
    test(`${kind}: ${row.name}`, async t => {
      for (const spot of spots) {
        await t.test(`to ${spot.step}, at ${spot.name}`, async () => {
          results.push(await meetThrice({ kind, spot, row }))
        })
      }
    })
  }
}

test('docs/fault-matrix.md is what was seen', async () => {
  const document = renderMatrix(results)
  if (process.env.UPDATE_DOCS) await writeFile(DOCUMENT, document)
  assert.equal(await readFile(DOCUMENT, 'utf8'), document, 'run npm run docs:faults')
})
