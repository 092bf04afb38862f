import assert from 'node:assert/strict'
import { mkdir, readdir, rm, rmdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { readNupkg } from '../../src/package/nupkg.ts'
import { type PackageSpec, pack } from '../gallery/pack.ts'
import { azSet, smallSet } from '../gallery/sets.ts'
import { unwrap } from '../helpers/result.ts'
import { modesIn, type Tree, treeIn } from '../helpers/tree.ts'
import { ODD_PACKAGES, packOdd } from '../package/odd-packages.ts'
import { pick } from './content.ts'
import { needs, run, temporaryFolder } from './peer.ts'

/** Both ways to expand a package: ours into `ours`, and Debian's unzip into `theirs`. */
async function expandBoth(home: string, bytes: Buffer): Promise<void> {
  await mkdir(home)
  await writeFile(path.join(home, 'package.zip'), bytes)
  unwrap(await readNupkg(path.join(home, 'package.zip'), { expandTo: path.join(home, 'ours') }))
  // Without a locale that has them it writes other names than those beyond ASCII.
  await run('unzip', ['-q', 'package.zip', '-d', 'theirs'], { cwd: home, env: { LC_ALL: 'C.UTF-8' } })
}

/** Takes away what the packing added, by its names alone, and the folders that held nothing else. */
async function unpackaged(folder: string): Promise<string> {
  const core = path.join(folder, 'package/services/metadata/core-properties')
  const parts = (await readdir(core)).filter(name => name.endsWith('.psmdcp')).map(name => path.join(core, name))
  const nuspecs = (await readdir(folder)).filter(name => name.endsWith('.nuspec'))
  const added = ['_rels/.rels', '[Content_Types].xml', ...nuspecs].map(name => path.join(folder, name))
  for (const file of [...added, ...parts]) await rm(file)
  await rmdir(path.join(folder, '_rels'))
  for (let each = core; each !== folder; each = path.dirname(each)) await rmdir(each)
  return folder
}

async function assertAlike(home: string, { id, version }: PackageSpec): Promise<void> {
  const [ours, theirs] = [path.join(home, 'ours'), await unpackaged(path.join(home, 'theirs'))]
  assert.deepEqual(await treeIn(ours), await treeIn(theirs), `${id} ${version}`)
  assert.deepEqual(await modesIn(ours), await modesIn(theirs), `${id} ${version}`)
}

const SETS: readonly (readonly [what: string, specs: readonly PackageSpec[]])[] = [
  ['a small Az', azSet({ scale: 0.01 })],
  ['the shapes that a Gallery has', smallSet()],
  ['Az in full size, two of them', pick(azSet(), ['Az@17.0.0', 'Az.Accounts@5.5.1'])],
]

for (const [what, specs] of SETS) {
  test(`Of the packages of ${what}, unzip writes the same files.`, needs('unzip'), async t => {
    const home = await temporaryFolder(t)
    await Promise.all(
      specs.map(async (spec, index) => {
        const folder = path.join(home, String(index))
        await expandBoth(folder, (await pack(spec)).bytes)
        await assertAlike(folder, spec)
      }),
    )
  })
}

for (const odd of ODD_PACKAGES) {
  test(
    `A package with ${odd.what}: unzip writes the same but for names that are decoded and parts left out.`,
    needs('unzip'),
    async t => {
      const home = path.join(await temporaryFolder(t), 'odd')
      await expandBoth(home, packOdd(odd))
      const theirs = await treeIn(path.join(home, 'theirs'))
      const ours = await treeIn(path.join(home, 'ours'))
      const files = (tree: Tree): Tree =>
        Object.fromEntries(Object.entries(tree).filter(([, text]) => text !== undefined))
      const renamed = odd.entries.flatMap(({ name, written }) =>
        written === undefined || name.endsWith('/') ? [] : [[written, theirs[name]] as const],
      )
      assert.deepEqual(files(ours), Object.fromEntries(renamed))
      assert.equal(Object.keys(files(theirs)).length, odd.entries.filter(({ name }) => !name.endsWith('/')).length)
    },
  )
}
