import type { CashierPlan } from '../config/cashier-plan.ts'
import type { GatewayPlan } from '../config/gateway-plan.ts'
import type { Account, ConfiguredAccounts, ConfiguredMethods, Method, Named, NameIn } from './configured.ts'
import type { Description } from './describe.ts'

/** Everything that a configuration names, built and ready. */
export interface Tpkit {
  /** What apps ask for. Throws `CONFIG` for a name that the configuration lacks. */
  readonly method: <const Name extends string>(name: NameIn<ConfiguredMethods, Name>) => Named<ConfiguredMethods, Name, Method>
  /** Where everything after a payment goes. Throws `CONFIG` for a name that the configuration lacks. */
  readonly account: <const Name extends string>(
    name: NameIn<ConfiguredAccounts, Name>,
  ) => Named<ConfiguredAccounts, Name, Account>
  /** The names that stand now. */
  readonly accounts: readonly string[]
  readonly methods: readonly string[]
  /** What the configuration that stands now says to the cashier. For whoever puts a cashier together: `createCashier` of `tpkit/cashier` does. */
  readonly cashierPlan: CashierPlan
  /** The same of the gateway: `openGateway` of `tpkit/gateway` reads it. */
  readonly gatewayPlan: GatewayPlan
  /** The configuration that stands now, as people look at it: nothing secret. Limits are `bigint`: `JSON.stringify` wants a replacer for them. */
  readonly describe: () => Description
  /**
   * Reads the configuration again, builds everything that it names, and only then goes over to it: all or nothing. Calls in
   * flight finish on what they began with. Rejects with `CONFIG` (`ConfigError` lists every problem), and the old one stays.
   *
   * Beyond what a start refuses: an account that is gone (retire it: yesterday's payments still need it), another payee, wallet,
   * provider or merchant under an account's old name, another merchant under a method's, another ledger, and a mode below `production` once that stood.
   */
  readonly reload: () => Promise<Reloaded>
  /** Ends watching and idle connections; nothing can be called any more. Calls in flight are not waited for. */
  readonly close: () => Promise<void>
}

/** What a reload changed, by names. */
export interface Reloaded {
  readonly accounts: {
    readonly added: readonly string[]
    /** Those of which anything differs that the configuration says, references followed: a new key in a file, too. */
    readonly changed: readonly string[]
  }
  readonly methods: {
    readonly added: readonly string[]
    readonly changed: readonly string[]
    readonly removed: readonly string[]
  }
}

/** What became of a reload that the configuration's watcher or a signal asked for. */
export type ReloadOutcome =
  | { readonly kind: 'reloaded'; readonly value: Reloaded }
  | { readonly kind: 'refused'; readonly error: Error }
