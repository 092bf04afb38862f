import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { acceptedInOrder, contentInOrder, sortedBy } from '../../src/lock/format-lock.ts'
import type { AcceptedFile, Corroboration, Lock, LockedPackage } from '../../src/lock/lock.ts'
import { identityKey, validId } from '../../src/package/identity.ts'
import { normalise } from '../../src/version/nuget-version.ts'
import { formatRange, type VersionRange } from '../../src/version/version-range.ts'
import { range, someInterval, someVersion, version } from '../helpers/versions.ts'

export function sha512Of(text: string): string {
  return createHash('sha512').update(text).digest('base64')
}

export function contentOf(text: string): string {
  return `h1:${createHash('sha256').update(text).digest('base64')}`
}

/** A package of that name and version, its digests made of both. */
export function locked(id: string, exact: string, facts: Partial<LockedPackage> = {}): LockedPackage {
  const name = `${id} ${exact}`
  return {
    identity: { id, version: version(exact) },
    type: 'module',
    guid: undefined,
    family: 'gallery',
    accepted: [{ sha512: sha512Of(name), size: 1234, family: undefined }],
    content: [contentOf(name)],
    dependencies: [],
    corroboration: undefined,
    ...facts,
  }
}

/** Three packages that have between them everything that a lock can say. */
export const SAMPLE: Lock = {
  options: { prerelease: false, skipDependencies: false },
  requirements: ['az.aks [6.1.0]', 'pester [5.0.0, )'],
  packages: [
    locked('Az.Accounts', '5.3.0', { corroboration: { outcome: 'single-sourced', by: [] } }),
    locked('Az.Aks', '6.1.0', {
      accepted: [
        { sha512: sha512Of('aks'), size: 99, family: undefined },
        { sha512: sha512Of('aks of mar'), size: 9, family: 'mar' },
      ],
      content: [contentOf('aks'), contentOf('aks of mar')],
      dependencies: [{ id: 'Az.Accounts', range: range('[5.3.0, )') }],
      corroboration: { outcome: 'other-build', by: ['mar'] },
    }),
    locked('Pester', '5.7.1', { guid: 'a699dea5-2c73-4616-a270-1f7abb777e71' }),
  ],
}

/** Objects like those of a parser. */
function record<T>(model: { readonly [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> {
  return fc.record<T>(model, { noNullPrototype: true })
}

/** In any letter case, and some that are not like other keys to JavaScript. */
const someId = fc.oneof(
  { weight: 4, arbitrary: fc.stringMatching(/^[A-Za-z0-9_]{1,4}(?:[.-][A-Za-z0-9_]{1,3}){0,2}$/).filter(validId) },
  fc.constantFrom('__proto__', 'constructor', 'toString', 'Pester', 'pester', '1', '10'),
)

const FLOATS = ['*', '1.*', '1.2.*', '1.0.0-*', '1.0.0-Beta*', '1.*-*', '*-*', '[1.*, 1.5.0]', '[1.0.*, 1.0.7-rc)']

/** As reading gives them: what formatting drops, such as metadata and the number of parts, is gone. */
const someRange: fc.Arbitrary<VersionRange> = fc
  .oneof(someInterval, fc.constantFrom(...FLOATS).map(range))
  .map(each => range(formatRange(each)))
const someLockedVersion = someVersion.map(each => version(normalise(each)))

const someFamily = fc.constantFrom('gallery', 'mar', 'contoso', 'a.b-c_1')
const someSha512 = fc.uint8Array({ minLength: 64, maxLength: 64 }).map(bytes => Buffer.from(bytes).toString('base64'))
const someContent = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map(bytes => `h1:${Buffer.from(bytes).toString('base64')}`)

const someAccepted: fc.Arbitrary<AcceptedFile> = record({
  sha512: someSha512,
  size: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  family: fc.option(someFamily, { nil: undefined }),
})

const someCorroboration: fc.Arbitrary<Corroboration> = fc.oneof(
  fc.constant<Corroboration>({ outcome: 'single-sourced', by: [] }),
  record({
    outcome: fc.constantFrom('agreed' as const, 'other-build' as const),
    by: fc.uniqueArray(fc.constantFrom('psgallery', 'pwsh-gallery', 'MAR'), { minLength: 1 }).map(by => by.sort()),
  }),
)

const somePackage: fc.Arbitrary<LockedPackage> = record({
  identity: record({ id: someId, version: someLockedVersion }),
  type: fc.constantFrom('module' as const, 'script' as const),
  guid: fc.option(fc.uuid(), { nil: undefined }),
  family: someFamily,
  accepted: fc.array(someAccepted, { minLength: 1, maxLength: 3 }).map(acceptedInOrder),
  content: fc.array(someContent, { minLength: 1, maxLength: 3 }).map(contentInOrder),
  dependencies: fc
    .uniqueArray(record({ id: someId, range: someRange }), {
      selector: ({ id }) => id.toLowerCase(),
      maxLength: 4,
    })
    .map(all => sortedBy(all, ({ id }) => id.toLowerCase())),
  corroboration: fc.option(someCorroboration, { nil: undefined }),
})

export const somePackages: fc.Arbitrary<readonly LockedPackage[]> = fc
  .uniqueArray(somePackage, { selector: ({ identity }) => identityKey(identity), maxLength: 6 })
  .map(packages => sortedBy(packages, ({ identity }) => identityKey(identity)))

const someRequirement = fc
  .tuple(someId, someRange, fc.constantFrom('', ' prerelease', ' repository müller "}'))
  .map(([id, wanted, more]) => `${id.toLowerCase()} ${formatRange(wanted)}${more}`)

export const someLock: fc.Arbitrary<Lock> = record({
  options: record({ prerelease: fc.boolean(), skipDependencies: fc.boolean() }),
  requirements: fc.uniqueArray(someRequirement, { maxLength: 4 }).map(texts => texts.sort()),
  packages: somePackages,
})
