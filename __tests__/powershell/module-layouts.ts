import fc from 'fast-check'

/** Files below a folder in which modules called Foo are looked for. */
export interface ModuleLayout {
  readonly what: string
  readonly files: Readonly<Record<string, string>>
  /** Symbolic links, and where each leads from its own folder. */
  readonly links?: Readonly<Record<string, string>>
  /** The folders that are searched; `m` unless said. */
  readonly searched?: readonly string[]
  /** What is asked for; `Foo` unless said. */
  readonly name?: string
  /** The folder of the module and its version, or undefined where we say that we do not know, or that there is none. */
  readonly ours: string | undefined
  /** What PowerShell loads where we do not know. */
  readonly theirs?: string
  /** Where file names have letter case. */
  readonly onlyLinux?: true
}

/** The text of a manifest with this ModuleVersion. */
export function manifest(version: string, more = ''): string {
  return `@{ ModuleVersion = '${version}'; ${more} }`
}

/** A few versions, each in its folder. */
function versions(folder: string, ...texts: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(texts.map(text => [`${folder}/Foo/${text}/Foo.psd1`, manifest(text)]))
}

export const moduleLayouts: readonly ModuleLayout[] = [
  { what: 'nothing', files: {}, ours: undefined },
  { what: 'another module', files: { 'm/Bar/1.0/Bar.psd1': manifest('1.0') }, ours: undefined },
  { what: 'an empty folder of its name', files: { 'm/Foo/readme.txt': '' }, ours: undefined },
  { what: 'a file of its name', files: { 'm/Foo': '' }, ours: undefined },
  { what: 'one version', files: versions('m', '1.0'), ours: 'm/Foo/1.0 1.0' },
  { what: 'four parts', files: versions('m', '1.2.3.4'), ours: 'm/Foo/1.2.3.4 1.2.3.4' },
  { what: 'a fourth part of zero', files: versions('m', '1.0.0.0'), ours: 'm/Foo/1.0.0.0 1.0.0.0' },
  { what: 'versions by number and not by text', files: versions('m', '9.0', '10.0', '2.11'), ours: 'm/Foo/10.0 10.0' },
  { what: 'two spellings of one version', files: versions('m', '1.0', '1.0.0'), ours: 'm/Foo/1.0.0 1.0.0' },
  { what: 'the highest parts', files: versions('m', '2147483647.1'), ours: 'm/Foo/2147483647.1 2147483647.1' },
  { what: 'no version folder but the files', files: { 'm/Foo/Foo.psd1': manifest('1.2.3') }, ours: 'm/Foo 1.2.3' },
  {
    what: 'a lower version in a folder beside a higher one without',
    files: { ...versions('m', '1.0'), 'm/Foo/Foo.psd1': manifest('3.0') },
    ours: 'm/Foo/1.0 1.0',
  },
  {
    what: 'a folder of another version than the manifest',
    files: { 'm/Foo/1.0.0/Foo.psd1': manifest('1.0') },
    ours: undefined,
  },
  {
    what: 'the highest folder of another version',
    files: { ...versions('m', '1.0'), 'm/Foo/2.0.0/Foo.psd1': manifest('2.0') },
    ours: 'm/Foo/1.0 1.0',
  },
  {
    what: 'a folder of another version and the files beside it',
    files: { 'm/Foo/1.0.0/Foo.psd1': manifest('1.0'), 'm/Foo/Foo.psd1': manifest('0.5') },
    ours: 'm/Foo 0.5',
  },
  { what: 'a leading zero in the folder', files: { 'm/Foo/01.2/Foo.psd1': manifest('1.2') }, ours: undefined },
  { what: 'a leading zero in the manifest', files: { 'm/Foo/1.2/Foo.psd1': manifest('01.02') }, ours: 'm/Foo/1.2 1.2' },
  { what: 'blanks around the version', files: { 'm/Foo/1.2/Foo.psd1': manifest(' 1.2 ') }, ours: 'm/Foo/1.2 1.2' },
  { what: 'a folder with a label', files: { 'm/Foo/1.0-beta/Foo.psd1': manifest('1.0') }, ours: undefined },
  { what: 'one part', files: { 'm/Foo/1/Foo.psd1': manifest('1') }, ours: undefined },
  { what: 'five parts', files: { 'm/Foo/1.2.3.4.5/Foo.psd1': manifest('1.2.3.4.5') }, ours: undefined },
  { what: 'too high a part', files: { 'm/Foo/2147483648.1/Foo.psd1': manifest('2147483648.1') }, ours: undefined },
  { what: 'a version that is a file', files: { 'm/Foo/2.0': '', ...versions('m', '1.0') }, ours: 'm/Foo/1.0 1.0' },
  { what: 'a manifest that is a folder', files: { 'm/Foo/Foo.psd1/x': '', 'm/Foo/Foo.psm1': '' }, ours: 'm/Foo 0.0' },
  { what: 'code without manifest', files: { 'm/Foo/Foo.psm1': 'function f {}' }, ours: 'm/Foo 0.0' },
  { what: 'code without manifest in a version', files: { 'm/Foo/1.0/Foo.psm1': '' }, ours: undefined },
  {
    what: 'code in a version and code beside it',
    files: { 'm/Foo/1.0/Foo.psm1': '', 'm/Foo/Foo.psm1': '' },
    ours: 'm/Foo 0.0',
  },
  { what: 'manifest and code', files: { 'm/Foo/Foo.psd1': manifest('1.0'), 'm/Foo/Foo.psm1': '' }, ours: 'm/Foo 1.0' },
  { what: 'a library', files: { 'm/Foo/Foo.dll': '' }, ours: undefined },
  { what: 'code before a library', files: { 'm/Foo/Foo.dll': '', 'm/Foo/Foo.psm1': '' }, ours: 'm/Foo 0.0' },
  {
    what: 'a library, and a module in the next folder',
    files: { 'm/Foo/Foo.dll': 'none', ...versions('n', '1.0') },
    searched: ['m', 'n'],
    ours: undefined,
  },
  // The first folder decides.
  {
    what: 'a lower version in the first folder',
    files: { ...versions('m', '1.0'), ...versions('n', '9.0') },
    searched: ['m', 'n'],
    ours: 'm/Foo/1.0 1.0',
  },
  {
    what: 'no version in the first folder',
    files: { 'm/Foo/Foo.psm1': '', ...versions('n', '9.0') },
    searched: ['m', 'n'],
    ours: 'm/Foo 0.0',
  },
  {
    what: 'nothing usable in the first folder',
    files: { 'm/Foo/1.0.0/Foo.psd1': manifest('1.0'), ...versions('n', '1.0') },
    searched: ['m', 'n'],
    ours: 'n/Foo/1.0 1.0',
  },
  {
    what: 'a folder that is not there',
    files: versions('n', '1.0'),
    searched: ['m', 'n'],
    ours: 'n/Foo/1.0 1.0',
  },
  {
    what: 'a file in the search path',
    files: { m: '', ...versions('n', '1.0') },
    searched: ['m', 'n'],
    ours: undefined,
  },
  { what: 'a slash behind the folder', files: versions('m', '1.0'), searched: ['m/'], ours: 'm/Foo/1.0 1.0' },
  { what: 'dots in the folder', files: versions('m', '1.0'), searched: ['n/../m'], ours: 'm/Foo/1.0 1.0' },
  { what: 'a folder with a blank', files: versions('m n', '1.0'), searched: ['m n'], ours: 'm n/Foo/1.0 1.0' },
  { what: 'a folder with an accent', files: versions('mé', '1.0'), searched: ['mé'], ours: 'mé/Foo/1.0 1.0' },
  { what: 'a folder with brackets', files: versions('m[n]', '1.0'), searched: ['m[n]'], ours: undefined },
  {
    what: 'a folder whose brackets stand for another',
    files: { ...versions('m[no]', '1.0'), 'mo/Foo/1.0/Foo.psd1': manifest('1.0', "GUID = 'x'") },
    searched: ['m[no]'],
    ours: undefined,
  },
  // Manifests that tell no version, or not for certain.
  {
    what: 'no ModuleVersion',
    files: { 'm/Foo/Foo.psd1': '@{ }', ...versions('n', '1.0') },
    searched: ['m', 'n'],
    ours: undefined,
  },
  {
    what: 'no ModuleVersion in a version folder',
    files: { 'm/Foo/2.0/Foo.psd1': '@{ }', ...versions('m', '1.0') },
    ours: 'm/Foo/1.0 1.0',
  },
  {
    what: 'no ModuleVersion in the folder 0.0',
    files: { 'm/Foo/0.0/Foo.psd1': '@{ }', 'm/Foo/Foo.psd1': manifest('1.0') },
    ours: undefined,
  },
  { what: 'an empty manifest', files: { 'm/Foo/Foo.psd1': '', 'm/Foo/Foo.psm1': '' }, ours: undefined },
  {
    what: 'a manifest with a fault',
    files: { 'm/Foo/Foo.psd1': '@{ (', ...versions('n', '1.0') },
    searched: ['m', 'n'],
    ours: undefined,
  },
  {
    what: 'a fault in the highest version',
    files: { 'm/Foo/2.0/Foo.psd1': "@{ ModuleVersion = '2.0'", ...versions('m', '1.0') },
    ours: undefined,
    theirs: 'm/Foo/1.0 1.0',
  },
  {
    what: 'a computed ModuleVersion',
    files: { 'm/Foo/Foo.psd1': "@{ ModuleVersion = '1.' + '5' }" },
    ours: undefined,
    theirs: 'm/Foo 1.5',
  },
  {
    what: 'a computed ModuleVersion in the highest version',
    files: { 'm/Foo/2.0/Foo.psd1': "@{ ModuleVersion = '2.' + '0' }", ...versions('m', '1.0') },
    ours: undefined,
    theirs: 'm/Foo/1.0 1.0',
  },
  {
    what: 'a computed description',
    files: { 'm/Foo/1.0/Foo.psd1': manifest('1.0', "Description = 'a' + 'b'") },
    ours: 'm/Foo/1.0 1.0',
  },
  {
    what: 'a number without quotes',
    files: { 'm/Foo/1.5/Foo.psd1': '@{ ModuleVersion = 1.5 }' },
    ours: 'm/Foo/1.5 1.5',
  },
  {
    what: 'a number that loses its zero',
    files: { 'm/Foo/Foo.psd1': '@{ ModuleVersion = 1.10 }' },
    ours: 'm/Foo 1.1',
  },
  { what: 'a number that loses all zeros', files: { 'm/Foo/Foo.psd1': '@{ ModuleVersion = 2.0 }' }, ours: undefined },
  { what: 'signs', files: { 'm/Foo/Foo.psd1': manifest('+1.0') }, ours: undefined, theirs: 'm/Foo 1.0' },
  // Labels, which PowerShell shows elsewhere.
  {
    what: 'a label',
    files: { 'm/Foo/1.0/Foo.psd1': manifest('1.0', "PrivateData = @{ PSData = @{ Prerelease = 'beta1' } }") },
    ours: 'm/Foo/1.0 1.0-beta1',
  },
  {
    what: 'a label with its hyphen',
    files: { 'm/Foo/1.0/Foo.psd1': manifest('1.0', "PrivateData = @{ PSData = @{ Prerelease = '-beta1' } }") },
    ours: 'm/Foo/1.0 1.0-beta1',
  },
  {
    what: 'a label that is none',
    files: { 'm/Foo/1.0/Foo.psd1': manifest('1.0', "PrivateData = @{ PSData = @{ Prerelease = 'a b' } }") },
    ours: undefined,
    theirs: 'm/Foo/1.0 1.0',
  },
  // Names.
  {
    what: 'a name with dots',
    name: 'Az.Foo',
    files: { 'm/Az.Foo/1.0/Az.Foo.psd1': manifest('1.0') },
    ours: 'm/Az.Foo/1.0 1.0',
  },
  {
    what: 'a name that ends like a library',
    name: 'Foo.dll',
    files: { 'm/Foo.dll/Foo.dll.psd1': manifest('1.0') },
    ours: undefined,
  },
  { what: 'a name in other letter case', name: 'fOO', files: versions('m', '1.0'), ours: 'm/Foo/1.0 1.0' },
  { what: 'a folder in other letter case', files: { 'm/foo/1.0/foo.psd1': manifest('1.0') }, ours: 'm/foo/1.0 1.0' },
  {
    what: 'a manifest in other letter case',
    onlyLinux: true,
    files: { 'm/foo/1.0/Foo.psd1': manifest('1.0') },
    ours: undefined,
  },
  {
    what: 'a second folder in other letter case that has nothing',
    onlyLinux: true,
    files: { 'm/FOO/readme.txt': '', ...versions('m', '1.0') },
    ours: 'm/Foo/1.0 1.0',
  },
  {
    what: 'a folder that was searched in other letter case',
    onlyLinux: true,
    files: { 'M/Bar/Bar.psm1': '', ...versions('m', '1.0'), ...versions('n', '2.0') },
    searched: ['M', 'm', 'n'],
    ours: 'n/Foo/2.0 2.0',
  },
  {
    what: 'a missing folder in other letter case',
    onlyLinux: true,
    files: versions('m', '1.0'),
    searched: ['M', 'm'],
    ours: 'm/Foo/1.0 1.0',
  },
  // Links.
  { what: 'a linked search folder', files: versions('x', '1.0'), links: { m: 'x' }, ours: 'm/Foo/1.0 1.0' },
  {
    what: 'a linked module',
    files: { 'm/readme.txt': '', ...versions('x', '1.0') },
    links: { 'm/Foo': '../x/Foo' },
    ours: 'm/Foo/1.0 1.0',
  },
  {
    what: 'a linked version',
    files: { 'm/Foo/readme.txt': '', ...versions('x', '1.0') },
    links: { 'm/Foo/1.0': '../../x/Foo/1.0' },
    ours: 'm/Foo/1.0 1.0',
  },
  {
    what: 'a link to nowhere as search folder',
    files: versions('n', '1.0'),
    links: { m: 'x' },
    searched: ['m', 'n'],
    ours: undefined,
  },
  {
    what: 'a link to nowhere as version',
    files: versions('m', '1.0'),
    links: { 'm/Foo/2.0': 'x' },
    ours: 'm/Foo/1.0 1.0',
  },
  {
    what: 'a link to nowhere as manifest',
    files: { 'm/Foo/readme.txt': '', ...versions('n', '1.0') },
    links: { 'm/Foo/Foo.psd1': 'x' },
    searched: ['m', 'n'],
    ours: undefined,
  },
]

const text = fc.constantFrom('0.9', '1.0', '1.0.0', '1.0.0.0', '01.0', '1.10', '1.9', '2.0', '2.0-beta')
/** Mostly the manifest that belongs there. */
const files = fc.constantFrom('same', 'same', 'same', 'other', 'no version', 'code', 'nothing')

function filesOf(kind: string, folder: string, version: string): Readonly<Record<string, string>> {
  switch (kind) {
    case 'same':
      return { [`${folder}/Foo.psd1`]: manifest(version), [`${folder}/Foo.psm1`]: '' }
    case 'other':
      return { [`${folder}/Foo.psd1`]: manifest('1.0') }
    case 'no version':
      return { [`${folder}/Foo.psd1`]: "@{ GUID = '6f0bd7a3-4b0e-4d0c-9a63-0d1a5f1c4a01' }" }
    case 'code':
      return { [`${folder}/Foo.psm1`]: '' }
    default:
      return { [`${folder}/readme.txt`]: '' }
  }
}

const inVersionFolders = fc.uniqueArray(fc.tuple(text, files), { selector: ([version]) => version, maxLength: 4 })
const unversioned = fc.option(fc.tuple(fc.constantFrom('0.5', '3.0'), files), { freq: 2 })

/** The files of a search path of three folders in which Foo is laid out in every way. */
export const layoutFiles: fc.Arbitrary<Readonly<Record<string, string>>> = fc
  .tuple(...['m', 'n', 'o'].map(folder => fc.tuple(fc.constant(folder), inVersionFolders, unversioned)))
  .map(folders =>
    Object.assign(
      {},
      ...folders.flatMap(([folder, versioned, plain]) => [
        ...versioned.map(([version, kind]) => filesOf(kind, `${folder}/Foo/${version}`, version)),
        plain ? filesOf(plain[1], `${folder}/Foo`, plain[0]) : {},
      ]),
    ),
  )
