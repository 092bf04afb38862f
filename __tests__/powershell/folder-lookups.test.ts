/** PSResourceGet judges what we say of folders: it installs what we promise, and fails where we say that it does. */
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import type { PackageIdentity } from '../../src/package/identity.ts'
import { fileName } from '../../src/package/identity.ts'
import { type ClientLimit, findLimits } from '../../src/powershell/client-limits.ts'
import { findCollisions, type Lookup } from '../../src/powershell/name-collisions.ts'
import { type FolderPackage, splitRepository } from '../../src/powershell/split-repository.ts'
import { compareVersions, isPrerelease, normalise } from '../../src/version/nuget-version.ts'
import { COLLISION_CASES, identityOf, moduleOf, nameOf, someId, somePackages } from './folder-sets.ts'
import { installFromFolders, needsOwnHome, type Outcome } from './install-from-folders.ts'
import { LIMIT_CASES, repositoryNames } from './limit-cases.ts'

const options = needsOwnHome()
const LOOKUPS: readonly Lookup[] = ['name', 'version', 'range']

function lineFor({ id, version }: PackageIdentity, lookup: Lookup): string {
  const text = normalise(version)
  if (lookup === 'version') return `Install-PSResource ${id} -Version ${text}`
  return `Install-PSResource ${id}${lookup === 'range' ? ` -Version '[${text}]'` : ''}${isPrerelease(version) ? ' -Prerelease' : ''}`
}

/** As the module path names it. */
function installedName({ id, version }: PackageIdentity): string {
  return `${id}/${normalise(version).replace(/-.*/, '')}`
}

function newest(packages: readonly PackageIdentity[], id: string): PackageIdentity | undefined {
  const versions = packages.filter(identity => identity.id.toLowerCase() === id.toLowerCase())
  return versions.toSorted((a, b) => compareVersions(a.version, b.version)).at(-1)
}

/** Pairs of names that are much alike, always the same ones. */
const PAIRS = fc
  .sample(fc.tuple(someId, someId, fc.constantFrom('1.0.0', '2.0.0')), { seed: 5, numRuns: 45 })
  .filter(([one, other]) => one.toLowerCase() !== other.toLowerCase())
  .map(([one, other, version]) => ({
    holds: [`${one}@1.0.0`, `${other}@${version}`],
    mayBeHidden: [one, other].some(a => [one, other].some(b => b.toLowerCase().startsWith(`${a.toLowerCase()}.`))),
  }))

test('PSResourceGet finds what does not collide and nothing else, alike names in one folder', options, async t => {
  const cases = [...COLLISION_CASES, ...PAIRS]
  const { answers } = await installFromFolders(
    cases.map(({ holds }) => ({
      folders: [holds.map(text => moduleOf(text))],
      asks: holds.flatMap(text => LOOKUPS.map(lookup => [lineFor(identityOf(text), lookup)])),
    })),
  )
  let failures = 0
  for (const [index, { holds, mayBeHidden = false }] of cases.entries()) {
    const packages = holds.map(identityOf)
    const collisions = findCollisions(packages)
    const { listings, outcomes } = answers[index] ?? assert.fail()
    const order = listings[0]?.split('/') ?? []
    for (const [position, outcome] of outcomes.entries()) {
      const asked = packages[Math.floor(position / LOOKUPS.length)] ?? assert.fail()
      const lookup = LOOKUPS[position % LOOKUPS.length] ?? assert.fail()
      const wanted = lookup === 'name' ? newest(packages, asked.id) : asked
      const works = outcome.error === '' && wanted !== undefined && outcome.installed.join() === installedName(wanted)
      const inTheWay = collisions.filter(each => each.asked === asked && each.fails.includes(lookup))
      const what = `${holds.join(', ')}: ${lineFor(asked, lookup)}: ${outcome.error} ${outcome.installed}`
      if (inTheWay.length === 0) assert.ok(works, what)
      const before = (other: PackageIdentity): boolean =>
        order.indexOf(fileName(other)) <= order.indexOf(fileName(asked))
      const certain = !mayBeHidden && (lookup !== 'version' || inTheWay.some(each => before(each.inTheWay)))
      if (inTheWay.length > 0 && certain) assert.ok(!works, what)
      if (!works) failures += 1
    }
  }
  t.diagnostic(`${cases.length} folders, ${failures} lookups failed as they must`)
  assert.ok(failures > 30)
})

test(
  'a folder that is asked first and holds the longer name alone keeps the shorter one from being found',
  options,
  async () => {
    const rows: readonly (readonly [holds: string, asked: string, fails: readonly Lookup[]])[] = [
      ['powershell-yaml@2.0.0', 'yaml@1.0.0', ['name']],
      ['powershell-yaml@2.0.0', 'yaml@2.0.0', ['name', 'version']],
      ['Az.Accounts@2.0.0', 'Accounts@1.0.0', ['name']],
      ['Az.Accounts@2.0.0', 'Az@1.0.0', ['range']],
      ['Pester.5@2.0.0', 'Pester@1.0.0', ['name']],
      ['Foo2@1.0.0', 'Foo@1.0.0', []],
    ]
    const { answers } = await installFromFolders(
      rows.map(([holds, asked]) => ({
        folders: [[moduleOf(holds)], [moduleOf(asked)]],
        asks: LOOKUPS.map(lookup => [lineFor(identityOf(asked), lookup)]),
      })),
    )
    assert.deepEqual(
      answers.map(({ outcomes }) => LOOKUPS.filter((_, index) => outcomes[index]?.error !== '')),
      rows.map(([, , fails]) => fails),
    )
  },
)

/** Sets as they are, always the same ones, and those of the tables. */
const SETS: readonly { readonly packages: readonly FolderPackage[]; readonly mayBeHidden: boolean }[] = [
  ...LIMIT_CASES.map(({ packages }) => ({ packages, mayBeHidden: false })),
  ...COLLISION_CASES.map(({ holds }) => ({ packages: holds.map(text => moduleOf(text)), mayBeHidden: true })),
  // Of several versions, each release takes another; and Foo.5 may be told from Foo by its version.
  ...fc.sample(somePackages, { seed: 7, numRuns: 20 }).map(packages => ({
    packages,
    mayBeHidden:
      new Set(packages.map(({ identity }) => identity.id)).size < packages.length ||
      packages.some(({ identity }) => identity.id === 'Foo.5'),
  })),
]

/** Over a circle the whole run would end. */
function endsPowerShell(limit: ClientLimit | undefined): boolean {
  return limit?.why.includes('full stack') ?? false
}

test('laid into folders, every package is installed by its name or by the lines of its limit', options, async t => {
  const laid = SETS.map(({ packages, mayBeHidden }) => {
    const split = splitRepository(packages)
    const limits = new Map(findLimits(packages, split, repositoryNames(split)).map(limit => [limit.package, limit]))
    const folders = split.folders.map(indices => indices.flatMap(index => packages[index] ?? []))
    const asks = packages.map(({ identity, type }) => {
      const byName =
        newest(
          packages.map(other => other.identity),
          identity.id,
        ) ?? identity
      return { identity, type, limit: limits.get(identity), byName, nameLimit: limits.get(byName) }
    })
    return { folders, asks, mayBeHidden }
  })
  const { release, answers } = await installFromFolders(
    laid.map(({ folders, asks }) => ({
      folders,
      asks: asks.flatMap(({ limit, byName, nameLimit }) => [
        endsPowerShell(nameLimit) ? [] : [lineFor(byName, 'name')],
        limit?.lines ?? [],
      ]),
    })),
  )

  let [byNames, byLines] = [0, 0]
  for (const [index, { folders, asks, mayBeHidden }] of laid.entries()) {
    const { outcomes } = answers[index] ?? assert.fail()
    const holds = folders.map(folder => folder.map(({ identity }) => nameOf(identity)).join(' ')).join(' | ')
    for (const [position, { identity, type, limit, byName, nameLimit }] of asks.entries()) {
      const installs = (outcome: Outcome, each: PackageIdentity): boolean =>
        outcome.error === '' && outcome.installed.includes(type === 'script' ? `${each.id}.ps1` : installedName(each))
      const [named, lined] = outcomes.slice(2 * position)
      assert.ok(named && lined)

      const what = `${holds}: ${nameOf(identity)}: `
      const works = nameLimit === undefined || (nameLimit.affects !== 'both' && nameLimit.affects !== release)
      if (endsPowerShell(nameLimit)) assert.deepEqual(named, { error: '', installed: [] })
      else if (works) assert.ok(installs(named, byName), what + named.error)
      else if (!mayBeHidden) assert.notEqual(named.error, '', what)
      byNames += works ? 1 : 0

      if (!limit || limit.lines.length === 0) continue
      assert.ok(installs(lined, identity), what + lined.error)
      for (const line of limit.lines) {
        const [, id] = line.split(' ')
        assert.ok(
          lined.installed.some(each => each.startsWith(`${id}/`) || each === `${id}.ps1`),
          what + line,
        )
      }
      byLines += 1
    }
  }
  t.diagnostic(`${byNames} packages by their names, ${byLines} by lines`)
})

test('PSResourceGet 1.2 goes round a circle of RequiredModules without end', options, async t => {
  // Waiting for the stack to be full takes a minute; it tells of every package that it looks for.
  const line =
    "$DebugPreference = 'Continue'; if ((Install-PSResource A 5>&1 | Select-Object -First 999).Count -eq 999) { throw 'no end' }"
  const { release, answers } = await installFromFolders(
    [moduleOf('B@1.0.0'), moduleOf('B@1.0.0', 'A')].map(other => ({
      folders: [[moduleOf('A@1.0.0', 'B'), other]],
      asks: [[line]],
    })),
  )
  if (release !== '1.2') return t.skip(`skipped: PSResourceGet ${release}`)
  assert.deepEqual(
    answers.map(({ outcomes }) => outcomes[0]?.error),
    ['', 'no end'],
  )
})
