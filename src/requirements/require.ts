import { validId } from '../package/identity.ts'
import type { Problem } from '../problem.ts'
import { excerpt } from '../redact.ts'
import { ok, type Result } from '../result.ts'
import { ANY_VERSION } from '../version/version-range.ts'
import type { Notebook } from './notebook.ts'
import type { Requirement } from './requirement.ts'
import type { Settings } from './settings.ts'
import type { VersionWish } from './version-text.ts'

/** As long as addresses may be; a longer text would fill every line of the log. */
const MAX_REPOSITORY = 2048

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
    const what = `"${excerpt(name)}" cannot be the name of a module`
    const hint = 'Names are letters, digits and underscores, with single dots or hyphens between them.'
    return book.refuse('REQUIREMENT_NAME', at, what, hint)
  }
  if (wish.repository !== undefined && wish.repository.length > MAX_REPOSITORY) {
    const what = `the repository of ${id} has ${wish.repository.length} characters`
    return book.refuse('REQUIREMENT_REPOSITORY', at, what, 'Give the name or the address of a repository.')
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
