import type { Registrar } from './enrol.ts'
import type { Worlds } from './worlds.ts'

/** What the sandbox's own pages look at and act on. */
export interface Site {
  readonly worlds: Worlds
  readonly registrar: Registrar
}
