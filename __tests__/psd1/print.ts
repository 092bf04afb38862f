import type { Psd1Value } from '../../src/psd1/value.ts'

/** The ways to write the same data that the printer can be asked for. */
export interface Style {
  readonly quotes: 'single' | 'double' | 'here' | 'curly'
  readonly separator: '\n' | '\r\n' | '\r' | ';' | ' # c\n' | '\n<# } #>\n'
  readonly items: ', ' | ',\n' | '\n' | ';'
  readonly blank: '' | ' ' | '\t' | ' `\n ' | '<# c #>'
}

/** Writes data as PowerShell; `parsePsd1` reads the same back, its places aside. */
export function printPsd1(value: Psd1Value, style: Style): string {
  switch (value.kind) {
    case 'string':
      return printString(value.value, style)
    case 'number':
      return value.text
    case 'boolean':
      return value.value ? '$true' : '$False'
    case 'null':
      return '$null'
    case 'array':
      return printArray(value.items, style)
    case 'table': {
      const { blank, separator } = style
      const entries = value.entries.map(
        entry => `${printKey(entry.key, style)}${blank}=${blank}${printPsd1(entry.value, style)}${blank}`,
      )
      return `@{${blank}${entries.join(separator)}${blank}}`
    }
    case 'unknown':
      return value.source
  }
}

function printArray(items: readonly Psd1Value[], style: Style): string {
  // An array that stands in @( ) as a statement of its own is taken apart; between commas it is an item.
  const separator = items.some(item => item.kind === 'array') ? ', ' : style.items
  const texts = items.map(item => printPsd1(item, style))
  const [only] = items
  return `@(${items.length === 1 && only?.kind === 'array' ? ',' : ''}${texts.join(separator)})`
}

function printKey(key: string, style: Style): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(key) ? key : printString(key, style)
}

function printString(text: string, style: Style): string {
  switch (style.quotes) {
    case 'single':
      return `'${text.replace(/['\u2018-\u201b]/g, '$&$&')}'`
    case 'curly':
      return `\u2018${text.replace(/['\u2018-\u201b]/g, '$&$&')}\u2019`
    case 'double':
      return `"${text
        .replace(/["\u201c-\u201e`$]/g, '`$&')
        .replaceAll('\0', '`0')
        .replaceAll('\n', '`n')}"`
    case 'here':
      return /(?:^|[\r\n])['\u2018-\u201b]@|\r$/.test(text)
        ? printString(text, { ...style, quotes: 'single' })
        : `@'\n${text}\n'@`
  }
}
