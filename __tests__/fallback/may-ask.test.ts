import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Failure, FailureKind } from '../../src/failure.ts'
import { mayAsk, type Standing, standingOf } from '../../src/fallback/may-ask.ts'
import { type Family, groupFamilies } from '../../src/sources/family.ts'
import type { Source } from '../../src/sources/source.ts'
import { namedSource } from '../helpers/scripted-source.ts'

/** Only the kind of a failure counts here. */
function failure(kind: FailureKind): Failure {
  return kind === 'no-version' ? { kind, known: [] } : ({ kind, origin: 'https://x.test' } as Failure)
}

type Said = Readonly<Record<string, FailureKind>>

function answersOf(said: Said): ReadonlyMap<string, Failure> {
  return new Map(Object.entries(said).map(([name, kind]) => [name, failure(kind)]))
}

const gallery = [
  namedSource('psgallery', { family: 'gallery' }),
  namedSource('mirror', { family: 'gallery', isAuthority: false }),
]
const mar = [namedSource('mar', { family: 'mar' })]
const contoso = [
  namedSource('contoso', { family: 'contoso' }),
  namedSource('contoso-mirror', { family: 'contoso', isAuthority: false }),
]
const lenient = [namedSource('lenient', { family: 'lenient', onError: 'next' })]

const STANDINGS: readonly (readonly [string, Said, Standing])[] = [
  ['nobody was asked', {}, 'open'],
  ['only the mirror did not have it', { mirror: 'not-found' }, 'open'],
  ['only the mirror has other versions', { mirror: 'no-version' }, 'open'],
  ['the authority does not have it', { psgallery: 'not-found' }, 'absent'],
  ['the authority does not have it but its mirror did', { psgallery: 'not-found', mirror: 'no-version' }, 'absent'],
  ['the authority has other versions', { psgallery: 'no-version' }, 'final'],
  ['the authority is silent and the mirror is not asked yet', { psgallery: 'timeout' }, 'open'],
  [
    'the authority is silent and the mirror does not have it',
    { psgallery: 'timeout', mirror: 'not-found' },
    'undetermined',
  ],
  [
    'the authority is silent and the mirror has other versions',
    { psgallery: 'timeout', mirror: 'no-version' },
    'no-version',
  ],
  ['the authority is empty without a sign of life', { psgallery: 'unproven', mirror: 'not-found' }, 'undetermined'],
  ['both are down', { psgallery: 'unreachable', mirror: 'server-error' }, 'undetermined'],
  ['the authority refuses', { psgallery: 'denied', mirror: 'not-found' }, 'undetermined'],
]

for (const [what, said, standing] of STANDINGS) {
  test(`A family where ${what} is ${standing}.`, () => {
    const [family] = groupFamilies(gallery)
    assert.ok(family)
    assert.equal(standingOf(family, answersOf(said)), standing)
  })
}

test('A family without its authority among the sources is never absent.', () => {
  const [family] = groupFamilies([namedSource('mirror', { family: 'gallery', isAuthority: false })])
  assert.ok(family)
  assert.equal(standingOf(family, answersOf({ mirror: 'not-found' })), 'undetermined')
  assert.equal(standingOf(family, answersOf({ mirror: 'no-version' })), 'no-version')
})

interface Case {
  readonly what: string
  readonly sources: readonly Source[]
  readonly said: Said
  /** Who may be asked now. */
  readonly may: readonly string[]
}

const CASES: readonly Case[] = [
  {
    what: 'Before anybody spoke, only the first family may be asked',
    sources: [...gallery, ...mar],
    said: {},
    may: ['psgallery', 'mirror'],
  },
  {
    what: 'A mirror may be asked when its authority is down, and nobody else before it',
    sources: [...gallery, ...mar],
    said: { psgallery: 'unreachable' },
    may: ['psgallery', 'mirror'],
  },
  {
    what: "The authority's absence binds its mirrors and lets the next family be asked",
    sources: [...gallery, ...mar],
    said: { psgallery: 'not-found' },
    may: ['mar'],
  },
  {
    what: "The authority's word on versions is final for its mirrors and for everybody else",
    sources: [...gallery, ...mar],
    said: { psgallery: 'no-version' },
    may: [],
  },
  {
    what: "A mirror's absence alone lets nobody else be asked",
    sources: [...gallery.toReversed(), ...mar],
    said: { mirror: 'not-found' },
    may: ['mirror', 'psgallery'],
  },
  {
    what: 'A public family that could not answer lets the next public one be asked',
    sources: [...gallery, ...mar],
    said: { psgallery: 'timeout', mirror: 'not-found' },
    may: ['psgallery', 'mirror', 'mar'],
  },
  {
    what: 'A public family of which only a mirror knows other versions lets the next public one be asked',
    sources: [...gallery, ...mar],
    said: { psgallery: 'timeout', mirror: 'no-version' },
    may: ['psgallery', 'mirror', 'mar'],
  },
  {
    what: 'A public family that could not answer lets no private one be asked for a name that it may own',
    sources: [...gallery, ...contoso],
    said: { psgallery: 'timeout', mirror: 'not-found' },
    may: ['psgallery', 'mirror'],
  },
  {
    what: 'A public family of which only a mirror knows other versions lets no private one be asked',
    sources: [...gallery, ...contoso],
    said: { psgallery: 'timeout', mirror: 'no-version' },
    may: ['psgallery', 'mirror'],
  },
  {
    what: 'A public family that could not answer passes over a private one to the next public one',
    sources: [...gallery, ...contoso, ...mar],
    said: { psgallery: 'unreachable', mirror: 'not-found' },
    may: ['psgallery', 'mirror', 'mar'],
  },
  {
    what: 'A public family that does not have it lets a private one be asked',
    sources: [...gallery, ...contoso],
    said: { psgallery: 'not-found' },
    may: ['contoso', 'contoso-mirror'],
  },
  {
    what: 'A private family that could not answer keeps its name to itself',
    sources: [...contoso, ...gallery],
    said: { contoso: 'timeout', 'contoso-mirror': 'not-found' },
    may: ['contoso', 'contoso-mirror'],
  },
  {
    what: 'A private family that refuses keeps its name to itself',
    sources: [...contoso, ...gallery],
    said: { contoso: 'denied', 'contoso-mirror': 'denied' },
    may: ['contoso', 'contoso-mirror'],
  },
  {
    what: 'A private family that knows other versions keeps its name to itself',
    sources: [...contoso, ...gallery],
    said: { contoso: 'timeout', 'contoso-mirror': 'no-version' },
    may: ['contoso', 'contoso-mirror'],
  },
  {
    what: 'A private family that does not have it lets the public ones be asked',
    sources: [...contoso, ...gallery],
    said: { contoso: 'not-found' },
    may: ['psgallery', 'mirror'],
  },
  {
    what: 'A private family with "on-error next" may be passed when it could not answer',
    sources: [...lenient, ...gallery],
    said: { lenient: 'timeout' },
    may: ['lenient', 'psgallery', 'mirror'],
  },
  {
    what: 'A private family with "on-error next" is not passed when it has other versions',
    sources: [...lenient, ...gallery],
    said: { lenient: 'no-version' },
    may: [],
  },
  {
    what: 'A private family with "on-error next" is not passed before it was asked',
    sources: [...lenient, ...gallery],
    said: {},
    may: ['lenient'],
  },
  {
    what: 'A private family in the middle stops the name for those behind it',
    sources: [...mar, ...contoso, ...gallery],
    said: { mar: 'not-found', contoso: 'server-error', 'contoso-mirror': 'not-found' },
    may: ['contoso', 'contoso-mirror'],
  },
]

for (const { what, sources, said, may } of CASES) {
  test(`${what}.`, () => {
    const families = groupFamilies(sources)
    const answers = answersOf(said)
    const allowed = sources.filter(source => mayAsk(source, families, answers))
    assert.deepEqual(
      allowed.map(({ config }) => config.name),
      may,
    )
  })
}

test('A source of a family to which the name is not bound may not be asked.', () => {
  const families: readonly Family[] = groupFamilies(contoso)
  for (const source of gallery) assert.ok(!mayAsk(source, families, new Map()))
})
