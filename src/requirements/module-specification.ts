import type { Problem } from '../problem.ts'
import { ok, type Result } from '../result.ts'
import type { Notebook } from './notebook.ts'
import { requireModule } from './require.ts'
import type { Requirement } from './requirement.ts'
import { readSettings, refuseItem, type SettingsGrammar } from './settings.ts'
import { textUnder, type Value } from './value.ts'
import { readVersionText } from './version-text.ts'

/** PowerShell's own grammar: `RequiredModules` of a manifest and `#Requires -Modules` of a script. */
const SPECIFICATION: SettingsGrammar = {
  keys: {
    ModuleName: 'name',
    ModuleVersion: 'minimum',
    RequiredVersion: 'required',
    MaximumVersion: 'maximum',
    GUID: 'guid',
  },
  version: text => readVersionText(text, { bare: 'exactly', latest: false, operators: false }),
  others: 'unknown-key',
}

/** A path to a module that the repository brings itself: `.\Private\Tools.psm1`. */
const PATH = /[\\/]|\.(?:psd1|psm1|dll|cdxml)$/i

/**
 * Reads one module specification: a name, or a table of ModuleName with ModuleVersion, RequiredVersion, MaximumVersion and
 * GUID. Undefined for a file of the module's own, which is noted.
 */
export function readModuleSpecification(item: Value, book: Notebook): Result<Requirement | undefined, Problem> {
  if (item.kind === 'text') return requireUnlessPath(item.text, item.at, {}, book)
  if (item.kind !== 'table') {
    return refuseItem(item, 'a required module', 'a name or a table', book)
  }
  const settings = readSettings(textUnder(item, 'ModuleName') ?? 'this module', item, SPECIFICATION, book)
  if (!settings.ok) return settings
  const { name } = settings.value
  if (!name) {
    const hint = "Write @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }"
    return book.refuse('REQUIREMENT_NAME', item.at, 'the table that begins here has no ModuleName', hint)
  }
  return requireUnlessPath(name.text, item.at, settings.value, book)
}

function requireUnlessPath(
  name: string,
  at: number,
  wish: Parameters<typeof requireModule>[2],
  book: Notebook,
): Result<Requirement | undefined, Problem> {
  if (!PATH.test(name)) return requireModule(name, at, wish, book)
  book.note('skipped', at, `"${name}" is a file, not a module of a gallery`)
  return ok(undefined)
}
