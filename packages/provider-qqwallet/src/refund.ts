import type { Instant, RefundCommand, RefundFact } from '@tpkit/core'
import { tpError } from '@tpkit/core/errors'
import { type Fields, md5Hex } from '@tpkit/wire'
import { attemptFields } from './attempt.ts'
import { checkAmount, checkNumber } from './checks.ts'
import type { QQWalletConfig } from './config.ts'
import { refundAccount } from './extra.ts'
import { manifest } from './manifest.ts'
import { checkEcho, demand, fen, payeeOf } from './reading.ts'
import type { OwnFields } from './request.ts'

/** 申请退款, request. The wallet refunds once per out_refund_no, however often it is sent. */
export function refundFields(command: RefundCommand, config: QQWalletConfig, nowMs: Instant): OwnFields {
  checkAmount('total', command.total, manifest.limits.maxAmount)
  return {
    ...attemptFields(command, nowMs),
    out_refund_no: checkNumber('outRefundNo', command.outRefundNo),
    refund_fee: checkAmount('amount', command.amount, command.total.amount),
    op_user_id: checkNumber('operatorId', config.operatorId ?? config.mchId),
    op_user_passwd: operatorPassword(config),
    refund_account: refundAccount(command.extra?.qqwallet, config.refundAccount),
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

function operatorPassword({ operatorPassword: password }: QQWalletConfig): string {
  if (password) return md5Hex(password.reveal())
  throw tpError(
    'CONFIG',
    'operatorPassword: expected the password of the refund operator (操作员密码), found none; set it in the account',
  )
}
