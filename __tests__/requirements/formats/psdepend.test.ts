import assert from 'node:assert/strict'
import { test } from 'node:test'
import { unwrap } from '../../helpers/result.ts'
import { readText, refusedWith, told } from '../reading.ts'

function read(text: string, tags: readonly string[] = []): readonly string[] {
  return told(unwrap(readText('requirements.psd1', text, { format: 'psdepend', tags })))
}

/** What stands behind the name, and the range it asks for. */
const TEXTS: readonly (readonly [text: string, range: string])[] = [
  ["'5.7.1'", '[5.7.1]'],
  ["' 5.7.1 '", '[5.7.1]'],
  ["'1.2.5-preview0002'", '[1.2.5-preview0002]'],
  ["'1.4.8.1'", '[1.4.8.1]'],
  ['5.10', '[5.10.0]'],
  ['12', '[12.0.0]'],
  ["'latest'", '( , )'],
  ["'Latest'", '( , )'],
  ["''", '( , )'],
  ["'*'", '( , )'],
  ['$null', '( , )'],
  ["'[1.0,2.0)'", '[1.0.0, 2.0.0)'],
  ["'[1.0.0, ]'", '[1.0.0, )'],
  ["'2.*'", '2.*'],
  ["'1.0.*'", '1.0.*'],
  ["'>=1.0'", '[1.0.0, )'],
  ["'<2.0'", '(, 2.0.0)'],
  ["'=1.0'", '[1.0.0]'],
  ["':[1.0,2.0)'", '[1.0.0, 2.0.0)'],
]

for (const [text, range] of TEXTS) {
  test(`The version ${text} asks for ${range}, behind the name and in a table.`, () => {
    assert.deepEqual(read(`@{ X = ${text} }`), [`1 X ${range}`])
    assert.deepEqual(read(`@{ X = @{ Version = ${text} } }`), [`1 X ${range}`])
  })
}

/** What a file says, its entries one a line from line 2 on, and all that comes of it. */
const FILES: readonly (readonly [what: string, entries: string, told: readonly string[]])[] = [
  ['A key of a gallery type names a module', "'PSGalleryModule::Pester' = '5.7.1'", ['2 Pester [5.7.1]']],
  ['A key of a gallery type may have a table', "'PSResourceGet::Pester' = @{ Version = '2.*' }", ['2 Pester 2.*']],
  ['Blanks about the colons do not count', "'psgallerymodule :: Pester' = ''", ['2 Pester ( , )']],
  ['A key of another type is skipped', "'GitHub::owner/repo' = 'main'", ['2 skipped GitHub::owner/repo']],
  ['A slash alone means GitHub', "'owner/repo' = 'main'", ['2 skipped owner/repo']],
  ['An address means Git', "'https://host/owner/repo.git' = 'main'", ['2 skipped https://host/owner/repo.git']],
  [
    'A name with slashes means Git as well',
    "helpers = @{ Name = 'https://host/owner/helpers.git'; Version = 'd32a949'; Target = 'x' }",
    ['2 skipped helpers'],
  ],
  [
    'Keys of skipped entries are not noted',
    "nuget = @{ DependencyType = 'FileDownload'; Source = 'https://host/nuget.exe'; Target = 'x'; Odd = 'y' }",
    ['2 skipped nuget'],
  ],
  ['A script may be the type', "task = @{ DependencyType = 'C:\\RunThisFirst.ps1' }", ['2 skipped task']],
  [
    'The name in the table counts, and the place is that of the key',
    "buildhelpers_0_0_20 = @{ Name = 'BuildHelpers'; Version = '0.0.20' }",
    ['2 BuildHelpers [0.0.20]'],
  ],
  [
    'Parameters say the repository and whether prereleases will do',
    "X = @{ Parameters = @{ Repository = 'Blah'; AllowPrerelease = $true } }",
    ['2 X ( , ) prerelease from Blah'],
  ],
  [
    'The name that PSResourceGet has for prereleases is taken too',
    "X = @{ DependencyType = 'PSResourceGet'; Parameters = @{ Prerelease = 'true' } }",
    ['2 X ( , ) prerelease'],
  ],
  [
    'A repository beside the parameters means the same, so that a private name stays private',
    "X = @{ Version = '1.0'; Repository = 'Blah' }",
    ['2 X [1.0.0] from Blah'],
  ],
  [
    'What stands among the parameters goes before what stands beside them',
    "X = @{ Repository = 'Beside'; Parameters = @{ Repository = 'Among' } }",
    ['2 X ( , ) from Among'],
  ],
  [
    'The source of a dependency of nuget.exe is its repository',
    "X = @{ DependencyType = 'PSGalleryNuget'; Source = 'https://host/api/v2' }",
    ['2 X ( , ) from https://host/api/v2'],
  ],
  [
    'How and where to install has no effect, and that is told',
    "X = @{\nTarget = 'x'\nAddToPath = $true\nDependsOn = 'Y'\nPreScripts = 'a.ps1'\nPostScripts = 'b.ps1'\nSource = 'PSGalleryModule'\nCredential = 'c'\nParameters = @{\nSkipPublisherCheck = $true }\n}",
    [
      '2 X ( , )',
      '3 no-effect Target',
      '4 no-effect AddToPath',
      '5 no-effect DependsOn',
      '6 no-effect PreScripts',
      '7 no-effect PostScripts',
      '8 no-effect Source',
      '9 no-effect Credential',
      '11 no-effect SkipPublisherCheck',
    ],
  ],
  [
    'A key that PSDepend does not have is told',
    "X = @{ Version = '1.0'\nForce = $true }",
    ['2 X [1.0.0]', '3 unknown-key Force'],
  ],
  [
    'A version under a key that PSDepend does not have counts no more than with PSDepend, and is told',
    "X = @{\nRequiredVersion = '1.0' }",
    ['2 X ( , )', '3 unknown-key RequiredVersion'],
  ],
  ['An empty table takes any version', 'X = @{}', ['2 X ( , )']],
]

for (const [what, entries, expected] of FILES) {
  test(`${what}.`, () => assert.deepEqual(read(`@{\n${entries}\n}`), expected))
}

/** `PSDependOptions` on line 2, entries from line 3 on. */
const OPTIONS: readonly (readonly [what: string, options: string, entries: string, told: readonly string[]])[] = [
  [
    'Its parameters hold for every entry that has none',
    "Parameters = @{ Repository = 'P'; AllowPrerelease = $true }",
    "A = '1.0'\nB = @{ Version = '2.0' }",
    ['3 A [1.0.0] prerelease from P', '4 B [2.0.0] prerelease from P'],
  ],
  [
    "An entry's own parameters replace them whole",
    "Parameters = @{ Repository = 'P'; AllowPrerelease = $true }",
    "A = @{ Parameters = @{ Repository = 'Q' } }\nB = @{ Parameters = @{} }",
    ['3 A ( , ) from Q', '4 B ( , )'],
  ],
  ['An empty repository is none', "Parameters = @{ Repository = '' }", "A = ''", ['3 A ( , )']],
  ['Its repository may stand beside the parameters', "Repository = 'P'", "A = ''", ['3 A ( , ) from P']],
  [
    "A repository beside an entry's own parameters stays, and so does one beside the default ones",
    "Repository = 'P'; Parameters = @{ AllowPrerelease = $true }",
    "A = @{ Parameters = @{ Force = $true } }\nB = @{ Repository = 'Q' }",
    ['3 A ( , ) from P', '4 B ( , ) prerelease from Q', '3 no-effect Force'],
  ],
  [
    "An entry's own repository counts before the default parameters",
    "Parameters = @{ Repository = 'PSGallery' }",
    "A = @{ Repository = 'Q' }",
    ['3 A ( , ) from Q'],
  ],
  [
    'Its source is the feed of every NuGet dependency that has none of its own, and of nothing else',
    "Source = 'https://host/api/v2'; Parameters = @{ Repository = 'P' }",
    "'PSGalleryNuget::A' = '1.0'\nB = @{ DependencyType = 'PSGalleryNuget'; Parameters = @{ Force = $true } }\n" +
      "C = @{ DependencyType = 'PSGalleryNuget'; Source = 'Q' }\nD = '1.0'",
    [
      '3 A [1.0.0] from https://host/api/v2',
      '4 B ( , ) from https://host/api/v2',
      '5 C ( , ) from Q',
      '6 D [1.0.0] from P',
      '4 no-effect Force',
    ],
  ],
  [
    'Its source is the feed where its type is NuGet',
    "DependencyType = 'PSGalleryNuget'; Source = 'https://host/api/v2'",
    "A = '1.0'\n'PSGalleryModule::B' = '1.0'",
    ['3 A [1.0.0] from https://host/api/v2', '4 B [1.0.0]'],
  ],
  [
    'Its type holds where neither key nor entry has one',
    "DependencyType = 'Git'",
    "A = '1'\n'PSGalleryModule::B' = '1'\nC = @{ DependencyType = 'PSGalleryModule' }",
    ['4 B [1.0.0]', '5 C ( , )', '3 skipped A'],
  ],
  [
    'No type makes a module of a name with a slash',
    "DependencyType = 'PSGalleryModule'",
    "'a/b' = '1'",
    ['3 skipped a/b'],
  ],
  [
    'What has no effect is noted once, where it stands',
    "Target = 'CurrentUser'; AddToPath = $true; Parameters = @{ Force = $true }",
    "A = '1'\nB = '2'",
    ['3 A [1.0.0]', '4 B [2.0.0]', '2 no-effect Target', '2 no-effect AddToPath', '2 no-effect Force'],
  ],
  ['Its version holds for nothing', "Version = 'latest'", "A = '1'", ['3 A [1.0.0]']],
]

for (const [what, options, entries, expected] of OPTIONS) {
  test(`PSDependOptions: ${what}.`, () => {
    assert.deepEqual(read(`@{\nPSDependOptions = @{ ${options} }\n${entries}\n}`), expected)
    const inLowerCase = read(`@{\npsdependoptions = @{ ${options} }\n${entries}\n}`)
    assert.deepEqual(inLowerCase, expected)
  })
}

const TAGGED = `@{
  PSDependOptions = @{ Tags = 'build' }
  A = @{ Tags = 'prod', 'test' }
  B = @{ Tags = 'TEST' }
  C = '1.0'
  D = @{ Tags = @() }
}`

const BY_TAGS: readonly (readonly [tags: readonly string[], told: readonly string[]])[] = [
  [[], ['3 A ( , )', '4 B ( , )', '5 C [1.0.0]', '6 D ( , )']],
  [['test'], ['3 A ( , )', '4 B ( , )', '5 skipped C', '6 skipped D']],
  [['Prod'], ['3 A ( , )', '4 skipped B', '5 skipped C', '6 skipped D']],
  [
    ['prod', 'build'],
    ['3 A ( , )', '5 C [1.0.0]', '4 skipped B', '6 skipped D'],
  ],
]

for (const [tags, expected] of BY_TAGS) {
  test(`With the tags [${tags}], what has none of them is skipped.`, () =>
    assert.deepEqual(read(TAGGED, tags), expected))
}

/** Never the wrong version: what may change what is restored ends the reading. */
const REFUSED: readonly (readonly [text: string, code: string, sentence: RegExp])[] = [
  ["@{ X = 'PreRelease' }", 'REQUIREMENT_VERSION', /the version "PreRelease" of X cannot be read/],
  ["@{ X = 'v1.0' }", 'REQUIREMENT_VERSION', /"v1" is not a number/],
  ["@{ X = '==1.0' }", 'REQUIREMENT_VERSION', /of X cannot be read/],
  ["@{ X = '>=1.0,<2.0' }", 'REQUIREMENT_VERSION', /of X cannot be read/],
  ["@{ X = @('1.0', '2.0') }", 'REQUIREMENT_VALUE', /"X" of this file is a list, not a version in quotes/],
  ['@{ X = $true }', 'REQUIREMENT_VALUE', /"X" of this file is true/],
  ['@{ X = (Get-Date) }', 'REQUIREMENT_UNKNOWN', /the expression \(Get-Date\), which is never run/],
  ['@{ X = @{ DependencyType = $type } }', 'REQUIREMENT_UNKNOWN', /"DependencyType" of X is the expression \$type/],
  ['@{ X = @{ Parameters = $p } }', 'REQUIREMENT_UNKNOWN', /"Parameters" of X is the expression \$p/],
  ["@{ X = @{ Parameters = 'P' } }", 'REQUIREMENT_VALUE', /"Parameters" of X is "P", not a table/],
  ["@{ PSDependOptions = 'P' }", 'REQUIREMENT_VALUE', /"PSDependOptions" of this file is "P", not a table/],
  ['@{ PSDependOptions = @{ DependencyType = 1, 2 } }', 'REQUIREMENT_VALUE', /"DependencyType" of PSDependOptions/],
  ["@{ X = @{ Verison = '1.0' } }", 'MISSPELT_KEY', /"Verison" of X/],
  ["@{ X = @{ Parameters = @{ Repositry = 'P' } } }", 'MISSPELT_KEY', /"Repositry" of X/],
  ["@{ PSDependOptions = @{ Paramters = @{ Repository = 'P' } } }", 'MISSPELT_KEY', /"Paramters" of PSDependOptions/],
  ["@{ 'A::B::C' = '1.0' }", 'REQUIREMENT_NAME', /"A::B::C" cannot be the name of a module/],
  ["@{ 'Pester!' = 'latest' }", 'REQUIREMENT_NAME', /"Pester!" cannot be the name of a module/],
  ["@{ X = @{ DependencyType = 'PSGalleryModule'; Name = 'a/b' } }", 'REQUIREMENT_NAME', /"a\/b" cannot be the name/],
  ["@('X')", 'REQUIREMENTS_NOT_A_TABLE', /it is a list, not a table of modules/],
]

for (const [text, code, sentence] of REFUSED) {
  test(`Refused with its place: ${text}`, () => {
    refusedWith(readText('requirements.psd1', text, { format: 'psdepend' }), code, sentence)
  })
}
