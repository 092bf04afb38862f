import { readdir, readFile } from 'node:fs/promises'

/** The command lines of all processes that have this in their environment; none where there is no /proc to tell. */
export async function processesWith(name: string, value: string): Promise<readonly string[]> {
  const pids = (await readdir('/proc').catch(() => [])).filter(each => /^[0-9]+$/.test(each))
  const found = pids.map(async pid => {
    // One that ends meanwhile, or is somebody else's, is none of those.
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')
    if (!environment.split('\0').includes(`${name}=${value}`)) return []
    return [await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => pid)]
  })
  return (await Promise.all(found)).flat()
}
