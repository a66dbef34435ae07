import type { BookedOrder, Instant, WalletRequest } from '@tpkit/core'
import type { OrderName } from '../wallet.ts'
import { readFields } from './faults-draft.ts'
import type { Fields } from './sign.ts'

/** The order that a request names: by its number, or by a number of the wallet's own. */
export function orderOf(
  { body }: WalletRequest,
  books: (now: Instant) => readonly BookedOrder[],
  now: Instant,
): OrderName | undefined {
  const fields = readFields(body)
  const mchId = fields?.get('mch_id')
  if (!fields || mchId === undefined) return undefined
  const outTradeNo = fields.get('out_trade_no') || bookedAs(fields, books, now)
  return outTradeNo === undefined ? undefined : { mchId, outTradeNo }
}

function bookedAs(fields: Fields, books: (now: Instant) => readonly BookedOrder[], now: Instant): string | undefined {
  const named = (name: string, value: string | undefined): boolean => value !== undefined && fields.get(name) === value
  if (!['transaction_id', 'refund_id', 'out_refund_no'].some((name) => fields.has(name))) return undefined
  return books(now).find(
    ({ mchId, transactionId, refunds }) =>
      mchId === fields.get('mch_id') &&
      (named('transaction_id', transactionId) ||
        refunds.some(({ refundId, outRefundNo }) => named('refund_id', refundId) || named('out_refund_no', outRefundNo))),
  )?.outTradeNo
}
