import { readFile, stat } from 'node:fs/promises'
import { leadsOut } from '../fence.ts'
import { type Problem, startOf } from '../problem.ts'
import { parsePsd1 } from '../psd1/parse.ts'
import { readScriptRequires } from '../psd1/script-requires.ts'
import { err, ok, type Result } from '../result.ts'
import { decodeText, refuseSize, type TextDocument } from '../text.ts'
import { parseJson } from './parse-json.ts'
import type { Format, ReadOptions } from './reader.ts'
import { readerOf } from './readers.ts'
import { isScriptName, type Recognised, recognise } from './recognise.ts'
import type { Note, Reading } from './requirement.ts'
import { fromPsd1, type Value } from './value.ts'

/** A requirements file that somebody named, or that was found. */
export interface RequirementsFile {
  /** As it is named, for messages. */
  readonly shown: string
  readonly path: string
  /** Where the user says which format it is. */
  readonly format: Format | undefined
  readonly chosenBy: 'name' | 'pattern' | 'search'
}

/** A requirements file that was read, and as what. */
export interface FileReading extends Reading, Recognised {
  readonly file: string
  readonly chosenBy: RequirementsFile['chosenBy']
}

/** Reads one requirements file from disk. Errors: `MANIFEST_UNREADABLE`, those of `decodeText` and of `readRequirements`. */
export async function readRequirementsFile(
  file: RequirementsFile,
  options: ReadOptions,
): Promise<Result<FileReading, Problem>> {
  const document = await readDocument(file, options.fence)
  if (!document.ok) return document
  const reading = readRequirements(document.value, file.format, options)
  return reading.ok ? ok({ ...reading.value, chosenBy: file.chosenBy }) : reading
}

/**
 * Reads a requirements file in the format that is stated, else in the one that its name and content show.
 *
 * Errors: those of the syntax (`PSD1_…`, `JSON_…`), `OWN_FORMAT`, `NOT_REQUIREMENTS`, and those of the readers
 * (`REQUIREMENT_…`, `MISSPELT_KEY`); each with its place.
 */
export function readRequirements(
  document: TextDocument,
  stated: Format | undefined,
  options: ReadOptions,
): Result<Omit<FileReading, 'chosenBy'>, Problem> {
  const parsed = parseFile(document, stated)
  if (!parsed.ok) return parsed
  const file = { document, root: parsed.value }
  const recognised = stated === undefined ? recognise(file) : ok({ format: stated, because: 'you say so' })
  if (!recognised.ok) return recognised
  const reading = readerOf(recognised.value.format).read(file, options)
  if (!reading.ok) return reading
  const { requirements, notes } = reading.value
  return ok({ file: document.file, ...recognised.value, requirements, notes: [...encodingNotes(document), ...notes] })
}

function parseFile(document: TextDocument, stated: Format | undefined): Result<Value, Problem> {
  if (stated === undefined ? isScriptName(document.file) : stated === 'script') {
    const requires = readScriptRequires(document)
    if (!requires.ok) return requires
    const { modules, statements } = requires.value
    return ok({ kind: 'list', items: modules.map(fromPsd1), at: statements[0] ?? 0 })
  }
  if (isJson(document)) return parseJson(document)
  const data = parsePsd1(document)
  return data.ok ? ok(fromPsd1(data.value)) : data
}

/** By its name, else by how it begins. A psd1 that holds JSON is a mistake, which the parser of psd1 points out. */
function isJson({ file, text }: TextDocument): boolean {
  if (/\.jsonc?$/i.test(file)) return true
  const withoutComments = text.slice(0, 4096).replace(/\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g, '')
  return !/\.psd1$/i.test(file) && /^\s*[{[]/.test(withoutComments)
}

function encodingNotes({ encoding, file }: TextDocument): readonly Note[] {
  if (encoding !== 'windows-1252') return []
  const text = 'the file is not UTF-8 and was read as Windows-1252, which is a guess; save it as UTF-8'
  return [{ kind: 'encoding', place: startOf(file), text }]
}

async function readDocument(file: RequirementsFile, fence: string | undefined): Promise<Result<TextDocument, Problem>> {
  if (fence !== undefined && (await leadsOut(file.path, fence))) return err(strayLink(file))
  try {
    // A pipe or a device, to which a link in the repository may lead, is read without end.
    const facts = await stat(file.path)
    if (!facts.isFile()) return err(noFile(file, facts.isDirectory()))
    const tooLarge = refuseSize(facts.size, file.shown)
    return tooLarge ? err(tooLarge) : decodeText(await readFile(file.path), file.shown)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined
    if (code === undefined) throw error
    return err(code === 'ENOENT' || code === 'ENOTDIR' ? missing(file) : closed(file, code))
  }
}

function strayLink({ shown }: RequirementsFile): Problem {
  return {
    code: 'MANIFEST_UNREADABLE',
    sentence: `The requirements file "${shown}" is not read: it is, or lies behind, a link that leads out of the workspace.`,
    hint: 'Put the file itself there, or name its own path in "manifest".',
  }
}

function noFile({ shown }: RequirementsFile, isFolder: boolean): Problem {
  return {
    code: 'MANIFEST_UNREADABLE',
    sentence: `The requirements file "${shown}" cannot be read: it is ${isFolder ? 'a folder' : 'a pipe or a device'}.`,
    hint: isFolder ? `Name the file in it, or a glob: ${shown.replace(/[\\/]+$/, '')}/*.psd1` : 'Name a file.',
  }
}

function missing({ shown, path, chosenBy }: RequirementsFile): Problem {
  return {
    code: 'MANIFEST_UNREADABLE',
    sentence: `The requirements file "${shown}" does not exist (looked at ${path}).`,
    hint:
      chosenBy === 'search'
        ? 'It was found as a link that leads nowhere, or under a name that is not UTF-8.'
        : 'Paths are relative to "working-directory"; was the repository checked out before this step?',
  }
}

function closed({ shown }: RequirementsFile, code: string): Problem {
  return {
    code: 'MANIFEST_UNREADABLE',
    sentence: `The requirements file "${shown}" cannot be read (${code}).`,
    hint: 'Name a file that this job may read.',
  }
}
