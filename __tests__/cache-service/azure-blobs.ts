import { type Answer, answer, blobNotFound, storedFile } from '../gallery/answer.ts'
import type { CacheEntries } from './cache-entries.ts'
import type { CacheRequest, Route } from './route.ts'

/** The Azure SDK reads the account from the host or, where that is an address, from the path. */
const PATH = /^(?:\/devstoreaccount1)?\/actions-cache\/(\d+)$/

/** The client reads from Azure in ranges, by the SDK, where the host has the name of Azure; from others in one GET. */
export const AZURE_ORIGIN = 'http://devstoreaccount1.blob.core.windows.net'

/** Signed addresses of blobs, and the part of Azure Storage that answers there. */
export interface AzureBlobs {
  readonly routes: readonly Route[]
  address(id: number): string
}

/**
 * @param base what the path of container and blob is appended to
 * @param signature whoever knows it may read and write every blob
 */
export function azureBlobs(entries: CacheEntries, base: string, signature: string): AzureBlobs {
  const isSigned = (request: CacheRequest): boolean => request.url.searchParams.get('sig') === signature

  function download(request: CacheRequest, id: number): Answer {
    if (!isSigned(request)) return storageError(403, 'AuthenticationFailed')
    const entry = entries.byId(id)
    if (!entry) return blobNotFound()
    // The SDK asks for ranges in a header of its own.
    const range = request.headers['x-ms-range'] ?? request.headers.range
    const { bytes, sha256 } = entry
    return storedFile({ ...request, headers: { ...request.headers, range } }, bytes, sha256, 'application/octet-stream')
  }

  function upload(request: CacheRequest, id: number): Answer {
    if (!isSigned(request)) return storageError(403, 'AuthenticationFailed')
    const blob = entries.uploadOf(id)
    if (!blob) return storageError(409, 'BlobImmutableDueToPolicy')
    const { searchParams } = request.url
    switch (searchParams.get('comp')) {
      case 'block':
        blob.stageBlock(searchParams.get('blockid') ?? '', request.body)
        return created()
      case 'blocklist':
        return blob.commitBlocks(blockIds(request.body.toString())) ? created() : storageError(400, 'InvalidBlockList')
      default:
        blob.put(request.body)
        return created()
    }
  }

  return {
    routes: [
      { name: 'blob-get', methods: ['GET', 'HEAD'], path: PATH, answer: download },
      { name: 'upload', methods: ['PUT'], path: PATH, answer: upload },
    ],
    address: id => `${base}/actions-cache/${id}?sig=${signature}`,
  }
}

function blockIds(xml: string): readonly string[] {
  return [...xml.matchAll(/<(Latest|Uncommitted|Committed)>([^<]*)<\/\1>/g)].map(match => match[2] ?? '')
}

function created(): Answer {
  return answer(201, 'application/xml', '', { etag: '"0x8D0000000000000"', 'x-ms-version': '2026-02-06' })
}

function storageError(status: number, code: string): Answer {
  const xml = `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`
  return answer(status, 'application/xml', xml, { 'x-ms-error-code': code })
}
