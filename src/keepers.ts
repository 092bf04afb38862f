import path from 'node:path'
import { type CacheDecision, decideCache } from './action/cache-policy.ts'
import { createActionsCache } from './actions-cache/actions-cache.ts'
import { isCacheOffered } from './actions-cache/offered.ts'
import { cacheFolder } from './cli/cache-folder.ts'
import { systemClock } from './clock.ts'
import type { Keepers } from './engine.ts'
import type { Environment } from './environment.ts'
import { jobFolder } from './job-folder.ts'
import type { Plan, Wishes } from './plan.ts'
import { type Machine, readVariable } from './powershell/machine.ts'
import type { PackageStore } from './restore/at-hand/package-store.ts'
import { createFolderStore } from './store/folder-store.ts'

const TROUBLES = 'troubles.json'

/**
 * Who keeps packages for the action: the cache of GitHub Actions, and the tool cache of a machine that is not thrown away.
 *
 * @param entry the bundle, beside which lies that of the cache's client
 */
export async function keepersOfAction(
  { inputs, folder }: Plan,
  entry: string,
  environment: Environment,
): Promise<Keepers & { readonly decision: CacheDecision }> {
  const decision = decideCache(inputs, {
    event: environment.GITHUB_EVENT_NAME ?? '',
    ref: environment.GITHUB_REF ?? '',
    isOffered: isCacheOffered(environment),
  })
  const { RUNNER_TOOL_CACHE: toolCache, RUNNER_ENVIRONMENT: kind } = environment
  const cache = createActionsCache({
    entry: path.join(path.dirname(entry), 'cache', 'index.js'),
    folder,
    environment,
    clock: systemClock,
    silenceMs: inputs.sourceTimeoutMs,
    wholeMs: inputs.timeoutMs / 2,
  })
  return {
    decision,
    store: toolCache && kind === 'self-hosted' ? asAllowed(await openToolCache(toolCache), inputs) : undefined,
    cache: decision.restores ? { ...decision, cache } : undefined,
    troubles: path.join(path.dirname(folder), TROUBLES),
  }
}

/** Loaded only where there is one: the toolkit's part takes its time. */
async function openToolCache(folder: string): Promise<PackageStore> {
  const { createToolCacheStore } = await import(/* webpackMode: "eager" */ './store/tool-cache-store.ts')
  return createToolCacheStore(folder)
}

/** Who keeps packages for the command: a folder in the user's cache. */
export function keepersOfCommand({ inputs }: Pick<Wishes, 'inputs'>, machine: Machine): Keepers {
  const store = createFolderStore(path.join(cacheFolder(machine), 'store'))
  const temp = readVariable(machine, 'RUNNER_TEMP')
  const troubles = temp ? path.join(jobFolder(temp), TROUBLES) : undefined
  return { store: asAllowed(store, inputs), cache: undefined, troubles }
}

function asAllowed(store: PackageStore, { cache }: Wishes['inputs']): PackageStore | undefined {
  switch (cache) {
    case 'false':
      return undefined
    case 'restore-only':
      return { ...store, keep: async () => {}, prune: async () => {} }
    default:
      return store
  }
}
