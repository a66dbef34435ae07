import type { Instant } from '@tpkit/core'
import type { PhoneBill } from '../wallet.ts'
import { cashFee } from './discount.ts'
import { subMerchant } from './merchant.ts'
import { type Order, type State, statusAt, subMchIdOf } from './state.ts'

const SCENES: Readonly<Record<string, PhoneBill['scene']>> = {
  NATIVE: 'native',
  JSAPI: 'jsapi',
  APP: 'app',
  MINIAPP: 'mini',
  MICROPAY: 'micropay',
}

/** What the phone shows, oldest first. */
export function bills(state: State, now: Instant): readonly PhoneBill[] {
  return [...state.orders.values()].map((order) => ({
    token: order.token,
    promptText: order.promptText,
    wallet: { zh: 'QQ钱包', en: 'QQ Wallet' },
    merchant: payeeName(order),
    mchId: order.merchant.mchId,
    scene: SCENES[order.asked.get('trade_type') ?? ''] ?? 'native',
    subject: order.asked.get('body') ?? '',
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
  const { merchant } = order
  const subMchId = subMchIdOf(order)
  if (subMchId === undefined) return merchant.name ?? merchant.mchId
  return subMerchant(merchant, subMchId)?.name ?? subMchId
}

/** A scan that failed is over for its payer, though the order is still there. */
function billStatus(order: Order, now: Instant): PhoneBill['status'] {
  const status = statusAt(order, now)
  const failed = order.scan?.state === 'no-funds' || order.scan?.state === 'cancelled'
  return status === 'open' && failed ? 'closed' : status
}
