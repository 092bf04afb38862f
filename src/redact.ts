/**
 * A text that may hold an address, as it may be shown: without user name and password, and without a query, in which
 * signatures travel. Everything up to the last `@` goes, since a password may hold any character.
 */
export function redact(text: string): string {
  return text.replace(/\/\/\S*@/, '//…@').replace(/\?\S*/, '?…')
}
