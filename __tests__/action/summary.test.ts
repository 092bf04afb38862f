import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { renderSummary } from '../../src/action/summary.ts'
import type { Failure } from '../../src/failure.ts'
import type { Attempt } from '../../src/fallback/try-sources.ts'
import type { RestoredPackage, RestoreReport } from '../../src/restore/report.ts'

const DOWN: Failure = {
  kind: 'unreachable',
  code: 'ECONNREFUSED',
  origin: 'https://www.powershellgallery.com',
}

function attempt(source: string, facts: Partial<Attempt> = {}): Attempt {
  return { source, step: 'resolve', subject: 'Pester', outcome: 'served', at: 0, ms: 40, ...facts }
}

function restored(facts: Partial<RestoredPackage> = {}): RestoredPackage {
  return {
    id: 'Pester',
    version: '5.7.1',
    type: 'module',
    family: 'gallery',
    source: 'psgallery',
    resolvedBy: 'psgallery',
    triedFirst: [],
    sha512: 'c2hhNTEy',
    contentDigest: 'h1:ZGlnZXN0',
    size: 1_234_567,
    check: 'announced',
    guid: undefined,
    dependencies: [],
    requiredBy: ['a.psd1:1:1'],
    ms: 340,
    path: '/packages/Pester.5.7.1.nupkg',
    installedAt: '/modules/Pester/5.7.1',
    ...facts,
  }
}

function report(facts: Partial<RestoreReport> = {}): RestoreReport {
  return {
    outcome: 'restored',
    files: [],
    requirements: [],
    packages: [restored()],
    problems: [],
    warnings: [],
    notes: [],
    attempts: [attempt('psgallery')],
    repositoryPaths: ['/packages'],
    modulesPath: '/modules',
    scriptsPath: undefined,
    moduleSearchPath: ['/modules'],
    installed: [],
    clientLimits: [],
    lockfile: undefined,
    isLocked: false,
    lock: undefined,
    cache: undefined,
    stale: undefined,
    troubles: [],
    sourcesUsed: ['psgallery'],
    fallbackUsed: false,
    ms: 1234,
    ...facts,
  }
}

/** The table's rows below its header, cells trimmed. */
function rows(summary: string): readonly (readonly string[])[] {
  const lines = summary.split('\n').filter(line => line.startsWith('| '))
  return lines.slice(1).map(line =>
    line
      .split('|')
      .slice(1, -1)
      .map(cell => cell.trim().replaceAll('&nbsp;', ' ')),
  )
}

test('A restore without trouble says so, and shows a row a package.', () => {
  const summary = renderSummary(report())
  assert.match(summary, /^### PowerShell modules\n\n/)
  assert.match(
    summary,
    /Restored \*\*1 package\*\* \(1\.2 MB\) in 1\.2 s\. Every source that was asked first answered\./,
  )
  assert.deepEqual(rows(summary), [['Pester', '5.7.1', 'psgallery', '–', '0.3 s', '1.2 MB', 'announced hash']])
})

test('A restore that fell back says in a sentence what was down and who stood in, and in the row why.', () => {
  const triedFirst = [attempt('psgallery', { outcome: 'failed', failure: DOWN })]
  const summary = renderSummary(
    report({
      packages: [restored({ source: 'mirror', triedFirst, check: 'content' })],
      sourcesUsed: ['mirror'],
      fallbackUsed: true,
    }),
  )
  assert.match(summary, /Not everything was up: \*\*psgallery\*\* could not be reached &#40;ECONNREFUSED&#41;\./)
  assert.match(summary, /Served by \*\*mirror\*\*\./)
  assert.deepEqual(rows(summary), [
    ['Pester', '5.7.1', 'mirror', 'psgallery unreachable', '0.3 s', '1.2 MB', 'checksums only'],
  ])
})

test('A source that only lacks something is not called down.', () => {
  const lacks = (subject: string): Attempt =>
    attempt('mirror', { subject, outcome: 'failed', failure: { kind: 'not-found' } })
  const summary = renderSummary(
    report({
      packages: [
        restored({ triedFirst: [lacks('Pester')] }),
        restored({ id: 'Az', triedFirst: [lacks('Az'), lacks('Az')] }),
      ],
      fallbackUsed: true,
    }),
  )
  assert.match(summary, /\*\*mirror\*\* lacks Pester, Az\./)
  assert.equal(summary.match(/\*\*mirror\*\*/g)?.length, 1)
})

test('A failed restore shows every problem with its remedy and the attempts, and no table.', () => {
  const summary = renderSummary(
    report({
      outcome: 'failed',
      packages: [],
      problems: [
        { code: 'NOT_FOUND', sentence: 'Pster does not exist: psgallery says so.', hint: 'Check the spelling.' },
        { code: 'UNDETERMINED', sentence: 'Az could not be determined.', details: ['resolve Az: psgallery is down'] },
      ],
    }),
  )
  assert.match(summary, /The restore \*\*failed\*\*; the output folder is as it was before\./)
  assert.match(summary, /^- \*\*Pster does not exist: psgallery says so\.\*\* Check the spelling\.$/m)
  assert.match(summary, /^- \*\*Az could not be determined\.\*\* *\n {2}- resolve Az: psgallery is down$/m)
  assert.deepEqual(rows(summary), [])
})

test('Warnings stand in the summary whether the restore went well or not.', () => {
  const warnings = [{ level: 'warning', code: 'X', text: 'mind the gap' }] as const
  for (const outcome of ['restored', 'failed'] as const) {
    assert.match(renderSummary(report({ outcome, warnings })), /^- mind the gap$/m)
  }
})

test('The timeline has a section a source, failures marked, and nobody who was only put back.', () => {
  const summary = renderSummary(
    report({
      attempts: [
        attempt('psgallery', { outcome: 'failed', failure: DOWN, at: 0, ms: 8000 }),
        attempt('mirror', { at: 8000, ms: 40 }),
        attempt('absent', { outcome: 'put-back', failure: DOWN }),
      ],
    }),
  )
  const chart = /```mermaid\n([\s\S]*?)\n```/.exec(summary)?.[1]?.split('\n') ?? []
  assert.equal(chart[0], 'gantt')
  assert.deepEqual(
    chart.filter(line => /section|:crit|:done/.test(line)).map(line => line.trim()),
    ['section psgallery', 'resolve Pester :crit, 0, 8000', 'section mirror', 'resolve Pester :done, 8000, 8040'],
  )
})

test('Of many attempts the forty longest are drawn, in the order of time.', () => {
  const attempts = Array.from({ length: 100 }, (_, index) => attempt('psgallery', { at: index, ms: index }))
  const summary = renderSummary(report({ attempts }))
  const starts = [...summary.matchAll(/:done, (\d+),/g)].map(match => Number(match[1]))
  assert.deepEqual(
    starts,
    Array.from({ length: 40 }, (_, index) => 60 + index),
  )
  assert.match(summary, /title The 40 longest of 100 attempts/)
})

test('A run in which nothing was tried has no timeline.', () => {
  assert.doesNotMatch(renderSummary(report({ attempts: [] })), /mermaid|<details>/)
})

test('A summary that the runner would drop is cut, and says where the rest is.', () => {
  const packages = Array.from({ length: 12_000 }, (_, index) => restored({ id: `Module${index}` }))
  const summary = renderSummary(report({ packages }))
  assert.ok(Buffer.byteLength(summary) < 1024 * 1024)
  assert.match(summary, /\(cut: the whole of it is in the JSON report\)\n$/)
})

test('A cut summary stays below the limit in bytes, whatever the alphabet.', () => {
  const problems = [{ code: 'X', sentence: '語'.repeat(600_000) }]
  assert.ok(Buffer.byteLength(renderSummary(report({ outcome: 'failed', problems }))) < 1024 * 1024)
})

const hostile = fc.oneof(
  fc.constantFrom(
    '</details><script>alert(1)</script>',
    '```\n\n# pwned',
    'a | b\n| c | d |',
    '[x](javascript:alert(1))',
    '<img src=x>',
    'x :crit, 0, 9\n  section y',
    '%%{init: {"securityLevel":"loose"}}%%',
    '\n::error::x',
  ),
  fc.string({ unit: 'binary' }),
)

/** The summary's own markup: what may stand there that is not an entity or a plain character. */
const OWN_HTML = /<\/?(?:details|summary|span)>|<br>|&nbsp;|&#[0-9]+;/g

test('Nothing that a server, a file or a package says becomes markup of the summary or of the chart.', () => {
  const lineCount = (summary: string): number => summary.split('\n').length
  fc.assert(
    fc.property(hostile, hostile, hostile, (a, b, c) => {
      const render = (x: string, y: string, z: string): readonly string[] => {
        const failure: Failure = { kind: 'malformed', what: y }
        const tried = attempt(x, { subject: z, outcome: 'failed', failure })
        const facts = { attempts: [tried], warnings: [{ level: 'warning', code: 'X', text: y }] } as const
        return [
          renderSummary(
            report({
              ...facts,
              packages: [restored({ id: x, version: y, source: z, triedFirst: [tried] })],
              sourcesUsed: [z],
              fallbackUsed: true,
            }),
          ),
          renderSummary(
            report({ ...facts, outcome: 'failed', problems: [{ code: 'X', sentence: x, hint: y, details: [z] }] }),
          ),
        ]
      }
      const harmless = render('x', 'y', 'z')
      for (const [index, summary] of render(a, b, c).entries()) {
        assert.equal(lineCount(summary), lineCount(harmless[index] ?? ''), 'no line more')
        assert.equal(summary.match(/```/g)?.length, 2)
        const rest = summary.replace(OWN_HTML, '')
        assert.doesNotMatch(rest, /[<>&[\]]/)
        for (const line of rows(summary)) assert.equal(line.length, index === 0 ? 7 : 0)
      }
    }),
    { numRuns: 300 },
  )
})
