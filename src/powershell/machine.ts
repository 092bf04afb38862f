/** What of a machine and its user decides where PowerShell is, and where it looks for modules. */
export interface Machine {
  readonly platform: NodeJS.Platform
  readonly environment: Readonly<Record<string, string | undefined>>
  /** What `HOME` or `USERPROFILE` says. */
  readonly home: string
  /** The Documents folder of a user of Windows, which can have been moved; undefined where that is unknown. */
  readonly documents?: string | undefined
}

/** The value of an environment variable; Windows takes its name in any letter case. */
export function readVariable(machine: Machine, name: string): string | undefined {
  const { environment, platform } = machine
  if (platform !== 'win32') return environment[name]
  const wanted = name.toLowerCase()
  const key = Object.keys(environment).find(each => each.toLowerCase() === wanted)
  return key === undefined ? undefined : environment[key]
}
