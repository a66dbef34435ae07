import type { Books, Order } from '../books/books.ts'
import type { NotifySchedule } from '../books/notify-schedule.ts'
import type { QQMerchant } from './merchant.ts'
import type { Settings } from './settings.ts'
import type { Reply } from './sign.ts'

/** What QQ Wallet remembers. */
export interface State extends Books {
  readonly merchants: Map<string, QQMerchant>
  readonly settings: Settings
  readonly notifies: NotifySchedule
  /** What the notify of a payment says; the same for every repeat. */
  readonly announced: Map<Order, Reply>
}
