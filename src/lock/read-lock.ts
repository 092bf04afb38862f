import type { Node } from 'jsonc-parser'
import type { Dependency } from '../package/dependency.ts'
import { formatIdentity, identityKey, validId } from '../package/identity.ts'
import { type Problem, placeAt } from '../problem.ts'
import { VERSION } from '../product.ts'
import { err, ok, type Result } from '../result.ts'
import { problemAt, refuseSize, type TextDocument } from '../text.ts'
import { LOCK_FORMAT, sortedBy } from './format-lock.ts'
import {
  andThen,
  count,
  each,
  type Fault,
  fields,
  filledList,
  list,
  oneOf,
  type Reader,
  table,
  text,
  whereIs,
  wrong,
} from './json-shape.ts'
import { FOREIGN_HINT, parseJsonTree } from './json-tree.ts'
import type { Corroboration, Lock, LockedPackage } from './lock.ts'
import {
  readContentDigest,
  readFamily,
  readGuid,
  readId,
  readRange,
  readRequirement,
  readSha512,
  readSource,
  readVersion,
} from './lock-values.ts'

/**
 * Reads the text of a lock; what `formatLock` wrote gives the lock it was written from.
 *
 * Errors, each with its place: `LOCK_CONFLICT`, `LOCK_CUT_OFF` and `LOCK_SYNTAX` for what is no JSON, `LOCK_FOREIGN` for
 * another tool's, `LOCK_NEWER` for a later format, `LOCK_EDITED` for what no `formatLock` writes, `LOCK_UNREADABLE` over
 * 16 MiB. Time and memory are linear in the length of the text.
 *
 * @param file the name by which messages speak of it
 */
export function parseLock(text: string, file: string): Result<Lock, Problem> {
  const tooLarge = refuseSize(Buffer.byteLength(text), file)
  if (tooLarge) return err({ ...tooLarge, code: 'LOCK_UNREADABLE', hint: RENEW })
  const document: TextDocument = { file, text, encoding: 'utf-8' }
  const root = parseJsonTree(document)
  if (!root.ok) return root
  const other = otherFormat(document, root.value)
  if (other) return err(other)
  const lock = readLock(root.value)
  return lock.ok ? lock : err(edited(document, lock.error))
}

const RENEW =
  'A lock is not written by hand: take the file from the last commit, or run "psmodule-restore lock --upgrade".'

function edited(document: TextDocument, { node, what, first }: Fault): Problem {
  const { file, text } = document
  const sentence = `${file} cannot be used: ${whereIs(node)} ${what}.`
  const problem = problemAt(document, node.offset, { code: 'LOCK_EDITED', sentence, hint: RENEW })
  if (!first) return problem
  const { line, column } = placeAt(text, first.offset, file)
  return {
    ...problem,
    details: [`The other one is at: line ${line}, column ${column}; letter case makes no difference.`],
  }
}

/** Whether it is a lock of ours at all, and of a format that is read here: before anything else that it may lack. */
function otherFormat(document: TextDocument, root: Node): Problem | undefined {
  const { file } = document
  const properties = root.type === 'object' ? (root.children ?? []) : []
  const format = properties.map(({ children }) => children).find(pair => pair?.[0]?.value === 'format')?.[1]
  if (!format) {
    const sentence = `${file} is no lock of psmodule-restore: it states no "format".`
    return problemAt(document, root.offset, { code: 'LOCK_FOREIGN', sentence, hint: FOREIGN_HINT })
  }
  if (typeof format.value !== 'number' || format.value <= LOCK_FORMAT) return undefined
  return problemAt(document, format.offset, {
    code: 'LOCK_NEWER',
    sentence: `${file} was written by a newer version of psmodule-restore: it has format ${format.value}, and ${VERSION} reads format ${LOCK_FORMAT}.`,
    hint: 'Update psmodule-restore; in a workflow its version stands behind the "@" of "uses".',
  })
}

const acceptedFile = fields({ sha512: text(readSha512), size: count }, { family: text(readFamily) })

const corroboration: Reader<Corroboration> = andThen(
  fields({ outcome: oneOf('agreed', 'other-build', 'single-sourced'), by: list(text(readSource)) }, {}),
  ({ outcome, by }, node) => {
    if ((outcome === 'single-sourced') === (by.length === 0)) return ok({ outcome, by: by.toSorted() })
    return wrong(node, `is "${outcome}" by ${by.length === 0 ? 'nobody' : by.join(', ')}`)
  },
)

const dependencies: Reader<readonly Dependency[]> = andThen(table(text(readRange)), entries => {
  const read = each(entries, ({ key, keyNode, value }) =>
    validId(key) ? ok({ id: key, range: value }) : wrong(keyNode, 'is no package id'),
  )
  return read.ok ? ok(sortedBy(read.value, ({ id }) => id.toLowerCase())) : read
})

const stanza: Reader<LockedPackage> = andThen(
  fields(
    {
      id: text(readId),
      version: text(readVersion),
      type: oneOf('module', 'script'),
      family: text(readFamily),
      accepted: filledList(acceptedFile),
      content: filledList(text(readContentDigest)),
      dependencies,
    },
    { guid: text(readGuid), corroboration },
  ),
  ({ id, version, ...rest }) => ok({ identity: { id, version }, ...rest }),
)

const packages: Reader<readonly LockedPackage[]> = andThen(table(stanza), entries => {
  const read = each(entries, ({ key, keyNode, value }) => {
    const { identity } = value
    const wanted = identityKey(identity)
    return key === wanted ? ok(value) : wrong(keyNode, `holds ${formatIdentity(identity)}, whose key is "${wanted}"`)
  })
  return read.ok ? ok(sortedBy(read.value, ({ identity }) => identityKey(identity))) : read
})

const readLock: Reader<Lock> = andThen(
  fields(
    {
      format: oneOf(LOCK_FORMAT),
      options: fields({ prerelease: oneOf(true, false), 'skip-dependencies': oneOf(true, false) }, {}),
      requirements: list(text(readRequirement)),
      packages,
    },
    { $schema: text(ok) },
  ),
  ({ options, requirements, packages }) =>
    ok({
      options: { prerelease: options.prerelease, skipDependencies: options['skip-dependencies'] },
      requirements: requirements.toSorted(),
      packages,
    }),
)
