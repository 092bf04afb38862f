import { createHash } from 'node:crypto'
import { COMPANY, COPYRIGHT, describe, projectUri, tagsOf } from './manifest.ts'
import type { PackageSpec } from './pack.ts'
import { escapeXml } from './xml-text.ts'

const DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'

/** The nuspec as publishing a module writes it: no groups, ranges as stated, none where any version will do. */
export function nuspec(spec: PackageSpec): string {
  const dependencies = Object.entries(spec.dependencies ?? {}).map(
    ([id, range]) =>
      `\n      <dependency id="${escapeXml(id)}"${range === '' ? '' : ` version="${escapeXml(range)}"`} />`,
  )
  return `${DECLARATION}<package xmlns="http://schemas.microsoft.com/packaging/2011/08/nuspec.xsd">
  <metadata>
    <id>${escapeXml(spec.id)}</id>
    <version>${escapeXml(spec.version)}</version>
    <authors>${COMPANY}</authors>
    <owners>${COMPANY}</owners>
    <requireLicenseAcceptance>false</requireLicenseAcceptance>
    <projectUrl>${escapeXml(projectUri(spec))}</projectUrl>
    <description>${escapeXml(describe(spec))}</description>
    <copyright>${escapeXml(COPYRIGHT)}</copyright>
    <tags>${escapeXml(tagsOf(spec).join(' '))}</tags>
${dependencies.length === 0 ? '' : `    <dependencies>${dependencies.join('')}\n    </dependencies>\n`}  </metadata>
</package>
`
}

/**
 * The parts that make a zip an OPC package, by name.
 *
 * @param packing the core properties' name depends on it, as two runs of a packer never choose the same
 */
export function packagingParts(
  spec: PackageSpec,
  paths: readonly string[],
  packing: string,
): Readonly<Record<string, string>> {
  const name = createHash('sha256').update(`${packing} of ${spec.id} ${spec.version}`).digest('hex').slice(0, 32)
  const properties = `package/services/metadata/core-properties/${name}.psmdcp`
  return {
    '_rels/.rels': relationships(spec, properties),
    [properties]: coreProperties(spec),
    '[Content_Types].xml': contentTypes(paths),
  }
}

function relationships(spec: PackageSpec, properties: string): string {
  return `${DECLARATION}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Type="http://schemas.microsoft.com/packaging/2010/07/manifest" Target="/${escapeXml(spec.id)}.nuspec" Id="R1" /><Relationship Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="/${properties}" Id="R2" /></Relationships>`
}

function coreProperties(spec: PackageSpec): string {
  return `${DECLARATION}<coreProperties xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"><dc:creator>${COMPANY}</dc:creator><dc:description>${escapeXml(describe(spec))}</dc:description><dc:identifier>${escapeXml(spec.id)}</dc:identifier><version>${escapeXml(spec.version)}</version><keywords>${escapeXml(tagsOf(spec).join(' '))}</keywords></coreProperties>`
}

function contentTypes(paths: readonly string[]): string {
  const extensions = new Set(paths.map(path => /\.([^./]+)$/.exec(path)?.[1] ?? '').filter(Boolean))
  const types = [...extensions].sort().map(extension => {
    return `<Default Extension="${escapeXml(extension)}" ContentType="application/octet" />`
  })
  return `${DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml" /><Default Extension="psmdcp" ContentType="application/vnd.openxmlformats-package.core-properties+xml" />${types.join('')}</Types>`
}
