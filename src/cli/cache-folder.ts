import path from 'node:path'

/**
 * Where the command keeps what it restores, unless it is told: the user's own cache folder. A folder for everybody's
 * temporary files would let another user of the machine put modules there first.
 */
export function cacheFolder(
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
  home: string,
): string {
  return path.join(cacheOfUser(platform, environment, home), 'psmodule-restore')
}

function cacheOfUser(
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
  home: string,
): string {
  switch (platform) {
    case 'win32':
      return environment.LOCALAPPDATA || path.join(home, 'AppData', 'Local')
    case 'darwin':
      return path.join(home, 'Library', 'Caches')
    default: {
      const stated = environment.XDG_CACHE_HOME
      // The XDG specification has relative paths ignored.
      return stated && path.isAbsolute(stated) ? stated : path.join(home, '.cache')
    }
  }
}
