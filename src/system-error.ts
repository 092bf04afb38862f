import { constants } from 'node:os'
import type { Failure } from './failure.ts'

/** What Node says where the operating system refused something. */
interface SystemError {
  /** `ENOSPC` */
  readonly code: string
  readonly syscall: string
  readonly path?: string
}

/** What an error of the system says; anything else is a bug and thrown on. */
export function asSystemError(error: unknown): SystemError {
  if (error instanceof Error && 'syscall' in error && 'code' in error && typeof error.code === 'string') {
    return { ...(error as Error & SystemError), code: nameOf(error.code) }
  }
  throw error
}

const UNNAMED = /^Unknown system error -(?<errno>[0-9]+)$/

/** libuv has no name for some, a used up quota among them: Node calls that `Unknown system error -122` (seen with 24). */
function nameOf(code: string): string {
  const errno = Number(UNNAMED.exec(code)?.groups?.errno)
  const [name] = Object.entries(constants.errno).find(([, each]) => each === errno) ?? []
  return name ?? code
}

/**
 * The failure that a system error of this machine is; anything else is thrown on.
 *
 * @param path what was being written, where the error does not say it
 */
export function localIo(error: unknown, path: string): Extract<Failure, { kind: 'local-io' }> {
  const { code, path: at } = asSystemError(error)
  return { kind: 'local-io', code, path: at ?? path }
}

/** For `catch`: nothing where there is no such file, and every other error as it is. */
export function unlessMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
  throw error
}
