import { execFile } from 'node:child_process'
import path from 'node:path'

/** Redirected, PowerShell writes the code page of the system unless it is told otherwise. */
const ASK = "[Console]::OutputEncoding = [Text.Encoding]::UTF8; [Environment]::GetFolderPath('MyDocuments')"

/** PowerShell starts in a second or less; who waits for a broken one knows no more than before. */
const PATIENCE_MS = 10_000

/**
 * The Documents folder of this user of Windows, below which PowerShell keeps the user's modules. It can have been moved
 * (OneDrive, group policies), and only Windows knows where to, so PowerShell is asked. Undefined where it does not answer.
 *
 * @param program the whole path of it: by its name alone, one in the current folder would be run, which is the workspace
 */
export function askDocumentsFolder(program: string): Promise<string | undefined> {
  const args = ['-NoLogo', '-NoProfile', '-NonInteractive', '-Command', ASK]
  return new Promise(resolve => {
    execFile(program, args, { timeout: PATIENCE_MS, windowsHide: true }, (error, stdout) => {
      const folder = error ? '' : stdout.replace(/^\ufeff/, '').trim()
      resolve(path.isAbsolute(folder) ? folder : undefined)
    })
  })
}
