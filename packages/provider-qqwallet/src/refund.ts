import type { Instant, RefundCommand, RefundFact } from '@tpkit/core'
import { tpError } from '@tpkit/core/errors'
import type { Fields } from '@tpkit/wire'
import { attemptFields, operatorFields } from './attempt.ts'
import { checkAmount, checkNumber } from './checks.ts'
import type { Account } from './config.ts'
import { refundAccount } from './extra.ts'
import { checkEcho, demand, fen, payeeOf } from './reading.ts'
import type { OwnFields } from './request.ts'

/** 申请退款, request. The wallet refunds once per out_refund_no, however often it is sent. */
export function refundFields(command: RefundCommand, account: Account, nowMs: Instant): OwnFields {
  checkAmount('total', command.total, account.maxAmount)
  return {
    ...attemptFields(command, nowMs),
    out_refund_no: checkNumber('outRefundNo', command.outRefundNo),
    refund_fee: checkAmount('amount', command.amount, command.total.amount),
    ...operatorFields(account),
    refund_account: refundAccount(command.extra?.qqwallet, account.refundAccount),
  }
}

/** 申请退款, answer. It means accepted (受理), not refunded: `queryRefund` says how it went. */
export function acceptedRefund(fields: Fields, command: RefundCommand): RefundFact {
  checkEcho(fields, 'out_trade_no', command.outTradeNo)
  checkEcho(fields, 'out_refund_no', command.outRefundNo)
  if (command.transactionId && fields.transaction_id) checkEcho(fields, 'transaction_id', command.transactionId)
  if (fen(fields, 'refund_fee') !== command.amount.amount) {
    const expected = `refund_fee: expected ${command.amount.amount}, found ${demand(fields, 'refund_fee')}`
    throw tpError('MALFORMED', `${expected}; the wallet accepted another amount, compare with the refund query`)
  }
  return {
    kind: 'refund',
    status: 'processing',
    outTradeNo: command.outTradeNo,
    outRefundNo: command.outRefundNo,
    ...(fields.refund_id && { refundId: fields.refund_id }),
    amount: command.amount,
    payee: payeeOf(fields),
    source: 'reply',
    raw: fields,
  }
}
