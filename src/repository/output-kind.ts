import { describeFailure, describeLocalIo, type Failure } from '../failure.ts'
import { describeSpace, isFull } from '../files/disk-space.ts'
import type { Held } from '../files/exclusive.ts'
import type { Problem } from '../problem.ts'
import { asSystemError } from '../system-error.ts'

/** What kind of things an output folder holds. */
export interface OutputKind {
  /** What names of ours look like. */
  readonly name: RegExp
  /** Sets the record apart from that of a folder of the same name that is restored into for itself. */
  readonly recordAs?: string
  /** The input that says where the folder is, if any does. */
  readonly input?: string
  /** What somebody else may put into a folder of ours at the top of the output folder. */
  readonly spares?: RegExp
  /** What a folder of this kind holds and nothing else, as a sentence; undefined where others may put theirs beside ours. */
  readonly holdsOnly?: string
  /** Whether the folder goes, with its record, when nothing is left in it. */
  readonly retires?: boolean
}

/** A name as the file system compares it: on Windows and macOS a file is the same in any letter case. */
export function foldCase(name: string): string {
  return process.platform === 'win32' || process.platform === 'darwin' ? name.toLowerCase() : name
}

/** Something in a folder that holds nothing else than what restores put there. */
export function foreignFile(folder: string, name: string, { input, holdsOnly }: OutputKind): Problem {
  return {
    code: 'FOREIGN_FILE',
    sentence: `The folder ${folder} holds "${name}", which no restore put there.`,
    hint: `${holdsOnly} ${input === undefined ? 'Remove' : `Name an empty or a new folder in "${input}", or remove`} the file.`,
  }
}

/** The words for what the system refused at this folder. */
export async function unusable(folder: string, { input }: OutputKind, error: unknown): Promise<Problem> {
  const { code } = asSystemError(error)
  const space = await describeSpace(code, folder)
  return {
    code: 'FOLDER_UNUSABLE',
    sentence: `The folder ${folder} cannot be used: ${describeLocalIo(code)}${space}.`,
    ...(input !== undefined && { hint: remedyOf(code, input) }),
  }
}

/** @param signal what ended the waiting; its reason is a failure */
export function heldUp(folder: string, { pid }: Held, signal: AbortSignal | undefined): Problem {
  const who = pid === undefined ? 'another machine' : `the process ${pid}`
  const failure: Failure = signal?.reason
  if (failure.kind === 'cancelled') {
    return {
      code: 'CANCELLED',
      sentence: `The restore was cancelled while it waited for the folder ${folder} (${who}).`,
    }
  }
  return {
    code: 'FOLDER_HELD',
    sentence: `The folder ${folder} is held by another restore (${who}): this one waited for it and ${describeFailure(failure)}.`,
    hint: 'Let one restore end before the next one begins, or give each its own folders.',
  }
}

function remedyOf(code: string, input: string): string {
  if (isFull(code)) return `Make room there, or name a folder with more in "${input}".`
  if (code === 'ENAMETOOLONG') return `Name a folder with a shorter path in "${input}".`
  if (code === 'EMFILE' || code === 'ENFILE') return 'Raise the limit of open files ("ulimit -n").'
  return `Name a folder that this job may write in "${input}".`
}
