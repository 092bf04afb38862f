/** The lines of a list of sources that have these names, in this order. A name that is not there is a mistake of the test. */
export function linesOf(sources: string, ...names: readonly string[]): string {
  const lines = sources.split('\n')
  const named = names.map(name => {
    const line = lines.find(each => each.startsWith(`${name}:`))
    if (line === undefined) throw new Error(`${name} is no source of ${sources}`)
    return line
  })
  return named.join('\n')
}

/** The same sources, none of them alive: whoever asks one is refused at once. */
export function allDead(sources: string): string {
  return sources.replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:1')
}

/** The same sources, of which only one is alive. */
export function onlyAlive(sources: string, name: string): string {
  const lines = sources.split('\n')
  return lines.map(line => (line.startsWith(`${name}:`) ? line : allDead(line))).join('\n')
}
