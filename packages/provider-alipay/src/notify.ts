import type { Acknowledgement, Exchange, Fact, HttpAnswer, Notice, Received, RefundFact } from '@tpkit/core'
import { tpError } from '@tpkit/core/errors'
import { type Fields, readForm } from '@tpkit/wire'
import type { Account } from './account.ts'
import { checkParameters, eachOnce, fieldsOf } from './message.ts'
import { isAboveZero, isKnownState, paymentFact } from './payment.ts'
import { demand, momentIn, payeeOf, rawOf } from './reading.ts'

/**
 * 异步通知. Verifies over the bytes of the form, decoded once, then reads them in their own charset. No header and no query string is
 * looked at: only the form is signed. Throws `MALFORMED` or `UNVERIFIED`. Whether it is ours is `bind`'s question.
 */
export function* readNotify({ body }: Received, account: Account): Exchange<Notice> {
  const parameters = eachOnce(readForm(body))
  yield* checkParameters(parameters, ['V1', 'V2'], account)
  const fields = fieldsOf(parameters)
  const id = demand(fields, 'notify_id')
  // 消息服务: genuine, and about what this provider never starts, such as 银行卡冲退.
  if (fields.msg_method) return { id, facts: [] }
  checkNothingHidden(fields)
  const isOfATrade = demand(fields, 'notify_type') === 'trade_status_sync'
  return { id, facts: isOfATrade && isKnownState(fields) ? factsIn(fields) : [] }
}

/** The message of a refund tells of its payment once more, and never of a new one. */
function factsIn(fields: Fields): readonly Fact[] {
  const payee = payeeOf(fields)
  const payment = paymentFact(fields, { source: 'notify', payee })
  return payment.status === 'paid' && isOfARefund(fields) ? [payment, refundFact(fields, payee)] : [payment]
}

function isOfARefund(fields: Fields): boolean {
  return Boolean(fields.out_biz_no) && (Boolean(fields.gmt_refund) || isAboveZero(fields, 'refund_fee'))
}

/** Without an amount: refund_fee counts every refund of the order. */
function refundFact(fields: Fields, payee: RefundFact['payee']): RefundFact {
  const refundedAt = momentIn(fields, 'gmt_refund')
  return {
    kind: 'refund',
    status: 'refunded',
    outTradeNo: demand(fields, 'out_trade_no'),
    outRefundNo: demand(fields, 'out_biz_no'),
    ...(payee && { payee }),
    ...(refundedAt !== undefined && { refundedAt }),
    source: 'notify',
    raw: rawOf(fields),
  }
}

/** Every field that a notice is made of. */
const READ: readonly string[] = [
  ...['app_id', 'seller_id', 'out_trade_no', 'trade_no', 'trade_status', 'total_amount', 'trans_currency', 'notify_id'],
  ...['notify_type', 'msg_method', 'gmt_payment', 'send_pay_date', 'gmt_refund', 'refund_fee', 'out_biz_no', 'buyer_pay_amount'],
  ...['receipt_amount', 'invoice_amount', 'point_amount', 'fund_bill_list', 'buyer_id', 'buyer_open_id', 'charset'],
]
const HIDDEN = new RegExp(`&(?:${READ.join('|')})=`)

/**
 * The text that is signed joins the fields with `&`, so that whoever sits on the line could push one field into the value before it, and
 * the signature would still fit. Throws `UNVERIFIED`.
 */
function checkNothingHidden(fields: Fields): void {
  const name = Object.keys(fields).find((one) => (READ.includes(one) ? /&/ : HIDDEN).test(fields[one] ?? ''))
  if (name === undefined) return
  const expected = 'expected a value without another field in it, found one that may hold another'
  throw tpError('UNVERIFIED', `${name}: ${expected}; the fields were pushed together on their way`)
}

const HEADERS: HttpAnswer['headers'] = [['content-type', 'text/plain; charset=utf-8']]

/** The wallet repeats until it reads exactly these seven letters under status 200. */
export const ANSWERS: Readonly<Record<Acknowledgement, HttpAnswer>> = {
  accepted: { status: 200, headers: HEADERS, body: 'success' },
  later: { status: 500, headers: HEADERS, body: 'fail' },
  refused: { status: 400, headers: HEADERS, body: 'fail' },
}
