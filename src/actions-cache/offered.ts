import type { Environment } from '../environment.ts'

/**
 * Whether this job has a cache, without starting a client: what the client itself decides by (@actions/cache 6.3.0,
 * `isFeatureAvailable` and the cache mode of `lib/internal/config.js`). The runner gives these variables to actions alone.
 */
export function isCacheOffered(environment: Environment): boolean {
  if (environment.ACTIONS_CACHE_MODE?.trim().toLowerCase() === 'none') return false
  const address = isVersion2(environment) ? environment.ACTIONS_RESULTS_URL : environment.ACTIONS_CACHE_URL
  return Boolean(address)
}

/** Enterprise Server has the first version, whatever else is set. */
function isVersion2({ GITHUB_SERVER_URL, ACTIONS_CACHE_SERVICE_V2 }: Environment): boolean {
  const server = URL.parse(GITHUB_SERVER_URL || 'https://github.com')
  const isHosted = server !== null && /^github\.com$|\.ghe\.com$|\.localhost$/.test(server.hostname)
  return isHosted && Boolean(ACTIONS_CACHE_SERVICE_V2)
}
