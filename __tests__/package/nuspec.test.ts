import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseNuspec } from '../../src/package/nuspec.ts'
import { normalise } from '../../src/version/nuget-version.ts'
import { formatRange } from '../../src/version/version-range.ts'

const nuspec = (inside: string, id = 'Foo.Bar', version = '1.2.0'): string =>
  `<?xml version="1.0"?><package xmlns="http://schemas.microsoft.com/packaging/2011/08/nuspec.xsd"><metadata>
  <id>${id}</id><version>${version}</version>${inside}</metadata></package>`

function dependenciesOf(inside: string): readonly string[] {
  const parsed = parseNuspec(nuspec(`<dependencies>${inside}</dependencies>`))
  assert.ok(parsed.ok, parsed.ok ? undefined : parsed.error)
  return parsed.value.dependencies.map(({ id, range }) => `${id} ${formatRange(range)}`)
}

test('Id, version and tags are read from any namespace.', () => {
  for (const year of ['2010/07', '2011/08', '2012/06', '2013/01', '2013/05']) {
    const parsed = parseNuspec(
      `\uFEFF${nuspec('<tags> PSModule  PSEdition_Core,PSScript;x </tags>').replace('2011/08', year)}`,
    )
    assert.ok(parsed.ok)
    assert.equal(parsed.value.id, 'Foo.Bar')
    assert.equal(normalise(parsed.value.version), '1.2.0')
    assert.deepEqual(parsed.value.tags, ['PSModule', 'PSEdition_Core', 'PSScript', 'x'])
    assert.deepEqual(parsed.value.dependencies, [])
  }
})

const DEPENDENCIES: readonly (readonly [string, string, readonly string[]])[] = [
  ['a bare version as a minimum', '<dependency id="A" version="1.0.0" />', ['A [1.0.0, )']],
  ['an exact version', '<dependency id="A" version="[2.0.0]" />', ['A [2.0.0]']],
  ['both ends', '<dependency id="A" version="[1.0, 2.0]" />', ['A [1.0.0, 2.0.0]']],
  ['an upper end', '<dependency id="A" version="(, 2.0]" />', ['A (, 2.0.0]']],
  ['no version as any', '<dependency id="A" />', ['A ( , )']],
  ['an empty version as any', '<dependency id="A" version="" />', ['A ( , )']],
  ['a group without a framework', '<group><dependency id="A" version="1.0" /></group>', ['A [1.0.0, )']],
  [
    'all groups together, what they repeat once',
    `<group targetFramework="net462"><dependency id="A" version="1.0" /><dependency id="B" /></group>
     <group targetFramework="net8.0"><dependency id="a" version="1.0.0" /><dependency id="A" version="[2.0]" /></group><group />`,
    ['A [1.0.0, )', 'B ( , )', 'A [2.0.0]'],
  ],
  [
    'attributes of another namespace beside its own',
    '<dependency id="A" version="1.0" x:id="B" x:version="2.0" xmlns:x="urn:x" />',
    ['A [1.0.0, )'],
  ],
  ['nothing', '', []],
]

for (const [what, inside, expected] of DEPENDENCIES) {
  test(`Dependencies are read with ${what}.`, () => assert.deepEqual(dependenciesOf(inside), expected))
}

const REFUSED: readonly (readonly [string, string, RegExp])[] = [
  ['HTML', '<!DOCTYPE html><html></html>', /nuspec is no nuspec: HTML/],
  ['another document', '<feed><metadata/></feed>', /no metadata/],
  ['no metadata', '<package/>', /no metadata/],
  ['no id', nuspec('', ''), /the id "", which is no package id/],
  ['a path for an id', nuspec('', '../evil'), /"\.\.\/evil"/],
  ['a device for an id', nuspec('', 'nul'), /"nul"/],
  [
    'a thousand dependencies and one, though of one name',
    nuspec(
      `<dependencies>${Array.from({ length: 1001 }, (_, index) => `<dependency id="A" version="[${index}.0]"/>`).join('')}</dependencies>`,
    ),
    /^more than 1000 dependencies of one package$/,
  ],
  ['two ids', nuspec('<id>Evil</id>'), /more than one id/],
  ['an id of another namespace', nuspec('<x:id xmlns:x="urn:x">Evil</x:id>'), /more than one id/],
  ['two versions', nuspec('<version>9.0</version>'), /more than one version/],
  ['two lists of dependencies', nuspec('<dependencies/><dependencies/>'), /more than one dependencies/],
  ['two lists of tags', nuspec('<tags>a</tags><tags>PSScript</tags>'), /more than one tags/],
  ['two metadata', nuspec('</metadata><metadata>'), /more than one metadata/],
  ['no version', nuspec('', 'Foo', ''), /the version "": it is empty/],
  ['a version that is none', nuspec('', 'Foo', '1.x'), /"1\.x"/],
  ['a dependency without id', nuspec('<dependencies><dependency version="1"/></dependencies>'), /a dependency on ""/],
  ['a dependency on a path', nuspec('<dependencies><dependency id="a/b"/></dependencies>'), /a dependency on "a\/b"/],
  ['a range that is none', nuspec('<dependencies><dependency id="A" version="[1"/></dependencies>'), /A at "\[1"/],
]

for (const [what, text, error] of REFUSED) {
  test(`A nuspec is refused with ${what}.`, () => {
    const parsed = parseNuspec(text)
    assert.ok(!parsed.ok)
    assert.match(parsed.error, error)
  })
}
