import { type Exchange, type Moment, type Protocol, send } from '@tpkit/core'
import { believedAbsence } from './absence.ts'
import { type Opened, open } from './answer.ts'
import { attemptFields, closeFields } from './attempt.ts'
import { checkConfig, type QQWalletConfig } from './config.ts'
import type { Call } from './endpoints.ts'
import { answers, findingOf, refusedRead } from './finding.ts'
import { manifest } from './manifest.ts'
import { acknowledge, readNotify } from './notify.ts'
import { orderFields, preparedOrder } from './order.ts'
import { closedFact, queriedFact } from './payment.ts'
import { acceptedRefund, refundFields } from './refund.ts'
import { queriedRefund, refundQueryFields } from './refund-query.ts'
import { type OwnFields, signedPost } from './request.ts'

export type { QQWalletConfig, RefundAccount } from './config.ts'
export type { LimitPay, QQWalletExtra } from './extra.ts'

/**
 * QQ钱包 (classic protocol: XML, MD5, client certificate for refunds), scene `native`.
 *
 * @example
 * const protocol = qqwallet({ mchId: '1900000109', apiKeys: [secretFrom(key, 'apiKey')], notifyUrl })
 */
export function qqwallet(config: QQWalletConfig): Protocol<'native', 'close' | 'queryRefund'> {
  checkConfig(config)
  function* ask(call: Call, fields: OwnFields, at: Moment): Exchange<Opened> {
    return open(yield* send(signedPost(call, fields, config, at)), config)
  }
  return {
    manifest,
    payee: { mchId: config.mchId, ...(config.appId && { appId: config.appId }) },
    *pay(command, at) {
      const opened = yield* ask('pay', orderFields(command, config, at.nowMs), at)
      if (opened.kind === 'refusal') return findingOf('pay', opened)
      return { kind: 'done', value: preparedOrder(opened.fields, command, at.nowMs), evidence: 'verified' }
    },
    *query(ref, at) {
      const opened = yield* ask('query', attemptFields(ref, at.nowMs), at)
      if (opened.kind === 'success') return queriedFact(opened.fields, ref)
      if (answers('absent', 'query', opened)) return believedAbsence('query', opened, ref, at.nowMs)
      throw refusedRead('query', opened)
    },
    *refund(command, at) {
      const opened = yield* ask('refund', refundFields(command, config, at.nowMs), at)
      if (opened.kind === 'refusal') return findingOf('refund', opened)
      return { kind: 'done', value: acceptedRefund(opened.fields, command), evidence: 'verified' }
    },
    *close(ref, at) {
      const opened = yield* ask('close', closeFields(ref), at)
      if (opened.kind === 'refusal' && !answers('done', 'close', opened)) return findingOf('close', opened)
      return { kind: 'done', value: closedFact(opened.fields, ref), evidence: 'verified' }
    },
    *queryRefund(ref, at) {
      const opened = yield* ask('queryRefund', refundQueryFields(ref, at.nowMs), at)
      if (opened.kind === 'success') return queriedRefund(opened.fields, ref) ?? { kind: 'absent', evidence: 'verified' }
      if (answers('absent', 'queryRefund', opened)) return believedAbsence('queryRefund', opened, ref, at.nowMs)
      throw refusedRead('queryRefund', opened)
    },
    *notify(received) {
      return readNotify(received, config)
    },
    acknowledge,
  }
}
