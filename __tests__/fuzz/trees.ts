import fc from 'fast-check'

/** A document as plain data, of which every format below is written. */
export type Tree = string | number | boolean | null | readonly Tree[] | { readonly [key: string]: Tree }

/** One change of a tree: where, as a share of all its places, and what is done there. */
type Edit = readonly [where: number, what: 'drop' | 'replace' | 'list' | 'nest' | 'double' | 'rename', instead: Tree]

/** Names that an object has without being given them, and others that mean something to somebody. */
const HOSTILE_NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'hasOwnProperty', 'then']

/** Texts that mean something to a parser, a shell, a runner, a path or a number. */
const HOSTILE_TEXTS = [
  ...HOSTILE_NAMES,
  ...['', ' ', '\0', '\r\n', '\u2028', '\ud800', '\ufeff', '\u202e', '\u001b[31m', '🏴', 'ﬀ', 'İ', 'ß'],
  ...[
    '::error::x',
    '##[error]x',
    '$(id)',
    '`id`',
    `$${'{{'} x }}`,
    '@{',
    '<!--',
    ']]>',
    '&x;',
    '../../x',
    'C:\\x',
    '/etc/x',
  ],
  ...['1.10', '0012', '1e999', '-0', '-1', 'NaN', 'Infinity', '9007199254740993', '2147483648', '99999999999999999999'],
  ...['https://user:pass@h.test/?q=1', 'http://[::1]/', 'javascript:1', 'con', 'a'.repeat(300), '1.'.repeat(200)],
]

const HOSTILE_VALUES: readonly Tree[] = [
  ...[0, -0, -1, 0.5, 1e21, 2 ** 53, Number.MIN_VALUE, true, false, null, [], {}, [[]], [{}], [null]],
  JSON.parse('{"__proto__": {"polluted": true}}'),
  JSON.parse('{"constructor": {"prototype": {"polluted": true}}}'),
]

export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...HOSTILE_TEXTS),
  fc.string({ unit: 'binary', maxLength: 12 }),
)

const replacement: fc.Arbitrary<Tree> = fc.oneof(hostileText, fc.constantFrom(...HOSTILE_VALUES))

const edits: fc.Arbitrary<readonly Edit[]> = fc.array(
  fc.tuple(
    fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    fc.constantFrom('drop', 'replace', 'replace', 'replace', 'list', 'nest', 'double', 'rename'),
    replacement,
  ),
  { minLength: 1, maxLength: 4 },
)

/** The tree with keys dropped or renamed, types swapped, texts replaced, parts repeated and nested. */
export function mutated(tree: Tree): fc.Arbitrary<Tree> {
  return edits.map(list => list.reduce(edit, tree))
}

const NESTING = 200

function edit(tree: Tree, [where, what, replacement]: Edit): Tree {
  const target = Math.floor(where * sizeOf(tree))
  let at = 0
  const visit = (node: Tree): readonly Tree[] => {
    const isTarget = at === target
    at += 1
    if (isTarget && what === 'drop') return []
    if (isTarget && what === 'replace') return [replacement]
    if (isTarget && what === 'list') return [[node]]
    if (isTarget && what === 'nest') return [nested(node)]
    const whole = Array.isArray(node) ? node.flatMap(visit) : isTable(node) ? visitTable(node, isTarget) : node
    return isTarget && what === 'double' ? [whole, whole] : [whole]
  }
  const visitTable = (node: { readonly [key: string]: Tree }, renames: boolean): Tree => {
    const entries = Object.entries(node).flatMap(([key, value]) => {
      const [first] = visit(value)
      return first === undefined ? [] : [[key, first] as const]
    })
    const [entry, ...others] = entries
    if (what !== 'rename' || !renames || !entry) return Object.fromEntries(entries)
    return Object.fromEntries([[String(replacement), entry[1]], ...others])
  }
  return visit(tree)[0] ?? null
}

function sizeOf(tree: Tree): number {
  const parts = Array.isArray(tree) ? tree : isTable(tree) ? Object.values(tree) : []
  return parts.reduce((sum: number, part) => sum + sizeOf(part), 1)
}

function nested(node: Tree): Tree {
  return Array.from({ length: NESTING }).reduce((inner: Tree) => [inner], node)
}

function isTable(tree: Tree): tree is { readonly [key: string]: Tree } {
  return typeof tree === 'object' && tree !== null && !Array.isArray(tree)
}

/** Writes `{ name: … }` as elements, what begins with `@` as attributes, a list as elements of one name. */
export function toXml(name: string, tree: Tree): string {
  if (Array.isArray(tree)) return tree.map(item => toXml(name, item)).join('')
  if (!isTable(tree)) return `<${name}>${escapeText(String(tree ?? ''))}</${name}>`
  const entries = Object.entries(tree)
  const attributes = entries.filter(([key]) => key.startsWith('@'))
  const children = entries.filter(([key]) => !key.startsWith('@'))
  const written = attributes.map(([key, value]) => ` ${key.slice(1)}="${escapeText(String(value))}"`).join('')
  return `<${name}${written}>${children.map(([key, value]) => toXml(key, value)).join('')}</${name}>`
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}

/** Writes data as PowerShell has it. */
export function toPsd1(tree: Tree): string {
  if (Array.isArray(tree)) return `@(${tree.map(toPsd1).join(', ')})`
  if (isTable(tree)) {
    return `@{\n${Object.entries(tree)
      .map(([key, value]) => `'${key.replaceAll("'", "''")}' = ${toPsd1(value)}`)
      .join('\n')}\n}`
  }
  if (typeof tree === 'string') return `'${tree.replaceAll("'", "''")}'`
  return typeof tree === 'number' ? String(tree) : `$${tree}`
}
