import { jsonText, logLine } from '../print/neutral.ts'
import { problemLines } from '../print/problem.ts'
import type { Problem } from '../problem.ts'
import { PRODUCT } from '../product.ts'

/**
 * The one writer of the terminal. Every line is made harmless: a terminal obeys control characters, and in a workflow's
 * `run` the runner reads the lines for commands.
 */
export function printLines(lines: readonly string[]): void {
  write(process.stdout, lines)
}

export function printJson(value: unknown): void {
  process.stdout.write(`${jsonText(JSON.stringify(value, undefined, 2))}\n`)
}

/** Lines for a shell to evaluate, as they are: they hold nothing but quoted text of ours and names of folders. */
export function printScript(script: string): void {
  process.stdout.write(script)
}

/** What is worth knowing and not the result. */
export function printRemarks(lines: readonly string[]): void {
  write(process.stderr, lines)
}

export function printProblem(problem: Problem): void {
  write(process.stderr, problemLines(problem))
}

/** Says that we are at fault: whatever is thrown is a bug of ours. */
export function printBug(error: unknown): void {
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error)
  write(process.stderr, [`This is a bug in ${PRODUCT}:`, ...what.split('\n')])
}

/** Who reads our output may have seen enough of it (`| head`), which is no error of ours. */
export function allowClosedPipe(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
    })
  }
}

function write(stream: NodeJS.WriteStream, lines: readonly string[]): void {
  stream.write(lines.map(line => `${logLine(line)}\n`).join(''))
}
