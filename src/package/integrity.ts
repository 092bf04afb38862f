import { timingSafeEqual } from 'node:crypto'

export type Algorithm = 'sha512' | 'sha256'

export interface Digest {
  readonly algorithm: Algorithm
  /** Base64 with padding, as NuGet's `PackageHash` and npm's `integrity` have it. */
  readonly value: string
}

const BYTES: Readonly<Record<Algorithm, number>> = { sha512: 64, sha256: 32 }

const SRI = /^(sha512|sha256)-([A-Za-z0-9+/]+={0,2})$/
const OCI = /^(sha512|sha256):([0-9a-f]+)$/

/** The form of W3C's Subresource Integrity: `sha512-<base64>`. */
export function formatDigest(digest: Digest): string {
  return `${digest.algorithm}-${digest.value}`
}

/**
 * Reads `sha512-<base64>` (SRI) and `sha256:<lower case hex>` (OCI); undefined for anything else, a wrong length
 * included.
 */
export function parseDigest(text: string): Digest | undefined {
  return decode(SRI.exec(text), 'base64') ?? decode(OCI.exec(text), 'hex')
}

function decode(match: RegExpExecArray | null, encoding: 'base64' | 'hex'): Digest | undefined {
  const [, algorithm, encoded = ''] = match ?? []
  if (algorithm !== 'sha512' && algorithm !== 'sha256') return undefined
  const bytes = Buffer.from(encoded, encoding)
  // Node stops decoding where it is no longer base64 or hex; only what comes back the same was read as a whole.
  if (bytes.length !== BYTES[algorithm] || bytes.toString(encoding) !== encoded) return undefined
  return { algorithm, value: bytes.toString('base64') }
}

/**
 * Whether both say the same bytes in the same algorithm; false for different algorithms, which say nothing of each
 * other.
 */
export function sameDigest(a: Digest, b: Digest): boolean {
  const [left, right] = [Buffer.from(a.value, 'base64'), Buffer.from(b.value, 'base64')]
  return (
    a.algorithm === b.algorithm &&
    left.length === BYTES[a.algorithm] &&
    left.length === right.length &&
    timingSafeEqual(left, right)
  )
}
