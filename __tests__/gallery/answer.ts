/** A whole answer, before a fault may spoil it. Content-Length is added on sending. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** What a route sees of a request. */
export interface SiteRequest {
  readonly method: string
  readonly url: URL
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

export function answer(status: number, type: string, body: string | Buffer, headers: Answer['headers'] = {}): Answer {
  return { status, headers: { 'content-type': type, ...headers }, body: Buffer.from(body) }
}

export function json(status: number, value: unknown, headers: Answer['headers'] = {}): Answer {
  return answer(status, 'application/json', JSON.stringify(value), headers)
}

export function redirect(status: number, location: string): Answer {
  return { status, headers: { location }, body: Buffer.alloc(0) }
}

/** What front doors and gateways say in the name of the service behind them. */
export function gatewayPage(status: number): Answer {
  const reason = GATEWAY_REASONS[status] ?? 'Service Unavailable'
  const page = `<!DOCTYPE html>\n<html><head><title>${status} ${reason}</title></head><body><h1>${reason}</h1></body></html>\n`
  return answer(status, 'text/html; charset=utf-8', page)
}

const GATEWAY_REASONS: Readonly<Record<number, string>> = {
  200: 'We are working on it',
  403: 'Forbidden',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  504: 'Gateway Time-out',
}

/** Azure Storage, which stands behind the CDN and behind static feeds, for a name it does not have. */
export function blobNotFound(): Answer {
  const message = 'The specified blob does not exist.\nRequestId:00000000-0000-0000-0000-000000000000'
  const xml = `<?xml version="1.0" encoding="utf-8"?><Error><Code>BlobNotFound</Code><Message>${message}</Message></Error>`
  return answer(404, 'application/xml', xml, { 'x-ms-error-code': 'BlobNotFound' })
}

/** A stored file as Azure Storage gives it: an ETag from its content, and one byte range if asked for. */
export function storedFile(request: SiteRequest, bytes: Buffer, sha256: string, type: string): Answer {
  const etag = `"0x8D${sha256.slice(0, 13).toUpperCase()}"`
  const headers = { 'content-type': type, etag, 'accept-ranges': 'bytes' }
  const ifRange = request.headers['if-range']
  const wanted = /^bytes=(\d*)-(\d*)$/.exec(String(request.headers.range ?? ''))
  if (!wanted || (ifRange !== undefined && ifRange !== etag)) return { status: 200, headers, body: bytes }

  const [, first = '', last = ''] = wanted
  const start = first === '' ? Math.max(0, bytes.length - Number(last)) : Number(first)
  const end = first === '' || last === '' ? bytes.length - 1 : Math.min(Number(last), bytes.length - 1)
  if (start > end) {
    return { status: 416, headers: { ...headers, 'content-range': `bytes */${bytes.length}` }, body: Buffer.alloc(0) }
  }
  const range = { 'content-range': `bytes ${start}-${end}/${bytes.length}` }
  return { status: 206, headers: { ...headers, ...range }, body: bytes.subarray(start, end + 1) }
}
