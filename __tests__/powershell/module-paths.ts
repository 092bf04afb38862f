import type { Machine } from '../../src/powershell/machine.ts'

/**
 * Values of `PSModulePath` in which P is the folder of the user's modules, S the shared one, H that of PowerShell itself and
 * O ours, written as those of Linux.
 */
export interface ModulePathCase {
  /** Undefined where the variable is not set. */
  readonly value: string | undefined
  /** In which order a PowerShell that starts with it looks. */
  readonly effective: string
  /** What we export in its place. */
  readonly composed: string
}

export const modulePathCases: readonly ModulePathCase[] = [
  { value: undefined, effective: 'P:S:H', composed: 'O:P:S' },
  { value: '', effective: 'P:S:H', composed: 'O:P:S' },
  { value: ' : ', effective: 'P:S:H', composed: 'O:P:S' },
  { value: '/a', effective: 'P:S:H:/a', composed: 'O:P:S:/a' },
  { value: '/a:/b/', effective: 'P:S:H:/a:/b/', composed: 'O:P:S:/a:/b/' },
  { value: '/a:: /b :', effective: 'P:S:H:/a:/b', composed: 'O:P:S:/a:/b' },
  { value: 'P', effective: 'P:S:H', composed: 'O:P:S' },
  { value: 'S', effective: 'P:S:H', composed: 'O:P:S' },
  { value: 'H', effective: 'P:S:H', composed: 'O:P:S:H' },
  { value: 'P:S:H', effective: 'P:S:H', composed: 'O:P:S:H' },
  { value: 'S:P', effective: 'S:H:P', composed: 'O:S:P' },
  { value: '/a:S', effective: 'P:/a:S:H', composed: 'O:P:/a:S' },
  { value: '/a:P', effective: '/a:P:S:H', composed: 'O:/a:P:S' },
  { value: '/a:P/', effective: '/a:P/:S:H', composed: 'O:/a:P/:S' },
  { value: '/a:P:H', effective: '/a:P:S:H', composed: 'O:/a:P:S:H' },
  { value: 'H:/a', effective: 'P:S:H:/a', composed: 'O:P:S:H:/a' },
  // A second use of the action in one job; the first one may also have been in a value without the shared folder.
  { value: '/ours1:P:S', effective: '/ours1:P:S:H', composed: 'O:/ours1:P:S' },
  { value: '/ours1:P:/a', effective: '/ours1:P:S:H:/a', composed: 'O:/ours1:P:S:/a' },
  // Ours is there already.
  { value: 'O:P:S', effective: 'O:P:S:H', composed: 'O:P:S' },
  { value: 'P:S:H:O/', effective: 'P:S:H:O/', composed: 'O:P:S:H' },
  { value: '/a:O:/a/', effective: 'P:S:H:/a:O:/a/', composed: 'O:P:S:/a' },
]

export const SHARED = '/usr/local/share/powershell/Modules'
export const OURS = '/srv/restored/m'

/** The value with its letters replaced. */
export function spell(value: string, machine: Machine, psHome: string): string {
  const data = machine.environment.XDG_DATA_HOME || `${machine.home}/.local/share`
  const folders = { P: `${data}/powershell/Modules`, S: SHARED, H: `${psHome}/Modules`, O: OURS }
  const spelled = value
    .split(':')
    .map(each => each.replace(/^[PSHO](?=\/?$)/, letter => folders[letter as keyof typeof folders]))
  return spelled.join(':')
}
