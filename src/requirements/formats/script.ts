import { readModuleSpecification } from '../module-specification.ts'
import { openNotebook } from '../notebook.ts'
import type { RequirementsReader } from '../reader.ts'
import { itemsOf } from '../value.ts'
import { readAll } from './entries.ts'

/** A script or script module: the module specifications of its `#Requires -Modules` comments, which are the parsed value. */
export const script: RequirementsReader = {
  format: 'script',
  read: ({ document, root }) => {
    const book = openNotebook(document)
    const items = itemsOf(root)
    if (items.length > 0) return readAll(items, book, item => readModuleSpecification(item, book))
    const what = 'it is a script, which is never run, and no "#Requires -Modules" in it names a module'
    const hint =
      'State what it needs as "#Requires -Modules Pester", or list the modules in "modules" or in a data file.'
    return book.refuse('NOT_REQUIREMENTS', root.at, what, hint)
  },
}
