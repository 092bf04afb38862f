/**
 * The thread that reads packages, and a bundle of its own: it needs a ninth of the other one, and a thread compiles and
 * holds all of its script.
 */
import { serveInspections } from './worker/serve-inspections.ts'

serveInspections()
