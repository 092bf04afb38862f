/** A shell in whose words variables can be set. */
export type Shell = (typeof SHELLS)[number]
export const SHELLS = ['pwsh', 'bash'] as const

export interface Variable {
  readonly name: string
  /** Any text without NUL, which no environment can hold. */
  readonly value: string
}

/**
 * Lines that set environment variables where they are evaluated: `eval "$(…)"` in bash and every other POSIX shell,
 * `… | Invoke-Expression` in PowerShell. Nothing in a value is taken for more than text.
 *
 * A name that no shell takes is a bug of the caller, and thrown.
 */
export function printEnvironment(shell: Shell, variables: readonly Variable[]): string {
  return variables.map(variable => `${assign(shell, variable)}\n`).join('')
}

/** Lines that put folders in front of `PATH`, the first of them first. */
export function printPath(shell: Shell, folders: readonly string[], platform: NodeJS.Platform): string {
  return folders
    .toReversed()
    .map(folder => `${prepend(shell, folder, platform)}\n`)
    .join('')
}

/**
 * A line that fails where it is evaluated: nothing at all would let a script go on that evaluates what a failed command
 * printed, whatever its options.
 */
export function printFailure(shell: Shell, sentence: string): string {
  return shell === 'bash' ? 'false\n' : `throw ${quoteForPwsh(sentence)}\n`
}

function prepend(shell: Shell, folder: string, platform: NodeJS.Platform): string {
  if (shell === 'pwsh') return `$env:PATH = ${quoteForPwsh(folder)} + [IO.Path]::PathSeparator + $env:PATH`
  return `export PATH=${quoteForBash(platform === 'win32' ? posixPath(folder) : folder)}":$PATH"`
}

/** `/c/tools` for `C:\\tools`: a bash on Windows keeps its PATH in the form of POSIX. */
function posixPath(folder: string): string {
  return folder.replaceAll('\\', '/').replace(/^([A-Za-z]):/, (_, drive: string) => `/${drive.toLowerCase()}`)
}

/** What every shell takes for a name. */
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/

function assign(shell: Shell, { name, value }: Variable): string {
  if (!NAME.test(name)) throw new RangeError(`${JSON.stringify(name)} is no name of an environment variable`)
  switch (shell) {
    case 'pwsh':
      return `$env:${name} = ${quoteForPwsh(value)}`
    case 'bash':
      return `export ${name}=${quoteForBash(value)}`
  }
}

/** PowerShell takes the typographic ones for a single quote too (`IsSingleQuote` of its `CharTraits.cs`). */
const SINGLE_QUOTE = /['\u2018-\u201b]/g

/**
 * A text in single quotes, each of which is doubled inside. Line ends are written as escapes: what PowerShell reads from
 * another program comes line by line, and each line is evaluated alone.
 */
function quoteForPwsh(text: string): string {
  const parts = text.split(/([\r\n]+)/)
  const quoted = parts.map((part, index) =>
    index % 2 === 0
      ? `'${part.replace(SINGLE_QUOTE, '$&$&')}'`
      : `"${part.replaceAll('\r', '`r').replaceAll('\n', '`n')}"`,
  )
  return quoted.join(' + ')
}

/** Between single quotes POSIX shells take everything as it is but their end, so that a quote stands outside of them. */
function quoteForBash(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
