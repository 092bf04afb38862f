/**
 * The word that was probably meant: the candidate that takes the fewest slips of the keyboard (a letter missing, added,
 * changed, or two exchanged), if those are few for its length. Letter case does not count.
 */
export function nearestWord(word: string, candidates: readonly string[]): string | undefined {
  let nearest: string | undefined
  let fewest = Number.POSITIVE_INFINITY
  for (const candidate of candidates) {
    const slips = countSlips(word.toLowerCase(), candidate.toLowerCase())
    if (slips < fewest && slips <= mostSlips(candidate)) {
      nearest = candidate
      fewest = slips
    }
  }
  return nearest
}

/** One in a short word, two in a long one: `Verison` is Version, while `Tag` is not `GUID`. */
function mostSlips(word: string): number {
  return word.length < 4 ? 0 : word.length < 8 ? 1 : 2
}

/** Optimal string alignment distance. */
function countSlips(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return Number.POSITIVE_INFINITY
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1]
      let slips = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        slips = Math.min(slips, (before[j - 2] ?? 0) + 1)
      }
      next.push(slips)
    }
    before = row
    row = next
  }
  return row[b.length] ?? 0
}
