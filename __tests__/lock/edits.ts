import assert from 'node:assert/strict'
import { formatLock } from '../../src/lock/format-lock.ts'
import { contentOf, SAMPLE, sha512Of } from './some-lock.ts'

/** One thing that somebody changed in the text of the sample by hand. */
export interface Edit {
  /** Completes "A lock is refused …". */
  readonly what: string
  readonly from: string | RegExp
  readonly to: string
  /** What is said of it, behind "modules.lock.json cannot be used: " and before the full stop. */
  readonly said: string
  /** What stands at the place. */
  readonly at: string
  /** Whether the JSON schema finds it too; it sees no equal keys, and no two values at once. */
  readonly seenBySchema: boolean
}

export function edited({ from, to }: Pick<Edit, 'from' | 'to'>): string {
  const text = formatLock(SAMPLE)
  const changed = text.replace(from, () => to)
  assert.notEqual(changed, text)
  return changed
}

const AKS = 'packages > az.aks/6.1.0'
const PESTER = 'packages > pester/5.7.1'
const sha512 = sha512Of('aks')
const content = contentOf('aks')

type Row = readonly [what: string, from: string | RegExp, to: string, said: string, at: string]

const SEEN: readonly Row[] = [
  ['without options', /"options": \{[^}]*\},/, '', 'it has no "options"', '{\n  "$schema"'],
  ['without packages', /,\s+"packages": \{[\s\S]*\}\n(?=\})/, '\n', 'it has no "packages"', '{\n  "$schema"'],
  ['without a family', '"family": "gallery",', '', 'packages > az.accounts/5.3.0 has no "family"', '{\n      "id"'],
  ['without content', /"content": \[[^\]]*\],/, '', 'packages > az.accounts/5.3.0 has no "content"', '{\n      "id"'],
  [
    'without a size',
    ',\n          "size": 99',
    '',
    `${AKS} > accepted > 1 has no "size"`,
    `{\n          "sha512": "${sha512}`,
  ],
  ['with format 0', '"format": 1', '"format": 0', 'format is not 1', '0,'],
  ['with the format as text', '"format": 1', '"format": "1"', 'format is not 1', '"1"'],
  ['with options that are a list', /"options": \{[^}]*\}/, '"options": []', 'options is no object', '[],'],
  [
    'with an option that is no switch',
    '"prerelease": false',
    '"prerelease": 0',
    'options > prerelease is not true or false',
    '0,',
  ],
  [
    'with a requirement that is none',
    'az.aks [6.1.0]',
    'az.aks',
    'requirements > 1 is no requirement: "az.aks"',
    '"az.aks"',
  ],
  [
    'with a requirement in capitals',
    'az.aks [6.1.0]',
    'Az.Aks [6.1.0]',
    'requirements > 1 is no requirement: "Az.Aks [6.1.0]"',
    '"Az.Aks [',
  ],
  ['with a requirement that is an object', '"az.aks [6.1.0]"', '{}', 'requirements > 1 is no text', '{},'],
  [
    'with packages that are a list',
    /"packages": \{[\s\S]*\}\n(?=\})/,
    '"packages": []\n',
    'packages is no object',
    '[]',
  ],
  [
    'with a package that is a text',
    /"pester\/5.7.1": \{[\s\S]*?\n {4}\}/,
    '"pester/5.7.1": "x"',
    `${PESTER} is no object`,
    '"x"',
  ],
  [
    'with a package that is null',
    /"pester\/5.7.1": \{[\s\S]*?\n {4}\}/,
    '"pester/5.7.1": null',
    `${PESTER} is no object`,
    'null',
  ],
  ['with an unknown field', '"format": 1', '"format": 1, "comment": ""', 'comment is no field of a lock', '"comment"'],
  [
    'with a misspelt field',
    '"size": 99',
    '"sise": 99',
    `${AKS} > accepted > 1 > sise is no field of a lock; "size" was probably meant`,
    '"sise"',
  ],
  [
    'with a field in other letters',
    '"guid"',
    '"GUID"',
    `${PESTER} > GUID is no field of a lock; "guid" was probably meant`,
    '"GUID"',
  ],
  [
    'with __proto__ in a package',
    '"guid"',
    '"__proto__": {}, "guid"',
    `${PESTER} > __proto__ is no field of a lock`,
    '"__proto__"',
  ],
  [
    'with constructor among all',
    '"format"',
    '"constructor": 1, "format"',
    'constructor is no field of a lock',
    '"constructor"',
  ],
  [
    'with toString in an option',
    '"prerelease"',
    '"toString": 1, "prerelease"',
    'options > toString is no field of a lock',
    '"toString"',
  ],
  [
    'with __proto__ as a package',
    '"pester/5.7.1"',
    '"__proto__"',
    'packages > __proto__ holds Pester 5.7.1, whose key is "pester/5.7.1"',
    '"__proto__"',
  ],
  [
    'with a key without version',
    '"pester/5.7.1"',
    '"pester"',
    'packages > pester holds Pester 5.7.1, whose key is "pester/5.7.1"',
    '"pester":',
  ],
  [
    'with a key in capitals',
    '"pester/5.7.1"',
    '"Pester/5.7.1"',
    'packages > Pester/5.7.1 holds Pester 5.7.1, whose key is "pester/5.7.1"',
    '"Pester/',
  ],
  [
    'with an id that leads elsewhere',
    '"id": "Pester"',
    '"id": "../Pester"',
    `${PESTER} > id is no package id: "../Pester"`,
    '"../',
  ],
  ['with an id that is a number', '"id": "Pester"', '"id": 5', `${PESTER} > id is no text`, '5,'],
  [
    'with a version that is none',
    '"5.7.1"',
    '"5.7.x"',
    `${PESTER} > version is no version ("5.7.x"): "x" is not a number`,
    '"5.7.x"',
  ],
  [
    'with a version of two parts',
    '"5.7.1"',
    '"5.7"',
    `${PESTER} > version is "5.7", which a lock writes as "5.7.0"`,
    '"5.7"',
  ],
  [
    'with a fourth part of zero',
    '"5.7.1"',
    '"5.7.1.0"',
    `${PESTER} > version is "5.7.1.0", which a lock writes as "5.7.1"`,
    '"5.7.1.0"',
  ],
  [
    'with metadata in a version',
    '"5.7.1"',
    '"5.7.1+x"',
    `${PESTER} > version is "5.7.1+x", which a lock writes as "5.7.1"`,
    '"5.7.1+x"',
  ],
  [
    'with another type',
    '"type": "module"',
    '"type": "Module"',
    'packages > az.accounts/5.3.0 > type is not "module" or "script"',
    '"Module"',
  ],
  ['with a GUID that is none', /"guid": "[^"]*"/, '"guid": "{x}"', `${PESTER} > guid is no GUID: "{x}"`, '"{x}"'],
  ['with an empty GUID', /"guid": "[^"]*"/, '"guid": ""', `${PESTER} > guid is no GUID: ""`, '"",'],
  [
    'with a family that is none',
    '"family": "mar"',
    '"family": "m r"',
    `${AKS} > accepted > 2 > family is no name of a family: "m r"`,
    '"m r"',
  ],
  [
    'with a family in capitals',
    '"family": "mar"',
    '"family": "MAR"',
    `${AKS} > accepted > 2 > family is no name of a family: "MAR"`,
    '"MAR"',
  ],
  [
    'that accepts no file',
    /"accepted": \[[^\]]*\]/,
    '"accepted": []',
    'packages > az.accounts/5.3.0 > accepted is empty',
    '[],',
  ],
  [
    'that accepts a text',
    /"accepted": \[[^\]]*\]/,
    '"accepted": ["x"]',
    'packages > az.accounts/5.3.0 > accepted > 1 is no object',
    '"x"',
  ],
  [
    'with a shortened sha512',
    sha512,
    sha512.slice(4),
    `${AKS} > accepted > 1 > sha512 is not the base64 of 64 bytes`,
    `"${sha512.slice(4)}`,
  ],
  ['with an empty sha512', sha512, '', `${AKS} > accepted > 1 > sha512 is not the base64 of 64 bytes`, '"",'],
  [
    'with a sha512 in hex',
    sha512,
    Buffer.from(sha512, 'base64').toString('hex'),
    `${AKS} > accepted > 1 > sha512 is not the base64 of 64 bytes`,
    '"',
  ],
  [
    'with a sha512 without padding',
    sha512,
    sha512.slice(0, -2),
    `${AKS} > accepted > 1 > sha512 is not the base64 of 64 bytes`,
    '"',
  ],
  [
    'with a sha512 whose last digit says more than it has',
    sha512,
    `${sha512.slice(0, -3)}B==`,
    `${AKS} > accepted > 1 > sha512 is not the base64 of 64 bytes`,
    '"',
  ],
  [
    'with a size of zero',
    '"size": 99',
    '"size": 0',
    `${AKS} > accepted > 1 > size is no whole number above zero`,
    '0\n',
  ],
  [
    'with a size below zero',
    '"size": 99',
    '"size": -99',
    `${AKS} > accepted > 1 > size is no whole number above zero`,
    '-99',
  ],
  [
    'with half a byte',
    '"size": 99',
    '"size": 99.5',
    `${AKS} > accepted > 1 > size is no whole number above zero`,
    '99.5',
  ],
  [
    'with a size beyond all numbers',
    '"size": 99',
    '"size": 1e999',
    `${AKS} > accepted > 1 > size is no whole number above zero`,
    '1e999',
  ],
  [
    'with a size beyond exact numbers',
    '"size": 99',
    '"size": 9007199254740993',
    `${AKS} > accepted > 1 > size is no whole number above zero`,
    '9007',
  ],
  [
    'with a size as text',
    '"size": 99',
    '"size": "99"',
    `${AKS} > accepted > 1 > size is no whole number above zero`,
    '"99"',
  ],
  [
    'with no content',
    /"content": \[[^\]]*\]/,
    '"content": []',
    'packages > az.accounts/5.3.0 > content is empty',
    '[],',
  ],
  [
    'with a content digest of another form',
    content,
    content.replace('h1', 'h2'),
    `${AKS} > content > 1 is not "h1:" and the base64 of 32 bytes`,
    '"h2:',
  ],
  [
    'with a content digest that is too long',
    content,
    `${content.slice(0, -1)}AAA=`,
    `${AKS} > content > 1 is not "h1:" and the base64 of 32 bytes`,
    '"h1:',
  ],
  ['with a content digest that is a number', `"${content}"`, '1', `${AKS} > content > 1 is no text`, '1,'],
  [
    'with dependencies in a list',
    /"dependencies": \{\}/,
    '"dependencies": []',
    'packages > az.accounts/5.3.0 > dependencies is no object',
    '[]',
  ],
  [
    'with a dependency that has no id',
    '"Az.Accounts": "[',
    '"Az/Accounts": "[',
    `${AKS} > dependencies > Az/Accounts is no package id`,
    '"Az/',
  ],
  [
    'with a bare version for a range',
    '"[5.3.0, )"',
    '"5.3.0"',
    `${AKS} > dependencies > Az.Accounts is "5.3.0", which a lock writes as "[5.3.0, )"`,
    '"5.3.0"',
  ],
  [
    'with an empty range',
    '"[5.3.0, )"',
    '""',
    `${AKS} > dependencies > Az.Accounts is no version range (""): it is empty`,
    '""',
  ],
  [
    'with a corroboration by nobody',
    '"mar"\n',
    '\n',
    `${AKS} > corroboration is "other-build" by nobody`,
    '{\n        "outcome"',
  ],
  [
    'single-sourced by somebody',
    /"by": \[\]/,
    '"by": ["mar"]',
    'packages > az.accounts/5.3.0 > corroboration is "single-sourced" by mar',
    '{',
  ],
  [
    'with another outcome',
    '"single-sourced"',
    '"unknown"',
    'packages > az.accounts/5.3.0 > corroboration > outcome is not "agreed" or "other-build" or "single-sourced"',
    '"unknown"',
  ],
  [
    'corroborated by a source with blanks',
    '"mar"\n',
    '"m r"\n',
    `${AKS} > corroboration > by > 1 is no name of a source: "m r"`,
    '"m r"',
  ],
  [
    'with a package twice, once in capitals',
    '"az.aks/6.1.0": {',
    '"PESTER/5.7.1": {}, "az.aks/6.1.0": {',
    `${PESTER} is stated twice`,
    '"pester/5.7.1": {\n',
  ],
]

const UNSEEN: readonly Row[] = [
  [
    'with a key of another version',
    '"pester/5.7.1"',
    '"pester/5.7.2"',
    'packages > pester/5.7.2 holds Pester 5.7.1, whose key is "pester/5.7.1"',
    '"pester/',
  ],
  [
    'with a key of another name',
    '"pester/5.7.1"',
    '"poster/5.7.1"',
    'packages > poster/5.7.1 holds Pester 5.7.1, whose key is "pester/5.7.1"',
    '"poster/',
  ],
  [
    'with a package twice',
    '"az.aks/6.1.0": {',
    '"pester/5.7.1": {}, "az.aks/6.1.0": {',
    `${PESTER} is stated twice`,
    '"pester/5.7.1": {\n',
  ],
  [
    'with a field twice',
    '"guid"',
    '"family": "mar", "guid"',
    `${PESTER} > family is stated twice`,
    '"family": "gallery"',
  ],
  [
    'with an escaped field twice',
    '"guid"',
    '"f\\u0061mily": "mar", "guid"',
    `${PESTER} > family is stated twice`,
    '"family": "gallery"',
  ],
  [
    'with a sha512 twice',
    '"size": 99',
    `"size": 99, "sha512": "${sha512Of('x')}"`,
    `${AKS} > accepted > 1 > sha512 is stated twice`,
    `"sha512": "${sha512Of('x')}"`,
  ],
  ['with the format twice', '"options"', '"format": 1, "options"', 'format is stated twice', '"format": 1, "o'],
  [
    'with a dependency twice',
    '"Az.Accounts": "[',
    '"az.accounts": "( , )", "Az.Accounts": "[',
    `${AKS} > dependencies > Az.Accounts is stated twice`,
    '"Az.Accounts": "[',
  ],
  [
    'with a range in other words',
    '"[5.3.0, )"',
    '"[5.3,)"',
    `${AKS} > dependencies > Az.Accounts is "[5.3,)", which a lock writes as "[5.3.0, )"`,
    '"[5.3,)"',
  ],
  [
    'with a range that is none',
    '"[5.3.0, )"',
    '"[5.3.0, 4.0.0]"',
    `${AKS} > dependencies > Az.Accounts is no version range ("[5.3.0, 4.0.0]"): its lower end is above its upper end`,
    '"[5.3.0, 4',
  ],
  [
    'with a version beyond NuGet',
    '"5.7.1"',
    '"5.7.4294967296"',
    `${PESTER} > version is no version ("5.7.4294967296"): "4294967296" is greater than 2147483647`,
    '"5.7.4',
  ],
]

export const EDITS: readonly Edit[] = [
  ...SEEN.map(row => ({ row, seenBySchema: true })),
  ...UNSEEN.map(row => ({ row, seenBySchema: false })),
].map(({ row: [what, from, to, said, at], seenBySchema }) => ({ what, from, to, said, at, seenBySchema }))
