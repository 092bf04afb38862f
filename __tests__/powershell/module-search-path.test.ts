import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import type { Machine } from '../../src/powershell/machine.ts'
import {
  composeModulePath,
  effectiveModulePath,
  personalFolder,
  sharedFolder,
  windowsPowerShellFolder,
} from '../../src/powershell/module-search-path.ts'
import { modulePathCases, OURS, SHARED, spell } from './module-paths.ts'

const PSHOME = '/opt/microsoft/powershell/7'

function linux(environment: Machine['environment'] = {}): Machine {
  return { platform: 'linux', environment, home: '/home/mona' }
}

function windows(environment: Machine['environment'] = {}, documents?: string): Machine {
  return {
    platform: 'win32',
    environment: { 'ProgramFiles(x86)': 'C:\\Program Files (x86)', ...environment },
    home: 'C:\\Users\\mona',
    documents,
  }
}

for (const { value, effective, composed } of modulePathCases) {
  test(`PSModulePath ${JSON.stringify(value)} is searched as ${effective} and becomes ${composed}`, () => {
    const spelled = value === undefined ? undefined : spell(value, linux(), PSHOME)
    const machine = linux({ PSModulePath: spelled })
    assert.equal(effectiveModulePath(spelled, machine, PSHOME).join(':'), spell(effective, machine, PSHOME))
    assert.equal(composeModulePath(OURS, machine), spell(composed, machine, PSHOME))
  })
}

const personalFolders: readonly (readonly [what: string, machine: Machine, folder: string])[] = [
  ['Linux', linux(), '/home/mona/.local/share/powershell/Modules'],
  ['macOS', { ...linux(), platform: 'darwin' }, '/home/mona/.local/share/powershell/Modules'],
  ['XDG_DATA_HOME', linux({ XDG_DATA_HOME: '/data' }), '/data/powershell/Modules'],
  ['XDG_DATA_HOME with a slash', linux({ XDG_DATA_HOME: '/data/' }), '/data/powershell/Modules'],
  ['an XDG_DATA_HOME of two slashes and dots', linux({ XDG_DATA_HOME: '/x//../d' }), '/x//../d/powershell/Modules'],
  ['a relative XDG_DATA_HOME', linux({ XDG_DATA_HOME: 'data' }), 'data/powershell/Modules'],
  ['an empty XDG_DATA_HOME', linux({ XDG_DATA_HOME: '' }), '/home/mona/.local/share/powershell/Modules'],
  [
    'XDG_DATA_HOME in other letter case',
    linux({ xdg_data_home: '/data' }),
    '/home/mona/.local/share/powershell/Modules',
  ],
  ['a home with a slash', { ...linux(), home: '/root/' }, '/root/.local/share/powershell/Modules'],
  ['Windows', windows(), 'C:\\Users\\mona\\Documents\\PowerShell\\Modules'],
  ['XDG_DATA_HOME on Windows', windows({ XDG_DATA_HOME: '/d' }), 'C:\\Users\\mona\\Documents\\PowerShell\\Modules'],
  ['moved Documents', windows({}, 'D:\\OneDrive\\Dokumente'), 'D:\\OneDrive\\Dokumente\\PowerShell\\Modules'],
]

for (const [what, machine, folder] of personalFolders) {
  test(`the user's modules with ${what} lie in ${folder}`, () => {
    assert.equal(personalFolder(machine), folder)
  })
}

test('the shared folder is constant but on Windows, where it lies among the programs', () => {
  assert.equal(sharedFolder(linux()), SHARED)
  assert.equal(sharedFolder({ ...linux(), platform: 'darwin' }), SHARED)
  assert.equal(sharedFolder(windows({ PROGRAMFILES: 'E:\\P' })), 'E:\\P\\PowerShell\\Modules')
  assert.equal(sharedFolder(windows()), undefined)
})

test('Windows PowerShell has a folder of its own in the Documents', () => {
  assert.equal(windowsPowerShellFolder(windows()), 'C:\\Users\\mona\\Documents\\WindowsPowerShell\\Modules')
  assert.equal(windowsPowerShellFolder(windows({}, 'D:\\Docs')), 'D:\\Docs\\WindowsPowerShell\\Modules')
})

/** On Windows: 7 and 5 are the user's folders of both PowerShells, M and W what the machine's value holds. */
const WINDOWS_FOLDERS: Readonly<Record<string, string>> = {
  O: 'D:\\a\\_temp\\m',
  7: 'C:\\Users\\mona\\Documents\\PowerShell\\Modules',
  5: 'C:\\Users\\mona\\Documents\\WindowsPowerShell\\Modules',
  M: 'C:\\Program Files\\WindowsPowerShell\\Modules',
  W: 'C:\\Windows\\system32\\WindowsPowerShell\\v1.0\\Modules',
  S: 'C:\\Program Files\\PowerShell\\Modules',
  H: 'c:\\program files\\powershell\\7\\Modules',
}

function spellWindows(letters: string): string {
  return [...letters].map(letter => WINDOWS_FOLDERS[letter] ?? letter).join(';')
}

const windowsCases: readonly (readonly [value: string, composed: string])[] = [
  ['', 'O75'],
  ['MW', 'O75MW'],
  ['5MW', 'O75MW'],
  ['75MW', 'O75MW'],
  ['M7W', 'OM75W'],
  ['7MW', 'O75MW'],
  ['XO75MW', 'OX75MW'],
  ['7SHMW', 'O75SHMW'],
]

for (const [value, composed] of windowsCases) {
  test(`on Windows ${value || 'an empty value'} becomes ${composed}, in any letter case of the variable and the folders`, () => {
    const expected = spellWindows(composed)
    const ours = WINDOWS_FOLDERS.O ?? ''
    for (const name of ['PSModulePath', 'PSMODULEPATH', 'psmodulepath']) {
      assert.equal(composeModulePath(ours, windows({ [name]: spellWindows(value) })), expected)
    }
    const shouted = composeModulePath(ours, windows({ PSModulePath: spellWindows(value).toUpperCase() }))
    assert.equal(shouted.toLowerCase(), expected.toLowerCase())
    const slashed = spellWindows(value).replaceAll(';', '\\;')
    const plain = composeModulePath(ours, windows({ PSModulePath: slashed })).replaceAll('\\;', ';')
    assert.equal(plain, expected)
  })
}

test('on Windows PowerShell 7 puts its three folders before those of the machine', () => {
  const machine = windows({ ProgramFiles: 'C:\\Program Files' })
  const path = effectiveModulePath(spellWindows('MW'), machine, 'C:\\Program Files\\PowerShell\\7')
  assert.equal(path.join(';').toLowerCase(), spellWindows('7SHMW').toLowerCase())
  const composed = composeModulePath('D:\\a\\_temp\\m', windows({ Path: 'x', PSModulePath: spellWindows('MW') }))
  const then = effectiveModulePath(composed, machine, 'C:\\Program Files\\PowerShell\\7')
  assert.equal(then.join(';').toLowerCase(), spellWindows('O7SH5MW').toLowerCase())
})

test('elsewhere a variable in other letter case is another variable', () => {
  assert.equal(composeModulePath(OURS, linux({ psmodulepath: '/a' })), spell('O:P:S', linux(), PSHOME))
})

test('elsewhere folders that differ by letter case are two', () => {
  assert.equal(composeModulePath(OURS, linux({ PSModulePath: '/a:/A' })), spell('O:P:S:/a:/A', linux(), PSHOME))
})

test('PowerShell finds its folders in a value in any letter case on every system', () => {
  const shouted = spell('/a:P', linux(), PSHOME).toUpperCase()
  assert.equal(effectiveModulePath(shouted, linux(), PSHOME).join(':'), spell(`${shouted}:S:H`, linux(), PSHOME))
})

test('where PowerShell itself lies may be unknown', () => {
  assert.deepEqual(effectiveModulePath('/a', linux()), [personalFolder(linux()), SHARED, '/a'])
})

const values = fc
  .array(fc.constantFrom('P', 'S', 'H', 'O', '/a', '/b', '/c/d'), { maxLength: 7 })
  .map(folders => spell(folders.join(':'), linux(), PSHOME))

test('whatever the value, ours is searched first and the rest in the order that it had', () => {
  fc.assert(
    fc.property(values, value => {
      const composed = composeModulePath(OURS, linux({ PSModulePath: value }))
      const [first, ...rest] = effectiveModulePath(composed, linux(), PSHOME)
      const before = new Set(effectiveModulePath(value, linux(), PSHOME))
      before.delete(OURS)
      assert.equal(first, OURS)
      assert.deepEqual(rest, [...before])
      assert.equal(composeModulePath(OURS, linux({ PSModulePath: composed })), composed)
      assert.equal(composed.includes(PSHOME), value.includes(PSHOME))
    }),
  )
})
