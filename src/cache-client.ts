/**
 * The process that speaks to the Actions cache, and a bundle of its own: only a process can be ended with all that it has
 * started, and the client with its Azure SDK need not be read where no cache is asked.
 */
import { serveCache } from './actions-cache/serve-cache.ts'

serveCache()
