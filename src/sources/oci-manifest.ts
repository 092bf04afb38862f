import * as v from 'valibot'
import type { Dependency } from '../package/dependency.ts'
import { validId } from '../package/identity.ts'
import { parseDigest } from '../package/integrity.ts'
import { specifiedRange } from '../package/module-specification.ts'
import { err, ok, type Result } from '../result.ts'
import { AT_THE_FIRST, parseJson } from './read-json.ts'
import type { Announcement } from './source.ts'

/** What an image manifest says about one version of a module. */
export interface OciPackage {
  readonly id: string
  /** The blob's digest as the registry writes it: `sha256:<hex>`. */
  readonly blob: string
  readonly announced: Announcement
  readonly dependencies: readonly Dependency[]
}

// Media types are not looked at: the ones in use are those of a tar archive, in several spellings, for what is a nupkg.
const MANIFEST = v.object({
  layers: v.array(
    v.object({
      digest: v.pipe(v.string(), v.regex(/^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/)),
      size: v.nullish(v.number()),
      annotations: v.nullish(v.record(v.string(), v.string())),
    }),
  ),
})

/** What the distribution specification has registries take, and none is known to take more. */
const MAX_LENGTH = 4 * 1024 * 1024

/**
 * Reads the manifest that PSResourceGet publishes. The error completes "sent something else: …".
 *
 * Without metadata that can be read there are no dependencies here; those that the package itself names are found when it
 * was fetched.
 *
 * @param name what was asked for; the title annotation gives its proper letter case
 */
export function parseManifest(text: string, name: string): Result<OciPackage, string> {
  if (text.length > MAX_LENGTH) return err(`a manifest of more than ${MAX_LENGTH} characters`)
  const json = parseJson(text)
  const manifest = v.safeParse(MANIFEST, json, AT_THE_FIRST)
  if (!manifest.success)
    return err(json === undefined ? 'a manifest that is not JSON' : 'a manifest without a layer to fetch')
  const { layers } = manifest.output
  const layer = layers.find(({ annotations }) => annotations?.metadata !== undefined) ?? layers[0]
  if (!layer) return err('a manifest without a layer to fetch')
  const title = layer.annotations?.['org.opencontainers.image.title']
  const id = title?.toLowerCase() === name.toLowerCase() ? title : name
  const digest = parseDigest(layer.digest)
  return ok({
    id,
    blob: layer.digest,
    announced: { ...(digest && { digest }), ...(layer.size != null && { size: layer.size }) },
    dependencies: dependenciesOf(id, parseJson(layer.annotations?.metadata ?? '')),
  })
}

/**
 * The dependencies that the psd1, serialised into the annotation, states: `RequiredModules` without the external ones. The
 * Az modules keep theirs in `ModuleList` when they are published there, and PSResourceGet reads them from it.
 */
function dependenciesOf(id: string, metadata: unknown): readonly Dependency[] {
  const data = field(field(metadata, 'PrivateData'), 'PSData')
  const external = new Set(
    [...list(field(metadata, 'ExternalModuleDependencies')), ...list(field(data, 'ExternalModuleDependencies'))]
      .filter(item => typeof item === 'string')
      .map(name => name.toLowerCase()),
  )
  const required = list(field(metadata, 'RequiredModules'))
  const listed = [...list(field(metadata, 'ModuleList')), ...list(field(data, 'ModuleList'))]
  const isAz = /^(?:az|azpreview)$/i.test(id) || (/^az\./i.test(id) && required.length === 0)
  const specified = (isAz ? [...required, ...listed] : required).flatMap(dependencyOf)
  const names = new Set<string>([id.toLowerCase()])
  return specified.filter(dependency => {
    const name = dependency.id.toLowerCase()
    if (names.has(name) || external.has(name)) return false
    names.add(name)
    return true
  })
}

function dependencyOf(item: unknown): readonly Dependency[] {
  const name = typeof item === 'string' ? item : textField(item, 'ModuleName')
  const range = specifiedRange({
    minimum: textField(item, 'ModuleVersion'),
    required: textField(item, 'RequiredVersion'),
    maximum: textField(item, 'MaximumVersion'),
  })
  return name !== undefined && validId(name) && range.ok ? [{ id: name, range: range.value }] : []
}

/** A property by its name in any letter case; undefined where there is no object or no such property. */
function field(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  const lower = name.toLowerCase()
  const key = Object.keys(value).find(each => each.length === lower.length && each.toLowerCase() === lower)
  return key === undefined ? undefined : (value as Readonly<Record<string, unknown>>)[key]
}

function textField(value: unknown, name: string): string | undefined {
  const text = field(value, name)
  return typeof text === 'string' ? text : undefined
}

/** A single item is serialised without its array. */
function list(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  return value == null || value === '' ? [] : [value]
}
