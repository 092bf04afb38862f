import path from 'node:path'
import type { Inspector } from '../../src/package/inspect.ts'
import { startInspectors } from '../../src/worker/start-inspectors.ts'
import { folderWith } from './folder-with.ts'

/** What the bundle of the thread is made of; Node runs it as it is. */
export const WORKER = path.resolve(import.meta.dirname, '../../src/worker.ts')

/** Whose end something goes with: a test, or all tests of a file. */
interface Ending {
  after(end: () => Promise<void>): void
}

/** Packages read in threads, as a restore reads them. */
export function startThreads(ending: Ending): Inspector {
  return closedAtEnd(startInspectors(WORKER), ending)
}

/** Threads that do something else: they run this script. */
export async function startOtherThreads(ending: Ending, script: string): Promise<Inspector> {
  const folder = await folderWith({ 'entry.mjs': script })
  ending.after(async () => folder[Symbol.asyncDispose]())
  return closedAtEnd(startInspectors(path.join(folder.path, 'entry.mjs')), ending)
}

function closedAtEnd(inspector: Inspector, ending: Ending): Inspector {
  ending.after(() => inspector.close())
  return inspector
}
