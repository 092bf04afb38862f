import { getNodePath, type Node } from 'jsonc-parser'
import { excerpt } from '../redact.ts'
import { nearestWord } from '../requirements/nearest.ts'
import { type Err, err, ok, type Result } from '../result.ts'

/**
 * Reads one value of a JSON tree. A library for shapes would do, but they look at objects that were made of the text, in
 * which the first of two equal keys is gone and `__proto__` and `constructor` are not like other keys.
 */
export type Reader<T> = (node: Node) => Result<T, Fault>

/** What is wrong with a value or a key. */
export interface Fault {
  readonly node: Node
  /** Completes the words for where it is: `is no whole number above zero`. */
  readonly what: string
  /** The first of two equal keys. */
  readonly first?: Node
}

/** A key of an object that has what keys it likes, and its value. */
export interface Entry<T> {
  readonly key: string
  readonly keyNode: Node
  readonly value: T
}

export function wrong(node: Node, what: string): Err<Fault> {
  return err({ node, what })
}

/** Where a value or key is, in words, items counted from one: `packages > pester/5.7.1 > accepted > 1 > sha512`. */
export function whereIs(node: Node): string {
  const path = getNodePath(node).map(part => (typeof part === 'number' ? part + 1 : excerpt(part)))
  return path.length === 0 ? 'it' : path.join(' > ')
}

/** @param parse its error completes the words for where the text is */
export function text<T>(parse: (text: string) => Result<T, string>): Reader<T> {
  return node => {
    if (typeof node.value !== 'string') return wrong(node, 'is no text')
    const parsed = parse(node.value)
    return parsed.ok ? parsed : wrong(node, parsed.error)
  }
}

export function oneOf<const T>(...allowed: readonly T[]): Reader<T> {
  const names = allowed.map(value => JSON.stringify(value)).join(' or ')
  return node => {
    const found = allowed.find(value => value === node.value)
    return found === undefined ? wrong(node, `is not ${names}`) : ok(found)
  }
}

export const count: Reader<number> = node =>
  typeof node.value === 'number' && Number.isSafeInteger(node.value) && node.value > 0
    ? ok(node.value)
    : wrong(node, 'is no whole number above zero')

export function list<T>(item: Reader<T>): Reader<readonly T[]> {
  return node => (node.type === 'array' ? each(node.children ?? [], item) : wrong(node, 'is no list'))
}

export function filledList<T>(item: Reader<T>): Reader<readonly T[]> {
  return node => {
    const items = list(item)(node)
    return items.ok && items.value.length === 0 ? wrong(node, 'is empty') : items
  }
}

/** An object with what keys it likes, each once, letter case aside. */
export function table<T>(value: Reader<T>): Reader<readonly Entry<T>[]> {
  return node => {
    const entries = entriesOf(node)
    if (!entries.ok) return entries
    return each(entries.value, ({ key, keyNode, value: found }) => {
      const read = value(found)
      return read.ok ? ok({ key, keyNode, value: read.value }) : read
    })
  }
}

/** What a reader gives, looked at as a whole and put into another form. */
export function andThen<A, B>(reader: Reader<A>, next: (value: A, node: Node) => Result<B, Fault>): Reader<B> {
  return node => {
    const read = reader(node)
    return read.ok ? next(read.value, node) : read
  }
}

type Readers = Readonly<Record<string, Reader<unknown>>>
type ReadBy<R> = R extends Reader<infer T> ? T : never

/** What `fields` gives. */
export type Fields<Required extends Readers, Optional extends Readers> = {
  readonly [Name in keyof Required]: ReadBy<Required[Name]>
} & { readonly [Name in keyof Optional]: ReadBy<Optional[Name]> | undefined }

/** An object with these keys and no others. */
export function fields<Required extends Readers, Optional extends Readers>(
  required: Required,
  optional: Optional,
): Reader<Fields<Required, Optional>> {
  const readers = new Map(Object.entries<Reader<unknown>>({ ...required, ...optional }))
  const names = [...readers.keys()]
  return node => {
    const entries = entriesOf(node)
    if (!entries.ok) return entries
    const values = new Map<string, unknown>(Object.keys(optional).map(name => [name, undefined]))
    for (const { key, keyNode, value } of entries.value) {
      const read = readers.get(key)?.(value) ?? unknownField(keyNode, key, names)
      if (!read.ok) return read
      values.set(key, read.value)
    }
    const missing = names.find(name => !values.has(name))
    if (missing !== undefined) return wrong(node, `has no "${missing}"`)
    return ok(Object.fromEntries(values) as Fields<Required, Optional>)
  }
}

function unknownField(keyNode: Node, key: string, names: readonly string[]): Err<Fault> {
  const nearest = nearestWord(key, names)
  return wrong(keyNode, `is no field of a lock${nearest === undefined ? '' : `; "${nearest}" was probably meant`}`)
}

function entriesOf(node: Node): Result<readonly Entry<Node>[], Fault> {
  if (node.type !== 'object') return wrong(node, 'is no object')
  const first = new Map<string, Node>()
  return each(node.children ?? [], ({ children = [] }) => {
    const [keyNode, value] = children
    if (!keyNode || !value) throw new Error('a property of valid JSON without key or value')
    const key = String(keyNode.value)
    const earlier = first.get(key.toLowerCase())
    if (earlier) return err({ node: keyNode, what: 'is stated twice', first: earlier })
    first.set(key.toLowerCase(), keyNode)
    return ok({ key, keyNode, value })
  })
}

/** All of them, or the first fault. */
export function each<Item, T>(
  items: readonly Item[],
  read: (item: Item) => Result<T, Fault>,
): Result<readonly T[], Fault> {
  const values: T[] = []
  for (const item of items) {
    const value = read(item)
    if (!value.ok) return value
    values.push(value.value)
  }
  return ok(values)
}
