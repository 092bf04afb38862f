/** The types that fetch a module from a gallery; what all others fetch is none of ours. */
const GALLERY_TYPES: ReadonlySet<string> = new Set(['psgallerymodule', 'psgallerynuget', 'psresourceget'])

const TYPED_KEY = /^(?<type>[^:]+)::(?<name>[^:]+)$/

export function isGalleryType(type: string): boolean {
  return GALLERY_TYPES.has(type.toLowerCase())
}

/** Takes `PSGalleryModule::Pester` apart; a key without a type is a name. */
export function splitKey(key: string): { readonly type?: string; readonly name: string } {
  const groups = TYPED_KEY.exec(key)?.groups
  return groups?.type && groups.name ? { type: groups.type.trim(), name: groups.name.trim() } : { name: key }
}

/**
 * The type of a dependency as PSDepend finds it: in the key, in the entry, in the options, else by its slashes, one for
 * GitHub (`owner/repo`) and more for Git. A name with a slash is never a module, whatever the options say.
 */
export function typeOf(
  key: string,
  stated: string | undefined,
  name: string | undefined,
  byDefault: string | undefined,
): string {
  const fixed = splitKey(key).type ?? stated
  if (fixed !== undefined) return fixed
  const slashes = [key, name ?? ''].map(text => text.split('/').length - 1).find(count => count > 0) ?? 0
  if (slashes === 0) return byDefault ?? 'PSGalleryModule'
  if (byDefault !== undefined && !isGalleryType(byDefault)) return byDefault
  return slashes === 1 ? 'GitHub' : 'Git'
}
