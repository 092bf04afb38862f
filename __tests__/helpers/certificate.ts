import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { createServer } from 'node:tls'

/** A certificate for 127.0.0.1 that its own key has signed, so that nobody knows it who is not told to. */
export interface Certificate {
  /** PEM. */
  readonly certificate: string
  readonly key: KeyObject
}

/** A TLS endpoint on loopback. */
export interface TlsServer extends AsyncDisposable {
  /** `127.0.0.1:port` */
  readonly host: string
}

/** Shows the certificate and hands whatever is said to it on to a plain server: whoever is on the way. */
export async function tlsInFrontOf(origin: string, { certificate, key }: Certificate): Promise<TlsServer> {
  const server = createServer({ cert: certificate, key: key.export({ type: 'pkcs8', format: 'pem' }) }, socket => {
    const inner = connect(Number(new URL(origin).port), '127.0.0.1')
    for (const each of [socket, inner]) each.on('error', () => undefined)
    socket.pipe(inner).pipe(socket)
    socket.once('close', () => inner.destroy())
  })
  server.on('tlsClientError', () => undefined)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    host: `127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.close()
      await once(server, 'close')
    },
  }
}

export function selfSigned(): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const algorithm = sequence(ECDSA_WITH_SHA256)
  const name = sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from('psmr test')))))
  const body = sequence(
    der(0xa0, der(0x02, Buffer.of(2))),
    der(0x02, Buffer.of(1)),
    algorithm,
    name,
    sequence(time('200101000000Z'), time('491231235959Z')),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(extension(SUBJECT_ALT_NAME, sequence(der(0x87, Buffer.of(127, 0, 0, 1)))))),
  )
  const signature = der(0x03, Buffer.of(0), sign('sha256', body, privateKey))
  const base64 = sequence(body, algorithm, signature).toString('base64')
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${base64.replaceAll(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
    key: privateKey,
  }
}

// RFC 5280, as far as one certificate needs it.

const ECDSA_WITH_SHA256 = Buffer.from('06082a8648ce3d040302', 'hex')
const COMMON_NAME = Buffer.from('0603550403', 'hex')
const SUBJECT_ALT_NAME = Buffer.from('0603551d11', 'hex')

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  const long = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.of(tag, ...long), content])
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, ...parts)
}

function time(text: string): Buffer {
  return der(0x17, Buffer.from(text))
}

function extension(name: Buffer, value: Buffer): Buffer {
  return sequence(name, der(0x04, value))
}
