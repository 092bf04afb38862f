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
  const value = parse(bytes)
  if (value === undefined)
    return err({ kind: 'malformed', what: `${looksLike(bytes)} instead of JSON`, origin: url.origin })
  const checked = v.safeParse(schema, value)
  if (checked.success) return ok({ ...read.value, value: checked.output })
  const issue = checked.issues[0]
  const where = v.getDotPath(issue) ?? 'its root'
  return err({ kind: 'malformed', what: `JSON of another shape (at ${where.slice(0, 80)})`, origin: url.origin })
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8').replace(/^\uFEFF/, ''))
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function looksLike(bytes: Buffer): string {
  const start = bytes.subarray(0, 256).toString('latin1').trimStart().toLowerCase()
  if (start.startsWith('<!doctype html') || start.startsWith('<html')) return 'an HTML page'
  if (start.startsWith('<')) return 'an XML document'
  return start === '' ? 'nothing' : 'a text'
}
