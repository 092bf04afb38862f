import { parseInline } from '../../src/requirements/inline.ts'
import type { Requirement } from '../../src/requirements/requirement.ts'
import { unwrap } from './result.ts'

/** Requirements in the grammar of the `modules` input, one an argument, as if each stood on a line of its own of that file. */
export function requirementsIn(file: string, ...lines: readonly string[]): readonly Requirement[] {
  return unwrap(parseInline(lines.join('\n'))).map(each => ({ ...each, stated: { ...each.stated, file } }))
}
