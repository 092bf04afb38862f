import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Failure } from '../../src/failure.ts'
import type { Problem } from '../../src/problem.ts'
import { groupOf, statedDemand } from '../../src/restore/demand.ts'
import { explainUnresolved } from '../../src/restore/explain-unresolved.ts'
import { bindName, groupFamilies } from '../../src/sources/family.ts'
import { parseSourceMap } from '../../src/sources/source-map.ts'
import { requirementsIn } from '../helpers/requirements.ts'
import { unwrap } from '../helpers/result.ts'
import { namedSource } from '../helpers/scripted-source.ts'

/** What is said of Alpha when the Gallery and its mirror have answered so. */
function explain(gallery: Failure, mirror: Failure): Problem {
  const sources = [
    namedSource('psgallery', { family: 'gallery' }),
    namedSource('pwsh-gallery', { family: 'gallery', isAuthority: false }),
  ]
  const group = groupOf(requirementsIn('a.psd1', 'Alpha').map(statedDemand))
  assert.ok(group)
  const asked = { repositories: [], parents: [] }
  const binding = unwrap(bindName('Alpha', asked, groupFamilies(sources), unwrap(parseSourceMap('', []))))
  const answers = new Map([
    ['psgallery', gallery],
    ['pwsh-gallery', mirror],
  ])
  return explainUnresolved(group, binding, { kind: 'unresolved', answers, attempts: [] })
}

function unreachable(code: string, host: string): Failure {
  return { kind: 'unreachable', code, origin: `https://${host}` }
}

const UNSUPPORTED: Failure = { kind: 'unsupported' }
const OF_THIS_MACHINE = /^None of the sources can be reached from this machine: look at its network/
const LATER = /^Run the job again later/

/** What the two have answered, and what is to be done. */
const REMEDIES: readonly (readonly [what: string, gallery: Failure, mirror: Failure, remedy: RegExp])[] = [
  ['no name server answers', unreachable('EAI_AGAIN', 'a.test'), unreachable('EAI_AGAIN', 'b.test'), OF_THIS_MACHINE],
  ['there is no route', unreachable('ENETUNREACH', 'a.test'), unreachable('ENOTFOUND', 'b.test'), OF_THIS_MACHINE],
  ['both are at one host', unreachable('ENOTFOUND', 'a.test'), unreachable('ENOTFOUND', 'a.test'), LATER],
  ['one of them was reached', unreachable('ENOTFOUND', 'a.test'), unreachable('ECONNREFUSED', 'b.test'), LATER],
]

for (const [what, gallery, mirror, remedy] of REMEDIES) {
  test(`Where ${what}, the remedy is the one that helps.`, () => {
    assert.match(explain(gallery, mirror).hint ?? '', remedy)
  })
}

test('A reason is given also where nobody could be asked.', () => {
  const { sentence } = explain(UNSUPPORTED, UNSUPPORTED)
  assert.match(sentence, /: psgallery and pwsh-gallery cannot be asked this\.$/)
})
