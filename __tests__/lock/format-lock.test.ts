import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import path from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { formatLock } from '../../src/lock/format-lock.ts'
import type { Lock, LockedPackage } from '../../src/lock/lock.ts'
import { parseLock } from '../../src/lock/read-lock.ts'
import { folderWith } from '../helpers/folder-with.ts'
import { errorOf } from '../helpers/result.ts'
import { range } from '../helpers/versions.ts'
import { contentOf, locked, SAMPLE, sha512Of, someLock } from './some-lock.ts'

const EXPECTED = `{
  "$schema": "https://raw.githubusercontent.com/OWNER/psmodule-restore/v1/schema/lock.schema.json",
  "format": 1,
  "options": {
    "prerelease": false,
    "skip-dependencies": false
  },
  "requirements": [
    "az.aks [6.1.0]",
    "pester [5.0.0, )"
  ],
  "packages": {
    "az.accounts/5.3.0": {
      "id": "Az.Accounts",
      "version": "5.3.0",
      "type": "module",
      "family": "gallery",
      "accepted": [
        {
          "sha512": "${sha512Of('Az.Accounts 5.3.0')}",
          "size": 1234
        }
      ],
      "content": [
        "${contentOf('Az.Accounts 5.3.0')}"
      ],
      "dependencies": {},
      "corroboration": {
        "outcome": "single-sourced",
        "by": []
      }
    },
    "az.aks/6.1.0": {
      "id": "Az.Aks",
      "version": "6.1.0",
      "type": "module",
      "family": "gallery",
      "accepted": [
        {
          "sha512": "${sha512Of('aks')}",
          "size": 99
        },
        {
          "family": "mar",
          "sha512": "${sha512Of('aks of mar')}",
          "size": 9
        }
      ],
      "content": [
        "${contentOf('aks')}",
        "${contentOf('aks of mar')}"
      ],
      "dependencies": {
        "Az.Accounts": "[5.3.0, )"
      },
      "corroboration": {
        "outcome": "other-build",
        "by": [
          "mar"
        ]
      }
    },
    "pester/5.7.1": {
      "id": "Pester",
      "version": "5.7.1",
      "type": "module",
      "guid": "a699dea5-2c73-4616-a270-1f7abb777e71",
      "family": "gallery",
      "accepted": [
        {
          "sha512": "${sha512Of('Pester 5.7.1')}",
          "size": 1234
        }
      ],
      "content": [
        "${contentOf('Pester 5.7.1')}"
      ],
      "dependencies": {}
    }
  }
}
`

test('A lock has one stanza a package, everything sorted, and ends with a line end.', () => {
  assert.equal(formatLock(SAMPLE), EXPECTED)
})

test('The options that change what is locked are in it.', () => {
  const text = formatLock({ ...SAMPLE, options: { prerelease: true, skipDependencies: true } })
  assert.deepEqual(JSON.parse(text).options, { prerelease: true, 'skip-dependencies': true })
})

test('Versions, ranges and GUIDs are written in one way only.', () => {
  const packages = [
    locked('A', '1.2+build', {
      guid: 'A699DEA5-2C73-4616-A270-1F7ABB777E71',
      dependencies: [{ id: 'B', range: range('[1, 2.0.0.0)') }],
    }),
  ]
  const { 'a/1.2.0': stanza } = JSON.parse(formatLock({ ...SAMPLE, packages })).packages
  assert.equal(stanza.version, '1.2.0')
  assert.equal(stanza.guid, 'a699dea5-2c73-4616-a270-1f7abb777e71')
  assert.deepEqual(stanza.dependencies, { B: '[1.0.0, 2.0.0)' })
})

test('Two versions of one package have a stanza each.', () => {
  const lock = JSON.parse(formatLock({ ...SAMPLE, packages: [locked('A', '2.0.0'), locked('A', '10.0.0')] }))
  assert.deepEqual(Object.keys(lock.packages), ['a/10.0.0', 'a/2.0.0'])
})

test('Names are sorted by code units, whatever the locale would say.', () => {
  const names = ['B', 'a', 'a.b', 'A-b', 'a_b', 'Z', 'n1']
  const packages = names.map(name => locked(name, '1.0.0'))
  const { packages: written } = JSON.parse(formatLock({ ...SAMPLE, packages }))
  assert.deepEqual(
    Object.keys(written),
    ['a-b', 'a.b', 'a/', 'a_b', 'b/', 'n1', 'z'].map(name => (name.endsWith('/') ? `${name}1.0.0` : `${name}/1.0.0`)),
  )
})

function backwards(locked: LockedPackage): LockedPackage {
  const [file, ...files] = locked.accepted
  const [digest, ...digests] = locked.content
  assert.ok(file && digest)
  const { corroboration } = locked
  return {
    ...locked,
    accepted: [file, ...files.toReversed()],
    content: [digest, ...digests.toReversed()],
    dependencies: locked.dependencies.toReversed(),
    corroboration: corroboration && { ...corroboration, by: corroboration.by.toReversed() },
  }
}

test('The order in which anything comes changes nothing, but for the file that was locked first.', () => {
  fc.assert(
    fc.property(someLock, lock => {
      const turned: Lock = {
        ...lock,
        requirements: lock.requirements.toReversed(),
        packages: lock.packages.toReversed().map(backwards),
      }
      assert.equal(formatLock(turned), formatLock(lock))
    }),
  )
})

/** What git makes of two sides that both changed the sample. */
async function merge(ours: Lock, theirs: Lock): Promise<{ readonly text: string; readonly conflicts: number }> {
  await using folder = await folderWith({
    base: formatLock(SAMPLE),
    ours: formatLock(ours),
    theirs: formatLock(theirs),
  })
  const files = ['ours', 'base', 'theirs'].map(name => path.join(folder.path, name))
  try {
    const { stdout } = await promisify(execFile)('git', ['merge-file', '-p', '--diff3', ...files])
    return { text: stdout, conflicts: 0 }
  } catch (error) {
    const { code, stdout } = error as { readonly code: number; readonly stdout: string }
    return { text: stdout, conflicts: code }
  }
}

function withPackages(...packages: readonly LockedPackage[]): Lock {
  return { ...SAMPLE, packages: [...SAMPLE.packages, ...packages] }
}

test('Git merges the packages that two people added.', async () => {
  const [mine, yours] = [locked('Az.Aaa', '1.0.0'), locked('ImportExcel', '7.8.10')]
  const { text, conflicts } = await merge(withPackages(mine), withPackages(yours))
  assert.equal(conflicts, 0)
  assert.equal(text, formatLock(withPackages(mine, yours)))
})

test('Where two people locked one package at two versions, the conflict of git is told as one.', async () => {
  const [mine, yours] = [locked('ImportExcel', '7.8.9'), locked('ImportExcel', '7.8.10')]
  const { text, conflicts } = await merge(withPackages(mine), withPackages(yours))
  assert.equal(conflicts, 1)
  const { code, place } = errorOf(parseLock(text, 'modules.lock.json'))
  assert.equal(code, 'LOCK_CONFLICT')
  assert.equal(text.split('\n')[(place?.line ?? 0) - 1]?.slice(0, 8), '<<<<<<< ')
})
