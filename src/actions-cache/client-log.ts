import { excerpt } from '../redact.ts'

/** What the client wrote for the runner, which nobody else reads. */
export interface ClientLog {
  readonly lines: readonly LogLine[]
  /** What the runner would show as `***`. */
  readonly secrets: readonly string[]
}

export interface LogLine {
  /** The command of the runner that the line is, `warning` or `debug`; `text` for one that is none. */
  readonly kind: string
  readonly text: string
}

/** `::warning::text`, `::error title=…::text`. */
const COMMAND = /^::(?<kind>[a-z-]+)(?: [^:]*)?::(?<text>.*)$/

/** @param log standard output, and standard error behind it */
export function readClientLog(log: string): ClientLog {
  const all = log.split(/\r?\n/).map(readLine)
  const secrets = all.filter(({ kind, text }) => kind === 'add-mask' && text !== '').map(({ text }) => text)
  return { lines: all.filter(({ kind }) => kind !== 'add-mask'), secrets }
}

function readLine(line: string): LogLine {
  const { kind = 'text', text = line } = COMMAND.exec(line)?.groups ?? {}
  return { kind, text: kind === 'text' ? text : unescapeData(text) }
}

/** As `escapeData` of @actions/core has it. */
function unescapeData(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%')
}

/** The last warning or error, as it may be shown; undefined if there was none. */
export function lastWarning(log: ClientLog): string | undefined {
  const warnings = log.lines.filter(({ kind }) => kind === 'warning' || kind === 'error')
  if (warnings.length === 0) return undefined
  const texts = warnings.map(({ text }) => show(text.replace(/^Failed to (?:restore|save): /, ''), log))
  // Azure may refuse without a word, which leaves nothing of the last one.
  return texts.findLast(text => text !== '') ?? 'its client does not say why'
}

/** What the client is going to try again, and how Node prints an error that nobody has caught. */
const TROUBLE = [
  /^Attempt \d+ of \d+ failed with error: (.*)\. Retrying/,
  /^(?:Uncaught )?\w*Error(?: \[\w+\])?: (.+)$/,
]

/** What was wrong at the end with a client that did not live to say so. */
export function lastTrouble(log: ClientLog): string | undefined {
  const texts = log.lines.filter(({ kind }) => kind === 'text').map(({ text }) => text)
  const last = texts.flatMap(text => TROUBLE.map(each => each.exec(text)?.[1])).findLast(said => said !== undefined)
  return last === undefined ? lastWarning(log) : show(last, log)
}

const MAX_LENGTH = 199

/** Its words in one line of at most 200 characters: the first of several lines, without secrets, signatures and controls. */
export function show(text: string, { secrets }: ClientLog): string {
  const masked = secrets.reduce((shown, secret) => shown.replaceAll(secret, '***'), text)
  const [first = ''] = masked.trim().split(/[\r\n]/)
  return excerpt(first.replace(/[\s\p{Cc}\p{Cf}]+/gu, ' '), MAX_LENGTH)
}
