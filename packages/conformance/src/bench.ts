import type {
  Ability,
  AbilityVerbs,
  AccountKeys,
  Headers,
  Instant,
  Manifest,
  PayCommand,
  Payee,
  Prompt,
  Protocol,
  Scene,
  TP,
  TPOptions,
  Verbs,
  Wallet,
} from '@tpkit/core'

/**
 * What a plugin author hands to the suite; made anew for every law.
 *
 * @example
 * providerSuite('mywallet', () => ({ wallet, account, stranger, impostor, dialect }))
 */
export interface Bench<S extends Scene, A extends Ability = never> {
  /** The wallet to test against: an object with books of its own, no server. */
  readonly wallet: TestWallet
  /** The merchant whose money is at stake. */
  readonly account: Account<S, A>
  /**
   * Another merchant at the same wallet, or another sub-merchant of the same service provider. Where two merchants can
   * hold one key, or the wallet signs for all with its own, let them: then only `bind` stands between the two.
   */
  readonly stranger: Account<S, A>
  /** Our merchant number at a wallet with other keys. It signs correctly, and proves nothing to us. */
  readonly impostor: { readonly wallet: TestWallet; readonly account: Account<S, A> }
  readonly dialect: Dialect
  /** In which scene the laws sell. Without it: the first that a payer can be handed as a text, else the provider's first. */
  readonly scene?: S
  /** Adds what the wallet demands beyond scene, number, subject and total. Asked once per order: a repeat repeats its answer. `wallet` is the one that it goes to. */
  readonly command?: (order: Order, now: Instant, wallet: TestWallet) => PayCommand
  /**
   * What `wallet.act` knows the order by. Without it: a QR code's text, a redirect's address, the prepay id where a client
   * is started, the payment code that was scanned.
   */
  readonly scan?: (prompt: Prompt, order: Order) => string
  /** An amount, in minor units, at which the wallet gives the payer a discount of its own; where it knows such. */
  readonly discountedTotal?: bigint
}

/** A wallet, and the decision how a refund ends: wallets take days over it, tests do not. */
export interface TestWallet extends Wallet {
  /**
   * Ends a refund that is under way. `changed`: the money could not go back and lies with the merchant · `unsure`: the
   * wallet itself does not know. For providers with the ability `queryRefund`.
   */
  readonly settleRefund?: (
    refund: { readonly mchId: string; readonly outRefundNo: string },
    ending: 'refunded' | 'failed' | 'changed' | 'unsure',
    now: Instant,
  ) => void
}

/** What the suite wants to sell. */
export interface Order {
  readonly scene: Scene
  readonly outTradeNo: string
  readonly subject: string
  readonly total: PayCommand['total']
  readonly attach?: string
  readonly expiresAt?: Instant
}

/** One merchant account: a protocol, or a whole TP around a vendor's SDK. */
export type Account<S extends Scene, A extends Ability> = (
  | { readonly protocol: Protocol<S, A>; readonly keys?: AccountKeys }
  | { readonly tp: (doors: Doors) => TP<S, A> }
) & {
  /** Every secret of this account, and what travels in its place (a password's digest). The laws look for them where they must not be. */
  readonly secrets: readonly string[]
}

/** The world as a TP meets it here: virtual clock, seeded randomness, a connection that ends in the wallet object. */
export type Doors = Omit<TPOptions<Scene, never>, 'protocol' | 'keys'>

/** A notify or an answer, less what HTTP adds. */
export interface Message {
  /** A Map from names in lower case to their values, as they arrive; what a script returns has an array of pairs. */
  readonly headers: Headers
  readonly body: Uint8Array
}

/** One named value of a message, decoded. */
export type Part = readonly [name: string, value: string]

/** How the wallet's messages are taken apart and put together, so that they can be forged part by part. */
export interface Dialect {
  /** The parts in their order, the signature and whatever else it stands on among them. */
  readonly read: (message: Message) => readonly Part[]
  /** The message with other parts. Repeated names must come out repeated. */
  readonly write: (parts: readonly Part[], message: Message) => Message
  /**
   * The message as the wallet would have sent it to our account: its signature made anew over what it says now. The parts named
   * in `signature` are gone by then, time, nonce and key id with them: nothing of them can be copied, all are made anew.
   * `now`: the wallet's clock, for protocols that sign a time.
   */
  readonly sign: (message: Message, now: Instant) => Message
  /** The parts without which nothing is proven: the signature, and where they exist its time, nonce and key id. */
  readonly signature: readonly string[]
}

/** A TP seen from the laws: every scene, perhaps an ability. The manifest says which, at run time. */
export type AnyTP = Verbs<Scene> & Partial<AbilityVerbs> & { readonly manifest: Manifest; readonly payee: Payee }
