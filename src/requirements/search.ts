import type { Dirent } from 'node:fs'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { FILE_CLASSES, hasClass } from './file-classes.ts'
import type { RequirementsFile } from './read-file.ts'

/** The order of the search, a line a class. */
export function searchOrder(): readonly string[] {
  return FILE_CLASSES.map(({ shown }, index) => `${index + 1}. ${shown}`)
}

/**
 * Where no file is named: the groups of files that may be meant, each of one folder and one class, the likeliest first.
 * The working directory comes before its `build` folder, however that is spelt.
 */
export async function searchFiles(workingDirectory: string): Promise<readonly (readonly RequirementsFile[])[]> {
  const groups: (readonly RequirementsFile[])[] = []
  for (const folder of await foldersOf(workingDirectory)) {
    for (const { pattern } of FILE_CLASSES) {
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

function isData(name: string): boolean {
  return /\.(?:psd1|jsonc?)$/i.test(name)
}

async function foldersOf(workingDirectory: string): Promise<readonly string[]> {
  const entries = await entriesOf(workingDirectory)
  // It may be a link; a file of that name has no entries.
  const build = entries.filter(({ name }) => name.toLowerCase() === 'build')
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
