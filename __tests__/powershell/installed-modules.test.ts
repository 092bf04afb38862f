import assert from 'node:assert/strict'
import { chmod } from 'node:fs/promises'
import path from 'node:path'
import test from 'node:test'
import { findInstalledModule } from '../../src/powershell/installed-modules.ts'
import { formatRange } from '../../src/version/version-range.ts'
import { folderWith } from '../helpers/folder-with.ts'
import { canHold, findIn, layOut } from './lay-out.ts'
import { manifest, moduleLayouts } from './module-layouts.ts'

for (const layout of moduleLayouts) {
  const options = canHold(layout) ? {} : { skip: 'skipped: not on this system' }
  test(`of ${layout.what} we find ${layout.ours ?? 'nothing'}`, options, async () => {
    await using work = await folderWith()
    await layOut(layout, work.path)
    // A version is kept as its manifest writes it.
    const found = (await findIn(layout, work.path))?.replace(/ 01\.02$/, ' 1.2')
    assert.equal(found, layout.ours)
  })
}

test('what a manifest says of the module is told', async () => {
  const requires = "RequiredModules = 'Bar', @{ ModuleName = 'Baz'; RequiredVersion = '2.0' }, 'Storage'"
  const label = "PrivateData = @{ PSData = @{ Prerelease = 'rc1'; ExternalModuleDependencies = @('Storage') } }"
  const guid = '6f0bd7a3-4b0e-4d0c-9a63-0d1a5f1c4a01'
  await using work = await folderWith({
    'm/Foo/1.2.0/Foo.psd1': manifest('1.2.0', `GUID = '${guid}'; ${requires}; ${label}`),
  })
  const found = await findInstalledModule('foo', [path.join(work.path, 'm')])
  assert.ok(found)
  assert.equal(found.id, 'Foo')
  assert.deepEqual([found.version.minor, found.version.labels], [2, ['rc1']])
  assert.equal(found.guid, guid)
  assert.equal(found.folder, path.join(work.path, 'm', 'Foo', '1.2.0'))
  const required = found.requiredModules.map(({ id, range }) => `${id} ${formatRange(range)}`)
  assert.deepEqual(required, ['Bar ( , )', 'Baz [2.0.0]', 'Storage ( , )'])
  assert.deepEqual(found.externalModules, ['Storage'])
})

test('where its requirements are computed, a module is not known', async () => {
  await using work = await folderWith({ 'm/Foo/1.0/Foo.psd1': manifest('1.0', 'RequiredModules = $names') })
  assert.equal(await findInstalledModule('Foo', [path.join(work.path, 'm')]), undefined)
})

test('where two folders differ by letter case and both have the module, it is not known', async t => {
  if (process.platform !== 'linux') return t.skip('skipped: no letter case in file names')
  await using work = await folderWith({
    'm/foo/1.0/foo.psd1': manifest('1.0'),
    'm/Foo/2.0/Foo.psd1': manifest('2.0'),
  })
  assert.equal(await findInstalledModule('Foo', [path.join(work.path, 'm')]), undefined)
})

test('a relative folder is not known, since it depends on where PowerShell starts', async () => {
  await using work = await folderWith({ 'm/Foo/1.0/Foo.psd1': manifest('1.0') })
  const there = path.join(work.path, 'm')
  assert.equal(await findInstalledModule('Foo', [path.relative('.', there)]), undefined)
  assert.equal(await findInstalledModule('Foo', ['modules', there]), undefined)
  assert.ok(await findInstalledModule('Foo', [there, 'modules']))
})

for (const name of ['', '.', '..', '../m/Foo', 'Foo/1.0', 'Foo\\1.0', '/etc', 'Foo*', 'nul', 'a'.repeat(101)]) {
  test(`${JSON.stringify(name.slice(0, 12))} is no name, and becomes no path`, async () => {
    await using work = await folderWith({ 'm/Foo/1.0/Foo.psd1': manifest('1.0'), 'm/1.0/m.psd1': manifest('1.0') })
    assert.equal(await findInstalledModule(name, [path.join(work.path, 'm')]), undefined)
  })
}

for (const closed of ['m', 'm/Foo', 'm/Foo/1.0', 'm/Foo/1.0/Foo.psd1']) {
  test(`where ${closed} cannot be read, the module is not known`, async t => {
    if (process.platform === 'win32' || process.getuid?.() === 0)
      return t.skip('skipped: nothing is closed to this user')
    await using work = await folderWith({
      'm/Foo/1.0/Foo.psd1': manifest('1.0'),
      'n/Foo/2.0/Foo.psd1': manifest('2.0'),
    })
    const folders = [path.join(work.path, 'm'), path.join(work.path, 'n')]
    await chmod(path.join(work.path, closed), 0)
    assert.equal(await findInstalledModule('Foo', folders), undefined)
    await chmod(path.join(work.path, closed), 0o755)
    assert.equal((await findInstalledModule('Foo', folders))?.version.original, '1.0')
  })
}
