import { err, ok, type Result } from '../result.ts'
import { sameRepositoryName } from './repository-name.ts'
import { cutElements, type ElementPlace, insertElements } from './xml-edit.ts'

/** A registered repository: its name, and where it is as the client's file has it. */
export interface RegisteredPlace {
  readonly name: string
  /** A url for PSResourceGet, a path or an address for PowerShellGet. */
  readonly location: string
}

export interface RegistrationEdit {
  /** What is ours to take out: an entry goes if it has both this name and this location. */
  readonly remove: readonly RegisteredPlace[]
  /** What is put in, in the order in which it is to be asked. */
  readonly add: readonly RegisteredPlace[]
}

/** Why a file is left as it is. */
export type EditRefusal =
  /** A phrase that completes "the file … is left as it is: …". */
  | { readonly kind: 'unfit'; readonly why: string }
  /** Another registration has the name, so that whoever asks for it by name is served from there. */
  | { readonly kind: 'taken'; readonly by: RegisteredPlace }

/** One registration in the text of a file. */
export interface Entry extends RegisteredPlace {
  readonly place: ElementPlace
  /** All that it says, however it is written: equal for entries that say the same. */
  readonly meaning: string
}

export interface EntryTable<E extends Entry> {
  /** The element that holds the entries. */
  readonly container: ElementPlace
  readonly entries: readonly E[]
}

/** What differs between the files of the two clients. */
export interface RegistrationFormat<E extends Entry> {
  /** The error is a phrase as in `EditRefusal`. */
  read(text: string): Result<EntryTable<E>, string>
  /** The elements that register these places in a file of this text. */
  write(places: readonly RegisteredPlace[], text: string): readonly string[]
  /** The text in which no other entry needs anything that stands in these. */
  release(text: string, entries: readonly E[]): string
  /** Which of the registrations of others the client may ask before one of these. */
  askedFirst(others: readonly E[], added: readonly RegisteredPlace[]): readonly E[]
}

export interface EditedRegistrations {
  /** The whole new text; equal to the old one where there was nothing to do. */
  readonly text: string
  /** What was put in: not what somebody else has registered just so. */
  readonly added: readonly RegisteredPlace[]
  /** Names of registrations of others that are asked before one of those put in, or may be. */
  readonly askedFirst: readonly string[]
}

export const NOT_EDITABLE = 'it is written in a way that cannot be edited safely'

/** Edits the text of a file of registrations. What is not ours stays as it is; the result is read again to be sure of it. */
export function editRegistrations<E extends Entry>(
  text: string,
  { remove, add }: RegistrationEdit,
  format: RegistrationFormat<E>,
): Result<EditedRegistrations, EditRefusal> {
  const before = format.read(text)
  if (!before.ok) return unfit(before.error)
  const isOurs = (entry: Entry): boolean => remove.some(place => isRegistrationOf(entry, place))
  const others = before.value.entries.filter(entry => !isOurs(entry))
  const added = add.filter(place => !others.some(entry => isRegistrationOf(entry, place)))
  for (const { name } of added) {
    const by = others.find(entry => sameRepositoryName(entry.name, name))
    if (by) return err({ kind: 'taken', by: { name: by.name, location: by.location } })
  }

  const released = format.release(text, before.value.entries.filter(isOurs))
  const free = format.read(released)
  if (!free.ok) return unfit(free.error)
  const ours = free.value.entries.filter(isOurs).map(({ place }) => place)
  const cut = cutElements(released, free.value.container, ours)
  const rest = format.read(cut)
  if (!rest.ok) return unfit(rest.error)
  const { container, entries } = rest.value
  const elements = format.write(added, cut)
  const edited = elements.length === 0 ? cut : insertElements(cut, container, entries.at(-1)?.place, elements)

  const after = format.read(edited)
  if (!after.ok || !holdsJust(after.value.entries, others, added)) return unfit(NOT_EDITABLE)
  const askedFirst = format.askedFirst(others, added).map(({ name }) => name)
  return ok({ text: edited, added, askedFirst })
}

function unfit(why: string): Result<never, EditRefusal> {
  return err({ kind: 'unfit', why })
}

function isRegistrationOf(entry: RegisteredPlace, { name, location }: RegisteredPlace): boolean {
  return entry.location === location && sameRepositoryName(entry.name, name)
}

/** Whether these are the entries of others, each as it was, and behind them those put in. */
function holdsJust(entries: readonly Entry[], others: readonly Entry[], added: readonly RegisteredPlace[]): boolean {
  return (
    entries.length === others.length + added.length &&
    others.every(({ meaning }, index) => entries[index]?.meaning === meaning) &&
    added.every(({ name, location }, index) => {
      const entry = entries[others.length + index]
      return entry?.name === name && entry.location === location
    })
  )
}
