import { setImmediate } from 'node:timers/promises'
import { err, ok, type Result } from '../result.ts'
import { decodeText } from '../text.ts'
import { equalVersions } from '../version/nuget-version.ts'
import { contentDigest, decodedPath, type HashedFile } from './content-digest.ts'
import { type Dependency, MAX_DEPENDENCIES } from './dependency.ts'
import { createExpander, type Expander } from './expand.ts'
import { formatIdentity, type PackageIdentity } from './identity.ts'
import { type ModuleFolder, moduleFolder } from './module-folder.ts'
import { type ManifestOddity, type ModuleManifest, readModuleManifest } from './module-manifest.ts'
import { type Nuspec, parseNuspec } from './nuspec.ts'
import { openZip, type ZipArchive, type ZipEntry } from './zip.ts'
import type { ZipFault } from './zip-fault.ts'

/**
 * What a package says of itself. Every byte of it was unpacked and compared with its checksum, here or, where the digest of the
 * whole file is locked, by whoever locked it.
 */
export interface PackageContents {
  /** From the nuspec, in its proper letter case. */
  readonly identity: PackageIdentity
  readonly type: 'module' | 'script'
  /** Where PowerShell looks for the module; undefined for a script. */
  readonly folder?: ModuleFolder
  /** The file that a script package is about, by its path in the package. */
  readonly scriptFile?: string
  /** Of the module, from its manifest. */
  readonly guid?: string
  /** The nuspec's. */
  readonly dependencies: readonly Dependency[]
  /** The module manifest's own, external ones included; feeds do not always name them all. */
  readonly requiredModules: readonly Dependency[]
  /** Of the module manifest. */
  readonly oddities: readonly ManifestOddity[]
  /** Names of those that come with the system and not from a gallery. */
  readonly externalModules: readonly string[]
  /** `h1:…`, see `contentDigest`. */
  readonly contentDigest: string
  /** Whether it carries a signature. It is not checked. */
  readonly signed: boolean
  /** What is odd about it and no reason to refuse it, each as a sentence. */
  readonly notes: readonly string[]
}

/** Far above any nuspec and module manifest, far below what hurts. */
const MAX_TEXT_BYTES = 4 * 1024 * 1024

/** How a package is to be read. */
export interface Reading {
  /** What it must be, by its own nuspec; left out where that is the question. */
  readonly expected?: PackageIdentity
  /** A folder that does not exist yet, for the module's files; it counts only if the package is taken. */
  readonly expandTo?: string
  /**
   * The content digest, where the bytes are known to be those that it was made of: then nothing is hashed again, and without
   * `expandTo` only what the package says of itself is unpacked.
   */
  readonly knownDigest?: string
}

/**
 * Reads a package that nobody vouches for. The error completes "sent something else: …"; errors of the file system are
 * thrown as they are.
 */
export async function readNupkg(path: string, how: Reading = {}): Promise<Result<PackageContents, string>> {
  const zip = await openZip(path)
  if (!zip.ok) return err(zip.error.message)
  try {
    return await readContents(zip.value, how)
  } finally {
    zip.value.close()
  }
}

async function readContents(
  zip: ZipArchive,
  { expected, expandTo, knownDigest }: Reading,
): Promise<Result<PackageContents, string>> {
  const root = rootFiles(zip)
  const nuspec = await readNuspec(zip, root)
  if (!nuspec.ok) return nuspec
  const { id, version, dependencies, tags } = nuspec.value
  const identity: PackageIdentity = { id, version }
  if (expected && !isSame(identity, expected)) {
    return err(`${formatIdentity(identity)} instead of ${formatIdentity(expected)}`)
  }
  const manifestEntry = root.get(`${id.toLowerCase()}.psd1`)
  const manifest = manifestEntry ? await readManifest(zip, manifestEntry) : ok(undefined)
  if (!manifest.ok) return manifest
  if (manifest.value && manifest.value.requiredModules.length > MAX_DEPENDENCIES) {
    return err(`a package whose ${id}.psd1 requires more than ${MAX_DEPENDENCIES} modules`)
  }
  const expander = expandTo === undefined ? undefined : createExpander(expandTo)
  const digest =
    knownDigest === undefined ? await digestContents(zip, expander) : await expand(zip, expander, knownDigest)
  if (!digest.ok) return digest

  const { guid, requiredModules = [], oddities = [], externalModules = [] } = manifest.value ?? {}
  return ok({
    identity,
    ...whereItGoes(identity, isScript(root, id, tags), manifest.value, root),
    ...(guid && { guid }),
    dependencies,
    requiredModules,
    oddities,
    externalModules,
    contentDigest: digest.value,
    signed: root.has('.signature.p7s'),
  })
}

function whereItGoes(
  identity: PackageIdentity,
  isScript: boolean,
  manifest: ModuleManifest | undefined,
  root: RootFiles,
): Pick<PackageContents, 'type' | 'folder' | 'scriptFile' | 'notes'> {
  const { id } = identity
  const nameOf = (extension: string): string | undefined => {
    const entry = root.get(`${id.toLowerCase()}${extension}`)
    return entry && decodedPath(entry.path)
  }
  if (isScript) {
    const scriptFile = nameOf('.ps1')
    const notes = scriptFile === undefined ? [`The package has no ${id}.ps1 in its root.`] : []
    return { type: 'script', ...(scriptFile !== undefined && { scriptFile }), notes }
  }
  const file = nameOf('.psd1')
  const rootModule = nameOf('.psm1')?.slice(0, -'.psm1'.length)
  const folder = moduleFolder(identity, file, manifest?.moduleVersion, rootModule)
  if (file === undefined) {
    return {
      type: 'module',
      folder,
      notes: [`The package has no ${id}.psd1 in its root, so the module has no version.`],
    }
  }
  const unfound = file.endsWith('.psd1') ? [] : [`PowerShell on Linux finds no manifest whose name ends as in ${file}.`]
  const unread = `${file} states no ModuleVersion that can be read; the module's folder has the version of the package.`
  return {
    type: 'module',
    folder,
    notes: [...unfound, ...(manifest?.unknowns ?? []), ...(folder.isStated ? [] : [unread])],
  }
}

/** The files outside any folder, by their names in lower case, which the zip's rules make unique. */
type RootFiles = ReadonlyMap<string, ZipEntry>

function rootFiles(zip: ZipArchive): RootFiles {
  const named = zip.entries.map(entry => [lowerAscii(decodedPath(entry.path)), entry] as const)
  return new Map(named.filter(([name, entry]) => !entry.isDirectory && !name.includes('/')))
}

/** An id is ASCII, and so are the names of its files: the lower case of the sign of Kelvin, which is a k, is none of them. */
function lowerAscii(text: string): string {
  return text.replace(/[A-Z]+/g, letters => letters.toLowerCase())
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

async function readManifest(zip: ZipArchive, entry: ZipEntry): Promise<Result<ModuleManifest, string>> {
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
/** What a file costs beside its bytes. */
const BYTES_PER_FILE = 16 * 1024

async function digestContents(zip: ZipArchive, expander: Expander | undefined): Promise<Result<string, string>> {
  const files: HashedFile[] = []
  const read = await readFiles(zip, expander, async (entry, sink) => {
    const sha256Hex = await zip.hash(entry, 'sha256', sink)
    if (sha256Hex.ok) files.push({ path: entry.path, sha256Hex: sha256Hex.value })
    return sha256Hex
  })
  return read.ok ? ok(contentDigest(files)) : read
}

/** Of bytes that are known, down to the digest of their content. */
async function expand(
  zip: ZipArchive,
  expander: Expander | undefined,
  knownDigest: string,
): Promise<Result<string, string>> {
  const read = expander ? await readFiles(zip, expander, (entry, sink) => zip.pour(entry, sink)) : ok(undefined)
  return read.ok ? ok(knownDigest) : read
}

type ReadFile = (entry: ZipEntry, sink: (piece: Buffer) => void) => Promise<Result<unknown, ZipFault>>

/** Unpacked once, the content goes wherever it is wanted. */
async function readFiles(
  zip: ZipArchive,
  expander: Expander | undefined,
  read: ReadFile,
): Promise<Result<void, string>> {
  let sinceTurn = 0
  for (const entry of zip.entries) {
    if (entry.isDirectory) {
      expander?.makeFolder(entry)
      continue
    }
    const file = expander?.begin(entry)
    try {
      const content = await read(entry, piece => file?.write(piece))
      if (!content.ok) return err(content.error.message)
    } finally {
      file?.close()
    }
    sinceTurn += entry.size + BYTES_PER_FILE
    if (sinceTurn >= BYTES_PER_TURN) {
      sinceTurn = 0
      await setImmediate()
    }
  }
  return ok(undefined)
}

function isSame(a: PackageIdentity, b: PackageIdentity): boolean {
  return a.id.toLowerCase() === b.id.toLowerCase() && equalVersions(a.version, b.version)
}

function isScript(root: RootFiles, id: string, tags: readonly string[]): boolean {
  const name = id.toLowerCase()
  return (root.has(`${name}.ps1`) && !root.has(`${name}.psd1`)) || tags.some(tag => tag.toLowerCase() === 'psscript')
}
