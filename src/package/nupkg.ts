import { setImmediate } from 'node:timers/promises'
import { err, ok, type Result } from '../result.ts'
import { decodeText } from '../text.ts'
import { equalVersions } from '../version/nuget-version.ts'
import { contentDigest, decodedPath, type HashedFile } from './content-digest.ts'
import type { Dependency } from './dependency.ts'
import { formatIdentity, type PackageIdentity } from './identity.ts'
import { type ModuleManifest, readModuleManifest } from './module-manifest.ts'
import { type Nuspec, parseNuspec } from './nuspec.ts'
import { openZip, type ZipArchive, type ZipEntry } from './zip.ts'

/** What a package says of itself, every byte of it having been unpacked and compared with its checksum. */
export interface PackageContents {
  /** From the nuspec, in its proper letter case. */
  readonly identity: PackageIdentity
  readonly type: 'module' | 'script'
  /** Of the module, from its manifest. */
  readonly guid?: string
  /** The nuspec's. */
  readonly dependencies: readonly Dependency[]
  /** The module manifest's own, without the external ones; feeds do not always name them all. */
  readonly requiredModules: readonly Dependency[]
  readonly externalModules: readonly string[]
  /** `h1:…`, see `contentDigest`. */
  readonly contentDigest: string
  /** Whether it carries a signature. It is not checked. */
  readonly signed: boolean
  /** What is odd about it and no reason to refuse it, each as a sentence. */
  readonly notes: readonly string[]
}

/** Far above any nuspec and module manifest, far below what hurts. */
const MAX_TEXT_BYTES = 16 * 1024 * 1024

/**
 * Reads a package that nobody vouches for. The error completes "sent something else: …"; errors of the file system are
 * thrown as they are.
 *
 * @param expected what it must be, by its own nuspec
 */
export async function readNupkg(path: string, expected?: PackageIdentity): Promise<Result<PackageContents, string>> {
  const zip = await openZip(path)
  if (!zip.ok) return err(zip.error.message)
  try {
    return await readContents(zip.value, expected)
  } finally {
    await zip.value.close()
  }
}

async function readContents(
  zip: ZipArchive,
  expected: PackageIdentity | undefined,
): Promise<Result<PackageContents, string>> {
  const root = rootFiles(zip)
  const nuspec = await readNuspec(zip, root)
  if (!nuspec.ok) return nuspec
  const { id, version, dependencies, tags } = nuspec.value
  const identity: PackageIdentity = { id, version }
  if (expected && !isSame(identity, expected)) {
    return err(`${formatIdentity(identity)} instead of ${formatIdentity(expected)}`)
  }
  const manifest = await readManifest(zip, root, id)
  if (!manifest.ok) return manifest
  const files = await hashFiles(zip)
  if (!files.ok) return files

  const script = isScript(root, id, tags)
  const { guid, requiredModules = [], externalModules = [], unknowns = [] } = manifest.value ?? {}
  const external = new Set(externalModules.map(name => name.toLowerCase()))
  return ok({
    identity,
    type: script ? 'script' : 'module',
    ...(guid && { guid }),
    dependencies,
    requiredModules: requiredModules.filter(each => !external.has(each.id.toLowerCase())),
    externalModules,
    contentDigest: contentDigest(files.value),
    signed: root.has('.signature.p7s'),
    notes: manifest.value || script ? unknowns : [`The package has no ${id}.psd1 in its root.`],
  })
}

/** The files outside any folder, by their names in lower case, which the zip's rules make unique. */
type RootFiles = ReadonlyMap<string, ZipEntry>

function rootFiles(zip: ZipArchive): RootFiles {
  const named = zip.entries.map(entry => [decodedPath(entry.path).toLowerCase(), entry] as const)
  return new Map(named.filter(([name, entry]) => !entry.isDirectory && !name.includes('/')))
}

async function readNuspec(zip: ZipArchive, root: RootFiles): Promise<Result<Nuspec, string>> {
  const [nuspec, ...others] = [...root].filter(([name]) => name.endsWith('.nuspec')).map(([, entry]) => entry)
  if (!nuspec) return err('a zip without a nuspec')
  if (others.length > 0) return err(`a package with ${others.length + 1} nuspecs`)
  const bytes = await readText(zip, nuspec)
  if (!bytes.ok) return bytes
  const document = decodeText(bytes.value, nuspec.path)
  return document.ok ? parseNuspec(document.value.text) : err('a package whose nuspec is not a text')
}

async function readManifest(
  zip: ZipArchive,
  root: RootFiles,
  id: string,
): Promise<Result<ModuleManifest | undefined, string>> {
  const entry = root.get(`${id.toLowerCase()}.psd1`)
  if (!entry) return ok(undefined)
  const bytes = await readText(zip, entry)
  return bytes.ok ? ok(readModuleManifest(bytes.value, decodedPath(entry.path))) : bytes
}

async function readText(zip: ZipArchive, entry: ZipEntry): Promise<Result<Buffer, string>> {
  if (entry.size > MAX_TEXT_BYTES) return err(`a package whose ${decodedPath(entry.path)} has ${entry.size} bytes`)
  const bytes = await zip.read(entry)
  return bytes.ok ? bytes : err(bytes.error.message)
}

/** Some 20 ms of unpacking and hashing, after which downloads and timers get their turn. */
const BYTES_PER_TURN = 4 * 1024 * 1024

async function hashFiles(zip: ZipArchive): Promise<Result<readonly HashedFile[], string>> {
  const files: HashedFile[] = []
  let sinceTurn = 0
  for (const entry of zip.entries) {
    if (entry.isDirectory) continue
    const sha256Hex = await zip.hash(entry, 'sha256')
    if (!sha256Hex.ok) return err(sha256Hex.error.message)
    files.push({ path: entry.path, sha256Hex: sha256Hex.value })
    sinceTurn += entry.size
    if (sinceTurn >= BYTES_PER_TURN) {
      sinceTurn = 0
      await setImmediate()
    }
  }
  return ok(files)
}

function isSame(a: PackageIdentity, b: PackageIdentity): boolean {
  return a.id.toLowerCase() === b.id.toLowerCase() && equalVersions(a.version, b.version)
}

function isScript(root: RootFiles, id: string, tags: readonly string[]): boolean {
  const name = id.toLowerCase()
  return (root.has(`${name}.ps1`) && !root.has(`${name}.psd1`)) || tags.some(tag => tag.toLowerCase() === 'psscript')
}
