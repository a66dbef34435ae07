import type { BookedOrder, BookedRefund, Instant } from '@tpkit/core'
import type { RefundEnding } from '../wallet.ts'
import { type Order, type OrderStatus, type Refund, refundStateAt, type State, statusAt, subMchIdOf } from './state.ts'

/** Everything the wallet knows at that moment: time alone ends orders and refunds. */
export function books(state: State, now: Instant): readonly BookedOrder[] {
  return [...state.orders.values()].map((order) => bookedOrder(order, now))
}

const BOOKED_ORDER: Readonly<Record<OrderStatus, BookedOrder['status']>> = {
  open: 'open',
  paid: 'paid',
  closed: 'closed',
  expired: 'closed',
  reversed: 'reversed',
}

function bookedOrder(order: Order, now: Instant): BookedOrder {
  const subMchId = subMchIdOf(order)
  return {
    mchId: order.merchant.mchId,
    ...(subMchId !== undefined && { subMchId }),
    outTradeNo: order.outTradeNo,
    subject: order.asked.get('body') ?? '',
    total: order.totalFee,
    currency: 'CNY',
    status: BOOKED_ORDER[statusAt(order, now)],
    ...order.payment,
    refunds: [...order.refunds.map((refund) => bookedRefund(refund, now)), ...bookedReversal(order)],
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

function bookedRefund(refund: Refund, now: Instant): BookedRefund {
  const { outRefundNo, refundId, fee } = refund
  return { outRefundNo, refundId, amount: fee, status: BOOKED_REFUND[refundStateAt(refund, now)] }
}

/** The merchant gave no number for what a reverse returns: it stands under the order's own. */
function bookedReversal({ outTradeNo, reversal }: Order): readonly BookedRefund[] {
  if (!reversal?.back) return []
  return [{ outRefundNo: outTradeNo, refundId: reversal.back.refundId, amount: reversal.back.fee, status: 'refunded' }]
}
