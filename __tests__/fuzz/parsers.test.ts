import { rmSync } from 'node:fs'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { anyChanges, mutate } from '../psd1/mutate.ts'
import { checkPrototypes, checkReading, runs } from './checks.ts'
import { PARSERS, SCRATCH } from './parsers.ts'
import { hostileText } from './trees.ts'

after(() => rmSync(SCRATCH, { recursive: true, force: true }))

for (const parser of PARSERS) {
  test(`Whatever it is given, ${parser.name} is read or refused.`, async () => {
    const documents = fc.oneof(
      { weight: 3, arbitrary: parser.valid },
      { weight: 3, arbitrary: fc.tuple(parser.valid, anyChanges).map(([text, changes]) => mutate(text, changes)) },
      { weight: 1, arbitrary: fc.array(hostileText, { maxLength: 6 }).map(texts => texts.join('')) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
      { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }).map(bytes => Buffer.from(bytes).toString('latin1')) },
    )
    await fc.assert(
      fc.asyncProperty(documents, text => checkReading(parser, text)),
      { numRuns: runs(150) },
    )
    checkPrototypes()
  })
}
