import type { Failure } from './failure.ts'

/** What Node throws where the operating system refused something. */
interface SystemError extends Error {
  /** `ENOSPC` */
  readonly code: string
  readonly syscall: string
  readonly path?: string
}

/** The error as one of the system; anything else is a bug and thrown on. */
export function asSystemError(error: unknown): SystemError {
  if (error instanceof Error && 'syscall' in error && 'code' in error && typeof error.code === 'string') {
    return error as SystemError
  }
  throw error
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
