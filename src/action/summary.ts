import path from 'node:path'
import { describeFailure } from '../failure.ts'
import type { Check } from '../package/verify.ts'
import { countOf, formatBytes, formatDuration } from '../print/figures.ts'
import { markdownText } from '../print/neutral.ts'
import { conclusion, insteadOf, NO_LINE } from '../print/report.ts'
import type { Problem } from '../problem.ts'
import { formatNote } from '../requirements/notebook.ts'
import { formatAge } from '../restore/at-hand/cache-warnings.ts'
import { isAtHand } from '../restore/at-hand/local-supply.ts'
import type { RestoredPackage, RestoreReport } from '../restore/report.ts'
import { timeline } from './timeline.ts'

/** The runner drops a summary of more than 1 MiB; nobody reads one of half of that. */
const LIMIT = 900 * 1024

/** The job summary, in GitHub's Markdown: a plain sentence on what was down, the table, the timeline. */
export function renderSummary(report: RestoreReport): string {
  const parts = report.outcome === 'restored' ? success(report) : failure(report)
  const text = parts.filter(part => part !== '').join('\n\n')
  const whole = `${text}\n\n${timeline(report.attempts)}\n`
  return Buffer.byteLength(whole) <= LIMIT
    ? whole
    : `${wholeLines(text)}\n\n(cut: the whole of it is in the JSON report)\n`
}

/** As many lines as fit, none of them torn: half a row or half a tag would take what follows into itself. */
function wholeLines(text: string): string {
  const start = text.slice(0, LIMIT / 4)
  const lines = start.slice(0, Math.max(0, start.lastIndexOf('\n')))
  const isFolded = lines.lastIndexOf('<details>') > lines.lastIndexOf('</details>')
  return isFolded ? `${lines}\n\n</details>` : lines
}

function success(report: RestoreReport): readonly string[] {
  if (report.packages.length === 0) {
    return ['### PowerShell modules', conclusion(report), alreadyThere(report), notTaken(report)]
  }
  const bytes = report.packages.reduce((sum, { size }) => sum + size, 0)
  return [
    '### PowerShell modules',
    `Restored **${countOf(report.packages.length, 'package')}** (${formatBytes(bytes)}) in ${formatDuration(report.ms)}. ${[...whatDecided(report), whatWasDown(report)].join(' ')}`,
    warningsOf(report),
    table(report.packages),
    alreadyThere(report),
    notInstallable(report),
    notTaken(report),
  ]
}

function alreadyThere({ installed }: RestoreReport): string {
  const lines = installed.map(({ id, version, folder }) => markdownText(`${id} ${version} in ${folder}`))
  return lines.length === 0
    ? ''
    : ['Already installed on this machine:', '', ...lines.map(line => `- ${line}`)].join('\n')
}

/** What a client does not install by name alone, folded away: who only imports modules need not care. */
function notInstallable({ clientLimits }: RestoreReport): string {
  if (clientLimits.length === 0) return ''
  const shown = clientLimits
    .slice(0, MOST_NOTES)
    .flatMap(({ why, lines }) => [
      `- ${markdownText(why)}${lines.length === 0 ? ` ${NO_LINE}` : ''}`,
      ...lines.map(line => `  <br><code>${markdownText(line)}</code>`),
    ])
  const title = `Not installed by Install-PSResource NAME: ${clientLimits.length}`
  return [`<details><summary>${title}</summary>`, '', ...shown, '', '</details>'].join('\n')
}

/** Notes that fit into a summary; a reader of more than these opens the report. */
const MOST_NOTES = 50

/** Entries and keys that had no say, folded away. A setting that is known to have no effect is told in the log alone. */
function notTaken({ notes }: RestoreReport): string {
  const told = notes.filter(({ kind }) => kind !== 'no-effect')
  if (told.length === 0) return ''
  const shown = told.slice(0, MOST_NOTES).map(note => `- ${markdownText(formatNote(note))}`)
  const title = `Not taken from the requirements: ${told.length}`
  return [`<details><summary>${title}</summary>`, '', ...shown, '', '</details>'].join('\n')
}

/** The job summary of a step without a report. */
export function renderRefusal(problem: Problem): string {
  return `### PowerShell modules\n\nThe restore **failed**.\n\n${problemItem(problem)}\n`
}

function failure(report: RestoreReport): readonly string[] {
  return [
    '### PowerShell modules',
    'The restore **failed**; the output folder is as it was before.',
    report.problems.map(problemItem).join('\n'),
    warningsOf(report),
  ]
}

function problemItem({ sentence, hint, details }: Problem): string {
  const lines = (details ?? []).map(line => `  - ${itemText(line)}`)
  const remedy = (hint ?? '').split('\n').map(itemText)
  return [`- **${markdownText(sentence)}** ${remedy.join('<br>')}`, ...lines].join('\n')
}

/** Text at the start of a line: a number there is no list, and what is set in stays so. */
function itemText(line: string): string {
  const text = line.trimStart()
  const indent = '&nbsp;'.repeat(line.length - text.length)
  return indent + markdownText(text).replace(/^([0-9]+)\./, '$1&#46;')
}

function warningsOf(report: RestoreReport): string {
  return report.warnings.map(({ text }) => `- ${markdownText(text)}`).join('\n')
}

/** What the versions are, where it was not the sources of this day that chose them. */
function whatDecided({ isLocked, lockfile, stale }: RestoreReport): readonly string[] {
  if (isLocked) return [`Locked by ${markdownText(path.basename(lockfile ?? ''))}.`]
  if (!stale) return []
  return [`**These are not the newest modules, but the last known good ones, of ${formatAge(stale.ageMs)} ago.**`]
}

/** A plain sentence: which sources did not do their part, which only lack something, and who stood in. */
function whatWasDown(report: RestoreReport): string {
  if (report.attempts.every(({ source }) => isAtHand(source))) return 'No gallery had to be asked.'
  if (report.stale) return 'No source could say what is newest.'
  if (!report.fallbackUsed) return 'Every source that was asked first answered.'
  const down = new Map<string, string>()
  const lacking = new Map<string, Set<string>>()
  for (const { source, subject, failure } of report.packages.flatMap(({ triedFirst }) => triedFirst)) {
    if (!failure) continue
    if (failure.kind !== 'not-found' && failure.kind !== 'no-version') {
      if (!down.has(source)) down.set(source, describeFailure(failure))
    } else lacking.set(source, (lacking.get(source) ?? new Set()).add(subject))
  }
  const sentences = [
    ...[...down].map(([source, said]) => `**${markdownText(source)}** ${markdownText(said)}.`),
    ...[...lacking].map(
      ([source, names]) => `**${markdownText(source)}** lacks ${markdownText([...names].join(', '))}.`,
    ),
  ]
  const served = report.sourcesUsed.map(name => `**${markdownText(name)}**`).join(', ')
  return `Not everything was up: ${sentences.join(' ')} Served by ${served}.`
}

function table(packages: readonly RestoredPackage[]): string {
  const rows = packages.map(each =>
    [
      each.id,
      each.version,
      each.source,
      insteadOf(each) || '–',
      formatDuration(each.ms),
      formatBytes(each.size),
      checkOf(each),
    ].map(cell),
  )
  const header = ['module', 'version', 'served by', 'tried first', 'time', 'size', 'check']
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(header), '|---|---|---|---|--:|--:|---|', ...rows.map(line)].join('\n')
}

/** Figures and their units stay on one line. */
function cell(text: string): string {
  return markdownText(text).replace(/(?<=[0-9]) (?=[a-zA-Z]+$)/, '&nbsp;')
}

/** An entry of the cache may be anybody's; what no source announced a hash of, nobody vouches for. */
function checkOf({ check, source }: RestoredPackage): string {
  return check === 'content' && source === 'cache' ? 'unverified (cache)' : CHECKED[check]
}

const CHECKED: Readonly<Record<Check, string>> = {
  locked: 'lock',
  repackaged: 'lock (repackaged)',
  announced: 'announced hash',
  content: 'checksums only',
  stale: 'hash out of date',
}
