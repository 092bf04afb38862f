/**
 * A text that may hold an address, as it may be shown: without user name and password, and without a query, in which
 * signatures travel. Everything up to the last `@` goes, since a password may hold any character but a blank.
 */
export function redact(text: string): string {
  return text.replace(/\S+/g, word => {
    const secret = credentialsIn(word)
    const shown = secret ? `${word.slice(0, secret.start)}…${word.slice(secret.end)}` : word
    return withoutQuery(shown)
  })
}

/** The same for what is one address by itself: a blank in it is part of a password, not an end. */
export function redactAddress(address: string): string {
  const secret = credentialsIn(address)
  return redact(secret ? `${address.slice(0, secret.start)}…${address.slice(secret.end)}` : address)
}

/** The user's own words in a message, redacted first: half an address does not show that it holds a password. */
export function excerpt(text: string, most = 80): string {
  const shown = redact(text)
  return shown.length > most ? `${shown.slice(0, most)}…` : shown
}

const PUNCTUATION = '"\'),.:;'

/** What stands behind the word belongs to the sentence around it: the quotes that it is shown in. */
function withoutQuery(word: string): string {
  const at = word.indexOf('?')
  let end = word.length
  while (end > at && PUNCTUATION.includes(word.charAt(end - 1))) end -= 1
  return at === -1 || end === at + 1 ? word : `${word.slice(0, at)}?…${word.slice(end)}`
}

/**
 * Whether a line may hold an address with a user's name or password in it. It is rather taken for one that does: a blank may
 * be part of a password. What PowerShell begins with `@` ends none.
 */
export function holdsCredentials(line: string): boolean {
  const slashes = line.indexOf('//')
  if (slashes === -1) return false
  let at = line.indexOf('@', slashes)
  while (at !== -1 && '{(\'"'.includes(line.charAt(at + 1) || ' ')) at = line.indexOf('@', at + 1)
  return at !== -1
}

/** Where they stand in one word. By hand, as an expression for it would look at a long line once for each `//` in it. */
function credentialsIn(word: string): { readonly start: number; readonly end: number } | undefined {
  const slashes = word.indexOf('//')
  const end = word.lastIndexOf('@')
  return slashes !== -1 && end > slashes ? { start: slashes + 2, end } : undefined
}
