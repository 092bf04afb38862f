import type { Attempt } from '../fallback/try-sources.ts'

/** Bars that a reader can tell apart; the longest are the interesting ones. */
const BARS = 40

/** The attempts as a Mermaid gantt chart, a section for each source, failures in red. Empty where nothing was tried. */
export function timeline(attempts: readonly Attempt[]): string {
  const tried = attempts.filter(({ outcome }) => outcome !== 'put-back')
  const shown = tried
    .toSorted((a, b) => b.ms - a.ms)
    .slice(0, BARS)
    .toSorted((a, b) => a.at - b.at)
  if (shown.length === 0) return ''
  const sources = [...new Set(shown.map(({ source }) => source))]
  const sections = sources.flatMap(source => [
    `  section ${chartText(source)}`,
    ...shown.filter(attempt => attempt.source === source).map(bar),
  ])
  const title = shown.length < tried.length ? `The ${shown.length} longest of ${tried.length} attempts` : 'All attempts'
  const end = Math.max(...shown.map(({ at, ms }) => at + ms))
  const axis = end < 60_000 ? '%S.%L' : '%M:%S'
  const head = ['gantt', `  title ${title}`, '  dateFormat x', `  axisFormat ${axis}`, ...sections]
  return ['<details><summary>Timeline</summary>', '', '```mermaid', ...head, '```', '', '</details>'].join('\n')
}

function bar({ step, subject, outcome, at, ms }: Attempt): string {
  const mark = outcome === 'failed' ? 'crit' : 'done'
  return `  ${step} ${chartText(subject)} :${mark}, ${at}, ${at + Math.max(ms, 1)}`
}

/** Colons, semicolons, commas and hashes end a task's name; names of modules and sources have none of them anyway. */
function chartText(text: string): string {
  return text.replace(/[^A-Za-z0-9._ -]/g, ' ')
}
