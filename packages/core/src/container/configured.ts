import type { PayCommand } from '../contract/command.ts'
import type { Received } from '../contract/http.ts'
import type { NotifyInspection } from '../contract/inspection.ts'
import type { Routed } from '../contract/outcome.ts'
import type { PayReply } from '../contract/reply.ts'
import type { Ability, Scene } from '../contract/scene.ts'
import type { CallOptions, TP } from '../contract/tp.ts'
import type { Choice, MethodPolicy } from '../domain/route.ts'

/**
 * What apps ask for: a name in the configuration. Only starts payments; everything after one goes to the *account* that
 * made it, whose name the reply carries, so that a switch in the configuration never strands yesterday's payments.
 * Follows every reload: an app may hold it for as long as it runs.
 */
export interface Method<S extends Scene = Scene> {
  readonly name: string
  /** Who owns it. */
  readonly merchant: string
  /**
   * Starts a payment. A number that was sent before is repeated at the account that took it, `account(reply.account)`: meanwhile
   * the configuration may lead elsewhere, and the payer could pay twice. So `afterUnknown` is refused here.
   */
  readonly pay: (command: PayCommand<S>, options?: Omit<CallOptions, 'afterUnknown'>) => Promise<Routed<PayReply>>
  /** Which account would take this payment, and why. Sends nothing. */
  readonly explain: (command: PayCommand<S>) => Choice
  /** The accounts that may take this payment, the chosen one first. Sends nothing. */
  readonly candidates: (command: PayCommand<S>) => readonly string[]
  /** What the cashier does where one order meets two accounts. */
  readonly policy: MethodPolicy
}

/**
 * One configured account, in the scenes and with the abilities that its provider has (`never` for none). Follows every reload.
 * Where the compiler does not know them, all are there, and one that is lacking throws `UNSUPPORTED`.
 */
export type Account<S extends Scene = Scene, A extends Ability = Ability> = TP<S, A> & AccountNotes

/** One configured account of which the compiler knows nothing more. */
export type AccountHandle = Account

interface AccountNotes {
  readonly name: string
  /** Who owns it. */
  readonly merchant: string
  /** Takes no new payments: `pay` throws `UNSUPPORTED`, except to repeat a number whose outcome is unknown (`afterUnknown`). */
  readonly retired: boolean
  /** Explains a notify to the person who looks for a mistake in it. Throws `UNSUPPORTED` where the provider has no explanation. */
  readonly inspect: (received: Received) => NotifyInspection
}

/**
 * The configured methods by name, as far as the compiler knows them. Empty; `tpkit types` writes a declaration that fills it:
 *
 * ```ts
 * // A module, by this import: without one, `declare module` would replace the package instead of adding to it.
 * import type { Account, Method } from 'tpkit'
 *
 * declare module 'tpkit' {
 *   interface ConfiguredMethods {
 *     wallet: Method<'native' | 'jsapi'>
 *   }
 *   interface ConfiguredAccounts {
 *     'qq-main': Account<'native' | 'jsapi', 'close' | 'statement'>
 *     plain: Account<'native', never>
 *   }
 * }
 * ```
 */
// biome-ignore lint/suspicious/noEmptyInterface: open, for declarations to add to
export interface ConfiguredMethods {}

/** The configured accounts by name: see `ConfiguredMethods`. */
// biome-ignore lint/suspicious/noEmptyInterface: open, for declarations to add to
export interface ConfiguredAccounts {}

/**
 * Where names were generated, a literal must be one of them; text that is known only when the program runs, such as
 * `reply.account`, is taken always.
 */
export type NameIn<Known, Name extends string> = [keyof Known] extends [never]
  ? Name
  : string extends Name
    ? Name
    : Name extends keyof Known
      ? Name
      : keyof Known & string

/** What a name stands for: as exact as its declaration, `Unknown` where there is none. */
export type Named<Known, Name, Unknown> = [keyof Known] extends [never]
  ? Unknown
  : Name extends keyof Known
    ? Known[Name]
    : Unknown
