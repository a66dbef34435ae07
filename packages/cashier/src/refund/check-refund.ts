import { tpError } from '@tpkit/core/errors'
import type { RefundOrder } from '../cashier.ts'
import { checkNumber } from '../pay/check-order.ts'

/** @throws `TPError` `INVALID`: JavaScript callers, and objects that were typed elsewhere. */
export function checkRefund({ orderNo, refundNo, amount }: RefundOrder): void {
  checkNumber('orderNo', orderNo)
  checkNumber('refundNo', refundNo)
  if (typeof amount?.amount === 'bigint' && amount.amount > 0n && typeof amount.currency === 'string') return
  throw tpError('INVALID', 'amount: expected money above zero, found none; give it as { amount: 1n, currency: "CNY" }')
}
