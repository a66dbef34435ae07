import type { Instant, RefundFact, RefundRef, RefundStatus } from '@tpkit/core'
import { tpError } from '@tpkit/core/errors'
import type { Fields } from '@tpkit/wire'
import { knownTransaction } from './attempt.ts'
import { checkNumber } from './checks.ts'
import { amountOf, checkEcho, demand, payeeOf, stateOf } from './reading.ts'
import type { OwnFields } from './request.ts'

/** 退款状态. Letter case is ignored. */
export const REFUND_STATES: ReadonlyMap<string, RefundStatus> = new Map(
  Object.entries<RefundStatus>({
    PROCESSING: 'processing',
    SUCCESS: 'refunded',
    FAIL: 'failed',
    // 未确定: the wallet itself does not know. "Failed" would free the amount for a second refund that may join a first one.
    NOTSURE: 'processing',
    // 转入代发: the payer's card is void, the money is back in the merchant's cash account. The payer has nothing, so it is
    // not "refunded"; the API is finished with it, so it is not "failed", which would be sent again. People pay it by hand.
    CHANGE: 'closed',
  }),
)

/** 退款查询, request: the wallet's number of the refund, else ours; with the order's number, which old orders need. */
export function refundQueryFields(ref: RefundRef, nowMs: Instant): OwnFields {
  const outRefundNo = checkNumber('outRefundNo', ref.outRefundNo)
  const refund = ref.refundId ? { refund_id: checkNumber('refundId', ref.refundId) } : { out_refund_no: outRefundNo }
  return { ...refund, transaction_id: knownTransaction(ref, nowMs) }
}

/** 退款查询, answer: our own refund among all that the wallet lists; undefined when it expressly lists none. */
export function queriedRefund(fields: Fields, ref: RefundRef): RefundFact | undefined {
  checkEcho(fields, 'out_trade_no', ref.outTradeNo)
  if (ref.transactionId && fields.transaction_id) checkEcho(fields, 'transaction_id', ref.transactionId)
  const row = ownRow(fields, ref)
  if (row === undefined) return undefined
  return {
    kind: 'refund',
    status: stateOf(fields, `refund_status_${row}`, REFUND_STATES),
    outTradeNo: ref.outTradeNo,
    outRefundNo: ref.outRefundNo,
    refundId: demand(fields, `refund_id_${row}`),
    // The currency stands once, at the order; where it is absent there is only one.
    amount: amountOf(fields, `refund_fee_${row}`, fields.fee_type || 'CNY'),
    payee: payeeOf(fields),
    source: 'query',
    raw: fields,
  }
}

/** Rows are numbered from 0 without a promise of order or of `refund_count`: the number in the name is only a tie. */
function ownRow(fields: Fields, ref: RefundRef): string | undefined {
  const rows = Object.keys(fields).flatMap((name) => /^out_refund_no_([0-9]{1,4})$/.exec(name)?.[1] ?? [])
  if (rows.length === 0 && fields.refund_count === '0') return undefined
  const own = rows.filter((row) => fields[`out_refund_no_${row}`] === ref.outRefundNo)
  const [row, second] = own
  if (row === undefined) throw notListed(ref, rows.length)
  if (second !== undefined)
    throw tpError('MALFORMED', `out_refund_no: expected ${ref.outRefundNo} once, found it ${own.length} times`)
  if (ref.refundId) checkEcho(fields, `refund_id_${row}`, ref.refundId)
  return row
}

function notListed({ outRefundNo }: RefundRef, rows: number): Error {
  if (rows === 0) return tpError('MALFORMED', 'out_refund_no_0: expected the refund that was asked for, found no refund at all')
  const message = `out_refund_no: expected ${outRefundNo} among the refunds, found ${rows} others; the answer is to another question`
  return tpError('UNVERIFIED', message)
}
