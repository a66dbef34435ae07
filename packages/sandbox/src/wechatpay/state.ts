import type { Instant } from '@tpkit/core'
import type { Books, Order, Refund } from '../books/books.ts'
import type { NotifySchedule } from '../books/notify-schedule.ts'
import type { SigningKey } from './keys.ts'
import type { Enrolled } from './merchant.ts'
import type { numbers } from './numbers.ts'
import type { Settings } from './settings.ts'

/** What WeChat Pay remembers. */
export interface State extends Books {
  /** How far the wallet's clock is ahead of its merchants': what is signed says their time. */
  aheadMs: number
  readonly merchants: Map<string, Enrolled>
  readonly settings: Settings
  readonly numbers: ReturnType<typeof numbers>
  readonly walletKeys: readonly SigningKey[]
  readonly notifies: NotifySchedule
  /** Until when the payer can use what the latest prepay of an order handed out. */
  readonly promptUntil: Map<Order, Instant>
  /** The id that the notify of a payment says; the same for every repeat. */
  readonly announced: Map<Order, string>
  /** Where the end of a refund is told, and under which id. */
  readonly refundNotifies: Map<Refund, { readonly url: string; readonly eventId: string }>
  /** Bills that were asked for, by token. */
  readonly bills: Map<string, Bill>
}

export interface Bill {
  readonly mchId: string
  readonly body: Uint8Array
  readonly until: Instant
}
