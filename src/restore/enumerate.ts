/** `a, b, c and 4 more`: names for a sentence that must not grow with the set. */
export function enumerate(names: readonly string[], shown = 5): string {
  return names.slice(0, shown).join(', ') + (names.length > shown ? ` and ${names.length - shown} more` : '')
}

const LIST = new Intl.ListFormat('en')

/** `a`, `a and b`, `a, b, and c`: all of them. */
export function listed(names: Iterable<string>): string {
  return LIST.format(names)
}
