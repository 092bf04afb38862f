/**
 * Makes foreign text harmless for the place where it is shown. The runner reads every line of standard output for commands,
 * `::set-output::` after leading blanks and `##[error]` anywhere in it, Azure Pipelines for `##vso[task.setvariable …]`; a
 * module's name, a server's error or a file's line must never be one.
 */

/** C0 and C1 controls, line and paragraph separators, and the marks that reorder text on the screen. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not pass
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g
const ZERO_WIDTH_SPACE = '\u200b'

/** `##[` and `##vso[`. */
const COMMAND = /##([a-z]*)\[/gi

/** One line of text for the log. */
export function logLine(text: string): string {
  return text
    .replace(UNSAFE, ' ')
    .replace(/^(\s*):(?=:)/, `$1:${ZERO_WIDTH_SPACE}`)
    .replace(COMMAND, `##$1${ZERO_WIDTH_SPACE}[`)
}

/** JSON for standard output: the same value, with everything escaped that a terminal or the runner would obey. */
export function jsonText(json: string): string {
  return json
    .replace(UNSAFE, character => (character === '\n' ? character : unicodeEscape(character)))
    .replace(COMMAND, `##$1${unicodeEscape('[')}`)
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

const MARKDOWN = /[&<>"'`|[\]()*_~#!\\]/g

/**
 * Text for a cell or a sentence of the job summary: it means nothing in Markdown or HTML, links nowhere, mentions nobody, is
 * no formula, and can be copied as it was. Two dollar signs make a formula (`$env:A and $env:B`), but for those in a `<span>`
 * (docs.github.com, writing mathematical expressions).
 */
export function markdownText(text: string): string {
  return text
    .replace(UNSAFE, ' ')
    .replace(MARKDOWN, character => `&#${character.charCodeAt(0)};`)
    .replace(/[@$]|:\/\/|www(?=\.)/gi, '<span>$&</span>')
}
