import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeFailure } from '../../src/failure.ts'
import { someCall } from '../helpers/ask.ts'
import { type Authority, authority, type Certificate, issue, selfSigned, tlsInFrontOf } from '../helpers/certificate.ts'
import { httpClient } from '../helpers/http-client.ts'
import { errorOf, unwrap } from '../helpers/result.ts'
import { serve } from '../helpers/web-server.ts'

const OWN = authority()
const BETWEEN = authority(OWN)

/** Asks a server that shows this certificate, trusting these authorities beside those of Node. */
async function ask({ shown, trusted }: { readonly shown: Certificate; readonly trusted: readonly Authority[] }) {
  await using plain = await serve((_, response) => response.end('x'))
  await using front = await tlsInFrontOf(plain.origin, shown)
  await using http = httpClient({}, { ca: trusted.map(({ certificate }) => certificate) })
  const redirects = { kind: 'public', privateToo: true } as const
  const answer = await http.read({ url: new URL(`https://${front.host}`), redirects, call: someCall() })
  assert.equal(plain.requests.length, answer.ok ? 1 : 0)
  return answer
}

test('A certificate of an own authority is believed where that is named, beside others.', async () => {
  unwrap(await ask({ shown: issue({ signedBy: OWN }), trusted: [OWN] }))
  unwrap(await ask({ shown: issue({ signedBy: OWN }), trusted: [authority(), OWN] }))
  unwrap(await ask({ shown: issue({ signedBy: BETWEEN }), trusted: [OWN, BETWEEN] }))
})

/** A certificate, and what is said of whoever shows it to somebody who trusts OWN. */
const DISTRUSTED: readonly (readonly [what: string, shown: Certificate, said: RegExp])[] = [
  [
    'has expired',
    issue({ signedBy: OWN, until: '210101000000Z' }),
    /^showed a certificate that has expired \(CERT_HAS_EXPIRED\)$/,
  ],
  [
    'is not valid yet',
    issue({ signedBy: OWN, from: '480101000000Z' }),
    /^showed a certificate that is not valid yet, if the clock/,
  ],
  [
    'is for another host',
    issue({ signedBy: OWN, hosts: ['other.test'] }),
    /^showed a certificate for another host \(ERR_TLS_CERT/,
  ],
  [
    'signed itself',
    selfSigned(),
    /^showed a certificate that it signed itself; if it is your own, name its file in "ca-file"/,
  ],
  [
    'is of somebody unknown',
    issue({ signedBy: authority() }),
    /^showed a certificate of an authority that this machine does not know; .*"ca-file" or NODE_EXTRA_CA_CERTS \(UNABLE_TO_/,
  ],
  [
    'comes without the one between it and its authority',
    issue({ signedBy: BETWEEN }),
    /; if it is your own, name a file with it, and with those in between that the server does not send, in "ca-file"/,
  ],
]

for (const [what, shown, said] of DISTRUSTED) {
  test(`A certificate that ${what} ends the attempt in a plain sentence before anything is asked.`, async () => {
    const failure = errorOf(await ask({ shown, trusted: [OWN] }))
    assert.equal(failure.kind, 'untrusted')
    assert.match(describeFailure(failure), said)
  })
}

test('Without a word of the user nobody but the authorities of Node is believed.', async () => {
  const failure = errorOf(await ask({ shown: issue({ signedBy: OWN }), trusted: [] }))
  assert.equal(failure.kind, 'untrusted')
})
