import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import * as v from 'valibot'

/** A folder that we registered, and how it stands in the client's file. */
export type RecordedRegistration = v.InferOutput<typeof REGISTRATION>

const REGISTRATION = v.pipe(v.object({ name: v.string(), folder: v.string(), location: v.string() }), v.readonly())
const RECORD = v.object({ format: v.literal(1), registrations: v.array(REGISTRATION) })

/**
 * Which registrations of a client's file are ours, kept beside that file: only what stands here is ever taken out of it. A
 * record that cannot be read claims nothing.
 */
export async function readRegistrationRecord(file: string): Promise<readonly RecordedRegistration[]> {
  try {
    const record = v.safeParse(RECORD, JSON.parse(await readFile(file, 'utf8')))
    return record.success ? record.output.registrations : []
  } catch (error) {
    const isAbsent = (error as NodeJS.ErrnoException).code === 'ENOENT'
    if (isAbsent || error instanceof SyntaxError) return []
    throw error
  }
}

/** A record of nothing is no file. */
export async function writeRegistrationRecord(
  file: string,
  registrations: readonly RecordedRegistration[],
): Promise<void> {
  if (registrations.length === 0) return rm(file, { force: true })
  const next = `${file}.${process.pid}`
  await writeFile(next, `${JSON.stringify({ format: 1, registrations }, undefined, 2)}\n`)
  await rename(next, file)
}
