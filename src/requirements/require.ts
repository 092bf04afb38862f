import { validId } from '../package/identity.ts'
import type { Problem } from '../problem.ts'
import { ok, type Result } from '../result.ts'
import { ANY_VERSION } from '../version/version-range.ts'
import type { Notebook } from './notebook.ts'
import type { Requirement } from './requirement.ts'
import type { Settings } from './settings.ts'
import type { VersionWish } from './version-text.ts'

/**
 * A requirement of a file, its name checked: it becomes a path and part of a URL.
 *
 * @param at offset of the entry
 */
export function requireModule(
  name: string,
  at: number,
  wish: Partial<VersionWish> & Omit<Partial<Settings>, 'name'>,
  book: Notebook,
): Result<Requirement, Problem> {
  const id = name.trim()
  if (!validId(id)) {
    const what = `"${name.slice(0, 80)}" cannot be the name of a module`
    const hint = 'Names are letters, digits and underscores, with single dots or hyphens between them.'
    return book.refuse('REQUIREMENT_NAME', at, what, hint)
  }
  return ok({
    name: id,
    range: wish.range ?? ANY_VERSION,
    written: wish.written ?? '',
    prerelease: wish.prerelease ?? false,
    ...(wish.repository !== undefined && { repository: wish.repository }),
    ...(wish.guid !== undefined && { guid: wish.guid }),
    stated: book.locate(at),
  })
}
