import path from 'node:path'
import { type Machine, readVariable } from '../powershell/machine.ts'

/**
 * Where the command keeps what it restores, unless it is told: the user's own cache folder. A folder for everybody's
 * temporary files would let another user of the machine put modules there first.
 */
export function cacheFolder(machine: Machine): string {
  return path.join(cacheOfUser(machine), 'psmodule-restore')
}

function cacheOfUser(machine: Machine): string {
  const { platform, home } = machine
  switch (platform) {
    case 'win32':
      return readVariable(machine, 'LOCALAPPDATA') || path.join(home, 'AppData', 'Local')
    case 'darwin':
      return path.join(home, 'Library', 'Caches')
    default: {
      const stated = readVariable(machine, 'XDG_CACHE_HOME')
      // The XDG specification has relative paths ignored.
      return stated && path.isAbsolute(stated) ? stated : path.join(home, '.cache')
    }
  }
}
