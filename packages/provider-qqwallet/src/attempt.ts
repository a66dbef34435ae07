import type { AttemptRef, Instant } from '@tpkit/core'
import { tpError } from '@tpkit/core/errors'
import { checkInstant, given, invalid } from '@tpkit/core/provider'
import { md5Hex } from '@tpkit/wire'
import { checkAmount, checkNumber } from './checks.ts'
import type { Account } from './config.ts'
import type { OwnFields } from './request.ts'

const THIRTY_DAYS_MS = 30 * 86_400_000

/** 订单查询: the wallet's number where it is known; it wins over ours. */
export function attemptFields(ref: AttemptRef, nowMs: Instant): OwnFields {
  const transactionId = knownTransaction(ref, nowMs)
  const outTradeNo = checkNumber('outTradeNo', ref.outTradeNo)
  return transactionId ? { transaction_id: transactionId } : { out_trade_no: outTradeNo }
}

/** 关闭订单. It takes our number only. */
export function closeFields(ref: AttemptRef, { maxAmount }: Account): OwnFields {
  checkTimes(ref)
  return {
    out_trade_no: checkNumber('outTradeNo', ref.outTradeNo),
    total_fee: checkAmount('total', ref.total, maxAmount),
  }
}

/** 撤销订单, by an operator. It takes our number only, and only orders of a payment code. */
export function reverseFields(ref: AttemptRef, account: Account): OwnFields {
  checkTimes(ref)
  return { out_trade_no: checkNumber('outTradeNo', ref.outTradeNo), ...operatorFields(account) }
}

/** 操作员: who moves money back. */
export function operatorFields({ operatorId, mchId, operatorPassword }: Account): OwnFields {
  const op_user_id = checkNumber('operatorId', operatorId ?? mchId)
  if (operatorPassword) return { op_user_id, op_user_passwd: md5Hex(operatorPassword.reveal()) }
  const expected = 'operatorPassword: expected the password of the operator (操作员密码) for refunds and reversals'
  throw tpError('CONFIG', `${expected}, found none; set it in the account`)
}

/**
 * From 30 days after payment on the wallet finds an order by its transaction_id only, and "no such order" would be a
 * wrong answer that looks like a right one.
 */
export function knownTransaction(ref: AttemptRef, nowMs: Instant): string | undefined {
  checkTimes(ref)
  const { transactionId, paidAt } = ref
  if (transactionId === undefined && paidAt !== undefined && nowMs - paidAt >= THIRTY_DAYS_MS) {
    throw invalid('transactionId', "the wallet's number, which it demands from 30 days after payment on", transactionId)
  }
  return given(transactionId, (number) => checkNumber('transactionId', number))
}

/** A time that is none compares with nothing: every rule about age would let it pass. */
function checkTimes({ startedAt, paidAt, expiresAt }: AttemptRef): void {
  given(startedAt, (instant) => checkInstant('startedAt', instant))
  given(paidAt, (instant) => checkInstant('paidAt', instant))
  given(expiresAt, (instant) => checkInstant('expiresAt', instant))
}
