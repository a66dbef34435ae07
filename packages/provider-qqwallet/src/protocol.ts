import { type Exchange, type HttpResponse, type Moment, type Protocol, send } from '@tpkit/core'
import { believedAbsence } from './absence.ts'
import { accountOf } from './account.ts'
import { type Opened, open } from './answer.ts'
import { attemptFields, closeFields, reverseFields } from './attempt.ts'
import type { QQWalletConfig } from './config.ts'
import type { Call } from './endpoints.ts'
import { answers, findingOf, refusedRead } from './finding.ts'
import { manifestOf, type QQWalletAbility, type QQWalletScene } from './manifest.ts'
import { counterFinding, micropayFields } from './micropay.ts'
import { acknowledgements, readNotify } from './notify.ts'
import { orderFields, preparedOrder } from './order.ts'
import { closedFact, queriedFact } from './payment.ts'
import { probeFields, probeReport } from './probe.ts'
import { acceptedRefund, refundFields } from './refund.ts'
import { queriedRefund, refundQueryFields } from './refund-query.ts'
import { type OwnFields, signedPost } from './request.ts'
import { reversal } from './reverse.ts'
import { download } from './statement.ts'

export type { QQWalletConfig, RefundAccount } from './config.ts'
export type { Doubts } from './doubts.ts'
export type { AccountType, BillType, LimitPay, QQWalletExtra } from './extra.ts'
export type { QQWalletAbility, QQWalletScene } from './manifest.ts'

/**
 * QQ钱包 (classic protocol: XML, MD5, client certificate for refunds and reversals).
 *
 * @example
 * const protocol = qqwallet({ mchId: '1900000109', apiKeys: [secretFrom(key, 'apiKey')], notifyUrl })
 */
export function qqwallet(config: QQWalletConfig): Protocol<QQWalletScene, QQWalletAbility> {
  const account = accountOf(config)
  const { mchId, appId, subMchId, subAppId, doubts } = account
  const post = (call: Call, fields: OwnFields, at: Moment): Exchange<HttpResponse> => send(signedPost(call, fields, account, at))
  function* ask(call: Call, fields: OwnFields, at: Moment): Exchange<Opened> {
    return open(yield* post(call, fields, at), account)
  }
  return {
    manifest: manifestOf(doubts),
    payee: { mchId, ...(appId && { appId }), ...(subMchId && { subMchId }), ...(subAppId && { subAppId }) },
    *pay(command, at) {
      if (command.scene === 'micropay') {
        return counterFinding(yield* ask('micropay', micropayFields(command, account), at), command, account, at.nowMs)
      }
      const opened = yield* ask('pay', orderFields(command, account, at.nowMs), at)
      if (opened.kind === 'refusal') return findingOf('pay', opened)
      return { kind: 'done', value: preparedOrder(opened.fields, command, account, at), evidence: 'verified' }
    },
    *query(ref, at) {
      const opened = yield* ask('query', attemptFields(ref, at.nowMs), at)
      if (opened.kind === 'success') return queriedFact(opened.fields, ref)
      if (answers('absent', 'query', opened)) return believedAbsence('query', opened, ref, at.nowMs)
      throw refusedRead('query', opened)
    },
    *refund(command, at) {
      const opened = yield* ask('refund', refundFields(command, account, at.nowMs), at)
      if (opened.kind === 'refusal') return findingOf('refund', opened)
      return { kind: 'done', value: acceptedRefund(opened.fields, command), evidence: 'verified' }
    },
    *close(ref, at) {
      const opened = yield* ask('close', closeFields(ref, account), at)
      if (opened.kind === 'refusal' && !answers('done', 'close', opened)) return findingOf('close', opened)
      return { kind: 'done', value: closedFact(opened.fields, ref), evidence: 'verified' }
    },
    *reverse(ref, at) {
      return reversal(yield* ask('reverse', reverseFields(ref, account), at), ref)
    },
    *queryRefund(ref, at) {
      const opened = yield* ask('queryRefund', refundQueryFields(ref, at.nowMs), at)
      if (opened.kind === 'success') return queriedRefund(opened.fields, ref) ?? { kind: 'absent', evidence: 'verified' }
      if (answers('absent', 'queryRefund', opened)) return believedAbsence('queryRefund', opened, ref, at.nowMs)
      throw refusedRead('queryRefund', opened)
    },
    *statement(query, at) {
      return download(query, account, at)
    },
    *probe(at) {
      const response = yield* post('probe', probeFields(at), at)
      return probeReport(() => open(response, account))
    },
    *notify(received) {
      return readNotify(received, account)
    },
    acknowledge: acknowledgements(doubts),
  }
}
