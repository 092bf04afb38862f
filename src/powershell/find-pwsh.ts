import { access, constants, realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { listSeparator, type Machine, readVariable } from './machine.ts'

/** A PowerShell 7 that runs when `pwsh` is called. */
export interface Pwsh {
  /** The program itself, symbolic links followed. */
  readonly program: string
  /** Its `$PSHOME`, below which its own modules lie. */
  readonly psHome: string
}

/** The engine itself: it lies in `$PSHOME`, and not beside what only starts a PowerShell that lies elsewhere. */
const ENGINE = 'System.Management.Automation.dll'

/**
 * The `pwsh` that a shell finds on `PATH`, without starting it. Undefined if there is none, and if it is a shim (a snap, a
 * .NET tool, a script), of which only running it would tell where PowerShell is.
 */
export async function findPwsh(machine: Machine): Promise<Pwsh | undefined> {
  const names = namesOfPwsh(machine)
  const folders = (readVariable(machine, 'PATH') ?? '').split(listSeparator(machine)).filter(folder => folder !== '')
  for (const file of folders.flatMap(folder => names.map(name => path.join(folder, name)))) {
    if (await isProgram(file)) return resolveProgram(file)
  }
  return undefined
}

/** What Windows does where `PATHEXT` is not set. */
const DEFAULT_EXTENSIONS = '.COM;.EXE;.BAT;.CMD'

function namesOfPwsh(machine: Machine): readonly string[] {
  if (machine.platform !== 'win32') return ['pwsh']
  const extensions = (readVariable(machine, 'PATHEXT') || DEFAULT_EXTENSIONS).split(';')
  return extensions.filter(extension => extension !== '').map(extension => `pwsh${extension.toLowerCase()}`)
}

async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK)
    return (await stat(file)).isFile()
  } catch {
    return false
  }
}

async function resolveProgram(file: string): Promise<Pwsh | undefined> {
  try {
    const program = await realpath(file)
    const psHome = path.dirname(program)
    await access(path.join(psHome, ENGINE))
    return { program, psHome }
  } catch {
    return undefined
  }
}
