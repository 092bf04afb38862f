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
  if (!folder.isWellFormed()) return err('its path is not Unicode')
  if (platform !== 'win32') {
    if (!path.posix.isAbsolute(folder)) return err('its path is not absolute')
    // `file:///c:/x` is `c:\x` to .NET on every system.
    return ok(pathToFileURL(folder, { windows: false }).href.replace(/^(file:\/\/\/[a-z]):/i, '$1%3A'))
  }
  // A machine's name that is not ASCII stands in a url as Punycode, by which Windows does not find it.
  if (!/^(?:[a-z]:[\\/]|[\\/]{2}\w[\w.-]*[\\/]+[^\\/])/i.test(folder)) {
    return err('its path has neither a drive letter nor a share on a machine with a plain name')
  }
  return ok(pathToFileURL(folder, { windows: true }).href)
}
