import type { Problem } from '../../src/problem.ts'
import type { Psd1Data, Psd1Table, Psd1Value } from '../../src/psd1/value.ts'
import type { Result } from '../../src/result.ts'
import type { PwshValue, Verdict } from './pwsh.ts'

/** What we refuse though PowerShell takes it, on purpose. */
const REFUSALS: readonly { readonly what: RegExp; readonly why: string }[] = [
  { what: /nests deeper than 64 levels/, why: 'Deeper nesting is made to exhaust the stack.' },
  { what: /it holds NUL bytes/, why: 'PowerShell ends some texts at a NUL, and a file with one is no text.' },
  {
    what: /is a variable, where the name of an entry should be|the name of an entry cannot be known|needs quotes|a table inside a table has no name|the name of an entry should stand here/,
    why: 'A key other than a name, a text or a plain number: whoever looks a name up would not find it.',
  },
  {
    what: /it holds (?:JSON|YAML|XML)|it begins with "\{"|it is not plain data|it is a script/,
    why: 'A file that holds no table but `{ … }`, `- 1` or the like is another format, or unfinished.',
  },
]

/** What is wrong with our reading of a file, given PowerShell's; undefined if it is as it must be. */
export function disagreement(verdict: Verdict, ours: Result<Psd1Data, Problem>): string | undefined {
  if (!verdict.accepts) {
    if (!ours.ok || holdsUnknown(ours.value)) return undefined
    return `PowerShell refuses it, and we read ${JSON.stringify(ours.value)}: ${verdict.reason}`
  }
  if (ours.ok) return difference(verdict.value, ours.value, 'the root')
  const { sentence } = ours.error
  // It looks for a table anywhere in a script; we want nothing beside it.
  if (!verdict.alone) return undefined
  if (REFUSALS.some(({ what }) => what.test(sentence))) return undefined
  return `PowerShell takes it, and we say: ${sentence}\n${ours.error.frame}`
}

export function holdsUnknown(value: Psd1Value): boolean {
  if (value.kind === 'array') return value.items.some(holdsUnknown)
  if (value.kind === 'table') return value.entries.some(entry => holdsUnknown(entry.value))
  return value.kind === 'unknown'
}

/** What is unknown may be anything. */
function difference(theirs: PwshValue, ours: Psd1Value, where: string): string | undefined {
  if (ours.kind === 'unknown') return undefined
  const differs = `${where} is ${JSON.stringify(theirs)}, and we read ${JSON.stringify(ours)}`
  switch (ours.kind) {
    case 'string':
      return theirs.kind === 'string' && theirs.text === ours.value ? undefined : differs
    case 'number':
      // Wider types than ours keep their digits in `text`; the value is the nearest double. No reader tells -0 from 0.
      return theirs.kind === 'number' && Number(theirs.digits) === ours.value ? undefined : differs
    case 'boolean':
      return theirs.kind === 'boolean' && theirs.value === ours.value ? undefined : differs
    case 'null':
      return theirs.kind === 'null' ? undefined : differs
    case 'array':
      return theirs.kind === 'array' ? arrayDifference(theirs.items, ours.items, where, differs) : differs
    case 'table':
      return theirs.kind === 'table' ? tableDifference(theirs.entries, ours, where, differs) : differs
  }
}

/** Something unknown in an array may be any number of items; those before the first and behind the last are certain. */
function arrayDifference(
  theirs: readonly PwshValue[],
  ours: readonly Psd1Value[],
  where: string,
  differs: string,
): string | undefined {
  const unknowns = ours.filter(item => item.kind === 'unknown').length
  if (unknowns === 0 ? theirs.length !== ours.length : theirs.length < ours.length - unknowns) return differs
  const known = ours.findIndex(item => item.kind === 'unknown')
  const head = known === -1 ? ours.length : known
  const tail = known === -1 ? 0 : ours.length - 1 - ours.findLastIndex(item => item.kind === 'unknown')
  const pairs = [
    ...ours.slice(0, head).map((item, index) => [theirs[index], item] as const),
    ...ours.slice(ours.length - tail).map((item, index) => [theirs[theirs.length - tail + index], item] as const),
  ]
  for (const [index, [their, our]] of pairs.entries()) {
    if (their === undefined) return differs
    const found = difference(their, our, `${where}[${index}]`)
    if (found !== undefined) return found
  }
  return undefined
}

function tableDifference(
  theirs: readonly { readonly key: PwshValue; readonly value: PwshValue }[],
  ours: Psd1Table,
  where: string,
  differs: string,
): string | undefined {
  if (theirs.length !== ours.entries.length) return differs
  for (const { key, value } of ours.entries) {
    const their = theirs.find(entry => isKey(entry.key, key))
    if (their === undefined) return `${where} has no key ${JSON.stringify(key)}: ${JSON.stringify(theirs)}`
    const found = difference(their.value, value, `${where}.${key}`)
    if (found !== undefined) return found
  }
  return undefined
}

function isKey(theirs: PwshValue, ours: string): boolean {
  if (theirs.kind === 'string') return theirs.text === ours
  return theirs.kind === 'number' && theirs.digits === ours
}
