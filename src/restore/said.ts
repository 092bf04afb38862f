import { describeFailure, type Failure } from '../failure.ts'
import { GRAVITY } from '../fallback/policy.ts'
import { listed } from './enumerate.ts'

/** The names of sources, and what each said. */
export type Said = readonly (readonly [string, Failure])[]

/** What was said, the gravest first, and who all said it. */
export function grouped(said: Said): string {
  const names = new Map<string, string[]>()
  for (const [name, failure] of sortByGravity(said)) {
    const what = describeFailure(failure)
    names.set(what, [...(names.get(what) ?? []), name])
  }
  return [...names].map(([what, sources]) => `${listed(sources)} ${what}`).join('; ')
}

export function gravest(said: Said): Said[number] | undefined {
  return sortByGravity(said)[0]
}

function sortByGravity(said: Said): Said {
  return said.toSorted(([, a], [, b]) => GRAVITY.indexOf(a.kind) - GRAVITY.indexOf(b.kind))
}
