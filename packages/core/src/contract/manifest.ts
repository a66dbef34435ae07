import type { Ability, Scene } from './scene.ts'

/** Length and alphabet of a number that the merchant chooses. */
export interface NumberRule {
  readonly minLength: number
  readonly maxLength: number
  /** The allowed characters, as the inside of a regular expression's class: `0-9A-Za-z_-`. */
  readonly alphabet: string
}

export interface Limits {
  /** ISO 4217 codes that the wallet takes. */
  readonly currencies: readonly string[]
  /** Largest order, in minor units. */
  readonly maxAmount: bigint
  readonly outTradeNo: NumberRule
  readonly outRefundNo: NumberRule
  /** Characters. */
  readonly subjectLength: number
  readonly attachLength: number
  /** How long after payment a refund is possible, in days. Core refuses later ones where the caller gives `paidAt`. */
  readonly refundWindowDays: number
  /** Most refunds per order, where the wallet says so. */
  readonly maxRefunds?: number
  /** Largest answer to an ordinary call and largest notify, in bytes. */
  readonly maxMessageBytes: number
}

/** When to ask, and when an answer means something. All in milliseconds. Whoever follows orders up reads this and knows no provider. */
export interface Timing {
  /** One call, from the first byte to the last of the answer. */
  readonly callTimeoutMs: number
  /** After `pay` and `refund`, "no such order" means nothing for so long: core says so in `mayAppearUntil`. */
  readonly quietMs: number
  /** How long a prompt works. */
  readonly promptLifeMs: Readonly<Partial<Record<Scene, number>>>
  readonly earliestCloseMs: number
  /** At the counter: how often to ask while the payer types, when to give up, and how long after `pay` a reversal is first possible. */
  readonly micropay?: { readonly pollMs: number; readonly giveUpMs: number; readonly earliestReverseMs: number }
  /** A day's statement: how long after the day's end (midnight, Beijing) it can be fetched, and for how many days. Core refuses others before anything is sent. */
  readonly statement?: { readonly readyAfterMs: number; readonly keptDays: number }
  /** Least distance between two refunds of one order, and before the first refund query. */
  readonly refundSpacingMs: number
  readonly earliestRefundQueryMs: number
  /** May a failed refund be sent again under its number? */
  readonly failedRefundRepeatsNumber: boolean
  /** Distances between queries of an order that is not final; the last one repeats. */
  readonly followUpMs: readonly number[]
}

/** A refusal that the wallet decides before it executes anything: believed without a signature, over TLS from a manifest origin. */
export interface DecidedRefusal {
  readonly status: number
  readonly code: string
  /** The calls for which it holds; all, where not given. */
  readonly on?: readonly (Verb | Ability)[]
}

/** What a provider is and can do, as plain data: checked by the laws. */
export interface Manifest<S extends Scene = Scene, A extends Ability = Ability> {
  /** Lower-case name, unique: `qqwallet`. */
  readonly provider: string
  readonly title: { readonly en: string; readonly zh: string }
  readonly status: 'ready' | 'planned'
  readonly scenes: readonly S[]
  readonly abilities: readonly A[]
  /** Every `https://` origin that the provider ever calls; the transport refuses any other. */
  readonly origins: readonly string[]
  /** Scenes in which there is no such thing: payments at the counter are often told of by a query alone, and ended by a reversal alone. */
  readonly except?: Readonly<Partial<Record<'notify' | 'close', readonly Scene[]>>>
  /**
   * Scenes in which the wallet learns of an order only when the payer scans, signs in or confirms. Until then "no such order" means
   * "not yet" (`query` says until when), a close finds nothing to end, and only the order's own expiry ends it for good.
   */
  readonly createdOnScan?: readonly Scene[]
  /** `queryRefund` tells of a refund once it is done: one that is under way or failed is answered as absent, and repeating its number is safe. */
  readonly refundsToldWhenDone?: boolean
  /** Calls that need the merchant's client certificate. */
  readonly identityFor: readonly (Verb | A)[]
  /** The `(status, code)` pairs that mean: refused before execution. */
  readonly decidedBeforeExecution: readonly DecidedRefusal[]
  /** Names of message fields that a recording never shows: payment codes, passwords, payer ids. `name` stands for `name_0`, `name_1` … too. */
  readonly sensitiveFields: readonly string[]
  readonly limits: Limits
  readonly timing: Timing
}

export type Verb = 'pay' | 'query' | 'refund' | 'notify'
