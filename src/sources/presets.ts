import type { SourceConfig } from './source.ts'

/** Families that everyone may publish to or read from. Every other family is private: its names stay with it. */
export const PUBLIC_FAMILY = { gallery: 'gallery', mar: 'mar' } as const

export function isPublicFamily(family: string): boolean {
  return family === PUBLIC_FAMILY.gallery || family === PUBLIC_FAMILY.mar
}

/** The built-in sources, in the order of the default chain. */
export const PRESETS: readonly SourceConfig[] = [
  {
    name: 'psgallery',
    kind: 'nuget-v2',
    url: 'https://www.powershellgallery.com/api/v2',
    family: PUBLIC_FAMILY.gallery,
    isAuthority: true,
    onError: 'next',
    redirects: { kind: 'hosts', hosts: ['powershellgallery.com', '*.powershellgallery.com'] },
  },
  {
    name: 'pwsh-gallery',
    kind: 'nuget-v3',
    url: 'https://pwsh.gallery/index.json',
    family: PUBLIC_FAMILY.gallery,
    isAuthority: false,
    onError: 'next',
    redirects: { kind: 'hosts', hosts: ['pwsh.gallery', '*.pwsh.gallery'] },
  },
  {
    name: 'mar',
    kind: 'oci',
    url: 'https://mcr.microsoft.com/psresource',
    family: PUBLIC_FAMILY.mar,
    isAuthority: true,
    onError: 'next',
    redirects: { kind: 'hosts', hosts: ['mcr.microsoft.com', '*.data.mcr.microsoft.com'] },
  },
  {
    // azureedge.net, which older scripts name, is retired; anyone may come to own a name there.
    name: 'psgallery-cdn',
    kind: 'direct',
    url: 'https://cdn.powershellgallery.com/packages/{id}.{version}.nupkg',
    family: PUBLIC_FAMILY.gallery,
    isAuthority: false,
    onError: 'next',
    redirects: { kind: 'hosts', hosts: ['powershellgallery.com', '*.powershellgallery.com'] },
  },
]
