import { generateKeyPairSync, type KeyObject, randomBytes, randomUUID, sign } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { createServer } from 'node:tls'

/** A certificate and its key; nobody knows it who is not told to. */
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

/** What a certificate says. Without anything: valid for decades, for 127.0.0.1, signed by its own key. */
export interface Statement {
  /** For hosts by these names, in place of the address 127.0.0.1. */
  readonly hosts?: readonly string[]
  /** UTCTime: `YYMMDDhhmmssZ`. */
  readonly from?: string
  readonly until?: string
  readonly signedBy?: Authority
}

/** A certificate that signs others. */
export interface Authority extends Certificate {
  readonly name: Buffer
}

export function selfSigned(): Certificate {
  return issue()
}

export function issue({
  hosts,
  from = '200101000000Z',
  until = '491231235959Z',
  signedBy,
}: Statement = {}): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const name = nameOf(`psmr test ${randomUUID()}`)
  const names = hosts?.map(host => der(0x82, Buffer.from(host))) ?? [der(0x87, Buffer.of(127, 0, 0, 1))]
  const certificate = pem(
    { from, until, publicKey, subject: name, extension: extension(SUBJECT_ALT_NAME, sequence(...names)) },
    signedBy ?? { name, key: privateKey },
  )
  return { certificate, key: privateKey }
}

export function authority(signedBy?: Authority): Authority {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const name = nameOf(`psmr authority ${randomUUID()}`)
  const isAuthority = extension(BASIC_CONSTRAINTS, sequence(der(0x01, Buffer.of(0xff))))
  const validity = { from: '200101000000Z', until: '491231235959Z' }
  const certificate = pem(
    { ...validity, publicKey, subject: name, extension: isAuthority },
    signedBy ?? { name, key: privateKey },
  )
  return { certificate, key: privateKey, name }
}

interface Content {
  readonly from: string
  readonly until: string
  readonly subject: Buffer
  readonly publicKey: KeyObject
  readonly extension: Buffer
}

function pem(content: Content, issuer: Pick<Authority, 'name' | 'key'>): string {
  const algorithm = sequence(ECDSA_WITH_SHA256)
  const body = sequence(
    der(0xa0, der(0x02, Buffer.of(2))),
    // Two certificates of one issuer with the same number are taken for one.
    der(0x02, Buffer.of(1, ...randomBytes(8))),
    algorithm,
    issuer.name,
    sequence(time(content.from), time(content.until)),
    content.subject,
    content.publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(content.extension)),
  )
  const signature = der(0x03, Buffer.of(0), sign('sha256', body, issuer.key))
  const base64 = sequence(body, algorithm, signature).toString('base64')
  return `-----BEGIN CERTIFICATE-----\n${base64.replaceAll(/.{64}(?=.)/g, '$&\n')}\n-----END CERTIFICATE-----\n`
}

// RFC 5280, as far as one certificate needs it.

const ECDSA_WITH_SHA256 = Buffer.from('06082a8648ce3d040302', 'hex')
const COMMON_NAME = Buffer.from('0603550403', 'hex')
const SUBJECT_ALT_NAME = Buffer.from('0603551d11', 'hex')
const BASIC_CONSTRAINTS = Buffer.from('0603551d13', 'hex')

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  const long = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.of(tag, ...long), content])
}

function nameOf(text: string): Buffer {
  return sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from(text)))))
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
