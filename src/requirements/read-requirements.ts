import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Problem } from '../problem.ts'
import { err, type Result } from '../result.ts'
import { decodeText, type TextDocument } from '../text.ts'
import { psresourceJson, psresourcePsd1 } from './psresource.ts'
import type { RequirementsReader } from './reader.ts'
import type { Reading } from './requirement.ts'

/** Every format, the most telling first: the first that recognises a file reads it. */
export const READERS: readonly RequirementsReader[] = [psresourceJson, psresourcePsd1]

/** One line of the `manifest` input. */
export interface RequirementsFile {
  /** As the user wrote it, for messages. */
  readonly shown: string
  readonly path: string
  readonly format: string | undefined
}

const WITH_FORMAT = /^(?<file>.+?):\s+(?<format>[a-z0-9-]+)$/

/** Reads the `manifest` input: a path a line, each with `: format` behind it where the format is stated. */
export function parseManifestInput(text: string, workingDirectory: string): readonly RequirementsFile[] {
  return text
    .split(/\r?\n/)
    .map(line => line.trim())
    .filter(line => line !== '' && !line.startsWith('#'))
    .map(line => {
      const groups = WITH_FORMAT.exec(line)?.groups
      const shown = groups?.file ?? line
      return { shown, path: path.resolve(workingDirectory, shown), format: groups?.format }
    })
}

/** Reads one requirements file in the format that is stated, else in the one that recognises it. */
export async function readRequirementsFile(file: RequirementsFile): Promise<Result<Reading, Problem>> {
  const document = await readDocument(file)
  if (!document.ok) return document
  const reader =
    file.format === undefined
      ? READERS.find(({ recognises }) => recognises(document.value))
      : READERS.find(({ format }) => format === file.format)
  if (!reader) return err(unknownFormat(file))
  return reader.read(document.value)
}

async function readDocument(file: RequirementsFile): Promise<Result<TextDocument, Problem>> {
  try {
    return decodeText(await readFile(file.path), file.shown)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined
    if (code === undefined) throw error
    const missing = code === 'ENOENT' || code === 'ENOTDIR'
    return err({
      code: 'MANIFEST_UNREADABLE',
      sentence: missing
        ? `The requirements file "${file.shown}" does not exist (looked at ${file.path}).`
        : `The requirements file "${file.shown}" cannot be read${code === 'EISDIR' ? ': it is a folder' : ` (${code})`}.`,
      hint: missing
        ? 'Paths are relative to "working-directory"; was the repository checked out before this step?'
        : 'Name a file that this job may read.',
    })
  }
}

function unknownFormat(file: RequirementsFile): Problem {
  const formats = [...new Set(READERS.map(({ format }) => format))].join(', ')
  return {
    code: 'UNKNOWN_FORMAT',
    sentence:
      file.format === undefined
        ? `"${file.shown}" is not a requirements file of a format that is known.`
        : `There is no requirements format named "${file.format}".`,
    hint: `The formats are ${formats}. State one behind the path ("${file.shown}: ${READERS[0]?.format ?? ''}"), or list the modules in "modules".`,
  }
}
