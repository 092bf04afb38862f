import { formatPlace, type Locate, locator, type Problem } from '../problem.ts'
import { redact } from '../redact.ts'
import { type Err, err } from '../result.ts'
import { problemAt, type TextDocument } from '../text.ts'
import type { Note, NoteKind } from './requirement.ts'

/** What a reader writes down about one file: notes on what it does not take, and the problem that ends it. */
export interface Notebook {
  /** In the order of the file. */
  readonly notes: readonly Note[]
  readonly locate: Locate
  /** @param at offset of what is noted */
  note(kind: NoteKind, at: number, text: string): void
  /** @param what completes "x.psd1 cannot be used: …" */
  refuse(code: string, at: number, what: string, hint: string): Err<Problem>
}

/** A note as a line of a log: `requirements.psd1:5:3: "owner/tools" is a GitHub dependency, not a module of a gallery.` */
export function formatNote({ place, text }: Note): string {
  return `${formatPlace(place)}: ${text}.`
}

export function openNotebook(document: TextDocument): Notebook {
  const locate = locator(document.text, document.file)
  const notes: { readonly at: number; readonly note: Note }[] = []
  return {
    get notes() {
      return notes.toSorted((a, b) => a.at - b.at).map(({ note }) => note)
    },
    locate,
    note: (kind, at, text) => void notes.push({ at, note: { kind, place: locate(at), text: redact(text) } }),
    refuse: (code, at, what, hint) =>
      err(problemAt(document, at, { code, sentence: `${document.file} cannot be used: ${what}.`, hint })),
  }
}
