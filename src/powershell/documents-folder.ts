import { execFile } from 'node:child_process'
import path from 'node:path'

/** PowerShell starts in a second or less; who waits for a broken one knows no more than before. */
const PATIENCE_MS = 10_000

/**
 * The Documents folder of this user of Windows, below which PowerShell keeps the user's modules. It can have been moved
 * (OneDrive, group policies), and only Windows knows where to, so PowerShell is asked. Undefined where there is none or it
 * does not answer.
 *
 * @param program PowerShell 7 or 5.1
 */
export function askDocumentsFolder(program = 'pwsh'): Promise<string | undefined> {
  const args = ['-NoLogo', '-NoProfile', '-NonInteractive', '-Command', "[Environment]::GetFolderPath('MyDocuments')"]
  return new Promise(resolve => {
    execFile(program, args, { timeout: PATIENCE_MS, windowsHide: true }, (error, stdout) => {
      const folder = error ? '' : stdout.trim()
      resolve(path.isAbsolute(folder) ? folder : undefined)
    })
  })
}
