import assert from 'node:assert/strict'
import test from 'node:test'
import * as fc from 'fast-check'
import type { RegisteredPlace } from '../../src/powershell/registration-edit.ts'
import { editResourceRepositories, newResourceRepositories } from '../../src/powershell/resource-repositories.ts'
import { parseXml, type XmlElement } from '../../src/xml.ts'
import { errorOf, unwrap } from '../helpers/result.ts'

const OURS: RegisteredPlace = { name: 'Restored', location: 'file:///srv/r' }
const SECOND: RegisteredPlace = { name: 'Restored-2', location: 'file:///srv/r-2' }
const LINE = entry(OURS, 0)

function entry({ name, location }: RegisteredPlace, priority: number): string {
  return `<Repository Name="${name}" Url="${location}" APIVersion="Local" Priority="${priority}" Trusted="true" CredentialProvider="None" />`
}

function theirs(name: string, priority: number): string {
  return `<Repository Name="${name}" Url="https://feed.example/${name}/v2" APIVersion="V2" Priority="${priority}" Trusted="false" />`
}

function register(text: string, ...add: readonly RegisteredPlace[]): string {
  return unwrap(editResourceRepositories(text, { remove: [], add })).text
}

function unregister(text: string, ...remove: readonly RegisteredPlace[]): string {
  return unwrap(editResourceRepositories(text, { remove, add: [] })).text
}

/** The attributes of every repository of a file, in its order. */
function repositoriesIn(text: string): readonly XmlElement['attributes'][] {
  const below = (element: XmlElement): readonly XmlElement[] => element.children.flatMap(each => [each, ...below(each)])
  const found = below(unwrap(parseXml(text))).filter(({ name }) => name === 'Repository')
  return found.map(({ attributes }) => ({ ...attributes }))
}

test('A file that is made holds what PSResourceGet registers by itself.', () => {
  assert.deepEqual(repositoriesIn(newResourceRepositories({ artifactRegistry: true })), [
    {
      Name: 'PSGallery',
      Url: 'https://www.powershellgallery.com/api/v2',
      APIVersion: 'V2',
      Priority: '50',
      Trusted: 'false',
      CredentialProvider: 'None',
    },
    {
      Name: 'MicrosoftArtifactRegistry',
      Url: 'https://mcr.microsoft.com',
      APIVersion: 'ContainerRegistry',
      Priority: '40',
      Trusted: 'true',
      CredentialProvider: 'None',
    },
  ])
  const names = repositoriesIn(newResourceRepositories({ artifactRegistry: false })).map(({ Name }) => Name)
  assert.deepEqual(names, ['PSGallery'])
})

/** `§` is where our line goes, or is to be found again. */
const LAYOUTS: readonly (readonly [what: string, text: string, inserted: string])[] = [
  ['as PSResourceGet writes it', `<configuration>\n  ${theirs('A', 50)}§\n</configuration>`, `\n  ${LINE}`],
  ['with CRLF', `<configuration>\r\n  ${theirs('A', 50)}§\r\n</configuration>\r\n`, `\r\n  ${LINE}`],
  ['with tabs', `<configuration>\n\t${theirs('A', 50)}§\n</configuration>`, `\n\t${LINE}`],
  ['on one line', `<configuration>${theirs('A', 50)}§</configuration>`, `\n  ${LINE}`],
  ['without repositories', '<configuration>§\n</configuration>', `\n  ${LINE}`],
  ['with nothing at all', '<configuration>§</configuration>', `\n  ${LINE}`],
  [
    'with a comment that looks like the end',
    `<configuration>\n  ${theirs('A', 50)}\n  <!-- </configuration> -->§\n\n</configuration>\n<!-- </configuration> -->`,
    `\n  ${LINE}`,
  ],
  [
    'with a commented registration of our name',
    `<configuration>\n  <!-- ${entry(OURS, 0)} -->\n  ${theirs('A', 50)}§\n</configuration>`,
    `\n  ${LINE}`,
  ],
  [
    'with another order of attributes and single quotes',
    "<configuration>\n    <Repository  Trusted='False' Priority = '7'\n Url='https://a.example/?a=1&amp;b=>' Name='A\"'></Repository >§\n</configuration>",
    `\n    ${LINE}`,
  ],
  [
    'with a BOM, a declaration, an instruction and sections',
    `\uFEFF<?xml version='1.0' encoding='UTF-8' standalone="yes"?>\n<?pi <x> ?><configuration note="a>b">\n  <![CDATA[<Repository/>]]><other>é</other>§ \t\n</configuration>`,
    `\n  ${LINE}`,
  ],
  [
    'with a repository further down',
    `<configuration>\n  <group>\n    ${theirs('A', 50)}\n  </group>§\n</configuration>`,
    `\n    ${LINE}`,
  ],
]

for (const [what, layout, inserted] of LAYOUTS) {
  test(`A file ${what} gets our line, and is to the letter what it was when it is taken out again.`, () => {
    const before = layout.replace('§', '')
    const after = register(before, OURS)
    assert.equal(
      after,
      layout.replace('§', () => inserted),
    )
    assert.equal(unregister(after, OURS), before)
  })
}

test('The file that PSResourceGet leaves when the last repository is taken out can be used and is given back.', () => {
  const empty = '\uFEFF<?xml version="1.0" encoding="utf-8"?>\n<configuration />'
  const after = register(empty, OURS, SECOND)
  const lines = [LINE, entry(SECOND, 0)].map(line => `  ${line}\n`).join('')
  assert.equal(after, `\uFEFF<?xml version="1.0" encoding="utf-8"?>\n<configuration >\n${lines}</configuration>`)
  assert.equal(unregister(after, OURS, SECOND), empty)
})

test('Only an entry with both the name and the url is taken out.', () => {
  const elsewhere = `<configuration>\n  ${entry({ ...OURS, location: 'file:///srv/other' }, 0)}\n</configuration>`
  assert.equal(unregister(elsewhere, OURS), elsewhere)
  const named = `<configuration>\n  ${entry({ ...OURS, name: 'Other' }, 0)}\n</configuration>`
  assert.equal(unregister(named, OURS), named)
})

test('An entry of ours is known however it is written, and every copy of it goes.', () => {
  const text = `<configuration>
  <Repository Uri='file:///srv/&#x72;' Name="RESTORED" Priority="30" Trusted="False"></Repository>
  ${theirs('A', 50)}
  <Repository Name="Rest&#111;red" Url="file:///srv/r" Priority="30" Trusted="False" VaultName="v" SecretName="s"/>
</configuration>`
  assert.equal(unregister(text, OURS), `<configuration>\n  ${theirs('A', 50)}\n</configuration>`)
})

test('What is put in replaces what is taken out in one step.', () => {
  const before = register(`<configuration>\n  ${theirs('A', 50)}\n</configuration>`, OURS)
  const moved: RegisteredPlace = { name: 'restored', location: 'file:///srv/new' }
  const { text } = unwrap(editResourceRepositories(before, { remove: [OURS], add: [moved] }))
  assert.equal(text, `<configuration>\n  ${theirs('A', 50)}\n  ${entry(moved, 0)}\n</configuration>`)
})

test('A name that somebody else has registered is not taken, in whatever letter case.', () => {
  const text = `<configuration>\n  ${theirs('RESTORED', 50)}\n</configuration>`
  assert.deepEqual(errorOf(editResourceRepositories(text, { remove: [], add: [OURS] })), {
    kind: 'taken',
    by: { name: 'RESTORED', location: 'https://feed.example/RESTORED/v2' },
  })
})

test('What somebody else has registered just so stays theirs.', () => {
  const text = `<configuration>\n  ${entry(OURS, 9)}\n</configuration>`
  const edited = unwrap(editResourceRepositories(text, { remove: [], add: [OURS, SECOND] }))
  assert.deepEqual(edited.added, [SECOND])
  assert.deepEqual(
    repositoriesIn(edited.text).map(({ Name, Priority }) => `${Name} ${Priority}`),
    ['Restored 9', 'Restored-2 0'],
  )
})

const HOSTILE: readonly RegisteredPlace[] = [
  { name: 'a"b\'c<d>e&amp;f', location: 'file:///r' },
  { name: '--></configuration>', location: 'file:///r' },
  { name: 'Ünï日本😀', location: 'file:///%C3%9C' },
  { name: ']]>', location: "file:///it's?&amp;" },
]

for (const place of HOSTILE) {
  test(`A name and a url are escaped: ${place.name} at ${place.location}`, () => {
    const before = newResourceRepositories({ artifactRegistry: false })
    const after = register(before, place)
    const last = repositoriesIn(after).at(-1)
    assert.deepEqual([last?.Name, last?.Url], [place.name, place.location])
    assert.match(after.slice(1), /^[\x20-\x7e\n]*$/)
    assert.equal(unregister(after, place), before)
  })
}

const LEFT_ALONE: readonly (readonly [text: string, why: RegExp])[] = [
  ['', /it holds an empty document/],
  ['<configuration>', /cut off/],
  ['<configuration><Repository Name="A"></configuration>', /it holds XML/],
  ['<configuration></configuration><more/>', /it holds XML/],
  ['{"repositories":[]}', /it holds text instead of XML/],
  ['<!DOCTYPE configuration><configuration />', /a document type/],
  ['<repositories />', /root element is <repositories>/],
  ['<configuration xmlns="urn:x"></configuration>', /not a plain <configuration>/],
  ['<c:configuration xmlns:c="urn:x"></c:configuration>', /root element is <c:configuration>/],
  ['<configuration><x:Repository xmlns:x="urn:x" Name="A" /></configuration>', /cannot be edited safely/],
  ['<?xml version="1.0" encoding="utf-16"?><configuration />', /says that its encoding is utf-16/],
  ["<?xml version='1.0' encoding = 'iso-8859-1' ?><configuration />", /says that its encoding is iso-8859-1/],
]

for (const [text, why] of LEFT_ALONE) {
  test(`Such a file is left as it is: ${text}`, () => {
    const error = errorOf(editResourceRepositories(text, { remove: [], add: [OURS] }))
    assert.equal(error.kind, 'unfit')
    assert.match(error.kind === 'unfit' ? error.why : '', why)
  })
}

/** Names and priorities of others; ours in order; what ours get; who is, or may be, asked before them. */
const PRIORITIES: readonly (readonly [
  others: readonly (readonly [string, number | string])[],
  ours: readonly string[],
  given: readonly number[],
  askedFirst: readonly string[],
])[] = [
  [
    [
      ['PSGallery', 50],
      ['MAR', 40],
    ],
    ['R', 'R-2'],
    [0, 0],
    [],
  ],
  [[['A', 1]], ['R', 'R-2', 'R-3'], [0, 0, 0], []],
  [[['A', 0]], ['R'], [0], ['A']],
  [[['S', 0]], ['R'], [0], []],
  [[['S', 0]], ['R', 'R-2'], [0, 0], []],
  [[['R-1', 0]], ['R', 'R-2'], [0, 0], ['R-1']],
  // In the order of code points `a` comes behind `R` and `S` before `r`, in that of a language the other way round.
  [[['a', 0]], ['R'], [0], ['a']],
  [[['S', 0]], ['r'], [0], ['S']],
  [[['Á', 0]], ['R'], [0], ['Á']],
  [
    [
      ['A', -3],
      ['B', '+2'],
      ['C', 'high'],
      ['D', 0],
    ],
    ['R'],
    [0],
    ['A', 'D'],
  ],
  // Names that are not in order by themselves.
  [
    [
      ['S', 0],
      ['T', 1],
      ['A', 2],
    ],
    ['R-9', 'R-10', 'R-11'],
    [0, 1, 1],
    ['S'],
  ],
]

for (const [others, names, given, askedFirst] of PRIORITIES) {
  test(`Beside ${others.map(each => each.join(' ')).join(', ')} our ${names.join(', ')} get ${given.join(', ')}.`, () => {
    const lines = others.map(
      ([name, priority]) =>
        `  <Repository Name="${name}" Url="https://a.example" Priority="${priority}" Trusted="true" />\n`,
    )
    const add = names.map(name => ({ name, location: `file:///${name}` }))
    const edited = unwrap(
      editResourceRepositories(`<configuration>\n${lines.join('')}</configuration>`, { remove: [], add }),
    )
    const ours = repositoriesIn(edited.text).slice(others.length)
    assert.deepEqual(
      ours.map(({ Name, Priority }) => [Name, Number(Priority)]),
      names.map((name, index) => [name, given[index]]),
    )
    assert.deepEqual(edited.askedFirst, askedFirst)
  })
}

/** Documents such as people and tools write; a repository of our name is in none. */
function arbitraryFile(): fc.Arbitrary<string> {
  const space = fc.constantFrom('', ' ', '\n', '\r\n', '\n\n  ', '\t', '\r\n\t', ' \n ')
  const name = fc.constantFrom('PSGallery', 'a', 'Ä ö', "it's &gt; 2", '&#x41;', 'Restored-3')
  const repository = fc
    .tuple(
      name,
      fc.integer({ min: 0, max: 100 }),
      fc.constantFrom(' />', '/>', '></Repository>', '>x</Repository >'),
      fc.boolean(),
    )
    .map(([each, priority, end, single]) =>
      single
        ? `<Repository Priority='${priority}' Name="${each}"\n Url='https://x.example/a>b'${end}`
        : `<Repository Name="${each}" Url="file:///x" Priority="${priority}" Trusted="true"${end}`,
    )
  const item = fc.oneof(
    repository,
    fc.constantFrom(
      '<!-- <Repository> -->',
      '<other>text</other>',
      'text',
      '<?pi </configuration> ?>',
      '<![CDATA[</configuration>]]>',
    ),
  )
  const start = fc.constantFrom(
    '',
    '\uFEFF',
    '<?xml version="1.0"?>\n',
    '\uFEFF<?xml version="1.0" encoding="utf-8"?>\r\n',
  )
  const root = fc.oneof(
    fc.constant('<configuration />'),
    fc
      .tuple(fc.array(fc.tuple(space, item), { maxLength: 5 }), space)
      .map(([items, end]) => `<configuration>${items.flat().join('')}${end}</configuration>`),
  )
  return fc.tuple(start, root, space).map(parts => parts.join(''))
}

test('Whatever the file, to register and to take back gives the same bytes, and others stay as they are.', () => {
  fc.assert(
    fc.property(arbitraryFile(), text => {
      const before = repositoriesIn(text)
      const after = register(text, OURS, SECOND)
      assert.deepEqual(repositoriesIn(after).slice(0, -2), before)
      assert.equal(register(text, OURS), unregister(after, SECOND))
      assert.equal(unregister(after, OURS, SECOND), text)
      assert.equal(unregister(unregister(after, OURS), SECOND), text)
      assert.equal(unregister(text, OURS), text)
    }),
  )
})
