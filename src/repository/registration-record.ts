import { rm } from 'node:fs/promises'
import * as v from 'valibot'
import { readRecord, writeRecord } from '../files/json-record.ts'

/** A folder that we registered, and how it stands in the client's file. */
export type RecordedRegistration = v.InferOutput<typeof REGISTRATION>

const REGISTRATION = v.pipe(v.object({ name: v.string(), folder: v.string(), location: v.string() }), v.readonly())
const RECORD = v.object({ format: v.literal(1), registrations: v.array(REGISTRATION) })

/** Which registrations of a client's file are ours, kept beside that file: only what stands here is ever taken out of it. */
export async function readRegistrationRecord(file: string): Promise<readonly RecordedRegistration[]> {
  return (await readRecord(file, RECORD))?.registrations ?? []
}

/** A record of nothing is no file. */
export async function writeRegistrationRecord(
  file: string,
  registrations: readonly RecordedRegistration[],
): Promise<void> {
  if (registrations.length === 0) return rm(file, { force: true })
  await writeRecord(file, { format: 1, registrations })
}
