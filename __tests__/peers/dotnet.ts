import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { TestContext } from 'node:test'
import { temporaryFolder, type Workplace } from './peer.ts'

const NO_FEEDS =
  '<configuration><packageSources><clear /></packageSources><fallbackPackageFolders><clear /></fallbackPackageFolders></configuration>\n'

/** A folder where the .NET SDK finds nothing of this machine's: no packages, no caches, no feeds. */
export async function emptyWorkplace(t: TestContext): Promise<Workplace> {
  const cwd = await temporaryFolder(t)
  await writeFile(path.join(cwd, 'nuget.config'), NO_FEEDS)
  const home = path.join(cwd, 'home')
  return {
    cwd,
    env: {
      HOME: home,
      USERPROFILE: home,
      DOTNET_CLI_HOME: home,
      NUGET_PACKAGES: path.join(cwd, 'packages'),
      NUGET_HTTP_CACHE_PATH: path.join(cwd, 'http-cache'),
      DOTNET_CLI_TELEMETRY_OPTOUT: '1',
      DOTNET_NOLOGO: '1',
      // A build server would go on running in the folder that the test removes.
      MSBUILDDISABLENODEREUSE: '1',
      NO_PROXY: '127.0.0.1',
    },
  }
}
