import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmod,
  lstat,
  mkdir,
  readdir,
  readFile,
  readlink,
  realpath,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import type { Machine } from '../../src/powershell/machine.ts'
import { newPowerShellGetRepositories } from '../../src/powershell/powershellget-repositories.ts'
import { powerShellGetRepositoryFile, resourceRepositoryFile } from '../../src/powershell/registration-files.ts'
import { newResourceRepositories } from '../../src/powershell/resource-repositories.ts'
import {
  type Client,
  type Registration,
  registerFolders,
  unregisterFolders,
} from '../../src/repository/registrations.ts'
import { createFolder } from '../helpers/ask.ts'
import { errorOf, unwrap } from '../helpers/result.ts'

const FILES: Readonly<Record<Client, (machine: Machine) => string>> = {
  PSResourceGet: resourceRepositoryFile,
  PowerShellGet: powerShellGetRepositoryFile,
}
const NEW: Readonly<Record<Client, string>> = {
  PSResourceGet: newResourceRepositories({ artifactRegistry: false }),
  PowerShellGet: newPowerShellGetRepositories(),
}
const CLIENTS: readonly Client[] = ['PSResourceGet', 'PowerShellGet']

/** A user who has never used PowerShell. */
async function newMachine(t: TestContext): Promise<Machine> {
  return { platform: process.platform, environment: {}, home: await realpath(await createFolder(t)) }
}

async function folderOf(machine: Machine, name: string): Promise<Registration> {
  const folder = path.join(machine.home, 'folders', name)
  await mkdir(folder, { recursive: true })
  return { name, folder }
}

async function writeFileOf(machine: Machine, client: Client, content: string | Uint8Array): Promise<string> {
  const file = FILES[client](machine)
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, content)
  return file
}

function textOf(machine: Machine, client: Client): Promise<string> {
  return readFile(FILES[client](machine), 'utf8')
}

/** What lies where the client's file lies. */
async function besides(machine: Machine, client: Client): Promise<readonly string[]> {
  return (await readdir(path.dirname(FILES[client](machine)))).sort()
}

/** Names of ours in the order of the file. */
async function registeredIn(machine: Machine, client: Client): Promise<readonly string[]> {
  const text = await textOf(machine, client)
  const names = client === 'PSResourceGet' ? text.matchAll(/ Name="([^"]*)"/g) : text.matchAll(/N="Key">([^<]*)</g)
  return [...names].map(([, name = '']) => name)
}

const PLACES: readonly (readonly [what: string, Machine, resourceGet: string, powerShellGet: string])[] = [
  [
    'Linux',
    { platform: 'linux', environment: {}, home: '/home/me' },
    '/home/me/.local/share/PSResourceGet/PSResourceRepository.xml',
    '/home/me/.cache/powershell/PowerShellGet/PSRepositories.xml',
  ],
  [
    'Linux with folders of its own',
    { platform: 'linux', environment: { XDG_DATA_HOME: '/data', XDG_CACHE_HOME: '/cache' }, home: '/home/me' },
    '/data/PSResourceGet/PSResourceRepository.xml',
    '/cache/powershell/PowerShellGet/PSRepositories.xml',
  ],
  [
    'Linux with a relative or empty one, which .NET ignores',
    { platform: 'linux', environment: { XDG_DATA_HOME: 'data', XDG_CACHE_HOME: '' }, home: '/home/me' },
    '/home/me/.local/share/PSResourceGet/PSResourceRepository.xml',
    '/home/me/.cache/powershell/PowerShellGet/PSRepositories.xml',
  ],
  [
    'macOS',
    { platform: 'darwin', environment: { XDG_DATA_HOME: '/data' }, home: '/Users/me' },
    '/Users/me/Library/Application Support/PSResourceGet/PSResourceRepository.xml',
    '/Users/me/.cache/powershell/PowerShellGet/PSRepositories.xml',
  ],
  [
    'Windows',
    { platform: 'win32', environment: { LocalAppData: 'D:\\Local' }, home: 'C:\\Users\\me' },
    'D:\\Local\\PSResourceGet\\PSResourceRepository.xml',
    'D:\\Local\\Microsoft\\Windows\\PowerShell\\PowerShellGet\\PSRepositories.xml',
  ],
  [
    'Windows that does not say where',
    { platform: 'win32', environment: {}, home: 'C:\\Users\\me' },
    'C:\\Users\\me\\AppData\\Local\\PSResourceGet\\PSResourceRepository.xml',
    'C:\\Users\\me\\AppData\\Local\\Microsoft\\Windows\\PowerShell\\PowerShellGet\\PSRepositories.xml',
  ],
]

for (const [what, machine, resourceGet, powerShellGet] of PLACES) {
  test(`The files are where the clients look for them: ${what}.`, () => {
    assert.equal(resourceRepositoryFile(machine), resourceGet)
    assert.equal(powerShellGetRepositoryFile(machine), powerShellGet)
  })
}

for (const client of CLIENTS) {
  test(`${client}: where there is no file one is made with the Gallery in it, and is as good as new afterwards.`, async t => {
    const machine = await newMachine(t)
    const ours = [await folderOf(machine, 'Restored'), await folderOf(machine, 'Restored-2')]
    assert.deepEqual(unwrap(await registerFolders(machine, client, ours)), [])
    assert.deepEqual(await registeredIn(machine, client), ['PSGallery', 'Restored', 'Restored-2'])
    const file = path.basename(FILES[client](machine))
    assert.deepEqual(await besides(machine, client), [file.replace('.xml', '.psmr.json'), file])

    assert.deepEqual(await unregisterFolders(machine, client, ours), [])
    assert.equal(await textOf(machine, client), NEW[client])
    assert.deepEqual(await besides(machine, client), [file])
  })

  test(`${client}: registered again, here or elsewhere, it stands there once and in its new place.`, async t => {
    const machine = await newMachine(t)
    const first = await folderOf(machine, 'first')
    const second = await folderOf(machine, 'second')
    for (const { folder } of [first, first]) {
      assert.deepEqual(unwrap(await registerFolders(machine, client, [{ name: 'Restored', folder }])), [])
    }
    const moved = unwrap(await registerFolders(machine, client, [{ name: 'Restored', folder: second.folder }]))
    assert.deepEqual(moved, [`Restored led ${client} to ${first.folder} until now, and leads elsewhere from now on.`])
    assert.deepEqual(await registeredIn(machine, client), ['PSGallery', 'Restored'])
    const text = await textOf(machine, client)
    assert.ok(text.includes('/second') && !text.includes('/first'))

    // The job that registered it first has lost it to the other, and must not take that one's away.
    await unregisterFolders(machine, client, [{ name: 'Restored', folder: first.folder }])
    assert.equal(await textOf(machine, client), text)
    await unregisterFolders(machine, client, [{ name: 'RESTORED', folder: second.folder }])
    assert.deepEqual(await registeredIn(machine, client), ['PSGallery'])
  })

  test(`${client}: what leads to a folder that is gone is taken out by whoever registers next.`, async t => {
    const machine = await newMachine(t)
    const gone = await folderOf(machine, 'Gone')
    const other = await folderOf(machine, 'Other')
    unwrap(await registerFolders(machine, client, [gone]))
    unwrap(await registerFolders(machine, client, [other]))
    assert.deepEqual(await registeredIn(machine, client), ['PSGallery', 'Gone', 'Other'])
    await rm(gone.folder, { recursive: true })
    unwrap(await registerFolders(machine, client, [await folderOf(machine, 'Restored')]))
    assert.deepEqual(await registeredIn(machine, client), ['PSGallery', 'Other', 'Restored'])
  })

  test(`${client}: the further folders of a name go with it, and no others that look like it.`, async t => {
    const machine = await newMachine(t)
    const [one, two, own] = [
      await folderOf(machine, 'r'),
      await folderOf(machine, 'r-2'),
      await folderOf(machine, 'own'),
    ]
    const split = [
      { name: 'Restored', folder: one.folder },
      { name: 'Restored-2', folder: two.folder },
    ]
    unwrap(await registerFolders(machine, client, [{ name: 'Restored-3', folder: own.folder }]))
    unwrap(await registerFolders(machine, client, split))
    assert.deepEqual(await registeredIn(machine, client), ['PSGallery', 'Restored-3', 'Restored', 'Restored-2'])
    assert.deepEqual(unwrap(await registerFolders(machine, client, split.slice(0, 1))), [])
    assert.deepEqual(await registeredIn(machine, client), ['PSGallery', 'Restored-3', 'Restored'])
  })

  test(`${client}: a name that somebody else has registered is an error, and nothing is written.`, async t => {
    const machine = await newMachine(t)
    const ours = await folderOf(machine, 'Restored')
    unwrap(await registerFolders(machine, client, [ours]))
    // Without our record it is somebody else's.
    await rm(FILES[client](machine).replace('.xml', '.psmr.json'))
    const before = await textOf(machine, client)
    const elsewhere = { name: 'restored', folder: (await folderOf(machine, 'elsewhere')).folder }
    const problem = errorOf(await registerFolders(machine, client, [await folderOf(machine, 'First'), elsewhere]))
    assert.equal(problem.code, 'REPOSITORY_TAKEN')
    assert.match(problem.sentence, new RegExp(`^${client} already has a repository named Restored, at `))
    assert.match(problem.hint ?? '', /"register-as".* Unregister-PS(?:Resource)?Repository\.$/)
    assert.equal(await textOf(machine, client), before)
    assert.deepEqual(await besides(machine, client), [path.basename(FILES[client](machine))])

    await unregisterFolders(machine, client, [ours])
    assert.equal(await textOf(machine, client), before)
  })

  test(`${client}: what somebody else has registered just so is not ours to take back.`, async t => {
    const machine = await newMachine(t)
    const [theirs, ours] = [await folderOf(machine, 'Theirs'), await folderOf(machine, 'Restored')]
    unwrap(await registerFolders(machine, client, [theirs]))
    await rm(FILES[client](machine).replace('.xml', '.psmr.json'))
    const before = await textOf(machine, client)
    assert.deepEqual(unwrap(await registerFolders(machine, client, [theirs, ours])), [])
    assert.deepEqual(await registeredIn(machine, client), ['PSGallery', 'Theirs', 'Restored'])
    assert.deepEqual(await unregisterFolders(machine, client, [theirs, ours]), [])
    assert.equal(await textOf(machine, client), before)
  })

  for (const [what, content] of [
    ['broken', '<configuration'],
    ['empty', ''],
    ['of something else', '<something xmlns="urn:x" />'],
    ['of bytes that are no text', Buffer.from([0x3c, 0xff, 0x61, 0x80])],
  ] as const) {
    test(`${client}: a file that is ${what} is left as it is, with a warning that names it.`, async t => {
      const machine = await newMachine(t)
      const ours = await folderOf(machine, 'Restored')
      const file = await writeFileOf(machine, client, content)
      const [warning, ...more] = unwrap(await registerFolders(machine, client, [ours]))
      assert.ok(warning?.startsWith(`${file}, in which ${client} keeps its repositories, is left as it is: `), warning)
      assert.deepEqual(more, [])
      assert.deepEqual(await readFile(file), Buffer.from(content))
      assert.deepEqual(await besides(machine, client), [path.basename(file)])
      assert.deepEqual(await unregisterFolders(machine, client, [ours]), [])
    })
  }

  test(`${client}: to take back from a file that broke meanwhile is a warning, from none at all is nothing.`, async t => {
    const machine = await newMachine(t)
    const ours = await folderOf(machine, 'Restored')
    assert.deepEqual(await unregisterFolders(machine, client, [ours]), [])
    unwrap(await registerFolders(machine, client, [ours]))
    await writeFileOf(machine, client, '<broken')
    assert.match((await unregisterFolders(machine, client, [ours])).join(), /is left as it is: it holds /)
    await rm(FILES[client](machine))
    assert.deepEqual(await unregisterFolders(machine, client, [ours]), [])
    assert.deepEqual(await besides(machine, client), [])
  })

  test(`${client}: a record that somebody else wrote claims nothing.`, async t => {
    const machine = await newMachine(t)
    const ours = await folderOf(machine, 'Restored')
    for (const record of ['', '{', '[]', '{"format":1,"registrations":[{"name":"PSGallery"}]}', '{"format":2}']) {
      unwrap(await registerFolders(machine, client, [ours]))
      const before = await textOf(machine, client)
      await writeFile(FILES[client](machine).replace('.xml', '.psmr.json'), record)
      assert.deepEqual(await unregisterFolders(machine, client, [ours]), [])
      assert.equal(await textOf(machine, client), before, record)
    }
  })

  test(`${client}: a link is written through, and what may be done with the file stays.`, async t => {
    if (process.platform === 'win32') return t.skip('skipped: no links on Windows')
    const machine = await newMachine(t)
    const ours = await folderOf(machine, 'Restored')
    const file = await writeFileOf(machine, client, '')
    const target = path.join(machine.home, 'dotfiles', 'repositories.xml')
    await mkdir(path.dirname(target))
    await writeFile(target, NEW[client])
    await chmod(target, 0o664)
    await rm(file)
    await symlink('../'.repeat(9) + target.slice(1), file)

    unwrap(await registerFolders(machine, client, [ours]))
    assert.equal(await readlink(file), '../'.repeat(9) + target.slice(1))
    assert.deepEqual(await registeredIn(machine, client), ['PSGallery', 'Restored'])
    assert.equal((await stat(target)).mode & 0o777, 0o664)
    await unregisterFolders(machine, client, [ours])
    assert.equal(await readFile(target, 'utf8'), NEW[client])
    assert.equal((await stat(target)).mode & 0o777, 0o664)

    await rm(target)
    unwrap(await registerFolders(machine, client, [ours]))
    assert.ok((await lstat(file)).isSymbolicLink())
    assert.deepEqual(await registeredIn(machine, client), ['PSGallery', 'Restored'])
  })

  test(`${client}: many jobs at once lose nothing of each other, nor of anybody else.`, async t => {
    const machine = await newMachine(t)
    const jobs = await Promise.all(Array.from({ length: 12 }, (_, index) => folderOf(machine, `Job-${index}`)))
    await Promise.all(jobs.map(async job => unwrap(await registerFolders(machine, client, [job]))))
    const names = await registeredIn(machine, client)
    assert.deepEqual([...names].sort(), ['PSGallery', ...jobs.map(({ name }) => name)].sort())
    await Promise.all(jobs.map(job => unregisterFolders(machine, client, [job])))
    assert.deepEqual(await registeredIn(machine, client), ['PSGallery'])
    assert.deepEqual(await besides(machine, client), [path.basename(FILES[client](machine))])
  })
}

test('Several processes at once lose nothing of each other.', async t => {
  const machine = await newMachine(t)
  const jobs = await Promise.all(Array.from({ length: 5 }, (_, index) => folderOf(machine, `Job-${index}`)))
  const module = pathToFileURL(path.resolve(import.meta.dirname, '../../src/repository/registrations.ts')).href
  const script = `
    import { registerFolders, unregisterFolders } from ${JSON.stringify(module)}
    const [machine, job] = JSON.parse(process.argv[1])
    for (let round = 0; round < 5; round += 1) {
      await unregisterFolders(machine, 'PSResourceGet', [job])
      const done = await registerFolders(machine, 'PSResourceGet', [job])
      if (!done.ok) throw new Error(done.error.sentence)
    }`
  const exits = jobs.map(async job => {
    const args = ['--input-type=module', '--eval', script, JSON.stringify([machine, job])]
    const [code] = await once(spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] }), 'exit')
    return code
  })
  assert.deepEqual(await Promise.all(exits), [0, 0, 0, 0, 0])
  const names = await registeredIn(machine, 'PSResourceGet')
  assert.deepEqual([...names].sort(), ['Job-0', 'Job-1', 'Job-2', 'Job-3', 'Job-4', 'PSGallery'])
})

test('To register nothing does nothing.', async t => {
  const machine = await newMachine(t)
  assert.deepEqual(unwrap(await registerFolders(machine, 'PSResourceGet', [])), [])
  assert.deepEqual(await besides(machine, 'PSResourceGet'), [])
})

test('A lock that a killed job left behind holds nobody up.', async t => {
  const machine = await newMachine(t)
  const ours = await folderOf(machine, 'Restored')
  const file = await writeFileOf(machine, 'PSResourceGet', '<configuration />')
  const lock = file.replace('.xml', '.psmr.lock')
  await writeFile(lock, '')
  await utimes(lock, 0, 0)
  unwrap(await registerFolders(machine, 'PSResourceGet', [ours]))
  assert.deepEqual(await registeredIn(machine, 'PSResourceGet'), ['Restored'])
})

test('Registrations of others stay to the letter, and who of them is asked first is told.', async t => {
  const machine = await newMachine(t)
  const ours = [await folderOf(machine, 'Restored'), await folderOf(machine, 'Restored-2')]
  const before =
    '<configuration>\r\n\t<Repository Url="https://a.example/v2" Name=\'Contoso\' Priority="0" Trusted="true"/><!-- ours -->\r\n</configuration>\r\n'
  await writeFileOf(machine, 'PSResourceGet', before)
  assert.deepEqual(unwrap(await registerFolders(machine, 'PSResourceGet', ours)), [
    'PSResourceGet may ask "Contoso" before "Restored", "Restored-2": priority 0 is the first, and among those that have it the names decide.',
  ])
  await unregisterFolders(machine, 'PSResourceGet', ours)
  assert.equal(await textOf(machine, 'PSResourceGet'), before)
})

test('A file that is made for PSResourceGet 1.3 holds the registry of Microsoft too.', async t => {
  const machine = await newMachine(t)
  const ours = [await folderOf(machine, 'Restored')]
  unwrap(await registerFolders(machine, 'PSResourceGet', ours, { artifactRegistry: true }))
  assert.deepEqual(await unregisterFolders(machine, 'PSResourceGet', ours), [])
  assert.equal(await textOf(machine, 'PSResourceGet'), newResourceRepositories({ artifactRegistry: true }))
})

test('UTF-16 is what Windows PowerShell writes for PowerShellGet, and nobody for PSResourceGet.', async t => {
  const machine = await newMachine(t)
  const ours = await folderOf(machine, 'Restored')
  const utf16 = Buffer.from(`\uFEFF${NEW.PowerShellGet}`, 'utf16le')
  const file = await writeFileOf(machine, 'PowerShellGet', utf16)
  assert.deepEqual(unwrap(await registerFolders(machine, 'PowerShellGet', [ours])), [])
  const after = await readFile(file)
  assert.ok(after.subarray(0, 2).equals(utf16.subarray(0, 2)))
  assert.match(after.toString('utf16le'), />Restored</)
  assert.deepEqual(await unregisterFolders(machine, 'PowerShellGet', [ours]), [])
  assert.deepEqual(await readFile(file), utf16)

  const other = Buffer.from('\uFEFF<configuration />', 'utf16le')
  await writeFileOf(machine, 'PSResourceGet', other)
  assert.match(unwrap(await registerFolders(machine, 'PSResourceGet', [ours])).join(), /an encoding that the client/)
  assert.deepEqual(await readFile(resourceRepositoryFile(machine)), other)
})

test('A name or a folder that a client would not find again is an error, and no file is made.', async t => {
  const machine = await newMachine(t)
  const { folder } = await folderOf(machine, 'Restored')
  const wrongName = errorOf(await registerFolders(machine, 'PSResourceGet', [{ name: 'any*', folder }]))
  assert.equal(wrongName.code, 'REPOSITORY_NAME')
  const wrongFolder = errorOf(await registerFolders(machine, 'PSResourceGet', [{ name: 'R', folder: 'relative' }]))
  assert.equal(wrongFolder.code, 'REPOSITORY_FOLDER')
  assert.match(wrongFolder.sentence, /^The folder relative cannot be registered with PSResourceGet: its path /)
  await assert.rejects(stat(path.dirname(resourceRepositoryFile(machine))), { code: 'ENOENT' })
})

test('A file that may not be written is a warning.', async t => {
  if (process.platform === 'win32' || process.getuid?.() === 0) return t.skip('skipped: everything may be written')
  const machine = await newMachine(t)
  const ours = await folderOf(machine, 'Restored')
  const file = await writeFileOf(machine, 'PSResourceGet', '<configuration />')
  await chmod(path.dirname(file), 0o500)
  t.after(() => chmod(path.dirname(file), 0o700))
  assert.match(
    unwrap(await registerFolders(machine, 'PSResourceGet', [ours])).join(),
    /no permission to write \(EACCES\)/,
  )
})

test('A folder where the file should be is a warning.', async t => {
  const machine = await newMachine(t)
  await mkdir(resourceRepositoryFile(machine), { recursive: true })
  const warnings = unwrap(await registerFolders(machine, 'PSResourceGet', [await folderOf(machine, 'Restored')]))
  assert.match(warnings.join(), /is left as it is: a folder stands/)
})
