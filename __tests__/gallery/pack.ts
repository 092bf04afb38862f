import { createHash } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { ZipFile } from 'yazl'
import { normalise, parseVersion } from '../../src/version/nuget-version.ts'
import { fillerBytes, planFiller } from './filler.ts'
import { isScript, moduleManifest, moduleScript, scriptFile } from './manifest.ts'
import { nuspec, packagingParts } from './nuspec.ts'

/** What a publisher would have to know to publish a package; the test gallery makes the rest. */
export interface PackageSpec {
  readonly id: string
  /** As the publisher wrote it: `1.0.0.0` and `5.0.0-beta1` stay so in the nuspec. */
  readonly version: string
  /** Id to range as in a nuspec: `5.5.1` is a minimum, `[1.0]` exact, empty any. The manifest says the same unless told otherwise. */
  readonly dependencies?: Readonly<Record<string, string>>
  /** What the manifest's RequiredModules hold, where it differs from the nuspec. */
  readonly psd1Dependencies?: Readonly<Record<string, string>>
  /** ExternalModuleDependencies: in RequiredModules too, not in the nuspec. */
  readonly externalDependencies?: readonly string[]
  /** Derived from the id if absent. */
  readonly guid?: string
  /** A script is `<Id>.ps1` with PSScriptInfo and has no manifest. */
  readonly type?: 'module' | 'script'
  /** Further files by their path; one named like a generated file stands in its place. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>
  /** Generated files that it lacks, by their path. */
  readonly without?: readonly string[]
  readonly unlisted?: boolean
  /** About how many bytes the package has; reached with seeded noise in 3 to 300 files. */
  readonly size?: number
}

export interface Packed {
  readonly spec: PackageSpec
  /** `<Id>.<normalised version>.nupkg`. */
  readonly fileName: string
  readonly bytes: Buffer
  /** Base64, as NuGet announces it. */
  readonly sha512: string
  /** Lower-case hex, as OCI digests have it. */
  readonly sha256: string
}

export interface PackOptions {
  /** The same module files in a zip of other bytes: other order, other compression, another name for the properties. */
  readonly repacked?: boolean
  /** The same version built anew: one line of the module differs. */
  readonly otherBuild?: boolean
}

/** All entries of all packages carry this time. Zips keep local time, so it is given in local time: the same bytes everywhere. */
const MTIME = new Date(2026, 0, 6, 12, 0, 0)

const packings = new WeakMap<PackageSpec, Map<string, Promise<Packed>>>()

/** The nupkg of a spec: the same bytes for the same spec and options, made once per spec object and process. */
export function pack(spec: PackageSpec, options: PackOptions = {}): Promise<Packed> {
  const { repacked = false, otherBuild = false } = options
  const known = packings.get(spec) ?? new Map<string, Promise<Packed>>()
  packings.set(spec, known)
  const key = `${repacked} ${otherBuild}`
  const packed = known.get(key) ?? packAnew(spec, { repacked, otherBuild })
  known.set(key, packed)
  return packed
}

async function packAnew(spec: PackageSpec, { repacked, otherBuild }: Required<PackOptions>): Promise<Packed> {
  const content = contentOf(spec, otherBuild ? '2' : '1')
  const parts = packagingParts(spec, Object.keys(content), repacked ? 'second packing' : 'first packing')
  const entries = Object.entries({ ...content, ...parts })
  const bytes = await zip(repacked ? entries.reverse() : entries, repacked ? 1 : 6)
  return {
    spec,
    fileName: `${spec.id}.${normalisedVersion(spec)}.nupkg`,
    bytes,
    sha512: createHash('sha512').update(bytes).digest('base64'),
    sha256: createHash('sha256').update(bytes).digest('hex'),
  }
}

/** The files of the package without those that only make it an OPC package. */
function contentOf(spec: PackageSpec, build: string): Readonly<Record<string, string | Uint8Array>> {
  const seed = `${spec.id.toLowerCase()} ${spec.version}`
  const filler = spec.size === undefined ? [] : planFiller(seed, spec.size)
  const content = {
    [`${spec.id}.nuspec`]: nuspec(spec),
    ...(isScript(spec)
      ? { [`${spec.id}.ps1`]: scriptFile(spec, build) }
      : { [`${spec.id}.psd1`]: moduleManifest(spec), [`${spec.id}.psm1`]: moduleScript(spec, build) }),
    ...Object.fromEntries(filler.map(file => [file.path, fillerBytes(seed, file)])),
    ...spec.files,
  }
  return Object.fromEntries(Object.entries(content).filter(([path]) => !spec.without?.includes(path)))
}

/** The paths of the files, without making their bytes. */
export function filePaths(spec: PackageSpec): readonly string[] {
  const own = isScript(spec) ? [`${spec.id}.ps1`] : [`${spec.id}.psd1`, `${spec.id}.psm1`]
  const filler = spec.size === undefined ? [] : planFiller('', spec.size).map(file => file.path)
  const paths = new Set([`${spec.id}.nuspec`, ...own, ...filler, ...Object.keys(spec.files ?? {})])
  return [...paths].filter(path => !spec.without?.includes(path))
}

/** NuGet's normalised version; a spec whose version is none is a mistake of the test that wrote it. */
function normalisedVersion(spec: PackageSpec): string {
  const version = parseVersion(spec.version)
  if (!version.ok) throw new Error(`${spec.id} ${spec.version} is no package: ${version.error}`)
  return normalise(version.value)
}

async function zip(entries: readonly [string, string | Uint8Array][], compressionLevel: number): Promise<Buffer> {
  const file = new ZipFile()
  for (const [path, content] of entries) {
    file.addBuffer(Buffer.from(content), path, {
      mtime: MTIME,
      mode: 0o100644,
      forceDosTimestamp: true,
      compressionLevel,
    })
  }
  file.end()
  return buffer(file.outputStream)
}
