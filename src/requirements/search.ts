import type { Dirent } from 'node:fs'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import type { RequirementsFile } from './read-file.ts'

/** File names that say outright that they list what a repository needs, the classes in the order in which they are tried. */
const CLASSES: readonly RegExp[] = [
  /\.requires\.(?:psd1|json|jsonc)$/i,
  /^requiredmodules\.psd1$/i,
  /(?:\.depend|requirements)\.psd1$/i,
]

/** The order of the search, in words. */
export function searchOrder(): string {
  return '*.requires.psd1, *.requires.json and *.requires.jsonc, then RequiredModules.psd1, then *.depend.psd1 and *requirements.psd1; first in the working directory, then in its build folder'
}

/**
 * Where no file is named: the groups of files that may be meant, each of one folder and one class, the likeliest first.
 * The working directory comes before its `build` folder, however that is spelt.
 */
export async function searchFiles(workingDirectory: string): Promise<readonly (readonly RequirementsFile[])[]> {
  const groups: (readonly RequirementsFile[])[] = []
  for (const folder of await foldersOf(workingDirectory)) {
    for (const pattern of CLASSES) {
      const group = await filesIn([folder], workingDirectory, name => pattern.test(name))
      if (group.length > 0) groups.push(group)
    }
  }
  return groups
}

/**
 * Files that are not searched for, of which one may be what the user meant: those of a class in the other folders of the
 * working directory, then data files that no class has. Named in the error that nothing was found.
 */
export async function otherFiles(workingDirectory: string): Promise<readonly RequirementsFile[]> {
  const searched = await foldersOf(workingDirectory)
  const others = (await entriesOf(workingDirectory))
    .filter(entry => entry.isDirectory() && !searched.includes(entry.name) && !/^\.|^node_modules$/.test(entry.name))
    .map(({ name }) => name)
  const outside = await filesIn(others, workingDirectory, hasClass)
  const unclassed = await filesIn(searched, workingDirectory, name => isData(name) && !hasClass(name))
  return [...outside, ...unclassed]
}

async function filesIn(
  folders: readonly string[],
  workingDirectory: string,
  isWanted: (name: string) => boolean,
): Promise<readonly RequirementsFile[]> {
  const files: RequirementsFile[] = []
  for (const folder of folders) {
    const entries = await entriesOf(path.join(workingDirectory, folder))
    const names = entries.filter(isFile).map(({ name }) => name)
    files.push(...names.filter(isWanted).map(name => found(folder, name, workingDirectory)))
  }
  return files
}

function hasClass(name: string): boolean {
  return CLASSES.some(pattern => pattern.test(name))
}

function isData(name: string): boolean {
  return /\.(?:psd1|jsonc?)$/i.test(name)
}

async function foldersOf(workingDirectory: string): Promise<readonly string[]> {
  const entries = await entriesOf(workingDirectory)
  const build = entries.filter(entry => entry.isDirectory() && entry.name.toLowerCase() === 'build')
  return ['', ...build.map(({ name }) => name)]
}

/** Sorted by name; a folder that is not there or may not be read has none. */
async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1))
  } catch {
    return []
  }
}

/** A link may lead to a file; reading it tells. */
function isFile(entry: Dirent): boolean {
  return entry.isFile() || entry.isSymbolicLink()
}

function found(folder: string, name: string, workingDirectory: string): RequirementsFile {
  const shown = folder === '' ? name : `${folder}/${name}`
  return { shown, path: path.join(workingDirectory, folder, name), format: undefined, chosenBy: 'search' }
}
