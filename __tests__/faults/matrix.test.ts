import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { Worker } from 'node:worker_threads'
import { formatSeconds } from '../../src/failure.ts'
import type { SourceKind } from '../../src/sources/source.ts'
import { pack } from '../gallery/pack.ts'
import { type Result, renderMatrix } from './document.ts'
import { ENDS, type End } from './ends.ts'
import { type FaultRow, outcomeAt } from './fault-row.ts'
import { FAULTS, WANTED } from './faults.ts'
import type { Observation } from './observe.ts'
import { type Spot, STANDS } from './spots.ts'
import type { Seen } from './world.ts'

const DOCUMENT = path.resolve(import.meta.dirname, '../../docs/fault-matrix.md')
const KINDS = Object.keys(STANDS) as SourceKind[]

/** Of one kind of source, by the names of the faults. */
async function observationsOf(kind: SourceKind): Promise<Map<string, Observation[]>> {
  const thread = new Worker(path.join(import.meta.dirname, 'observe.ts'), { workerData: kind })
  const seen: Observation[] = []
  thread.on('message', (observation: Observation) => seen.push(observation))
  const [code] = await once(thread, 'exit')
  assert.equal(code, 0)
  return Map.groupBy(seen, ({ fault }) => fault)
}

const observed = new Map(KINDS.map(kind => [kind, observationsOf(kind)]))

const SOUND = [(await pack(WANTED)).sha512, (await pack(WANTED, { repacked: true })).sha512]
const OTHER_BUILD = (await pack(WANTED, { otherBuild: true })).sha512

interface Met {
  readonly kind: SourceKind
  readonly spot: Spot
  readonly row: FaultRow
}

/**
 * By the clock, so that every run sees the same; to a quarter of a second. Whether a connection that breaks had brought
 * anything that the rest could be asked for is chance, so the first short pause counts for nothing.
 */
function cost({ ms }: Seen): string {
  return formatSeconds(ms < 500 ? 0 : Math.round(ms / 250) * 250)
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

/** Beside a silent source the next of its family is asked; another family only when it is settled that it may be asked. */
function isHedged({ kind, spot }: Met): boolean {
  return kind !== 'oci' || spot.step === 'download'
}

/** Whether all is as it must be; and what the page says of it. */
function judge(met: Met, { inCompany, alone, once }: Observation): Result {
  const { kind, spot, row } = met
  const outcome = outcomeAt(row, kind, spot)
  const result = { kind, spot, fault: row.name }
  if (outcome === 'unharmed' || outcome === 'mended' || outcome === 'left out') {
    for (const seen of [inCompany, alone]) assertRestored(seen, met)
    assert.deepEqual(alone.report.sourcesUsed, [STANDS[kind].source])
    if (outcome === 'unharmed') assert.deepEqual(inCompany.report.sourcesUsed, [STANDS[kind].source])
    return { ...result, inCompany: `–, ${cost(inCompany)}`, alone: `restored, ${cost(alone)}`, once: '' }
  }
  const end = ENDS[outcome]
  assert.ok(end, `nobody says how ${outcome} ends`)
  const told = outcome === 'timeout' && isHedged(met) ? 'overtaken' : outcome
  assertMadeUpFor(inCompany, met, told, end)
  const code = end.alone[spot.step]
  if (code === 'restored') assertRestored(alone, met)
  else assertFailed(alone, met, code)
  if (once) {
    assertRestored(once, met)
    assert.equal(once.report.fallbackUsed, false)
  }
  return {
    ...result,
    inCompany: `${told}${end.told === 'nothing' ? '' : ` (${end.told})`}, ${cost(inCompany)}`,
    alone: `${code}, ${cost(alone)}`,
    once: once ? `restored, ${cost(once)}` : '',
  }
}

const results: Result[] = []

for (const kind of KINDS) {
  const { spots } = STANDS[kind]
  for (const row of FAULTS) {
    const wanted = spots.filter(spot => outcomeAt(row, kind, spot) !== 'left out')
    if (wanted.length === 0) continue
    test(`${kind}: ${row.name}`, async () => {
      const observations = (await observed.get(kind))?.get(row.name) ?? []
      assert.equal(observations.length, wanted.length)
      for (const observation of observations) {
        const spot = spots[observation.spot]
        assert.ok(spot)
        results.push(judge({ kind, spot, row }, observation))
      }
    })
  }
}

test('docs/fault-matrix.md is what was seen', async () => {
  const document = renderMatrix(results)
  if (process.env.UPDATE_DOCS) await writeFile(DOCUMENT, document)
  const written = (await readFile(DOCUMENT, 'utf8')).split('\n')
  const other = document.split('\n').filter((line, index) => line !== written[index])
  assert.deepEqual(other.slice(0, 5), [], 'run npm run docs:faults')
})
