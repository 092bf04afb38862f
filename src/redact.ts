/**
 * A text that may hold an address, as it may be shown: without user name and password, and without a query, in which
 * signatures travel. Everything up to the last `@` goes, since a password may hold any character but a blank.
 */
export function redact(text: string): string {
  return text.replace(/\S+/g, word => {
    const secret = credentialsIn(word)
    const shown = secret ? `${word.slice(0, secret.start)}…${word.slice(secret.end)}` : word
    return shown.replace(/\?.+/, '?…')
  })
}

/** Whether a text holds an address with a user's name or password in it. */
export function holdsCredentials(text: string): boolean {
  return (text.match(/\S+/g) ?? []).some(word => credentialsIn(word) !== undefined)
}

/** Where they stand in one word. By hand, as an expression for it would look at a long line once for each `//` in it. */
function credentialsIn(word: string): { readonly start: number; readonly end: number } | undefined {
  const slashes = word.indexOf('//')
  const end = word.lastIndexOf('@')
  return slashes !== -1 && end > slashes ? { start: slashes + 2, end } : undefined
}
