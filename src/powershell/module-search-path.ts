import path from 'node:path'
import { listSeparator, type Machine, readVariable } from './machine.ts'

/**
 * The folder of the user's own modules, in the very text that PowerShell 7 makes of it (`GetPersonalModulePath`): it looks
 * for this text in the value, and puts it first where it is missing.
 */
export function personalFolder(machine: Machine): string {
  if (machine.platform === 'win32') return inDocuments(machine, 'PowerShell')
  const data = readVariable(machine, 'XDG_DATA_HOME') || combine(machine, machine.home, '.local', 'share')
  return combine(machine, data, 'powershell', 'Modules')
}

/** The folder of the user's modules for Windows PowerShell 5.1. */
export function windowsPowerShellFolder(machine: Machine): string {
  return inDocuments(machine, 'WindowsPowerShell')
}

/** The folder of the modules for all users of PowerShell 7; undefined on a Windows that does not say where programs are. */
export function sharedFolder(machine: Machine): string | undefined {
  if (machine.platform !== 'win32') return '/usr/local/share/powershell/Modules'
  const programs = readVariable(machine, 'ProgramFiles')
  return programs ? combine(machine, programs, 'PowerShell', 'Modules') : undefined
}

/**
 * The value of `PSModulePath` with which a PowerShell that starts later looks into `ours` first; what was there keeps its
 * order.
 *
 * PowerShell puts its own folders in front of the value unless they are in it, so that they must be in it: with `ours`
 * alone, a module of the same name among the user's own would win. The shared folder is there for the previews of 7.7,
 * which put a missing one before everything else even where the user's own is named (PowerShell#26565). On Windows it is
 * left out, as the modules of `$PSHOME` are everywhere: other PowerShells would find modules that are not made for them.
 *
 * @param ours an absolute path, without the separator of paths in it
 */
export function composeModulePath(ours: string, machine: Machine): string {
  const there = foldersIn(readVariable(machine, 'PSModulePath'), machine)
  const companion = machine.platform === 'win32' ? windowsPowerShellFolder(machine) : sharedFolder(machine)
  const key = (folder: string): string => folderKey(folder, machine)
  const folders = insertMissing(distinct([ours, ...there], key), [personalFolder(machine), companion], 1, key)
  return folders.join(listSeparator(machine))
}

/**
 * The folders in which a PowerShell started with this value looks for modules, in its order (PowerShell 7.0 to 7.6, unless
 * a `powershell.config.json` names other folders). It compares without regard to letter case on every system.
 *
 * @param psHome PowerShell's own folder; undefined leaves its modules out
 */
export function effectiveModulePath(value: string | undefined, machine: Machine, psHome?: string): readonly string[] {
  const own = psHome === undefined ? undefined : combine(machine, psHome, 'Modules')
  const key = (folder: string): string => folderKey(folder, machine).toLowerCase()
  return insertMissing(foldersIn(value, machine), [personalFolder(machine), sharedFolder(machine), own], 0, key)
}

/** Each missing folder goes behind the one before it in the row, wherever that stands; the first one to `start`. */
function insertMissing(
  folders: readonly string[],
  row: readonly (string | undefined)[],
  start: number,
  key: (folder: string) => string,
): readonly string[] {
  const result = [...folders]
  let at = start
  for (const folder of row) {
    if (folder === undefined) continue
    const found = result.findIndex(each => key(each) === key(folder))
    if (found === -1) result.splice(at, 0, folder)
    at = (found === -1 ? at : found) + 1
  }
  return result
}

function foldersIn(value: string | undefined, machine: Machine): readonly string[] {
  const folders = (value ?? '').split(listSeparator(machine)).map(folder => folder.trim())
  return folders.filter(folder => folder !== '')
}

function distinct(folders: readonly string[], key: (folder: string) => string): readonly string[] {
  const seen = new Set<string>()
  return folders.filter(folder => !seen.has(key(folder)) && seen.add(key(folder)))
}

/** Equal for the same folder: a slash at its end makes no difference. */
function folderKey(folder: string, machine: Machine): string {
  return machine.platform === 'win32'
    ? folder.replaceAll('/', '\\').replace(/\\+$/, '').toLowerCase()
    : folder.replace(/\/+$/, '')
}

function inDocuments(machine: Machine, product: string): string {
  const documents = machine.documents ?? combine(machine, machine.home, 'Documents')
  return combine(machine, documents, product, 'Modules')
}

/** Puts names behind a folder as .NET's `Path.Combine` does: unlike `path.join`, it leaves the folder as it is written. */
function combine(machine: Machine, folder: string, ...names: readonly string[]): string {
  const slash = machine.platform === 'win32' ? path.win32.sep : path.posix.sep
  return (folder.endsWith(slash) ? folder : folder + slash) + names.join(slash)
}
