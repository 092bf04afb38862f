/**
 * Why a zip is refused. Many of these are read by one program one way and by the next another way, which is what an
 * attacker needs; no packer writes them. The catalogue follows uv's (crates/uv-extract/src/error.rs).
 */
export type ZipFaultCode =
  // The file as a whole.
  | 'not-a-zip'
  | 'cut-off'
  | 'trailing-data'
  | 'prepended-data'
  | 'zip-in-comment'
  | 'multi-disk'
  | 'needless-zip64'
  | 'bad-directory'
  | 'wrong-entry-count'
  | 'too-many-entries'
  | 'too-large'
  // An entry as the directory has it.
  | 'unsupported-method'
  | 'encrypted'
  | 'not-a-file'
  | 'folder-with-data'
  // Its name.
  | 'invalid-utf8'
  | 'ambiguous-name'
  | 'absolute-path'
  | 'path-traversal'
  | 'empty-segment'
  | 'forbidden-character'
  | 'reserved-name'
  | 'trailing-dot-or-space'
  | 'path-too-long'
  | 'duplicate-name'
  | 'colliding-names'
  | 'file-as-folder'
  // Where it lies.
  | 'local-header-mismatch'
  | 'descriptor-mismatch'
  | 'overlapping-entries'
  | 'hidden-data'
  // What is in it.
  | 'bad-deflate'
  | 'size-mismatch'
  | 'wrong-crc'

export interface ZipFault {
  readonly code: ZipFaultCode
  /** Completes "sent something else: …". */
  readonly message: string
}

export function zipFault(code: ZipFaultCode, message: string): ZipFault {
  return { code, message }
}

/** What moves a cursor, ends a line or turns the direction of a text, and JSON leaves as it is. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

/** A name from a zip as a message can hold it: quoted, escaped, not too long. */
export function quoteName(name: string): string {
  const quoted = JSON.stringify(name.length > 80 ? `${name.slice(0, 80)}…` : name)
  return quoted.replace(INVISIBLE, character => `\\u{${character.codePointAt(0)?.toString(16)}}`)
}
