import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type ArchiveEntry, buildArchive, cacheVersion } from '../cache-service/archive.ts'
import {
  type CacheService,
  type CacheServiceOptions,
  type JobScope,
  type LoggedCacheRequest,
  type RouteName,
  startCacheService,
} from '../cache-service/cache-service.ts'
import { type Gallery, type GalleryOptions, startGallery } from '../gallery/gallery.ts'
import { type PackageSpec, pack } from '../gallery/pack.ts'
import { type Annotation, annotationsIn } from './annotations.ts'
import { hashesIn } from './folder.ts'
import { processesWith } from './processes-with.ts'
import { type ActionRun, type Job, startJob } from './run-action.ts'
import { compileSchema } from './schema.ts'
import { type Tree, treeIn } from './tree.ts'

export const LIBRARY: PackageSpec = { id: 'Library', version: '1.0.0' }
export const TOOL: PackageSpec = { id: 'Tool', version: '1.2.3', dependencies: { Library: '1.0' } }

/** What the service knows our entries by on this machine. */
export const VERSION = cacheVersion(['packages'])

/** What of the JSON report these tests look at; all of it is held to its schema. */
export interface Report {
  readonly isLocked: boolean
  readonly packages: readonly {
    readonly id: string
    readonly version: string
    readonly source: string
    readonly check: string
  }[]
  readonly problems: readonly {
    readonly code: string
    readonly sentence: string
    readonly hint?: string
    readonly details?: readonly string[]
  }[]
  readonly warnings: readonly { readonly level: string; readonly code: string; readonly text: string }[]
  readonly cache?: { readonly saved: boolean }
}

export interface CachedRun extends ActionRun {
  readonly report: Report
  /** `Tool 1.2.3 from cache`, each package. */
  readonly packages: readonly string[]
  /** How each package was checked, in the same order. */
  readonly checks: readonly string[]
  /** sha512 by name of what lies in the local repository; empty where none was handed on. */
  readonly folder: Readonly<Record<string, string>>
  /** What lies in the module path; empty where none was handed on. */
  readonly modules: Tree
  readonly annotations: readonly Annotation[]
  /** The path of everything that any host of the gallery was asked. */
  readonly asked: readonly string[]
  /** What the cache service was asked, step by step. */
  readonly cacheAsked: readonly (RouteName | undefined)[]
}

export interface HowToRun {
  readonly inputs?: Readonly<Record<string, string>>
  readonly environment?: Readonly<Record<string, string>>
  readonly scope?: JobScope
  /** The text of the lock that the repository has. */
  readonly lock?: string
  /** The machine; a new one if absent. */
  readonly job?: Job
}

/** Jobs of one repository, with the galleries that they restore from and the cache that they share. */
export interface CachedJobs extends AsyncDisposable {
  readonly gallery: Gallery
  readonly service: CacheService
  /**
   * Restores Tool, and with it Library, unless the inputs say otherwise. Fails where the step leaves a process or a file of
   * the cache's client, or shows a word of it. One at a time, as it counts what is asked meanwhile.
   */
  run(how?: HowToRun): Promise<CachedRun>
  /** Puts an entry there that no restore made. */
  plant(key: string, entries: readonly ArchiveEntry[]): void
}

export async function startCachedJobs(
  options: Partial<GalleryOptions> & Pick<CacheServiceOptions, 'protocol'> = {},
): Promise<CachedJobs> {
  const gallery = await startGallery({ packages: [LIBRARY, TOOL], ...options })
  const service = await startCacheService(options)
  return {
    gallery,
    service,
    run: async ({ inputs = {}, environment = {}, scope, lock, job } = {}) => {
      await using own = job ? undefined : await startJob()
      const machine = job ?? own
      assert.ok(machine)
      if (lock !== undefined) await writeFile(path.join(machine.workspace, 'modules.lock.json'), lock)
      for (const site of gallery.sites) site.clearLog()
      const before = service.log.length
      const mark = randomUUID()
      const run = await machine.run(
        { sources: gallery.sources, modules: 'Tool', ...inputs },
        { ...service.environment(scope), MARK_OF_TEST: mark, ...environment },
      )
      assert.deepEqual(await processesWith('MARK_OF_TEST', mark), [])
      await checkFolders(machine)
      checkLog(run.log)
      const questions = service.log.slice(before)
      checkKeys(questions)
      return {
        ...run,
        ...(await readReport(run)),
        annotations: annotationsIn(run.log),
        asked: gallery.sites.flatMap(({ log }) => log.map(request => request.path)),
        cacheAsked: questions.map(({ route }) => route),
      }
    },
    plant: (key, entries) => service.plant({ key, version: VERSION, bytes: buildArchive(entries) }),
    [Symbol.asyncDispose]: async () => {
      await gallery[Symbol.asyncDispose]()
      await service[Symbol.asyncDispose]()
    },
  }
}

/** Of all runs of this process, to be held to the schema in the end. */
const reports: unknown[] = []

/** Holds every report so far to its schema. */
export async function checkReports(): Promise<void> {
  const validate = await compileSchema('report.schema.json')
  assert.ok(reports.length > 0)
  for (const report of reports) assert.ok(validate(report), JSON.stringify(validate.errors))
}

async function readReport({
  log,
  outputs,
}: ActionRun): Promise<Pick<CachedRun, 'report' | 'packages' | 'checks' | 'folder' | 'modules'>> {
  assert.ok(outputs.report, log)
  const report: Report = JSON.parse(await readFile(outputs.report, 'utf8'))
  reports.push(report)
  const { 'repository-path': repository, 'modules-path': modules } = outputs
  return {
    report,
    packages: report.packages.map(({ id, version, source }) => `${id} ${version} from ${source}`),
    checks: report.packages.map(({ check }) => check),
    folder: repository === undefined ? {} : await hashesIn(repository),
    modules: modules === undefined ? {} : await treeIn(modules),
  }
}

/** The number of a process that never was: in its name a test may plant what looks like a folder of a run. */
export const NO_PROCESS = 999_999_999

/** What a client works in and leaves when nobody sees to it: staging, halves, locks, the archive. */
const LEFT = /(?:^|[/\\])(?:\.psmr-(?!999999999-)[^/\\]*|[^/\\]*\.(?:part|lock)|cache\.t(?:gz|zst))$/

async function checkFolders({ home }: Job): Promise<void> {
  const left = (await readdir(home, { recursive: true })).filter(name => LEFT.test(name))
  assert.deepEqual(left, [])
}

/** Commands of the runner that are ours; whatever else begins with two colons is the client's. */
const OURS = /^::(?:group::|endgroup::|(?:error|warning|notice) title=psmodule-restore[,:])/
const WORDS_OF_CLIENT =
  /Cache (?:Size|hit|not found|restored|saved)|Received \d+ of|Failed to (?:restore|save)|\btar\b.*-/

function checkLog(log: string): void {
  const foreign = log
    .split('\n')
    .filter(line => (line.startsWith('::') && !OURS.test(line)) || WORDS_OF_CLIENT.test(line))
  assert.deepEqual(foreign, [])
}

const KEY = /^psmr-1-[0-9a-f]{64}(?:-(?:[0-9a-f]{64}|latest)?)?$/

/** No text of a user is in a key. */
function checkKeys(questions: readonly LoggedCacheRequest[]): void {
  for (const { body, path: asked } of questions) {
    const { key, restore_keys = [] } = (body ?? {}) as { readonly key?: string; readonly restore_keys?: string[] }
    const inAddress = new URLSearchParams(asked.split('?')[1]).get('keys')
    const keys = [key, ...restore_keys, ...(inAddress?.split(',') ?? [])]
    for (const each of keys) if (each !== undefined) assert.match(each, KEY)
  }
}

/** The local repository that holds just these packages. */
export async function folderOf(...specs: readonly PackageSpec[]): Promise<Readonly<Record<string, string>>> {
  const packed = await Promise.all(specs.map(spec => pack(spec)))
  return Object.fromEntries(packed.map(({ fileName, sha512 }) => [fileName, sha512]))
}

/** Takes every host of a gallery down. */
export function allDown({ sites }: Gallery): Promise<unknown> {
  return Promise.all(sites.map(site => site.down()))
}

/** A package as it lies in an archive. */
export async function entryOf(spec: PackageSpec): Promise<ArchiveEntry & { readonly kind: 'file' }> {
  const { fileName, bytes } = await pack(spec)
  return { kind: 'file', path: `packages/${fileName}`, content: bytes }
}

/** The lock of Tool and Library, the key of their entry, and the module path that they make. */
export async function lockTool(): Promise<{ readonly lock: string; readonly key: string; readonly modules: Tree }> {
  await using jobs = await startCachedJobs()
  await using job = await startJob()
  const unlocked = await jobs.run({ job, inputs: { cache: 'false' } })
  const lock = await readFile(unlocked.outputs.lockfile ?? '', 'utf8')
  const locked = await jobs.run({ lock })
  const [entry] = jobs.service.entries
  assert.ok(entry && entry.key === locked.outputs['cache-key'], locked.log)
  return { lock, key: entry.key, modules: locked.modules }
}
