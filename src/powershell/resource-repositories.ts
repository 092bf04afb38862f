import { err, ok, type Result } from '../result.ts'
import { parseXml, type XmlElement } from '../xml.ts'
import {
  type EditedRegistrations,
  type EditRefusal,
  type Entry,
  type EntryTable,
  editRegistrations,
  NOT_EDITABLE,
  type RegisteredPlace,
  type RegistrationEdit,
} from './registration-edit.ts'
import { isAskedAfter } from './repository-name.ts'
import { escapeXml, locateElements } from './xml-edit.ts'

/** A `PSResourceRepository.xml` as PSResourceGet makes it where there is none; it adds nothing to a file that is there. */
export function newResourceRepositories({ artifactRegistry }: NewFileOptions): string {
  const entries = artifactRegistry ? [GALLERY, ARTIFACT_REGISTRY] : [GALLERY]
  const lines = entries.map(entry => `  ${entry}\n`).join('')
  return `\uFEFF<?xml version="1.0" encoding="utf-8"?>\n<configuration>\n${lines}</configuration>`
}

export interface NewFileOptions {
  /** Whether Microsoft's registry is registered too: PSResourceGet does so from 1.3. */
  readonly artifactRegistry: boolean
}

/**
 * Edits the text of a `PSResourceRepository.xml`: what is not ours stays as it is to the letter. Those put in are trusted,
 * and as far first as the registrations of others allow: PSResourceGet asks by priority, the lowest first, then by name
 * (RepositorySettings.cs, Read).
 */
export function editResourceRepositories(
  text: string,
  edit: RegistrationEdit,
): Result<EditedRegistrations, EditRefusal> {
  return editRegistrations(text, edit, {
    read: readEntries,
    write: places => givePriorities(places).map(({ place, priority }) => entryText(place, 'Local', priority, true)),
    release: whole => whole,
    askedFirst: (others, added) => askedFirst(others, givePriorities(added)),
  })
}

interface ResourceEntry extends Entry {
  /** NaN where it is no number. */
  readonly priority: number
}

function readEntries(text: string): Result<EntryTable<ResourceEntry>, string> {
  const encoding = /^\uFEFF?<\?xml[^>]*?\bencoding\s*=\s*["']([^"']*)/.exec(text)?.[1] ?? 'utf-8'
  if (!/^utf-?8$/i.test(encoding)) return err(`it says that its encoding is ${encoding}`)
  const parsed = parseXml(text)
  if (!parsed.ok) return err(`it holds ${parsed.error}`)
  const places = locateElements(text)
  const [container] = places
  if (container?.name !== 'configuration' || /\sxmlns/.test(text.slice(container.start, container.contentStart))) {
    return err(`its root element is <${container?.name}>, not a plain <configuration>`)
  }
  const elements = descendants(parsed.value).filter(({ name }) => name === 'Repository')
  const located = places.filter(({ name }) => name === 'Repository')
  if (elements.length !== located.length) return err(NOT_EDITABLE)
  const entries = elements.flatMap(({ attributes }, index) => {
    const place = located[index]
    if (!place) return []
    const { Name: name = '', Url, Uri, Priority } = attributes
    const meaning = JSON.stringify(attributes)
    return [{ name, location: Url ?? Uri ?? '', priority: Number(Priority), place, meaning }]
  })
  return ok({ container, entries })
}

/** PSResourceGet finds repositories at any depth. */
function descendants(element: XmlElement): readonly XmlElement[] {
  return element.children.flatMap(each => [each, ...descendants(each)])
}

interface Placed {
  readonly place: RegisteredPlace
  readonly priority: number
}

/** The lowest priorities that keep the order: 0 for all where their names, such as R, R-2, R-3, are in order by themselves. */
function givePriorities(places: readonly RegisteredPlace[]): readonly Placed[] {
  let priority = 0
  return places.map((place, index) => {
    const previous = places[index - 1]
    if (previous && !isAskedAfter(place.name, previous.name)) priority += 1
    return { place, priority }
  })
}

function askedFirst(others: readonly ResourceEntry[], placed: readonly Placed[]): readonly ResourceEntry[] {
  const last = placed.at(-1)
  if (!last) return []
  return others.filter(
    ({ name, priority }) =>
      priority < last.priority || (priority === last.priority && !isAskedAfter(name, last.place.name)),
  )
}

const GALLERY = entryText({ name: 'PSGallery', location: 'https://www.powershellgallery.com/api/v2' }, 'V2', 50, false)
const ARTIFACT_REGISTRY = entryText(
  { name: 'MicrosoftArtifactRegistry', location: 'https://mcr.microsoft.com' },
  'ContainerRegistry',
  40,
  true,
)

/** As PSResourceGet writes it, attribute by attribute. */
function entryText({ name, location }: RegisteredPlace, api: string, priority: number, trusted: boolean): string {
  const start = `<Repository Name="${escapeXml(name)}" Url="${escapeXml(location)}" APIVersion="${api}"`
  return `${start} Priority="${priority}" Trusted="${trusted}" CredentialProvider="None" />`
}
