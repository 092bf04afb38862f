import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { decodeText, type TextDocument } from '../../src/text.ts'

const folder = new URL('../fixtures/corpus/', import.meta.url)

/** The `.psd1` files of the corpus, as `OWNER__NAME/PATH`. */
export const corpusFiles: readonly string[] = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .map(name => name.replaceAll('\\', '/'))
  .filter(name => name.endsWith('.psd1'))
  .sort()

export function corpusDocument(name: string): TextDocument {
  const document = decodeText(readFileSync(new URL(name, folder)), name)
  assert.ok(document.ok)
  return document.value
}
