import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { type Folder, folderWith, writeFiles } from './folder-with.ts'
import { type CommandRun, runCommand } from './run-command.ts'
import { compileSchema } from './schema.ts'

/** What of the JSON report the tests of locks look at; all of it is held to its schema. */
export interface Report {
  readonly outcome: string
  readonly isLocked: boolean
  readonly lockfile?: string
  readonly repositoryPaths: readonly string[]
  readonly packages: readonly {
    readonly id: string
    readonly version: string
    readonly source: string
    readonly family?: string
    readonly sha512: string
    readonly contentDigest: string
    readonly check: string
  }[]
  readonly installed: readonly { readonly id: string; readonly version: string; readonly folder: string }[]
  readonly problems: readonly {
    readonly code: string
    readonly sentence: string
    readonly hint?: string
    readonly place?: { readonly file: string; readonly line: number; readonly column: number }
    readonly details?: readonly string[]
  }[]
  readonly warnings: readonly { readonly level: string; readonly code: string; readonly text: string }[]
  readonly attempts: readonly { readonly source: string; readonly step: string; readonly subject: string }[]
}

export interface Restored {
  readonly code: number
  readonly stderr: string
  readonly report: Report
  /** `Tool 1.0.0 from psgallery`, each package. */
  readonly packages: readonly string[]
}

/** Somebody's repository, with a home of its own, in which the built command is run. */
export interface WorkFolder extends AsyncDisposable {
  readonly path: string
  write(files: Readonly<Record<string, string>>): Promise<void>
  readLock(): Promise<string>
  /** The names in a folder below it; empty where there is none. */
  list(folder: string): Promise<readonly string[]>
  lock(sources: string, ...argv: readonly string[]): Promise<CommandRun>
  restore(sources: string, ...argv: readonly string[]): Promise<Restored>
}

export const LOCK = 'modules.lock.json'
/** What the tests name as `repository-path`. */
export const PACKAGES = 'packages'
/** Where the machine has modules, in every run. */
export const INSTALLED = 'installed'

/** Of all runs of this process, to be held to the schema in the end. */
const reports: unknown[] = []

/** Holds every report so far to its schema. */
export async function checkReports(): Promise<void> {
  const validate = await compileSchema('report.schema.json')
  assert.ok(reports.length > 0)
  for (const report of reports) assert.ok(validate(report), JSON.stringify(validate.errors))
}

export async function workFolder(files: Readonly<Record<string, string>>): Promise<WorkFolder> {
  const folder: Folder = await folderWith(files)
  const run = (sources: string, argv: readonly string[]): Promise<CommandRun> =>
    runCommand(folder.path, argv, {
      PSMR_SOURCES: sources,
      HOME: path.join(folder.path, 'home'),
      XDG_CACHE_HOME: path.join(folder.path, 'home', 'cache'),
      PSModulePath: path.join(folder.path, INSTALLED),
    })
  return {
    path: folder.path,
    write: more => writeFiles(folder.path, more),
    readLock: () => readFile(path.join(folder.path, LOCK), 'utf8'),
    list: async name => (await readdir(path.join(folder.path, name)).catch(() => [])).sort(),
    lock: (sources, ...argv) => run(sources, ['lock', ...argv]),
    restore: async (sources, ...argv) => {
      const { code, stdout, stderr } = await run(sources, ['restore', '--json', '--repository-path', PACKAGES, ...argv])
      const report: Report = JSON.parse(stdout)
      reports.push(report)
      return { code, stderr, report, packages: identitiesIn(report) }
    },
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  }
}

function identitiesIn({ packages }: Report): readonly string[] {
  return packages.map(({ id, version, source }) => `${id} ${version} from ${source}`)
}

interface LockText {
  readonly requirements: readonly string[]
  readonly packages: Readonly<Record<string, unknown>>
}

/** The keys of the stanzas that only one of two texts has, or that differ; the same key stands once. */
export function changedStanzas(before: string, after: string): readonly string[] {
  const [was, is]: [LockText, LockText] = [JSON.parse(before), JSON.parse(after)]
  const keys = new Set([...Object.keys(was.packages), ...Object.keys(is.packages)])
  return [...keys].filter(key => JSON.stringify(was.packages[key]) !== JSON.stringify(is.packages[key])).sort()
}

/** The lines that only one of two texts has, with `-` or `+` before them as in a diff; their order is that of the texts. */
export function changedLines(before: string, after: string): readonly string[] {
  const [was, is] = [before.split('\n'), after.split('\n')]
  const gone = was.filter(line => !is.includes(line)).map(line => `-${line.trim()}`)
  const come = is.filter(line => !was.includes(line)).map(line => `+${line.trim()}`)
  return [...gone, ...come]
}
