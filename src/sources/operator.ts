/**
 * Domains below which everything is run by one operator. A mirror that only leads to the Gallery's CDN is no second witness of
 * what the Gallery sends.
 */
const DOMAINS = ['powershellgallery.com', 'pwsh.gallery', 'mcr.microsoft.com'] as const

/** Who runs an origin: the domain of one that is known, else the origin itself. */
export function operatorOf(origin: string): string {
  const host = URL.parse(origin)?.hostname ?? origin
  return DOMAINS.find(domain => host === domain || host.endsWith(`.${domain}`)) ?? origin
}
