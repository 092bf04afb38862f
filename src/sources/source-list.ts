import { isPrivateHost } from '../http/redirects.ts'
import type { Problem } from '../problem.ts'
import { excerpt } from '../redact.ts'
import { err, ok, type Result } from '../result.ts'
import { isPublicFamily, PRESETS } from './presets.ts'
import { AT_HAND, addressOf, type SourceConfig, type SourceKind } from './source.ts'

/** A line before families are settled: whether it is an authority may depend on the other lines. */
interface Line {
  readonly config: Omit<SourceConfig, 'isAuthority'>
  readonly authority: 'yes' | 'no' | 'unsaid'
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/
const LINE = /^(?<name>[^:\s]+)\s*:\s+(?<url>\S+)(?:\s+\((?<options>[^()]*)\))?$/
const SCHEME = /^(?:(?<kind>nuget-v2|nuget-v3|oci|direct)\+)?(?<scheme>[a-z][a-z0-9.-]*):\/\//
const EXAMPLE = 'contoso: https://nuget.contoso.com/v3/index.json'

/**
 * Reads the `sources` input: one a line, in order, a preset's name or `name: url (options)`. Empty text is the default chain.
 * Lines that are empty or begin with `#` are skipped.
 */
export function parseSourceList(text: string): Result<readonly SourceConfig[], Problem> {
  const written = text
    .split(/\r?\n/)
    .map(line => line.trim())
    .filter(line => line !== '' && !line.startsWith('#'))
  if (written.length === 0) return ok(PRESETS)
  const lines: Line[] = []
  for (const text of written) {
    const line = parseLine(text)
    if (!line.ok) return line
    const name = line.value.config.name
    if (lines.some(({ config }) => config.name.toLowerCase() === name.toLowerCase())) {
      return err(problem('SOURCE_TWICE', `the source "${name}" is listed twice`, 'Give each source a name of its own.'))
    }
    lines.push(line.value)
  }
  return settleAuthorities(lines)
}

function parseLine(text: string): Result<Line, Problem> {
  const preset = PRESETS.find(({ name }) => name === text.toLowerCase())
  if (preset) return ok({ config: preset, authority: preset.isAuthority ? 'yes' : 'no' })
  const groups = LINE.exec(text)?.groups
  if (!groups) return err(unknownLine(text))
  const { name = '', url = '', options } = groups
  if (!NAME.test(name)) {
    return err(
      problem(
        'SOURCE_NAME',
        `"${excerpt(name)}" cannot be the name of a source`,
        'Use letters, digits, dots, hyphens and underscores.',
      ),
    )
  }
  if (AT_HAND.some(each => each === name.toLowerCase())) {
    const hint = 'What is at hand before any source is asked is called so in the log; give it another name.'
    return err(problem('SOURCE_NAME', `no source can be called "${name}"`, hint))
  }
  const address = parseAddress(name, url)
  if (!address.ok) return address
  const chosen = parseOptions(name, options ?? '')
  if (!chosen.ok) return chosen
  const { authority, onError, family = ownFamily(name) } = chosen.value
  const privateToo = isPrivateHost(addressOf(address.value))
  return ok({
    config: { name, ...address.value, family, onError, redirects: { kind: 'public', privateToo } },
    authority: authority || family === ownFamily(name) ? 'yes' : 'unsaid',
  })
}

function unknownLine(text: string): Problem {
  const names = PRESETS.map(({ name }) => name)
  const shown = excerpt(text, 120)
  if (/:\/\//.test(text)) {
    return problem(
      'SOURCE_LINE',
      `the source line "${shown}" has no name`,
      `Write it as "name: url", for example: ${EXAMPLE}`,
    )
  }
  return problem(
    'UNKNOWN_SOURCE',
    `there is no source named "${shown}"`,
    `The built-in sources are ${names.join(', ')}. A source of your own has an address: ${EXAMPLE}`,
  )
}

function parseAddress(
  name: string,
  text: string,
): Result<{ readonly kind: SourceKind; readonly url: string }, Problem> {
  const groups = SCHEME.exec(text)?.groups
  const scheme = groups?.scheme
  const stated = groups?.kind as SourceKind | undefined
  const wrong = (sentence: string, hint: string) => err(problem('SOURCE_URL', sentence, hint))
  const shown = excerpt(text, 120)
  if (!groups || !['http', 'https', 'oci'].includes(scheme ?? '')) {
    return wrong(
      `the source "${name}" has an address that cannot be used: ${shown}`,
      `Addresses begin with https://, for example: ${EXAMPLE}`,
    )
  }
  const plain = (stated ? text.slice(stated.length + 1) : text).replace(/^oci:/, 'https:')
  const url = URL.parse(plain.replaceAll(/[{}]/g, ''))
  if (!url) return wrong(`the source "${name}" has an address that is none: ${shown}`, `For example: ${EXAMPLE}`)
  if (url.username || url.password) {
    return wrong(
      `the source "${name}" has a user name or password in its address`,
      'An address is shown in logs, so it must not hold any; feeds that need a login are not supported yet.',
    )
  }
  const kind = stated ?? (scheme === 'oci' ? 'oci' : kindOf(plain))
  if (!kind) {
    return wrong(
      `the source "${name}" does not tell what it speaks: ${shown}`,
      'An address ends in /index.json (NuGet v3) or /api/v2 (NuGet v2), begins with oci://, or holds {id} and {version}; ' +
        'or say it outright: nuget-v3+https://…',
    )
  }
  if ((kind === 'nuget-v2' || kind === 'oci') && (url.search || url.hash)) {
    return wrong(
      `the source "${name}" has an address with more behind it than a path: ${shown}`,
      `For example: ${EXAMPLE}`,
    )
  }
  if (kind === 'direct' && !(plain.includes('{id}') && plain.includes('{version}'))) {
    return wrong(
      `the source "${name}" is of the kind "direct" but its address lacks {id} or {version}`,
      'For example: direct+https://cdn.example.org/packages/{id}.{version}.nupkg',
    )
  }
  return ok({ kind, url: plain.replace(/\/+$/, '') })
}

function kindOf(url: string): SourceKind | undefined {
  if (url.includes('{id}')) return 'direct'
  const path = url
    .replace(/[?#].*$/, '')
    .replace(/\/+$/, '')
    .toLowerCase()
  if (path.endsWith('/index.json')) return 'nuget-v3'
  if (path.endsWith('/v2') || path.endsWith('/nuget')) return 'nuget-v2'
  return undefined
}

/** A source is a family of its own: a private one, also where it is called like a public family. */
function ownFamily(name: string): string {
  const family = name.toLowerCase()
  return isPublicFamily(family) ? `own-${family}` : family
}

interface Options {
  /** Lower case; undefined where none is stated. */
  readonly family: string | undefined
  readonly authority: boolean
  readonly onError: 'stop' | 'next'
}

function parseOptions(name: string, text: string): Result<Options, Problem> {
  let options: Options = { family: undefined, authority: false, onError: 'stop' }
  for (const option of text.split(',').map(part => part.trim())) {
    const family = /^family\s+(\S+)$/.exec(option)?.[1]
    if (option === '') continue
    else if (family !== undefined && NAME.test(family)) options = { ...options, family: family.toLowerCase() }
    else if (option === 'authority') options = { ...options, authority: true }
    else if (/^on-error\s+next$/.test(option)) options = { ...options, onError: 'next' }
    else {
      return err(
        problem(
          'SOURCE_OPTION',
          `the source "${name}" has an option that does not exist: "${option.slice(0, 80)}"`,
          'The options are: family NAME, authority, on-error next.',
        ),
      )
    }
  }
  return ok(options)
}

/** A family has at most one authority; the only source of a private family is it without saying so. */
function settleAuthorities(lines: readonly Line[]): Result<readonly SourceConfig[], Problem> {
  const configs: SourceConfig[] = []
  for (const { config, authority } of lines) {
    const siblings = lines.filter(line => line.config.family === config.family)
    const authorities = siblings.filter(line => line.authority === 'yes')
    const names = siblings.map(line => line.config.name).join(', ')
    if (authorities.length > 1) {
      return err(
        problem(
          'TWO_AUTHORITIES',
          `the family "${config.family}" has more than one authority among ${names}`,
          'Only one source can have the last word.',
        ),
      )
    }
    if (authorities.length === 0 && siblings.length > 1 && !isPublicFamily(config.family)) {
      return err(
        problem(
          'NO_AUTHORITY',
          `the family "${config.family}" (${names}) has no authority, so none of them can say that a package does not exist`,
          'Add "authority" to the options of one of them.',
        ),
      )
    }
    const only = siblings.length === 1 && !isPublicFamily(config.family)
    configs.push({ ...config, isAuthority: authority === 'yes' || only })
  }
  return ok(configs)
}

function problem(code: string, sentence: string, hint: string): Problem {
  return { code, sentence: `In "sources", ${sentence}.`, hint }
}
