import { Option } from 'commander'
import type { Common } from '../desk/action.ts'

/** What every command that steers a running sandbox takes. */
export interface Steering extends Common {
  /** Where it listens; else where the configuration leads. */
  readonly sandbox?: string
  readonly config: string
  readonly account?: string
  /** Whose order or clock. */
  readonly mchId?: string
}

/** Where a sandbox stands whose ports nobody chose. */
export const USUAL_SANDBOX = 'http://127.0.0.1:9101'

export const sandboxOption = (): Option =>
  new Option('--sandbox <address>', 'where the sandbox listens; else where the configuration leads, or the usual place')
export const sandboxAccountOption = (): Option =>
  new Option('--account <name>', 'the account that leads to the sandbox; else the first that does')
export const mchIdOption = (): Option =>
  new Option('--mch-id <number>', 'whose order or clock, where there are several merchants')
