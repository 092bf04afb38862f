import { err, ok, type Result } from '../result.ts'
import { child, parseXml, type XmlElement } from '../xml.ts'
import { decodeClixmlText, encodeClixmlText } from './clixml-text.ts'
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
import { childrenOf, contains, type ElementPlace, locateElements } from './xml-edit.ts'

const GALLERY_ADDRESS = 'https://www.powershellgallery.com/api/v2'

/**
 * A `PSRepositories.xml` as PowerShellGet 2 makes it where there is none and the Gallery answers (Set-PSGalleryRepository);
 * it adds nothing to a file that is there.
 */
export function newPowerShellGetRepositories(): string {
  const gallery = entryText(1, {
    name: 'PSGallery',
    location: GALLERY_ADDRESS,
    publishTo: `${GALLERY_ADDRESS}/package/`,
    scripts: `${GALLERY_ADDRESS}/items/psscript`,
    trusted: false,
  })
  return `<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">
  <Obj RefId="0">
    <TN RefId="0">
      <T>System.Collections.Specialized.OrderedDictionary</T>
      <T>System.Object</T>
    </TN>
    <DCT>
      ${gallery.replaceAll('\n', '\n      ')}
    </DCT>
  </Obj>
</Objs>
`
}

/**
 * Edits the text of a `PSRepositories.xml`, PowerShellGet 2's file of repositories in CLIXML. What is not ours says what it
 * said and stays as it is, but for type names that stand in an entry of ours and are referred to from another: they move
 * there. Those put in are trusted. There is no order: PowerShellGet refuses a module that two repositories have.
 */
export function editPowerShellGetRepositories(
  text: string,
  edit: RegistrationEdit,
): Result<EditedRegistrations, EditRefusal> {
  return editRegistrations(text, edit, {
    read: readEntries,
    write: (places, whole) => {
      const free = freeId(whole)
      return places.map(({ name, location }, index) =>
        entryText(free + 2 * index, { name, location, publishTo: location, scripts: location, trusted: true }),
      )
    },
    release: releaseTypeNames,
    askedFirst: () => [],
  })
}

function readEntries(text: string): Result<EntryTable<Entry>, string> {
  const parsed = parseXml(text)
  if (!parsed.ok) return err(`it holds ${parsed.error}`)
  const root = parsed.value
  const table = child(child(root, 'Obj') ?? root, 'DCT')
  const places = locateElements(text)
  const container = places.find(({ name, depth }) => name === 'DCT' && depth === 2)
  if (root.name !== 'Objs' || !table || !container) {
    return err('it is not a table of repositories as PowerShellGet writes it')
  }
  const elements = table.children.filter(({ name }) => name === 'En')
  const located = childrenOf(container, places, 'En')
  const isSound = elements.length === located.length && !hasLooseReference(identified(root, places))
  if (!isSound) return err(NOT_EDITABLE)
  const entries = elements.flatMap((element, index) => {
    const place = located[index]
    return place ? [{ ...readEntry(element), place }] : []
  })
  return ok({ container, entries })
}

function readEntry(element: XmlElement): Omit<Entry, 'place'> {
  const members = child(named(element, 'Value') ?? element, 'MS')
  return {
    name: decodeClixmlText(named(element, 'Key')?.text ?? ''),
    location: decodeClixmlText(named(members ?? element, 'SourceLocation')?.text ?? ''),
    meaning: JSON.stringify(withoutTypeNames(element)),
  }
}

function named(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find(({ attributes }) => attributes.N === name)
}

function withoutTypeNames({ children, ...element }: XmlElement): XmlElement {
  return {
    ...element,
    children: children.filter(({ name }) => name !== 'TN' && name !== 'TNRef').map(withoutTypeNames),
  }
}

/** An element with an id (`TN`, `Obj`) or one that refers to it (`TNRef`, `Ref`). */
interface Identified {
  readonly name: string
  readonly id: string
  readonly place: ElementPlace
}

function identified(root: XmlElement, places: readonly ElementPlace[]): readonly Identified[] {
  return withDescendants(root).flatMap(({ name, attributes: { RefId: id } }, index) => {
    const place = places[index]
    return id !== undefined && place ? [{ name, id, place }] : []
  })
}

function withDescendants(element: XmlElement): readonly XmlElement[] {
  return [element, ...element.children.flatMap(withDescendants)]
}

function identifiedIn(text: string): readonly Identified[] {
  const parsed = parseXml(text)
  return parsed.ok ? identified(parsed.value, locateElements(text)) : []
}

const REFERRED: ReadonlyMap<string, string> = new Map([
  ['TNRef', 'TN'],
  ['Ref', 'Obj'],
])

/** Whether something is referred to that does not stand before the reference, as the deserializer wants it. */
function hasLooseReference(all: readonly Identified[]): boolean {
  const known = new Set<string>()
  return all.some(({ name, id }) => {
    const to = REFERRED.get(name)
    if (to === undefined) known.add(`${name} ${id}`)
    return to !== undefined && !known.has(`${to} ${id}`)
  })
}

/** Writes type names that stand in these entries where another entry refers to them first. */
function releaseTypeNames(text: string, entries: readonly Entry[]): string {
  const all = identifiedIn(text)
  const isInside = ({ place }: Identified): boolean => entries.some(entry => contains(entry.place, place))
  const moves = all
    .filter(each => each.name === 'TN' && isInside(each))
    .flatMap(({ id, place: from }) => {
      const reference = all.find(each => each.name === 'TNRef' && each.id === id && !isInside(each))
      return reference ? [{ from, to: reference.place }] : []
    })
    .sort((one, other) => other.to.start - one.to.start)
  return moves.reduce(
    (released, { from, to }) => released.slice(0, to.start) + text.slice(from.start, from.end) + released.slice(to.end),
    text,
  )
}

function freeId(text: string): number {
  return 1 + Math.max(0, ...identifiedIn(text).map(({ id }) => Number(id)))
}

interface EntryContent extends RegisteredPlace {
  readonly publishTo: string
  readonly scripts: string
  readonly trusted: boolean
}

/** As `Register-PSRepository` writes it; takes the ids `id` and `id + 1`. */
function entryText(id: number, { name, location, publishTo, scripts, trusted }: EntryContent): string {
  return `<En>
  <S N="Key">${encodeClixmlText(name)}</S>
  <Obj N="Value" RefId="${id}">
    <TN RefId="${id}">
      <T>Microsoft.PowerShell.Commands.PSRepository</T>
      <T>System.Management.Automation.PSCustomObject</T>
      <T>System.Object</T>
    </TN>
    <MS>
      <S N="Name">${encodeClixmlText(name)}</S>
      <S N="SourceLocation">${encodeClixmlText(location)}</S>
      <S N="PublishLocation">${encodeClixmlText(publishTo)}</S>
      <S N="ScriptSourceLocation">${encodeClixmlText(scripts)}</S>
      <S N="ScriptPublishLocation">${encodeClixmlText(publishTo)}</S>
      <B N="Trusted">${trusted}</B>
      <B N="Registered">true</B>
      <S N="InstallationPolicy">${trusted ? 'Trusted' : 'Untrusted'}</S>
      <S N="PackageManagementProvider">NuGet</S>
      <Obj N="ProviderOptions" RefId="${id + 1}">
        <TN RefId="${id + 1}">
          <T>System.Collections.Hashtable</T>
          <T>System.Object</T>
        </TN>
        <DCT />
      </Obj>
    </MS>
  </Obj>
</En>`
}
