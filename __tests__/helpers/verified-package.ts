import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { inspectHere } from '../../src/package/inspect.ts'
import { type VerifiedPackage, verifyPackage } from '../../src/package/verify.ts'
import { type PackageSpec, pack } from '../gallery/pack.ts'
import { unwrap } from './result.ts'
import { version } from './versions.ts'

/**
 * A real package in a file of that folder, verified as a restore verifies it.
 *
 * @param expanding a folder below which it is expanded on the way; as long as nothing is installed there is none
 */
export async function verifiedPackage(spec: PackageSpec, folder: string, expanding?: string): Promise<VerifiedPackage> {
  const { bytes, sha512 } = await pack(spec)
  const name = randomUUID()
  const file = path.join(folder, `${name}.part`)
  await writeFile(file, bytes)
  const digests = [{ algorithm: 'sha512' as const, value: sha512 }]
  const received = { path: file, size: bytes.length, origin: undefined, digests }
  const expected = { identity: { id: spec.id, version: version(spec.version) } }
  const expandTo = expanding && path.join(expanding, name)
  return unwrap(await verifyPackage(received, expected, inspectHere, expandTo))
}
