import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { findLimits } from '../../src/powershell/client-limits.ts'
import { splitRepository } from '../../src/powershell/split-repository.ts'
import { moduleOf, nameOf, somePackages } from './folder-sets.ts'
import { LIMIT_CASES, repositoryNames } from './limit-cases.ts'

for (const { what, packages, limits } of LIMIT_CASES) {
  test(what, () => {
    const split = splitRepository(packages)
    const told = findLimits(packages, split, repositoryNames(split))
    assert.deepEqual(
      told.map(({ package: identity, ...limit }) => ({ package: nameOf(identity), ...limit })),
      limits.map(limit => ({ affects: 'both', ...limit })),
    )
  })
}

test('a repository with spaces and quotes in its name, and a package that looks like a number, are quoted', () => {
  const packages = [moduleOf('1e3@1.0.0', 'ActiveDirectory')]
  const [limit] = findLimits(packages, splitRepository(packages), ['Bob’s own "R"'])
  assert.deepEqual(limit?.lines, [
    `Install-PSResource '1e3' -Version '[1.0.0]' -Repository 'Bob’’s own "R"' -SkipDependencyCheck`,
  ])
})

test('the limits come in the order of the packages, one for each at most, and every line installs something once', () => {
  fc.assert(
    fc.property(somePackages, packages => {
      const split = splitRepository(packages)
      const limits = findLimits(packages, split, repositoryNames(split))
      const places = limits.map(limit => packages.findIndex(({ identity }) => identity === limit.package))
      assert.deepEqual(
        places,
        [...new Set(places)].sort((a, b) => a - b),
      )
      for (const { why, lines } of limits) {
        assert.match(why, /^[^\n]+\.$/)
        assert.equal(new Set(lines).size, lines.length)
      }
    }),
  )
})

test('in one folder, what requires a package that cannot be walked through cannot be either', () => {
  const oneVersionEach = somePackages.filter(
    packages => new Set(packages.map(({ identity }) => identity.id)).size === packages.length,
  )
  fc.assert(
    fc.property(oneVersionEach, packages => {
      const split = splitRepository(packages)
      if (split.folders.length > 1) return
      const limits = findLimits(packages, split, ['R'])
      const limited = new Set(limits.map(limit => limit.package.id))
      const impassable = limits.filter(({ why }) => !why.includes('without a version')).map(limit => limit.package.id)
      for (const { identity, requiredModules } of packages) {
        if (requiredModules.some(({ id }) => impassable.includes(id))) assert.ok(limited.has(identity.id))
      }
    }),
  )
})
