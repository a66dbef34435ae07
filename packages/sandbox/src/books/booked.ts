import type { BookedOrder, BookedRefund, Instant } from '@tpkit/core'
import type { RefundEnding } from '../wallet.ts'
import { type Books, type Order, type OrderStatus, type Refund, refundStateAt, statusAt } from './books.ts'

/** Everything the wallet knows at that moment: time alone ends orders and refunds. */
export function booked(state: Books, now: Instant, as: AsBooked = {}): readonly BookedOrder[] {
  return [...state.orders.values()].map((order) => bookedOrder(order, now, as))
}

/** Where wallets differ: what an order is that nobody paid in time, and a refund that failed. */
export interface AsBooked {
  readonly expired?: BookedOrder['status']
  readonly failed?: BookedRefund['status']
}

const BOOKED_ORDER: Readonly<Record<OrderStatus, BookedOrder['status']>> = {
  open: 'open',
  paid: 'paid',
  closed: 'closed',
  expired: 'closed',
  reversed: 'reversed',
}

function bookedOrder(order: Order, now: Instant, as: AsBooked): BookedOrder {
  const status = statusAt(order, now)
  const { subMchId } = order
  return {
    mchId: order.merchant.mchId,
    ...(subMchId !== undefined && { subMchId }),
    outTradeNo: order.outTradeNo,
    subject: order.subject,
    total: order.totalFee,
    currency: 'CNY',
    status: (status === 'expired' && as.expired) || BOOKED_ORDER[status],
    ...order.payment,
    refunds: [...order.refunds.map((refund) => bookedRefund(refund, now, as)), ...bookedReversal(order)],
  }
}

/** Money that could not go back lies with the merchant: that refund is over. Nobody knows yet of an unsure one. */
const BOOKED_REFUND: Readonly<Record<RefundEnding | 'processing', BookedRefund['status']>> = {
  processing: 'processing',
  refunded: 'refunded',
  failed: 'failed',
  changed: 'closed',
  unsure: 'processing',
}

function bookedRefund(refund: Refund, now: Instant, as: AsBooked): BookedRefund {
  const state = refundStateAt(refund, now)
  const { outRefundNo, refundId, fee } = refund
  return { outRefundNo, refundId, amount: fee, status: (state === 'failed' && as.failed) || BOOKED_REFUND[state] }
}

/** The merchant gave no number for what a reverse returns: it stands under the order's own. */
function bookedReversal({ outTradeNo, reversal }: Order): readonly BookedRefund[] {
  if (!reversal?.back) return []
  return [{ outRefundNo: outTradeNo, refundId: reversal.back.refundId, amount: reversal.back.fee, status: 'refunded' }]
}
