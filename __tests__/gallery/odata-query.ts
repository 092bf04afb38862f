import { err, ok, type Result } from '../../src/result.ts'
import { compareValues, parseFilter, type Row } from './odata-filter.ts'
import { PROPERTIES } from './odata-properties.ts'

/** The server gives no more entries a page, whatever `$top` says (NuGetGallery's SearchAdaptor.MaxPageSize). */
const PAGE_SIZE = 100
/** The order in which the next link repeats the options (SearchAdaptor.GetNextLink). */
const REPEATED = ['$select', '$filter', '$orderby', '$skip', '$top', 'semVerLevel'] as const

const PROPERTY_NAMES: ReadonlySet<string> = new Set(Object.keys(PROPERTIES))

/** Something that a query can filter and order by the values of its entry. */
export interface Queryable {
  readonly values: Row
}

export interface Page<T> {
  readonly rows: readonly T[]
  /** How many there are without `$skip`, `$top` and paging. */
  readonly total: number
  /** The query of the next page, without the parameters of the operation. */
  readonly next: string | undefined
}

/** Applies `$filter`, `$orderby`, `$skip`, `$top` and the server's own paging. The error is the message of an OData error. */
export function queryPage<T extends Queryable>(rows: readonly T[], query: URLSearchParams): Result<Page<T>, string> {
  const matching = filterRows(rows, query)
  if (!matching.ok) return matching
  const ordered = orderRows(matching.value, query.get('$orderby') ?? '')
  if (!ordered.ok) return ordered
  const skip = readCount(query, '$skip') ?? 0
  const top = readCount(query, '$top') ?? Number.POSITIVE_INFINITY
  const given = Math.min(top, PAGE_SIZE)
  if (Number.isNaN(skip) || Number.isNaN(top)) return err('Invalid value for a query option: not a number.')
  const isLast = top <= PAGE_SIZE || skip + given >= ordered.value.length
  return ok({
    rows: ordered.value.slice(skip, skip + given),
    total: ordered.value.length,
    next: isLast ? undefined : nextQuery(query, skip + given, top - given),
  })
}

export function filterRows<T extends Queryable>(
  rows: readonly T[],
  query: URLSearchParams,
): Result<readonly T[], string> {
  const text = query.get('$filter')
  if (text === null) return ok(rows)
  const filter = parseFilter(text, PROPERTY_NAMES)
  return filter.ok ? ok(rows.filter(({ values }) => filter.value(values))) : filter
}

function orderRows<T extends Queryable>(rows: readonly T[], text: string): Result<readonly T[], string> {
  const keys = text
    .split(',')
    .filter(Boolean)
    .map(part => part.trim().split(/\s+/))
  const unknown = keys.find(([name = '']) => !PROPERTY_NAMES.has(name))
  if (unknown) return err(`Could not find a property named '${unknown[0]}' on type 'NuGetGallery.OData.V2FeedPackage'.`)
  return ok(
    rows.toSorted((a, b) => {
      for (const [name = '', direction] of keys) {
        const order = compareValues(a.values[name] ?? null, b.values[name] ?? null)
        if (order !== 0) return direction === 'desc' ? -order : order
      }
      return 0
    }),
  )
}

function readCount(query: URLSearchParams, option: string): number | undefined {
  const text = query.get(option)
  return text === null ? undefined : /^\d+$/.test(text) ? Number(text) : Number.NaN
}

function nextQuery(query: URLSearchParams, skip: number, top: number): string {
  const changed = new Map<string, string | null>([
    ['$skip', String(skip)],
    ['$top', Number.isFinite(top) ? String(top) : null],
  ])
  return REPEATED.flatMap(option => {
    const value = changed.has(option) ? changed.get(option) : query.get(option)
    return value === null || value === undefined ? [] : [`${option}=${encodeURIComponent(value)}`]
  }).join('&')
}
