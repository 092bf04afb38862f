import assert from 'node:assert/strict'
import { test } from 'node:test'
import { errorOf, unwrap } from '../helpers/result.ts'
import { readText, told } from './reading.ts'

/** A file's name and text, what it is read as, and why. */
const READ: readonly (readonly [file: string, text: string, format: string, because: string])[] = [
  // Marks that only one format has, whatever the name.
  ['A.psd1', "@{ ModuleVersion = '1.0' }", 'module-manifest', 'it has the key "ModuleVersion"'],
  ['requirements.psd1', "@{ moduleversion = '1.0' }", 'module-manifest', 'it has the key "ModuleVersion"'],
  ['A.psd1', "@{ RootModule = 'A.psm1'; GUID = 'x' }", 'module-manifest', 'it has the keys "RootModule" and "GUID"'],
  ['A.psd1', '@{ PSDependOptions = @{} }', 'psdepend', 'it has the key "PSDependOptions"'],
  ['A.psd1', "@{ 'PSGalleryModule::A' = '' }", 'psdepend', 'it has the key "PSGalleryModule::A"'],
  ['a.requires.psd1', "@{ 'owner/repo' = 'main' }", 'psdepend', 'it has the key "owner/repo"'],
  ['RequiredModules.psd1', "@{ A = '[1,2)'; B = @{ Tags = 'x' } }", 'psdepend', '"B" has the key "Tags"'],
  ['requirements.psd1', "@{ A = '1.*'; B = @{ target = 'x' } }", 'psdepend', '"B" has the key "target"'],
  ['a.json', '{ "A": { "trustRepository": true } }', 'psresource', '"A" has the key "trustRepository"'],
  ['requirements.psd1', "@{ A = @{ Scope = 'x' } }", 'psresource', '"A" has the key "Scope"'],
  // Scripts.
  ['Build.PS1', '#Requires -Modules A', 'script', 'its name is that of a script'],
  ['A.psm1', '#Requires -Modules A', 'script', 'its name is that of a script'],
  // Lists.
  ['a.json', '["A", "B>=1.0"]', 'modulefast', 'it is a list of texts'],
  ['RequiredModules.psd1', "'A', 'B'", 'modulefast', 'it is a list of texts'],
  ['a.json', '[{ "name": "A" }]', 'list', 'it is a list of tables that name modules'],
  ['a.json', '[]', 'list', 'its list is empty'],
  ['a.psd1', '@()', 'list', 'its list is empty'],
  ['RequiredModules.psd1', "@('A', @{ ModuleName = 'B' })", 'list', 'it is a list of tables that name modules'],
  // Names of ModuleFast and PSDepend.
  ['build.requires.psd1', "@{ A = '1.0' }", 'modulefast', 'its name is build.requires.psd1'],
  ['x/a.requires.json', '{ "A": "1.*" }', 'modulefast', 'its name is a.requires.json'],
  ['requires.lock.json', '{ "A": "1.0" }', 'modulefast', 'its name is requires.lock.json'],
  ['x\\build.Depend.psd1', "@{ A = '[1,2)' }", 'psdepend', 'its name ends in .depend.psd1'],
  // RequiredModules.psd1: whether a bare version is a minimum.
  [
    'RequiredModules.psd1',
    "@{ A = '1.0'; B = '[1,2)' }",
    'requiredmodules',
    'its name is RequiredModules.psd1, and "B" is "[1,2)"',
  ],
  [
    'RequiredModules.psd1',
    "@{ A = '1.0'; B = @{ Version = '[1,2)' } }",
    'requiredmodules',
    'its name is RequiredModules.psd1, and "B" is "[1,2)"',
  ],
  ['RequiredModules.psd1', "@{ A = '2.*' }", 'requiredmodules', 'its name is RequiredModules.psd1, and "A" is "2.*"'],
  [
    'RequiredModules.psd1',
    "@{ A = 'https://host/v2' }",
    'requiredmodules',
    'its name is RequiredModules.psd1, and "A" is "https://host/v2"',
  ],
  [
    'RequiredModules.psd1',
    "@{ A = @{ Version = '1.0'; Repository = 'P' } }",
    'requiredmodules',
    'its name is RequiredModules.psd1, and "A" has a "Repository"',
  ],
  [
    'RequiredModules.psd1',
    "@{ A = @{ Ver = '1.0' } }",
    'requiredmodules',
    'its name is RequiredModules.psd1, and "Ver" is a key that is cut',
  ],
  [
    'build.RequiredModules.psd1',
    "@{ A = '*'; B = '[1,2)' }",
    'requiredmodules',
    'its name is build.RequiredModules.psd1, and "B" is "[1,2)"',
  ],
  ...[
    "@{ A = '1.0' }",
    "@{ A = 'latest'; B = '[1,2)' }",
    '@{}',
    "@{ A = @{ Version = 'latest'; Repository = 'P' } }",
  ].map(
    text =>
      [
        'RequiredModules.psd1',
        text,
        'psdepend',
        'its name is RequiredModules.psd1, and nothing in it says that a bare version is a minimum',
      ] as const,
  ),
  [
    'modules.psd1',
    "@{ A = '[1,2)'; B = @{ Version = '1.0'; Repository = 'P' } }",
    'requiredmodules',
    'names with ranges stand beside "B", which has a "Repository"',
  ],
  // A range or a repository alone is no mark elsewhere.
  ['modules.psd1', "@{ A = '[1,2)' }", 'list', 'it is a table of names and versions'],
  ['modules.psd1', "@{ A = '1.0'; B = @{ Repository = 'P' } }", 'list', 'it is a table of names and versions'],
  ['a.requires.psd1', "@{ A = '[1,2)'; B = @{ Repository = 'P' } }", 'list', 'it is a table of names and versions'],
  // requirements.psd1: a function app's or PSDepend's.
  [
    'requirements.psd1',
    "@{ Az = '11.*'; B = '1.0' }",
    'azure-functions',
    'its name is requirements.psd1, and "Az" is "11.*"',
  ],
  ...[
    "@{ Az = '11.*'; B = 'latest' }",
    "@{ Az = '11.*'; B = '*' }",
    "@{ Az = '11.*'; B = '[1,2)' }",
    "@{ Az = '11.*'; B = '>=1.0' }",
    "@{ Az = '11.*'; B = @{ Version = '1.0' } }",
    "@{ Az = '1.2.*' }",
    "@{ Az = 'latest'; B = @{ Version = '1.0'; Repository = 'P' } }",
    '@{}',
  ].map(text => ['x/requirements.psd1', text, 'psdepend', 'its name is requirements.psd1'] as const),
  ['build.requirements.psd1', "@{ A = '1.0' }", 'psdepend', 'its name is build.requirements.psd1'],
  // Any other name.
  ['a.json', '{ "A": { "version": "1.0" }, "B": {} }', 'psresource', 'each name has a table of its own'],
  ['a.psd1', "@{ A = @{ Name = 'B'; Version = '1.0' } }", 'psresource', 'each name has a table of its own'],
  ['a.json', '{ "A": { "version": "latest" } }', 'list', 'it is a table of names and versions'],
  [
    'a.json',
    '{ "A": { "minimumVersion": "1.0" } }',
    'list',
    '"A" has the key "minimumVersion", which only plain lists have',
  ],
  [
    'requirements.psd1',
    "@{ A = '1.0'; B = @{ RequiredVersion = '1.0' } }",
    'list',
    '"B" has the key "RequiredVersion", which only plain lists have',
  ],
  [
    'requirements.psd1',
    "@{ A = @{ Version = '1.0'; MaximumVersion = '2' } }",
    'psdepend',
    'its name is requirements.psd1',
  ],
  ['a.json', '{ "$schema": "https://x.test/s.json", "A": "1.0" }', 'list', 'it is a table of names and versions'],
  ['a.json', '{ "A": { "version": "1.0" }, "B": "2.0" }', 'list', 'it is a table of names and versions'],
  ['a.json', '{ "A": "1.0", "B": "latest" }', 'list', 'it is a table of names and versions'],
  ['a.json', '{ "A": ">=1.0" }', 'modulefast', '"A" is ">=1.0"'],
  ['a.psd1', "@{ 'A!' = 'latest' }", 'modulefast', '"A!" asks for prereleases with its "!"'],
  ['a.json', '{}', 'list', 'its table is empty'],
]

for (const [file, text, format, because] of READ) {
  test(`${file} with ${text} is read as ${format}: ${because}.`, () => {
    const reading = unwrap(readText(file, text))
    assert.equal(reading.format, format)
    assert.equal(reading.because, because)
  })
}

/** A near miss, and what is said to it. */
const REFUSED: readonly (readonly [file: string, text: string, sentence: RegExp])[] = [
  ['a.psd1', "'Pester'", /it holds no table and no list\.$/],
  ['a.json', '["A", 1.5, ["B"]]', /it is a list, and what stands here neither is a name nor has one\.$/],
  ['a.json', '[{ "Version": "1.0" }]', /it is a list, and what stands here neither is a name nor has one\.$/],
  ['a.psd1', "@{ Modules = @('A') }", /it keeps what it lists under "Modules", in a format of its own\.$/],
  [
    'requirements.psd1',
    "@{ Modules = @(@{ Name = 'A' }); Tools = @{ B = @{ Version = '1.0' } } }",
    /it keeps what it lists under "Modules" and "Tools", in a format of its own\.$/,
  ],
  [
    'a.json',
    '{ "a": [1], "b": [1], "c": [1], "d": [1] }',
    /under "a" and "b" and "c" and more, in a format of its own\.$/,
  ],
  ['a.psd1', "@{ A = @{ Version = '1.0'; Priority = 1 } }", /keys such as "Priority", which are of no format/],
  ['a.psd1', '@{ Debug = $true; Level = 1 }', /"Debug" is true or false, so it holds settings, no list of modules\.$/],
  ['a.psd1', "@{ Hello = 'Hello, world'; Bye = 'Goodbye' }", /it holds texts such as "Hello, world", no versions/],
  ['a.psd1', "@{ ModuleName = 'A'; ModuleVersion = '1.0' }", /it tells of "A" alone, and lists no modules\.$/],
  ['a.json', '{ "name": "tool", "version": "1.0.0" }', /it tells of "tool" alone, and lists no modules\.$/],
  ['Resolve-Dependency.psd1', "@{ Gallery = 'PSGallery' }", /it holds the settings of Sampler's Resolve-Dependency/],
  ['a.psd1', "@{ Gallery = 'PSGallery'; WithYAML = $true }", /Resolve-Dependency\.ps1 \("Gallery" and "WithYAML"\)/],
  ['PSScriptAnalyzerSettings.psd1', '@{}', /it holds the settings of PSScriptAnalyzer, no list of modules\.$/],
  ['tests/ScriptAnalyzerSettings.psd1', '@{}', /it holds the settings of PSScriptAnalyzer, no list of modules\.$/],
  ['a.psd1', "@{ ExcludeRules = @('X') }", /the settings of PSScriptAnalyzer \("ExcludeRules"\)/],
  ['build.psd1', "@{ Path = 'A.psd1'; OutputDirectory = '..' }", /a build definition of ModuleBuilder/],
  ['build.psd1', "@{ Path = 'A.psd1'; Prefix = 'prefix.ps1' }", /it holds texts such as "A\.psd1", no versions/],
  ['a.psd1', "@{ Run = @{ Path = '.' }; TestResult = @{ Enabled = $true } }", /a configuration of Pester/],
  ['a.psd1', "@{ AllNodes = @(@{ NodeName = 'x' }) }", /configuration data of DSC \("AllNodes"\)/],
  ['package.json', '{ "scripts": {}, "main": "a.js", "license": "MIT" }', /it holds npm's package\.json/],
  ['package-lock.json', '{ "name": "a", "lockfileVersion": 3 }', /it holds npm's package-lock\.json/],
  ['a.lock.json', '{ "format": 1, "requirements": [], "packages": [] }', /a lock of psmodule-restore/],
]

for (const [file, text, sentence] of REFUSED) {
  test(`${file} with ${text} is refused with a word on what it is.`, () => {
    const problem = errorOf(readText(file, text))
    assert.equal(problem.code, 'OWN_FORMAT')
    assert.match(problem.sentence, sentence)
    assert.equal(problem.place?.line, 1)
    assert.ok(problem.hint)
  })
}

test('The format that somebody states goes before the one that a file shows.', () => {
  const reading = unwrap(readText('requirements.psd1', "@{ A = '1.0' }", { format: 'requiredmodules' }))
  assert.equal(reading.because, 'you say so')
  assert.deepEqual(told(reading), ['1 A [1.0.0, )'])
})

test('What shows a format is told without the password of an address.', () => {
  const address = 'https://me:secret@host.test/v3'
  for (const text of [`@{ A = '${address}'; B = '[1,2)' }`, `@{ '${address}' = 'main'; B = '1.0' }`]) {
    const { because } = unwrap(readText('RequiredModules.psd1', text))
    assert.match(because, /https:\/\/…@host\.test/)
    assert.doesNotMatch(because, /secret/)
  }
})
