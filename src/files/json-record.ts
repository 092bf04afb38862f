import { readFile } from 'node:fs/promises'
import * as v from 'valibot'
import { unlessMissing } from '../system-error.ts'
import { writeWhole } from './whole-file.ts'

/**
 * Reads a record of ours of what is ours. Undefined for one that is not there, and for one that cannot be understood, which
 * claims nothing: nobody's files are changed on its word.
 */
export async function readRecord<const Schema extends v.GenericSchema>(
  file: string,
  schema: Schema,
): Promise<v.InferOutput<Schema> | undefined> {
  const text = await readFile(file, 'utf8').catch(unlessMissing)
  const record = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), text)
  return record.success ? record.output : undefined
}

/** Writes a record in one step. Only one process at a time may do that. */
export function writeRecord(file: string, record: object): Promise<void> {
  return writeWhole(file, `${JSON.stringify(record, undefined, 2)}\n`)
}
