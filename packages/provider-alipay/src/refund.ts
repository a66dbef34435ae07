import type { NotThere, RefundCommand, RefundFact, RefundRef, RefundStatus } from '@tpkit/core'
import { given } from '@tpkit/core/provider'
import { type Fields, fenToYuan } from '@tpkit/wire'
import type { Account } from './account.ts'
import { checkWords } from './checks.ts'
import { refundExtra } from './extra.ts'
import type { GatewayCall } from './gateway.ts'
import { amountIfReadable, amountOf, checkEcho, checkEchoIfThere, momentIn, stateOf } from './reading.ts'

/** 退款状态. What failed has none. */
const REFUND_STATES: ReadonlyMap<string, RefundStatus> = new Map([['REFUND_SUCCESS', 'refunded']])

/** 统一收单交易退款, request: the wallet refunds once per out_request_no, however often it is sent. */
export function refundCall(command: RefundCommand): GatewayCall {
  const { outTradeNo, outRefundNo, amount, reason } = command
  return {
    method: 'alipay.trade.refund',
    effect: 'write',
    content: {
      out_trade_no: outTradeNo,
      refund_amount: fenToYuan(amount.amount),
      out_request_no: outRefundNo,
      refund_reason: given(reason, (text) => checkWords('reason', text, 256)),
      ...refundExtra(command.extra?.alipay),
    },
  }
}

/**
 * 退款, answer. fund_change Y: money moved by this call, so that this refund is made. Otherwise it was made before, or is under way: a
 * query tells. The amount is the command's, for refund_fee counts every refund of the order.
 */
export function acceptedRefund(fields: Fields, command: RefundCommand): RefundFact {
  const { outTradeNo, outRefundNo, transactionId, amount } = command
  checkEcho(fields, 'out_trade_no', outTradeNo)
  checkEchoIfThere(fields, 'trade_no', transactionId)
  const all = amountIfReadable(fields, 'refund_fee')
  const isMade = fields.fund_change === 'Y' && (!all || all.amount >= amount.amount)
  const refundedAt = isMade ? momentIn(fields, 'gmt_refund_pay') : undefined
  return {
    kind: 'refund',
    status: isMade ? 'refunded' : 'processing',
    ...{ outTradeNo, outRefundNo, amount },
    ...(refundedAt !== undefined && { refundedAt }),
    source: 'reply',
    raw: fields,
  }
}

/** 统一收单交易退款查询, request. */
export function refundQueryCall({ outTradeNo, outRefundNo }: RefundRef): GatewayCall {
  return {
    method: 'alipay.trade.fastpay.refund.query',
    effect: 'read',
    content: { out_trade_no: outTradeNo, out_request_no: outRefundNo, query_options: ['gmt_refund_pay'] },
  }
}

/** 退款查询, answer. Without a status it was not received, or failed: a valid empty answer. */
export function queriedRefund(fields: Fields, ref: RefundRef, { doubts }: Account): RefundFact | NotThere {
  const { outTradeNo, outRefundNo, transactionId } = ref
  checkEchoIfThere(fields, 'out_trade_no', outTradeNo)
  checkEchoIfThere(fields, 'out_request_no', outRefundNo)
  checkEchoIfThere(fields, 'trade_no', transactionId)
  const { refund_status, refund_amount } = fields
  if (!refund_status && !refund_amount) return { kind: 'absent', evidence: 'verified' }
  checkEcho(fields, 'out_trade_no', outTradeNo)
  checkEcho(fields, 'out_request_no', outRefundNo)
  const refundedAt = momentIn(fields, 'gmt_refund_pay')
  return {
    kind: 'refund',
    status: refund_status ? stateOf(fields, 'refund_status', REFUND_STATES) : doubts.refundDataWithoutStatus,
    ...{ outTradeNo, outRefundNo, amount: amountOf(fields, 'refund_amount') },
    ...(refundedAt !== undefined && { refundedAt }),
    source: 'query',
    raw: fields,
  }
}
