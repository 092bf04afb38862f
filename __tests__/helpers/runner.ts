/**
 * What the runner makes of a step's output and of its files, by its own rules written anew (actions/runner:
 * `ActionCommand.cs`, `FileCommandManager.cs`). Any word is the name of a command here, so that none is overlooked.
 */
export interface RunnerCommand {
  readonly name: string
  readonly properties: Readonly<Record<string, string>>
  readonly data: string
}

/** What .NET's `TrimStart` takes away. */
const DOTNET_SPACE = /^[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/

/** The commands in standard output or error, which the runner reads line by line, at any line end. */
export function commandsIn(output: string): readonly RunnerCommand[] {
  return output.split(/\r\n|[\r\n]/).flatMap(line => tryParseV2(line) ?? tryParse(line) ?? tryParseAzure(line) ?? [])
}

/** `::name key=value,key=value::data` behind leading blanks. */
function tryParseV2(line: string): RunnerCommand | undefined {
  const message = line.replace(DOTNET_SPACE, '')
  const end = message.indexOf('::', 2)
  return message.startsWith('::') && end !== -1
    ? command(message.slice(2, end), ',', message.slice(end + 2))
    : undefined
}

/** `##[name key=value;]data` anywhere in the line. */
function tryParse(line: string): RunnerCommand | undefined {
  const start = line.indexOf('##[')
  const end = line.indexOf(']', start)
  return start !== -1 && end !== -1 ? command(line.slice(start + 3, end), ';', line.slice(end + 1)) : undefined
}

/** `##vso[area.event …]`, which the agent of Azure Pipelines takes. */
function tryParseAzure(line: string): RunnerCommand | undefined {
  const found = /##vso\[(?<info>[^\]]*)\](?<data>.*)/is.exec(line)?.groups
  return found && command(found.info ?? '', ';', found.data ?? '')
}

function command(info: string, separator: string, data: string): RunnerCommand {
  const [name = '', ...rest] = info.split(' ')
  const pairs = rest.join(' ').split(separator)
  const properties = pairs.map(pair => pair.split('=', 2)).filter(pair => pair.length === 2)
  return { name, properties: Object.fromEntries(properties), data }
}

/** What `GITHUB_OUTPUT`, `GITHUB_ENV` and `GITHUB_STATE` set; throws where the runner would refuse the file. */
export function assignmentsIn(file: string): ReadonlyMap<string, string> {
  const assigned = new Map<string, string>()
  const lines = file.split(/(?<=\r\n|\n|\r(?!\n))/)
  for (let at = 0; at < lines.length; at += 1) {
    const line = withoutEnd(lines[at] ?? '')
    if (line === '') continue
    const [equals, heredoc] = [line.indexOf('='), line.indexOf('<<')]
    if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
      assigned.set(line.slice(0, equals), line.slice(equals + 1))
      continue
    }
    const [name, delimiter] = [line.slice(0, heredoc), line.slice(heredoc + 2)]
    if (heredoc < 1 || delimiter === '') throw new Error(`Invalid format '${line}'`)
    const value: string[] = []
    for (at += 1; withoutEnd(lines[at] ?? '') !== delimiter; at += 1) {
      const next = lines[at]
      if (next === undefined) throw new Error(`Matching delimiter not found '${delimiter}'`)
      value.push(next)
    }
    // The end of the last line belongs to the delimiter.
    assigned.set(name, withoutEnd(value.join('')))
  }
  return assigned
}

/** What `GITHUB_PATH` puts in front of the PATH of later steps, one after the other. */
export function pathsIn(file: string): readonly string[] {
  return file.split(/\r\n|[\r\n]/).filter(line => line !== '')
}

function withoutEnd(line: string): string {
  return line.replace(/(?:\r\n|\n|\r)$/, '')
}
