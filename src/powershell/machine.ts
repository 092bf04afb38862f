import { homedir, tmpdir } from 'node:os'
import path from 'node:path'
import type { Environment } from '../environment.ts'

/** What of a machine and its user decides where PowerShell is, and where it looks for modules. */
export interface Machine {
  readonly platform: NodeJS.Platform
  readonly environment: Environment
  /** What `HOME` or `USERPROFILE` says. */
  readonly home: string
  /** The Documents folder of a user of Windows, which can have been moved; undefined where that is unknown. */
  readonly documents?: string | undefined
}

/** This machine; without a home, which a container can lack, PowerShell takes a temporary one too. */
export function thisMachine(environment: Machine['environment']): Machine {
  const { platform } = process
  const stated = environment[platform === 'win32' ? 'USERPROFILE' : 'HOME']
  return { platform, environment, home: stated && path.isAbsolute(stated) ? stated : homeOfAccount() }
}

function homeOfAccount(): string {
  try {
    return homedir() || tmpdir()
  } catch {
    return tmpdir()
  }
}

/** What stands between the folders of a list of them. */
export function listSeparator({ platform }: Pick<Machine, 'platform'>): string {
  return platform === 'win32' ? path.win32.delimiter : path.posix.delimiter
}

/** The value of an environment variable; Windows takes its name in any letter case. */
export function readVariable(machine: Machine, name: string): string | undefined {
  const { environment, platform } = machine
  if (platform !== 'win32') return environment[name]
  const wanted = name.toLowerCase()
  const key = Object.keys(environment).find(each => each.toLowerCase() === wanted)
  return key === undefined ? undefined : environment[key]
}
