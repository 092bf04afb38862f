import path from 'node:path'

/** Where all that is ours lies among the temporary files of a job. */
export function jobFolder(temp: string): string {
  return path.join(temp, 'psmr')
}
