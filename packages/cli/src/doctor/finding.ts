/** `ok`, worth a look, or to be mended before real customers pay. */
export type Level = 'ok' | 'warning' | 'error'

export type Check =
  | 'configuration'
  | 'mode'
  | 'ledger'
  | 'gateway'
  | 'schema'
  | 'plugin'
  | 'keys'
  | 'certificate'
  | 'callback'
  | 'reachable'
  | 'clock'
  | 'probe'
  | 'account'
  | 'method'

/** One thing that was looked at. */
export interface Finding {
  readonly check: Check
  readonly level: Level
  /** Absent where it concerns the whole configuration. */
  readonly account?: string
  /** The method, where it concerns one. */
  readonly method?: string
  readonly found: string
  /** What to do; absent where there is nothing. */
  readonly todo?: string
  /** Where one command mends it: `init`, the line that starts a sandbox, or the one that loads variables. */
  readonly cure?: string
  /** `file:line:column`, where the text shows it. */
  readonly place?: string
}
