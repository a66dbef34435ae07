import type { Instant } from '@tpkit/core'
import type { Books, Order } from '../books/books.ts'
import type { NotifySchedule } from '../books/notify-schedule.ts'
import type { Buyer } from './buyer.ts'
import type { SigningKey } from './keys.ts'
import type { Enrolled } from './merchant.ts'
import type { AlipayNumbers } from './numbers.ts'
import type { Origin } from './origin.ts'
import type { Settings } from './settings.ts'

/** What Alipay remembers. */
export interface State extends Books {
  /** How far the wallet's clock is ahead of its merchants': the moments that they name are by theirs. */
  aheadMs: number
  /** Applications, by `app_id`. */
  readonly merchants: Map<string, Enrolled>
  readonly settings: Settings
  readonly numbers: AlipayNumbers
  readonly walletKeys: readonly SigningKey[]
  /** 支付宝根证书序列号, as requests in certificate mode must say it. */
  readonly rootSn: string | undefined
  readonly notifies: NotifySchedule
  readonly offers: Offers
  /** What stands of a trade beyond the books. */
  readonly trades: Map<Order, Trade>
  /** Bills that were asked for, by token. */
  readonly bills: Map<string, Bill>
}

export type Scene = 'native' | 'page' | 'h5' | 'app'

/** What a merchant asked for and no payer has come to yet: no trade, so that nobody can query or close it. */
export interface Offer {
  readonly origin: Origin
  readonly scene: Scene
  readonly outTradeNo: string
  readonly subject: string
  readonly totalFee: bigint
  readonly token: string
  /** What its QR code says. */
  readonly promptText: string
  readonly createdAt: Instant
  /** Until when a payer can come by it. */
  usableUntil: Instant
  /** When the trade will end unpaid; a function where that is counted from when the payer comes. */
  readonly expiry: (arrival: Instant) => Instant
}

export interface Offers {
  /** By merchant, order number and scene. */
  readonly byNumber: Map<string, Offer>
  readonly byToken: Map<string, Offer>
  /** By what the QR code says. */
  readonly byPrompt: Map<string, Offer>
}

export interface Trade {
  readonly origin: Origin
  readonly buyer: Buyer
  /** Of the notify of its payment. */
  readonly notifyId: string
  /** When it was closed before its time. */
  closedAt?: Instant
}

export interface Bill {
  readonly mchId: string
  readonly body: Uint8Array
  readonly until: Instant
}
