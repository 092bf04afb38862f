import path from 'node:path'
import { describeLocalIo } from '../failure.ts'
import { withLock } from '../files/exclusive.ts'
import { makeFolders } from '../files/make-folders.ts'
import { readShared, replaceShared, resolveShared, type SharedEncoding } from '../files/shared-file.ts'
import type { EditedRegistrations, EditRefusal, RegistrationEdit } from '../powershell/registration-edit.ts'
import { sameRepositoryName } from '../powershell/repository-name.ts'
import { err, ok, type Result } from '../result.ts'
import { asSystemError } from '../system-error.ts'
import { type RecordedRegistration, readRegistrationRecord, writeRegistrationRecord } from './registration-record.ts'

/** The file in which a client keeps its repositories. */
export interface ClientFile {
  readonly path: string
  readonly encodings: readonly SharedEncoding[]
  edit(text: string, edit: RegistrationEdit): Result<EditedRegistrations, EditRefusal>
  /** The text of a file that is not there yet; undefined to make none. */
  readonly create: string | undefined
}

export interface RegistrationChange {
  /** Says of a registration of ours whether it is to go. */
  isRemoved(recorded: RecordedRegistration): Promise<boolean>
  readonly added: readonly RecordedRegistration[]
}

/** A program that keeps writing the file as fast as we do is given up on. */
const MOST_TRIES = 10

/** A change takes milliseconds. */
const PATIENCE_MS = 30_000

/**
 * Takes registrations of ours out of a client's file and puts others in, and keeps the record of them beside it. The value
 * is undefined where there was nothing to do, or no file to do it in. The errors leave the file and the record as they were.
 */
export async function changeClientFile(
  client: ClientFile,
  { isRemoved, added }: RegistrationChange,
): Promise<Result<EditedRegistrations | undefined, EditRefusal>> {
  try {
    if (client.create !== undefined) await makeFolders(path.dirname(client.path))
    const file = await resolveShared(client.path)
    if (file === undefined) return ok(undefined)
    const recordFile = recordFileOf(file)
    const changed = await withLock(
      recordFile.replace(/json$/, 'lock'),
      async () => {
        const recorded = await readRegistrationRecord(recordFile)
        const goes = await Promise.all(recorded.map(isRemoved))
        const edit: RegistrationEdit = { remove: recorded.filter((_, index) => goes[index]), add: added }
        if (edit.remove.length === 0 && added.length === 0) return ok(undefined)
        const kept = recorded.filter((_, index) => !goes[index])
        for (let tries = 0; tries < MOST_TRIES; tries += 1) {
          const before = await readShared(file)
          if (before === 'not-text' || (before && !client.encodings.includes(before.encoding))) {
            return unfit('it is in an encoding that the client does not write')
          }
          const text = before?.text ?? client.create
          if (text === undefined) {
            await writeRegistrationRecord(recordFile, kept)
            return ok(undefined)
          }
          const edited = client.edit(text, edit)
          if (!edited.ok) return edited
          const ours = added.filter(({ name }) => edited.value.added.some(each => sameRepositoryName(each.name, name)))
          // Claimed before it is there: a run that is killed in between leaves nothing that the next would call foreign.
          await writeRegistrationRecord(recordFile, [...recorded, ...ours])
          if (edited.value.text === before?.text || (await replaceShared(file, before, edited.value.text))) {
            await writeRegistrationRecord(recordFile, [...kept, ...ours])
            return edited
          }
          await writeRegistrationRecord(recordFile, recorded)
        }
        return unfit('another program keeps changing it')
      },
      AbortSignal.timeout(PATIENCE_MS),
    )
    return changed.ok ? changed.value : unfit('another restore is changing it, and does not end')
  } catch (error) {
    return unfit(describeLocalIo(asSystemError(error).code))
  }
}

/** What `changeClientFile` would be refused for now; nothing is written. */
export async function checkClientFile(
  client: ClientFile,
  { isRemoved, added }: RegistrationChange,
): Promise<EditRefusal | undefined> {
  try {
    const file = await resolveShared(client.path)
    const before = file === undefined ? undefined : await readShared(file)
    if (file === undefined || before === undefined || before === 'not-text') return undefined
    const recorded = await readRegistrationRecord(recordFileOf(file))
    const goes = await Promise.all(recorded.map(isRemoved))
    const edited = client.edit(before.text, { remove: recorded.filter((_, index) => goes[index]), add: added })
    return edited.ok ? undefined : edited.error
  } catch (error) {
    return { kind: 'unfit', why: describeLocalIo(asSystemError(error).code) }
  }
}

/** Beside the file itself, so that all links to it lead to the same record. */
function recordFileOf(file: string): string {
  return `${path.join(path.dirname(file), path.basename(file, path.extname(file)))}.psmr.json`
}

function unfit(why: string): Result<never, EditRefusal> {
  return err({ kind: 'unfit', why })
}
