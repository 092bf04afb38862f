import type { Cursor } from './cursor.ts'
import type { Fault, FaultCode } from './fault.ts'

interface Sign {
  /** What such a file begins with. */
  readonly begins: RegExp
  readonly code: FaultCode
  readonly what: string
  readonly hint: string
}

const AS_TABLE = "A data file holds one table: @{ Pester = @{ version = '5.7.1' } }"
const SCRIPT = 'it is a script, and a data file is read without running anything'

/** The files that are taken for data files by mistake, the more particular signs first. */
const SIGNS: readonly Sign[] = [
  {
    begins: /\{\s*["}]|\[\s*(?:["{\][]|-?\d+\s*[,\]])/y,
    code: 'PSD1_OTHER_FORMAT',
    what: 'it holds JSON, not PowerShell data',
    hint: 'Give the file a name that ends in .json.',
  },
  {
    begins: /\{/y,
    code: 'PSD1_SYNTAX',
    what: 'it begins with "{", which is a script block in PowerShell',
    hint: 'A table begins with @{',
  },
  {
    begins: /<(?:!doctype html|html|head|body)/iy,
    code: 'PSD1_OTHER_FORMAT',
    what: 'it holds an HTML page, perhaps the error or login page of a site that it was downloaded from',
    hint: 'Fetch the file again and look at its beginning.',
  },
  {
    begins: /<[?!a-z]/iy,
    code: 'PSD1_OTHER_FORMAT',
    what: 'it holds XML, not PowerShell data',
    hint: AS_TABLE,
  },
  {
    begins: /---|%YAML|- \S|(?:"[^"\r\n]*"|'[^'\r\n]*')[ \t]*:|[\p{L}_][\p{L}\p{Nd}_.-]*[ \t]*:(?![:\\/])/uy,
    code: 'PSD1_OTHER_FORMAT',
    what: 'it holds YAML, not PowerShell data',
    hint: AS_TABLE,
  },
  {
    begins: /[\p{L}_][\p{L}\p{Nd}_.-]*[ \t]*=/uy,
    code: 'PSD1_SYNTAX',
    what: 'its entries stand outside a table',
    hint: 'Put @{ before the first entry and } behind the last.',
  },
  {
    begins: /return\s*@[{(]/iy,
    code: 'PSD1_NOT_DATA',
    what: SCRIPT,
    hint: 'Remove "return": the table alone is the value of the file.',
  },
  {
    begins: /\[ordered\]\s*@\{/iy,
    code: 'PSD1_NOT_DATA',
    what: '[ordered] makes its table an expression, which PowerShell does not allow in a data file',
    hint: 'Remove [ordered].',
  },
  {
    begins: /[\p{L}_&]|\.(?!\d)|\$(?!(?:true|false|null)(?![\p{L}\p{Nd}_]))|\[[\p{L}_]/iuy,
    code: 'PSD1_NOT_DATA',
    what: SCRIPT,
    hint: AS_TABLE,
  },
]

/** Recognises by its beginning a file that is no data file at all. */
export function recogniseForeignFile(cursor: Cursor): Fault | undefined {
  const sign = SIGNS.find(({ begins }) => cursor.match(begins) !== undefined)
  return sign && { code: sign.code, at: cursor.at, what: sign.what, hint: sign.hint }
}
