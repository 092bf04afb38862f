import path from 'node:path'
import { type Machine, readVariable } from './machine.ts'

/**
 * Where PSResourceGet keeps its repositories: in the folder that .NET 8 and later, which PowerShell 7.4 and later run on,
 * name LocalApplicationData. .NET answers nothing for a folder that is not there, and PSResourceGet then uses one below the
 * current folder.
 */
export function resourceRepositoryFile(machine: Machine): string {
  return join(machine, localData(machine), 'PSResourceGet', 'PSResourceRepository.xml')
}

/** Where PowerShellGet 2 keeps its repositories (PartOne.ps1), Windows PowerShell and PowerShell 7 in the same file. */
export function powerShellGetRepositoryFile(machine: Machine): string {
  if (machine.platform === 'win32') {
    const folders = ['Microsoft', 'Windows', 'PowerShell', 'PowerShellGet', 'PSRepositories.xml']
    return join(machine, localData(machine), ...folders)
  }
  const cache = readVariable(machine, 'XDG_CACHE_HOME') || join(machine, machine.home, '.cache')
  return join(machine, cache, 'powershell', 'PowerShellGet', 'PSRepositories.xml')
}

function localData(machine: Machine): string {
  const { platform, home } = machine
  if (platform === 'win32') return readVariable(machine, 'LOCALAPPDATA') || join(machine, home, 'AppData', 'Local')
  if (platform === 'darwin') return join(machine, home, 'Library', 'Application Support')
  const data = readVariable(machine, 'XDG_DATA_HOME') ?? ''
  return data.startsWith('/') ? data : join(machine, home, '.local', 'share')
}

function join({ platform }: Machine, ...parts: readonly string[]): string {
  return (platform === 'win32' ? path.win32 : path.posix).join(...parts)
}
