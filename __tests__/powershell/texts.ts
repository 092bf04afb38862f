import fc from 'fast-check'

/** How the generated texts are put together. */

export function pick(...texts: readonly string[]): fc.Arbitrary<string> {
  return fc.constantFrom(...texts)
}

/** One of the words between the blanks of a text. */
export function word(text: string): fc.Arbitrary<string> {
  return pick(...text.split(' '))
}

/** One of the lines of a text, their indentation aside. */
export function line(text: string): fc.Arbitrary<string> {
  return pick(...text.trim().split(/\n */))
}

export function join(...parts: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string> {
  return fc.tuple(...parts).map(texts => texts.join(''))
}

export function many(part: fc.Arbitrary<string>, maxLength: number): fc.Arbitrary<string> {
  return fc.array(part, { maxLength }).map(texts => texts.join(''))
}

export function weighted(
  ...parts: readonly (readonly [weight: number, part: fc.Arbitrary<string>])[]
): fc.Arbitrary<string> {
  return fc.oneof(...parts.map(([weight, arbitrary]) => ({ weight, arbitrary })))
}
