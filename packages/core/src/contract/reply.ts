import type { PaymentFact } from './fact.ts'
import type { Instant } from './scene.ts'

/** What to show the payer, or to hand to the front end. `qr`: draw `text` as a QR code, unchanged. */
export type Prompt = { readonly expiresAt?: Instant } & (
  | { readonly kind: 'qr'; readonly text: string }
  /** Send the browser there. */
  | { readonly kind: 'redirect'; readonly url: string }
  /** A form that the browser submits by itself. */
  | { readonly kind: 'form'; readonly action: string; readonly fields: Readonly<Record<string, string>> }
  /** Parameters for the wallet's own client; `bridge` names it. */
  | { readonly kind: 'invoke'; readonly bridge: string; readonly params: Readonly<Record<string, string>> }
  /** The payer is typing a password: query after a while. */
  | { readonly kind: 'wait' }
)

/** The wallet took the order: what the payer does next and, at the counter, perhaps already a fact. */
export interface PayReply {
  readonly outTradeNo: string
  readonly prompt?: Prompt
  readonly fact?: PaymentFact
  /** The wallet's handle of the prepared order, where there is one. */
  readonly prepayId?: string
}
