import {
  currentKey,
  type Exchange,
  type PublicKey,
  type RefundCommand,
  type RefundFact,
  type RefundRef,
  type RefundStatus,
  type Source,
  seal,
} from '@tpkit/core'
import { tpError } from '@tpkit/core/errors'
import { given } from '@tpkit/core/provider'
import { type Fields, fromRfc3339 } from '@tpkit/wire'
import type { Account } from './account.ts'
import { checkReason } from './checks.ts'
import { withQuery } from './endpoints.ts'
import { type AbnormalRefund, refundExtra } from './extra.ts'
import { amountOf, checkEcho, demand, stateOf } from './reading.ts'
import type { Draft } from './request.ts'

const REFUNDS = '/v3/refund/domestic/refunds'

/** 退款状态. */
export const REFUND_STATES: ReadonlyMap<string, RefundStatus> = new Map(
  Object.entries<RefundStatus>({
    PROCESSING: 'processing',
    SUCCESS: 'refunded',
    // 退款关闭: the money did not go back, and the number is used up.
    CLOSED: 'closed',
    // 退款异常: the card is void, and the wallet waits for the merchant to say where the money goes. It may go back yet: nothing of it is free.
    ABNORMAL: 'processing',
  }),
)

/** 申请退款, request: the wallet refunds once per out_refund_no, however often it is sent. Or 发起异常退款, for one that is ABNORMAL. */
export function* refundDraft(command: RefundCommand, account: Account): Exchange<Draft> {
  const { fundsAccount, abnormal } = refundExtra(command.extra?.wechatpay)
  if (abnormal) return yield* abnormalDraft(command, abnormal, account)
  const { transactionId, outTradeNo, outRefundNo, amount, total, reason } = command
  return {
    method: 'POST',
    path: REFUNDS,
    effect: 'write',
    body: {
      sub_mchid: account.subMchId,
      ...(transactionId ? { transaction_id: transactionId } : { out_trade_no: outTradeNo }),
      out_refund_no: outRefundNo,
      reason: given(reason, checkReason),
      notify_url: account.notifyUrl,
      funds_account: fundsAccount,
      amount: { refund: Number(amount.amount), total: Number(total.amount), currency: 'CNY' },
    },
  }
}

/** 敏感信息加密: what names the payer's bank account travels sealed, and the request names the key that it is sealed for. */
function* abnormalDraft({ outRefundNo }: RefundCommand, abnormal: AbnormalRefund, { subMchId }: Account): Exchange<Draft> {
  const { refundId, type, bankType, bankAccount = '', realName = '' } = abnormal
  const path = `${REFUNDS}/${refundId}/apply-abnormal-refund`
  const common = { sub_mchid: subMchId, out_refund_no: outRefundNo, type }
  if (type === 'MERCHANT_BANK_CARD') return { method: 'POST', path, effect: 'write', body: common }
  const walletKey = yield* sealingKey()
  const [bank_account, real_name] = [yield* sealed(walletKey, bankAccount), yield* sealed(walletKey, realName)]
  const body = { ...common, bank_type: bankType, bank_account, real_name }
  return { method: 'POST', path, effect: 'write', body, sealedFor: walletKey.id }
}

function* sealingKey(): Exchange<PublicKey> {
  const found = yield* currentKey()
  if (found) return found
  throw tpError('CONFIG', 'seal: expected a public key of the wallet to seal for, found none; set publicKey and publicKeyId')
}

function* sealed({ id }: PublicKey, text: string): Exchange<string> {
  return Buffer.from(yield* seal(id, new TextEncoder().encode(text))).toString('base64')
}

/** 申请退款, answer. 200 means accepted (受理): the status says how far it got. */
export function acceptedRefund(fields: Fields, command: RefundCommand): RefundFact {
  const fact = refundFact(fields, command, 'reply')
  if (fact.amount?.amount === command.amount.amount) return fact
  const expected = `amount.refund: expected ${command.amount.amount}, found ${fact.amount?.amount}`
  throw tpError('MALFORMED', `${expected}; the wallet accepted another amount, compare with the refund query`)
}

/** 查询单笔退款, request. */
export function refundQueryDraft({ outRefundNo }: RefundRef, { subMchId }: Account): Draft {
  const path = withQuery(`${REFUNDS}/${encodeURIComponent(outRefundNo)}`, { sub_mchid: subMchId })
  return { method: 'GET', path, effect: 'read' }
}

/** The refund that was asked for, as the wallet answers it: it names no merchant. */
export function refundFact(fields: Fields, ref: RefundRef, source: Source): RefundFact {
  checkEcho(fields, 'out_refund_no', ref.outRefundNo)
  checkEcho(fields, 'out_trade_no', ref.outTradeNo)
  if (ref.transactionId) checkEcho(fields, 'transaction_id', ref.transactionId)
  if (ref.refundId) checkEcho(fields, 'refund_id', ref.refundId)
  return toldRefund(fields, 'status', { source })
}

/** 退款结果通知: names merchants, and its status otherwise. */
export function toldRefund(
  fields: Fields,
  statusName: 'status' | 'refund_status',
  { payee, source }: Pick<RefundFact, 'source' | 'payee'>,
): RefundFact {
  const refundedAt = fromRfc3339(fields.success_time)
  return {
    kind: 'refund',
    status: stateOf(fields, statusName, REFUND_STATES),
    outTradeNo: demand(fields, 'out_trade_no'),
    outRefundNo: demand(fields, 'out_refund_no'),
    refundId: demand(fields, 'refund_id'),
    amount: amountOf(fields, 'amount.refund', fields['amount.currency'] ?? 'CNY'),
    ...(payee && { payee }),
    ...(refundedAt !== undefined && { refundedAt }),
    ...(fields[statusName] === 'ABNORMAL' && { needsOperator: true }),
    source,
    raw: fields,
  }
}
