import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { decodeText, type TextDocument } from '../../src/text.ts'

const folder = new URL('../fixtures/corpus/', import.meta.url)

/** All files of the corpus, as `OWNER__NAME/PATH`. */
const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .map(name => name.replaceAll('\\', '/'))
  .sort()

export const corpusFiles: readonly string[] = names.filter(name => name.endsWith('.psd1'))
export const corpusJsonFiles: readonly string[] = names.filter(name => /^[^/]+\/.*\.json$/.test(name))

/** A file of the corpus, byte for byte. */
export function corpusBytes(name: string): Buffer {
  return readFileSync(new URL(name, folder))
}

export function corpusDocument(name: string): TextDocument {
  const document = decodeText(corpusBytes(name), name)
  assert.ok(document.ok)
  return document.value
}
