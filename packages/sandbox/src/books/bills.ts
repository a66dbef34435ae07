import type { Instant } from '@tpkit/core'
import type { PhoneBill } from '../wallet.ts'
import { type Books, type Order, statusAt } from './books.ts'
import { cashFee } from './discount.ts'

/** What the phone shows, oldest first. */
export function bills(state: Books, wallet: PhoneBill['wallet'], now: Instant): readonly PhoneBill[] {
  return [...state.orders.values()].map((order) => ({
    token: order.token,
    promptText: order.promptText,
    wallet,
    merchant: payeeName(order),
    mchId: order.merchant.mchId,
    scene: order.scene,
    subject: order.subject,
    outTradeNo: order.outTradeNo,
    total: order.totalFee,
    ...(order.couponFee > 0n && { payerTotal: cashFee(order) }),
    currency: 'CNY',
    status: billStatus(order, now),
    expiresAt: order.expiresAt,
  }))
}

/** Whose money it will be: the sub-merchant's, where there is one. */
function payeeName(order: Order): string {
  const { merchant, subMchId } = order
  if (subMchId === undefined) return merchant.name ?? merchant.mchId
  return merchant.subMerchants?.find((each) => each.subMchId === subMchId)?.name ?? subMchId
}

/** A scan that failed is over for its payer, though the order is still there. */
function billStatus(order: Order, now: Instant): PhoneBill['status'] {
  const status = statusAt(order, now)
  const failed = order.scan?.state === 'no-funds' || order.scan?.state === 'cancelled'
  return status === 'open' && failed ? 'closed' : status
}
