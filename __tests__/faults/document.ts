import type { SourceKind } from '../../src/sources/source.ts'
import type { Spot } from './spots.ts'
import { STANDS } from './spots.ts'

/** What came of a fault at one spot, for people. */
export interface Result {
  readonly kind: SourceKind
  readonly fault: string
  readonly spot: Spot
  readonly inCompany: string
  readonly alone: string
  readonly once: string
}

const PREAMBLE = `# Fault matrix

Every way in which a source can fail that we know of, against every kind of source and both of its steps. Written by
\`__tests__/faults/matrix.test.ts\`, which meets each of them over real sockets and fails if anything is otherwise:
\`npm run docs:faults\` renews this page.

* **another is well**: what the failure is seen as, and told as beside the packages that the next source serves; no harm
  where there is a dash. Whoever serves is never blamed, and exactly the wanted package is in the folder.
* **it is the only one**: the code of the headline, the folder staying empty; behind it what comes of it if the fault
  passes after one request.
* The time is what it costs a user, by the clocks of the action: silences waited for and pauses before asking again, a
  random pause being half of the longest, and less than half a second counting for nothing. What the machine itself takes (milliseconds) is left out.

Where the requests of a step come to different ends, they are named.
`

/** The document of all results. */
export function renderMatrix(results: readonly Result[]): string {
  const kinds = [...new Set(results.map(({ kind }) => kind))]
  return [PREAMBLE, ...kinds.map(kind => section(kind, results))].join('\n')
}

function section(kind: SourceKind, results: readonly Result[]): string {
  const { source, next, spots, locked } = STANDS[kind]
  const requests = (step: Spot['step']): string =>
    `to ${step}${locked.includes(step) ? ' by a lock' : ''}: ${spots
      .filter(spot => spot.step === step)
      .map(({ name }) => name)
      .join(', ')}`
  const own = results.filter(result => result.kind === kind)
  const rows = [...new Set(own.map(({ fault }) => fault))].map(fault => {
    const cells = (['resolve', 'download'] as const).flatMap(step => {
      const met = own.filter(result => result.fault === fault && result.spot.step === step)
      return [merged(met, 'inCompany'), merged(met, 'alone')]
    })
    return `| ${[fault, ...cells].join(' | ')} |`
  })
  return `## ${kind}

\`${source}\`, with \`${next}\` behind it. Its requests ${requests('resolve')}; ${requests('download')}.

| fault | resolve, another is well | resolve, it is the only one | download, another is well | download, it is the only one |
|---|---|---|---|---|
${rows.join('\n')}
`
}

/** One text for all spots of a step, or one for each where they differ. */
function merged(results: readonly Result[], column: 'inCompany' | 'alone'): string {
  const text = (result: Result): string =>
    column === 'inCompany' ? result.inCompany : [result.alone, result.once].filter(Boolean).join('; once: ')
  const spots = Map.groupBy(results, text)
  if (spots.size <= 1) return [...spots.keys()][0] ?? ''
  return [...spots].map(([same, of]) => `${of.map(({ spot }) => spot.name).join(', ')}: ${same}`).join('<br>')
}
