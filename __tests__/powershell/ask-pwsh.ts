import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** Enough on a busy machine; one that hangs is ended. */
const RUN_MS = 120_000

/** What decides where PowerShell looks for modules, and so must not come from whoever runs the tests. */
const DECISIVE = /^(?:PSModulePath|XDG_.*)$/i

/**
 * What a script prints in a PowerShell at home in `home`, as `shell: pwsh` of a step runs it. An error ends it, and is
 * thrown.
 */
export async function askPwsh(
  script: string,
  home: string,
  environment: Readonly<Record<string, string | undefined>> = {},
): Promise<string> {
  const kept = Object.entries(process.env).filter(([name]) => !DECISIVE.test(name))
  const { stdout } = await promisify(execFile)(
    process.env.PSMR_PWSH || 'pwsh',
    ['-NoProfile', '-NonInteractive', '-Command', `$ErrorActionPreference = 'stop'\n${script}`],
    {
      cwd: home,
      env: {
        ...Object.fromEntries(kept),
        HOME: home,
        NO_COLOR: '1',
        POWERSHELL_TELEMETRY_OPTOUT: '1',
        POWERSHELL_UPDATECHECK: 'Off',
        ...environment,
      },
      timeout: RUN_MS,
      maxBuffer: 64 * 1024 * 1024,
    },
  )
  return stdout
}
