import { readFile, rm, writeFile } from 'node:fs/promises'
import * as v from 'valibot'
import { place } from './place.ts'
import { unlessMissing } from './shared-file.ts'

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

/**
 * Writes a record in one step. Only one process at a time may do that, so the name of what is not finished is always the
 * same: what a killed run has left of it is written over.
 */
export async function writeRecord(file: string, record: object): Promise<void> {
  const next = `${file}.next`
  try {
    await writeFile(next, `${JSON.stringify(record, undefined, 2)}\n`)
    await place(next, file)
  } catch (error) {
    await rm(next, { force: true }).catch(() => undefined)
    throw error
  }
}
