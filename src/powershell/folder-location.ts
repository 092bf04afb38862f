import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { err, ok, type Result } from '../result.ts'

/**
 * The url by which PSResourceGet finds a folder: the one whose `Uri.LocalPath` is the folder again. The error completes
 * "the folder … cannot be registered: …".
 *
 * A folder whose name holds a literal `%20` cannot be registered by its path with Register-PSResourceRepository, which
 * decodes it; by this url it can, since its `%` is encoded.
 *
 * @param folder an absolute path of `platform`; on Windows with a drive letter or on a share
 */
export function folderUrl(folder: string, platform: NodeJS.Platform): Result<string, string> {
  const fault = faultOf(folder, platform)
  if (fault !== undefined) return err(fault)
  const { href } = pathToFileURL(folder, { windows: platform === 'win32' })
  // `file:///c:/x` is `c:\x` to .NET on every system.
  return ok(platform === 'win32' ? href : href.replace(/^(file:\/\/\/[a-z]):/i, '$1%3A'))
}

/** The path by which PowerShellGet 2 finds a folder. The error completes "the folder … cannot be registered: …". */
export function folderPath(folder: string, platform: NodeJS.Platform): Result<string, string> {
  const fault = faultOf(folder, platform)
  if (fault !== undefined) return err(fault)
  // It finds a module there and fails to install it: what it hands on has its parts between such bars.
  return folder.includes('|') ? err('its path holds a |') : ok(folder)
}

function faultOf(folder: string, platform: NodeJS.Platform): string | undefined {
  if (!folder.isWellFormed()) return 'its path is not Unicode'
  if (platform !== 'win32') return path.posix.isAbsolute(folder) ? undefined : 'its path is not absolute'
  // A machine's name that is not ASCII stands in a url as Punycode, by which Windows does not find it.
  if (/^(?:[a-z]:[\\/]|[\\/]{2}\w[\w.-]*[\\/]+[^\\/])/i.test(folder)) return undefined
  return 'its path has neither a drive letter nor a share on a machine with a plain name'
}
