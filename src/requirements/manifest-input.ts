import { glob, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Problem } from '../problem.ts'
import { excerpt, redact } from '../redact.ts'
import { err, ok, type Result } from '../result.ts'
import { nearestWord } from './nearest.ts'
import type { RequirementsFile } from './read-file.ts'
import type { Format } from './reader.ts'
import { READERS } from './readers.ts'

/** One line of the `manifest` input. */
interface Line {
  readonly pattern: string
  readonly format: Format | undefined
  readonly isExclusion: boolean
}

/** Tells a format from the rest of a path: in a path no blank follows a colon, and nobody calls a file `x:psdepend`. */
const WITH_FORMAT = new RegExp(
  `^(?<pattern>.+?):(?:\\s+(?<format>[A-Za-z0-9-]+)|(?<known>${READERS.map(({ format }) => format).join('|')}))$`,
  'i',
)
/** Two letters at least: one is a drive. */
const ADDRESS = /^[a-z][a-z0-9+.-]+:\/\//i
const GLOB = /[*?[\]{}]/
/** Each doubles the patterns that are looked for, at the least. */
const MOST_BRACES = 8

/**
 * The files that the `manifest` input names, in its order: a path or a glob a line, with `: format` behind it where the
 * format is stated; a line that begins with `!` takes what it matches out of the globs. What a glob matches is sorted.
 *
 * Errors: `UNKNOWN_FORMAT`, `MANIFEST_ADDRESS`, `MANIFEST_PATTERN`, `MANIFEST_MATCHES_NOTHING`, `MANIFEST_ONLY_EXCLUDES`.
 */
export async function listFiles(
  input: string,
  workingDirectory: string,
): Promise<Result<readonly RequirementsFile[], Problem>> {
  const lines: Line[] = []
  for (const text of input.split(/\r?\n/).map(line => line.trim())) {
    if (text === '' || text.startsWith('#')) continue
    const line = parseLine(text)
    if (!line.ok) return line
    lines.push(line.value)
  }
  const exclude = lines.filter(({ isExclusion }) => isExclusion).map(({ pattern }) => pattern)
  if (exclude.length > 0 && exclude.length === lines.length) return err(onlyExcludes(exclude))
  const files = new Map<string, RequirementsFile>()
  for (const { pattern, format, isExclusion } of lines) {
    if (isExclusion) continue
    const named = await expand(pattern, exclude, workingDirectory)
    if (!named.ok) return named
    for (const shown of named.value) {
      const whole = path.resolve(workingDirectory, shown)
      const file = { shown, path: whole, format, chosenBy: pattern === shown ? 'name' : 'pattern' } as const
      files.set(whole, merge(files.get(whole), file))
    }
  }
  return ok([...files.values()])
}

/** A file that is named twice is read once: as the line says that names it outright, else as the first one says. */
function merge(earlier: RequirementsFile | undefined, later: RequirementsFile): RequirementsFile {
  if (!earlier) return later
  const isNamedLater = later.chosenBy === 'name' && earlier.chosenBy !== 'name'
  const [first, second] = isNamedLater ? [later, earlier] : [earlier, later]
  return { ...first, format: first.format ?? second.format }
}

function parseLine(text: string): Result<Line, Problem> {
  if (text.startsWith('!')) return ok({ pattern: text.slice(1).trim(), format: undefined, isExclusion: true })
  if (ADDRESS.test(text)) return err(noAddress(text))
  const groups = WITH_FORMAT.exec(text)?.groups
  if (!groups?.pattern) return ok({ pattern: text, format: undefined, isExclusion: false })
  const wanted = (groups.format ?? groups.known)?.toLowerCase()
  const reader = READERS.find(({ format }) => format === wanted)
  if (reader) return ok({ pattern: groups.pattern, format: reader.format, isExclusion: false })
  return err(unknownFormat(groups.pattern, groups.format ?? ''))
}

async function expand(
  pattern: string,
  exclude: readonly string[],
  cwd: string,
): Promise<Result<readonly string[], Problem>> {
  if (!GLOB.test(pattern) || (await isFile(path.resolve(cwd, pattern)))) return ok([pattern])
  if (pattern.split('{').length > MOST_BRACES) return err(tooManyBraces(pattern))
  const matches: string[] = []
  const never = ['node_modules', '.git'].filter(name => !pattern.includes(name)).map(name => `**/${name}/**`)
  for await (const match of glob(pattern, { cwd, exclude: [...exclude, ...never] })) {
    if (await isFile(path.resolve(cwd, match))) matches.push(match.replaceAll(path.sep, '/'))
  }
  if (matches.length > 0) return ok(matches.sort())
  return err({
    code: 'MANIFEST_MATCHES_NOTHING',
    sentence: `The pattern "${pattern}" of "manifest" matches no file in ${cwd}${exclude.length === 0 ? '' : ' that "!" does not take out'}.`,
    hint: 'Patterns are relative to "working-directory"; * stops at folders, ** does not. Was the repository checked out?',
  })
}

async function isFile(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isFile()
  } catch {
    return false
  }
}

function noAddress(text: string): Problem {
  return {
    code: 'MANIFEST_ADDRESS',
    sentence: `"manifest" names files, and ${redact(text)} is an address.`,
    hint: 'Name a file of the repository; galleries and feeds stand in "sources".',
  }
}

function tooManyBraces(pattern: string): Problem {
  return {
    code: 'MANIFEST_PATTERN',
    sentence: `The pattern "${excerpt(pattern)}" of "manifest" has more groups in braces than can be looked for.`,
    hint: 'Write several patterns, one a line.',
  }
}

function onlyExcludes(exclude: readonly string[]): Problem {
  return {
    code: 'MANIFEST_ONLY_EXCLUDES',
    sentence: `"manifest" only takes files out ("!${exclude[0]}"), and names none.`,
    hint: 'Write a path or a glob in a line of its own, such as **/*.requires.psd1.',
  }
}

function unknownFormat(file: string, wanted: string): Problem {
  const formats = READERS.map(({ format }) => format)
  const nearest = nearestWord(wanted, formats)
  return {
    code: 'UNKNOWN_FORMAT',
    sentence: `There is no requirements format named "${wanted}" (for "${file}").`,
    hint: `${nearest === undefined ? '' : `Did you mean "${nearest}"? `}The formats are ${formats.join(', ')}; leave it out to have it told by name and content.`,
  }
}
