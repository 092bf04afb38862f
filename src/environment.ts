import path from 'node:path'

/** Variables by name, as a process has them. */
export type Environment = Readonly<Record<string, string | undefined>>

/** Where all that is ours lies among the temporary files of a job. */
export function jobFolder(temp: string): string {
  return path.join(temp, 'psmr')
}
