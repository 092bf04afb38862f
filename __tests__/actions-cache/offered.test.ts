import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isFeatureAvailable } from '@actions/cache'
import { isCacheOffered } from '../../src/actions-cache/offered.ts'

const SERVERS = [undefined, '', 'https://github.com', 'https://GitHub.com/', 'https://acme.ghe.com', 'https://ghe.com']
const MORE_SERVERS = [
  'http://acme.localhost:3000',
  'http://localhost',
  'https://github.acme.com',
  'https://notgithub.com',
]
const ADDRESSES = [undefined, '', 'https://results.test/']

/** Every combination of what the decision depends on. */
const ENVIRONMENTS = [...SERVERS, ...MORE_SERVERS].flatMap(GITHUB_SERVER_URL =>
  [undefined, '', 'false', 'true'].flatMap(ACTIONS_CACHE_SERVICE_V2 =>
    ADDRESSES.flatMap(ACTIONS_RESULTS_URL =>
      ADDRESSES.map(ACTIONS_CACHE_URL => ({
        GITHUB_SERVER_URL,
        ACTIONS_CACHE_SERVICE_V2,
        ACTIONS_RESULTS_URL,
        ACTIONS_CACHE_URL,
      })),
    ),
  ),
)

test('A cache is offered exactly where its own client says so.', () => {
  const own = { ...process.env }
  const seen = new Set<boolean>()
  for (const environment of ENVIRONMENTS) {
    for (const [name, value] of Object.entries(environment)) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
    const expected = isFeatureAvailable()
    assert.equal(isCacheOffered(environment), expected, JSON.stringify(environment))
    seen.add(expected)
  }
  process.env = own
  assert.equal(seen.size, 2)
})

const OFFERED = { ACTIONS_CACHE_SERVICE_V2: 'true', ACTIONS_RESULTS_URL: 'https://results.test/' }

const MODES: readonly (readonly [mode: string, isOffered: boolean])[] = [
  ['none', false],
  [' None ', false],
  ['read', true],
  ['write', true],
  ['write-only', true],
  ['', true],
  ['something new', true],
]

for (const [mode, isOffered] of MODES) {
  test(`In the mode "${mode}" a cache is ${isOffered ? '' : 'not '}offered.`, () => {
    assert.equal(isCacheOffered({ ...OFFERED, ACTIONS_CACHE_MODE: mode }), isOffered)
  })
}

test('Where the server has no address that can be read, the client would fail, and no cache is offered.', () => {
  assert.equal(isCacheOffered({ ...OFFERED, GITHUB_SERVER_URL: 'github' }), false)
})
