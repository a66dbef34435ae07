import type { Ability, Instant, PayerAction, Verb, Wallet, WalletAnswer, WalletRequest } from '@tpkit/core'

/** What the payer's phone shows of one order. */
export interface PhoneBill {
  /** Names the order in the phone's address: `/phone/<token>`. */
  readonly token: string
  /** What links payer and order; the argument of `act`: a QR code's text, a prepay id, or the payment code that was scanned. */
  readonly promptText: string
  /** Whose QR code it is, in both languages. */
  readonly wallet: { readonly zh: string; readonly en: string }
  readonly merchant: string
  readonly mchId: string
  readonly subject: string
  readonly outTradeNo: string
  /** Minor units. */
  readonly total: bigint
  /** What the payer is asked for, where the wallet gives a discount. */
  readonly payerTotal?: bigint
  readonly currency: string
  /** `native` is scanned; `micropay` waits for the payer's password; the others were opened by a client of the wallet's. */
  readonly scene: 'native' | 'micropay' | 'jsapi' | 'mini' | 'app' | 'h5' | 'page'
  readonly status: 'open' | 'paid' | 'closed' | 'expired' | 'reversed'
  readonly expiresAt: Instant
}

/** One message that passed between a merchant and the wallet, as the inspector lists it. */
export interface Exchanged {
  /** `1`, `2` … in the order of arrival. */
  readonly id: string
  readonly at: Instant
  /** Who began: a merchant's call, or a notify of the wallet's. */
  readonly from: 'merchant' | 'wallet'
  /** Undefined where nobody can say what was meant. */
  readonly call: Verb | Ability | undefined
  readonly mchId?: string
  readonly outTradeNo?: string
  readonly request: Pick<WalletRequest, 'method' | 'headers' | 'body' | 'clientCertificate'> & { readonly url: string }
  /** Undefined where none came. `status` 0 never occurs. */
  readonly answer: Pick<WalletAnswer, 'status' | 'headers' | 'body' | 'delayMs'> | undefined
  /** Names of the faults that struck it. */
  readonly faults: readonly string[]
}

/** A sentence in both languages. */
export interface Sentence {
  readonly en: string
  readonly zh: string
}

/** What the wallet makes of one message. */
export interface Inspection {
  readonly exchanged: Exchanged
  /**
   * Decoded, in the order of the message; empty where it could not be read. The operator's password is hidden, a payment code
   * shortened; `exchanged.request` has them as they were sent.
   */
  readonly fields: readonly (readonly [name: string, value: string])[]
  readonly answerFields: readonly (readonly [name: string, value: string])[]
  /** Undefined where nothing was signed, or nobody knows whose key to use. */
  readonly signature?: {
    /** The string that the wallet signs, with the same values hidden, and the key as `[secret]`. */
    readonly text: string
    readonly expected: string
    readonly found: string
    /** `right`, or the named cause of a refused signature, such as `wrong-key`, `charset`, `missing-field`. */
    readonly cause: string
    /** What was done wrong and how to mend it. */
    readonly sentence: Sentence
  }
}

/** A wallet that also has a payer's phone, faults, and a look inside. */
export interface SandboxWallet extends Wallet {
  /** Every order that a payer could be shown, oldest first. */
  readonly bills: (now: Instant) => readonly PhoneBill[]
  /** The latest messages, oldest first. */
  readonly exchanges: () => readonly Exchanged[]
  /** Undefined for a message that is not among the latest. */
  readonly inspect: (id: string) => Inspection | undefined
  /** Sends the notify of a paid order again, now, acknowledged or not. Throws where there is none. `fault` spoils this copy. */
  readonly replay: (order: OrderName, now: Instant, fault?: string) => void
  /** Decides how a refund that is under way ends. Throws where there is none. */
  readonly settleRefund: (refund: RefundName, ending: RefundEnding, now: Instant) => void
  /**
   * How far its clock is ahead of its merchants', in milliseconds: the times that it signs and checks stay theirs. Absent where
   * no message says its time.
   */
  readonly ahead?: (ms: number) => void
}

/** Numbers are unique within a merchant. */
export interface OrderName {
  readonly mchId: string
  readonly outTradeNo: string
}

export interface RefundName {
  readonly mchId: string
  readonly outRefundNo: string
}

/** `unsure`: the wallet itself does not know, and a repeat of the number is asked for. `changed`: the money could not go back and lies with the merchant. */
export type RefundEnding = 'refunded' | 'failed' | 'changed' | 'unsure'

/** Why the payer cannot do that. */
export type PayerObstacle = 'unknown' | 'paid' | 'closed' | 'expired'

/** Thrown by `act`: the sentence for people, the obstacle for pages that speak their language. */
export class PayerError extends Error {
  readonly obstacle: PayerObstacle

  constructor(obstacle: PayerObstacle, message: string) {
    super(message)
    this.name = 'PayerError'
    this.obstacle = obstacle
  }
}

export const PAYER_ACTIONS: readonly PayerAction[] = ['pay', 'wrong-password', 'no-funds', 'cancel']

export function isPayerAction(value: unknown): value is PayerAction {
  return PAYER_ACTIONS.some((action) => action === value)
}
