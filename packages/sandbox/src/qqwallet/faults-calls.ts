import type { Ability, BookedOrder, Instant, Verb, WalletRequest } from '@tpkit/core'
import type { OrderName } from '../wallet.ts'
import { readFields } from './faults-draft.ts'
import type { Fields } from './sign.ts'

/** What each address means to an application. */
const CALLS: ReadonlyMap<string, Verb | Ability> = new Map([
  ['/cgi-bin/pay/qpay_unified_order.cgi', 'pay'],
  ['/cgi-bin/pay/qpay_micro_pay.cgi', 'pay'],
  ['/cgi-bin/pay/qpay_order_query.cgi', 'query'],
  ['/cgi-bin/pay/qpay_close_order.cgi', 'close'],
  ['/cgi-bin/pay/qpay_reverse.cgi', 'reverse'],
  ['/cgi-bin/pay/qpay_refund.cgi', 'refund'],
  ['/cgi-bin/pay/qpay_refund_query.cgi', 'queryRefund'],
  ['/cgi-bin/sp_download/qpay_mch_statement_down.cgi', 'statement'],
  ['/cgi-bin/sp_download/qpay_mch_acc_roll.cgi', 'statement'],
])

/** Undefined where no operation lives. */
export function callOf(path: string): Verb | Ability | undefined {
  return CALLS.get(path.replace(/\?.*$/s, ''))
}

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
