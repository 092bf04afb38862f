import type { Problem } from '../../problem.ts'
import type { Intrusion } from './cache-session.ts'

/** An archive that wrote beside its own folder may have written anywhere: nothing on this machine can be relied on. */
export function explainIntrusion({ key, files }: Intrusion): Problem {
  return {
    code: 'CACHE_ESCAPED',
    sentence: `While an entry of the Actions cache was unpacked, ${files[0]} appeared, which no restore put there.`,
    hint: `Somebody else wrote the entry: delete it (gh cache delete ${key}), and trust nothing that this job made since.`,
    details: files.map(file => `appeared: ${file}`),
  }
}
