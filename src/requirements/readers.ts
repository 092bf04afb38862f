import { azureFunctions } from './formats/azure-functions.ts'
import { list } from './formats/list.ts'
import { moduleFast } from './formats/module-fast.ts'
import { moduleManifest } from './formats/module-manifest.ts'
import { psdepend } from './formats/psdepend.ts'
import { psresource } from './formats/psresource.ts'
import { requiredModules } from './formats/required-modules.ts'
import { script } from './formats/script.ts'
import type { Format, RequirementsReader } from './reader.ts'

/** Every format that is read, in the order in which the docs tell of them. */
export const READERS: readonly RequirementsReader[] = [
  psresource,
  moduleFast,
  psdepend,
  requiredModules,
  azureFunctions,
  moduleManifest,
  script,
  list,
]

export function readerOf(format: Format): RequirementsReader {
  const reader = READERS.find(each => each.format === format)
  if (!reader) throw new Error(`no reader of ${format}`)
  return reader
}
