import { validId } from '../package/identity.ts'
import { parseDigest } from '../package/integrity.ts'
import { excerpt } from '../redact.ts'
import { err, ok, type Result } from '../result.ts'
import { type NuGetVersion, normalise, parseVersion } from '../version/nuget-version.ts'
import { formatRange, parseRange, type VersionRange } from '../version/version-range.ts'

/** The texts of a lock, each held to what `formatLock` writes. An error completes the words for where the text is. */
type Read<T> = Result<T, string>

export function readId(text: string): Read<string> {
  return validId(text) ? ok(text) : err(`is no package id: "${excerpt(text)}"`)
}

export function readVersion(text: string): Read<NuGetVersion> {
  const version = parseVersion(text)
  if (!version.ok) return err(`is no version ("${excerpt(text)}"): ${version.error}`)
  const written = normalise(version.value)
  return written === text ? version : err(`is "${excerpt(text)}", which a lock writes as "${written}"`)
}

export function readRange(text: string): Read<VersionRange> {
  const range = parseRange(text)
  if (!range.ok) return err(`is no version range ("${excerpt(text)}"): ${range.error}`)
  const written = formatRange(range.value)
  return written === text ? range : err(`is "${excerpt(text)}", which a lock writes as "${written}"`)
}

export function readSha512(text: string): Read<string> {
  return parseDigest(`sha512-${text}`) ? ok(text) : err('is not the base64 of 64 bytes')
}

export function readContentDigest(text: string): Read<string> {
  const isDigest = text.startsWith('h1:') && parseDigest(`sha256-${text.slice('h1:'.length)}`)
  return isDigest ? ok(text) : err('is not "h1:" and the base64 of 32 bytes')
}

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

export function readGuid(text: string): Read<string> {
  return GUID.test(text) ? ok(text.toLowerCase()) : err(`is no GUID: "${excerpt(text)}"`)
}

/** As `sources` takes them; families are in lower case. */
const SOURCE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/

export function readFamily(text: string): Read<string> {
  return SOURCE.test(text) && text === text.toLowerCase() ? ok(text) : err(`is no name of a family: "${excerpt(text)}"`)
}

export function readSource(text: string): Read<string> {
  return SOURCE.test(text) ? ok(text) : err(`is no name of a source: "${excerpt(text)}"`)
}

/** As `requirementText` has them; what stands behind the name is for people alone. */
export function readRequirement(text: string): Read<string> {
  const [name = '', rest] = text.split(' ', 2)
  const isOne = validId(name) && name === name.toLowerCase() && rest !== undefined
  return isOne ? ok(text) : err(`is no requirement: "${excerpt(text)}"`)
}
