import * as v from 'valibot'
import type { Failure } from '../failure.ts'
import type { HttpClient, HttpDocument, HttpRequest } from '../http/client.ts'
import { err, ok, type Result } from '../result.ts'

export interface JsonDocument<T> extends HttpDocument {
  readonly value: T
}

/** Reads a JSON answer and checks the shape of what is used of it; the rest is not looked at. */
export async function readJson<S extends v.GenericSchema>(
  http: HttpClient,
  request: HttpRequest,
  schema: S,
): Promise<Result<JsonDocument<v.InferOutput<S>>, Failure>> {
  const read = await http.read(request)
  if (!read.ok) return read
  const { bytes, url } = read.value
  const value = parseJson(bytes.toString('utf8'))
  if (value === undefined)
    return err({ kind: 'malformed', what: `${looksLike(bytes)} instead of JSON`, origin: url.origin })
  const checked = v.safeParse(schema, value, AT_THE_FIRST)
  if (checked.success) return ok({ ...read.value, value: checked.output })
  const issue = checked.issues[0]
  const where = v.getDotPath(issue) ?? 'its root'
  return err({ kind: 'malformed', what: `JSON of another shape (at ${where.slice(0, 80)})`, origin: url.origin })
}

/** One fault is told; to collect those of a million wrong items takes seventeen seconds and three gigabytes. */
export const AT_THE_FIRST = { abortEarly: true } as const

/** Every list and object of 16 MiB of brackets takes a hundred bytes. No index or registration has a tenth of these. */
const MAX_BRACKETS = 1_000_000

/** The value of a JSON text; undefined for one that is none, or that holds more lists and objects than any source has to say. */
export function parseJson(text: string): unknown {
  if (hasManyBrackets(text)) return undefined
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function hasManyBrackets(text: string): boolean {
  let left = MAX_BRACKETS
  for (const bracket of '[{') {
    for (let at = text.indexOf(bracket); at !== -1 && left >= 0; at = text.indexOf(bracket, at + 1)) left -= 1
  }
  return left < 0
}

function looksLike(bytes: Buffer): string {
  const start = bytes.subarray(0, 256).toString('latin1').trimStart().toLowerCase()
  if (start.startsWith('<!doctype html') || start.startsWith('<html')) return 'an HTML page'
  if (start.startsWith('<')) return 'an XML document'
  return start === '' ? 'nothing' : 'a text'
}
