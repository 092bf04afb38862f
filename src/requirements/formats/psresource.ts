import type { Problem } from '../../problem.ts'
import type { Result } from '../../result.ts'
import { type Notebook, openNotebook } from '../notebook.ts'
import type { RequirementsReader } from '../reader.ts'
import { requireModule } from '../require.ts'
import type { Requirement } from '../requirement.ts'
import { readSettings, type SettingsGrammar } from '../settings.ts'
import type { Entry } from '../value.ts'
import { readVersionText } from '../version-text.ts'
import { readEntries } from './entries.ts'

/**
 * The file that `Install-PSResource -RequiredResourceFile` takes: a table of names, each a table of its own.
 *
 * Facts: PSResourceGet, `InstallPkgParams.SetProperty` and `Utils.TryParseVersionOrVersionRange`.
 */
export const psresource: RequirementsReader = {
  format: 'psresource',
  read: file => {
    const book = openNotebook(file.document)
    return readEntries(file, book, entry => readEntry(entry, book))
  },
}

/** Keys that say how to install, which is not our business, or whom to trust, which a file must not decide, have no effect. */
export const PSRESOURCE_SETTINGS: SettingsGrammar = {
  keys: {
    Name: 'name',
    Version: 'version',
    Repository: 'repository',
    Prerelease: 'prerelease',
    AcceptLicense: 'no-effect',
    Scope: 'no-effect',
    Quiet: 'no-effect',
    Reinstall: 'no-effect',
    TrustRepository: 'no-effect',
    NoClobber: 'no-effect',
    SkipDependencyCheck: 'no-effect',
    Credential: 'no-effect',
  },
  version: text => readVersionText(text, { bare: 'exactly', latest: false, operators: false }),
  others: 'unknown-key',
}

function readEntry({ key, at, value }: Entry, book: Notebook): Result<Requirement | undefined, Problem> {
  if (value.kind !== 'table') {
    const version = value.kind === 'text' && PSRESOURCE_SETTINGS.version(value.text).ok ? value.text : '[1.0,2.0)'
    const hint = `Write '${key}' = @{ version = '${version}' }, in JSON "${key}": { "version": "${version}" }.`
    return book.refuse('REQUIREMENT_NOT_A_TABLE', value.at, `"${key}" must be a table of its own`, hint)
  }
  const settings = readSettings(key, value, PSRESOURCE_SETTINGS, book)
  if (!settings.ok) return settings
  return requireModule(settings.value.name?.text ?? key, at, settings.value, book)
}
