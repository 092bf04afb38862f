/** A `::error`, `::warning` or `::notice` line of a log, as the runner reads it. */
export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice'
  /** `file`, `line`, `col`, `title`. */
  readonly properties: Readonly<Record<string, string>>
  readonly message: string
}

export function annotationsIn(log: string): readonly Annotation[] {
  const lines = log.matchAll(
    /^::(?<level>error|warning|notice)(?: (?<properties>[^:]*(?:%3A[^:]*)*))?::(?<message>.*)$/gm,
  )
  return [...lines].map(({ groups }) => ({
    level: groups?.level as Annotation['level'],
    properties: Object.fromEntries(
      (groups?.properties ?? '').split(',').map(pair => {
        const [name = '', value = ''] = pair.split('=')
        return [name, unescapeData(value)]
      }),
    ),
    message: unescapeData(groups?.message ?? ''),
  }))
}

/** What the toolkit escapes in commands. */
function unescapeData(text: string): string {
  return text
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%25', '%')
}
