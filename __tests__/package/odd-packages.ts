import { type RawEntry, rawZip } from './raw-zip.ts'

/** A package with something odd in it, and what becomes of each of its entries. */
export interface OddPackage {
  readonly what: string
  readonly entries: readonly OddEntry[]
}

export interface OddEntry {
  /** As the zip has it; a slash at its end makes it a folder. */
  readonly name: string
  /** The path that is written; undefined for what belongs to the packing. */
  readonly written: string | undefined
  readonly content: string
  /** Of Unix, with the type of file; 0 where the packer knew of none. */
  readonly mode: number
}

const NUSPEC = '<package><metadata><id>Foo</id><version>1.0.0</version></metadata></package>'

/** An entry that is written under another name, or not at all, or with a mode of its own. */
function entry(name: string, written: string | undefined, more: Partial<OddEntry> = {}): OddEntry {
  return { name, written, content: name.endsWith('/') ? '' : `content of ${name}`, mode: 0, ...more }
}

/** Entries that are written as they are named. */
function plain(...names: readonly string[]): readonly OddEntry[] {
  return names.map(name => entry(name, name))
}

/** Entries that are left out. */
function packing(...names: readonly string[]): readonly OddEntry[] {
  return names.map(name => entry(name, undefined))
}

const MODULE: readonly OddEntry[] = [
  entry('Foo.nuspec', undefined, { content: NUSPEC }),
  entry('Foo.psd1', 'Foo.psd1', { content: "@{ ModuleVersion = '1.0.0' }" }),
]

const CORE = 'package/services/metadata/core-properties'

const ADDED: readonly (readonly [what: string, entries: readonly OddEntry[]])[] = [
  ['nothing odd', plain('Foo.psm1', 'en-US/about_Foo.help.txt')],
  [
    'percent-encoded names',
    [
      entry('en-US/about%20foo.txt', 'en-US/about foo.txt'),
      entry('a+b.txt', 'a+b.txt'),
      entry('100%', '100%'),
      entry('bad%zz.txt', 'bad%zz.txt'),
      entry('cut%C3.txt', 'cut%C3.txt'),
      entry('overlong%C0%AE.txt', 'overlong%C0%AE.txt'),
      entry('twice%2525.txt', 'twice%25.txt'),
      entry('%C3%BC%E2%82%AC%F0%9F%98%80.txt', 'ü€😀.txt'),
      entry('lib%2Fslash.txt', 'lib/slash.txt'),
      entry('lib%5Cbackslash.txt', 'lib/backslash.txt'),
      entry('lib%20two/', 'lib two/'),
    ],
  ],
  [
    'backslashes',
    [entry('lib\\net8.0\\Foo.dll', 'lib/net8.0/Foo.dll'), entry('lib/mixed\\Foo.dll', 'lib/mixed/Foo.dll')],
  ],
  ['names beyond ASCII', plain('ü/é.txt', 'decomposed e\u0301.txt', '日本語.txt', '😀.txt', 'rtl \u202e.txt')],
  ['dots', plain('.gitignore', '.config/.hidden', '...three', '..two', 'v1.2.3/lib.net8.0/Foo.Core.dll')],
  [
    'names that mean something to a shell or to JavaScript',
    plain("it's.txt", '$(id).txt', '`id`.txt', '-rf', '~', '#', 'a;b', 'a&b', '{1,2}', '__proto__', 'constructor/x'),
  ],
  ['a deep folder', plain(`${'d/'.repeat(110)}deep.txt`)],
  ['a name of 240 bytes', plain('n'.repeat(240))],
  ['empty files', ['empty.psm1', 'lib/empty.txt'].map(name => entry(name, name, { content: '' }))],
  ['folders', plain('empty/', 'lib/', 'lib/Foo.dll', 'deep/er/empty/')],
  ['a folder behind what is in it', plain('lib/Foo.dll', 'lib/')],
  [
    'executables',
    [
      entry('bin/tool', 'bin/tool', { mode: 0o100755 }),
      entry('bin/readable.txt', 'bin/readable.txt', { mode: 0o100644 }),
      entry('bin/unmarked', 'bin/unmarked', { mode: 0o755 }),
    ],
  ],
  [
    'modes that nobody should get',
    [
      entry('set-user-id', 'set-user-id', { mode: 0o106755 }),
      entry('for-all-to-write', 'for-all-to-write', { mode: 0o100666 }),
      entry('for-its-group-to-run', 'for-its-group-to-run', { mode: 0o100610 }),
    ],
  ],
  ['what packers add', packing('_rels/.rels', '[Content_Types].xml', `${CORE}/0a1b.psmdcp`, '.signature.p7s')],
  [
    'what packers add, in other letters',
    packing('_RELS/.Rels', '[content_types].XML', `Package/Services/METADATA/${CORE.slice(-15)}/X.PSMDCP`),
  ],
  ['what packers add, percent-encoded', packing('%5BContent_Types%5D.xml', '%5Frels/%2Erels', '.signature%2Ep7s')],
  [
    'folders of what packers add',
    packing('_rels/', 'package/', 'package/services/', 'package/services/metadata/', `${CORE}/`, `${CORE}/0.psmdcp`),
  ],
  [
    'its own package folder',
    [
      ...packing(`${CORE}/0a1b.psmdcp`),
      ...plain(
        'package/readme.md',
        'package/services/api.dll',
        `${CORE}/notes.txt`,
        `${CORE}/deeper/0a1b.psmdcp`,
        'package/own/',
        'lib/package/',
      ),
    ],
  ],
  ['its own _rels', [...packing('_rels/.rels'), ...plain('_rels/other.rels', '_rels/.rels.txt', 'lib/_rels/.rels')]],
  [
    'look-alikes of what packers add',
    plain(
      'lib/Foo.nuspec',
      'Foo.nuspec.txt',
      'lib/[Content_Types].xml',
      '[Content_Types].xml.bak',
      'lib/.signature.p7s',
      'signature.p7s',
      '0a1b.psmdcp',
      'PSGetModuleInfo.xml',
    ),
  ],
]

export const ODD_PACKAGES: readonly OddPackage[] = ADDED.map(([what, entries]) => ({
  what,
  entries: [...MODULE, ...entries],
}))

/** The package, every other entry deflated, with `more` behind its own entries. */
export function packOdd({ entries }: OddPackage, ...more: readonly RawEntry[]): Buffer {
  const own = entries.map(({ name, content, mode }, index) => ({
    name,
    content,
    method: name.endsWith('/') || index % 2 === 0 ? 0 : 8,
    external: mode * 0x10000,
  }))
  return rawZip([...own, ...more])
}

/** What is expanded from it: the text of each file, undefined for a folder, by paths without a slash at the end. */
export function treeOf({ entries }: OddPackage): Readonly<Record<string, string | undefined>> {
  const tree = new Map<string, string | undefined>()
  for (const { written, content, name } of entries) {
    if (written === undefined) continue
    const parts = written.split('/').filter(Boolean)
    for (let depth = 1; depth < parts.length; depth += 1) tree.set(parts.slice(0, depth).join('/'), undefined)
    tree.set(parts.join('/'), name.endsWith('/') ? undefined : content)
  }
  return Object.fromEntries(tree)
}
