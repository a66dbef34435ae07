import type {
  AttemptRef,
  Exchange,
  Finding,
  Instant,
  Manifest,
  Moment,
  NotThere,
  PayCommand,
  PayReply,
  Protocol,
} from '@tpkit/core'
import { type Account, accountOf } from './account.ts'
import type { AlipayConfig } from './config.ts'
import { cancelCall, closeCall, closedFinding, reversedFinding } from './ending.ts'
import { answers, findingOf, refusedRead } from './finding.ts'
import { type Ask, asker } from './gateway.ts'
import { launched } from './launch.ts'
import { type AlipayAbility, type AlipayScene, manifestOf, PROMPT_LIFE_MS, TRADE_LIFE_MS } from './manifest.ts'
import { counterCall, counterFinding } from './micropay.ts'
import { ANSWERS, readNotify } from './notify.ts'
import { buyer, type CalledScene, calledReply, orderCall } from './order.ts'
import { queriedFact } from './payment.ts'
import { probeReport } from './probe.ts'
import { acceptedRefund, queriedRefund, refundCall, refundQueryCall } from './refund.ts'
import { readReturn } from './return.ts'
import { bill } from './statement.ts'
import { learnedCertificates } from './trust.ts'

export type { AlipayConfig } from './config.ts'
export type { Doubts } from './doubts.ts'
export type { AlipayExtra } from './extra.ts'
export type { AlipayAbility, AlipayScene } from './manifest.ts'

/**
 * 支付宝 (the gateway protocol: forms and JSON, RSA2 signatures both ways). Core holds the application's private key under the name `app`,
 * and the wallet's keys: as `alipay`, or with certificates under their numbers.
 *
 * @example
 * const protocol = alipay({ appId: '2021000122671080', sellerId: '2088000000000000', notifyUrl })
 */
export function alipay(config: AlipayConfig): Protocol<AlipayScene, AlipayAbility> {
  const account = accountOf(config)
  const { payee, doubts } = account
  const ask = asker(account)
  const manifest = manifestOf(doubts)
  return {
    manifest,
    payee,
    *pay(command, at) {
      switch (command.scene) {
        case 'page':
        case 'h5':
        case 'app':
          return yield* launched(command, account, at)
        case 'micropay':
          return counterFinding(yield* ask(counterCall(command, account, at.nowMs), at), command, account, at.nowMs)
        default:
          return yield* called(command, account, ask, at)
      }
    },
    *query(ref, at) {
      const content = { out_trade_no: ref.outTradeNo }
      const opened = yield* ask({ method: 'alipay.trade.query', effect: 'read', content }, at)
      if (opened.kind === 'success') return queriedFact(opened.fields, ref, payee)
      if (answers('absent', 'query', opened)) return notThere(ref, manifest, at.nowMs)
      throw refusedRead('query', opened)
    },
    *refund(command, at) {
      const opened = yield* ask(refundCall(command), at)
      if (opened.kind === 'refusal') return findingOf('refund', opened)
      return { kind: 'done', value: acceptedRefund(opened.fields, command), evidence: 'verified' }
    },
    *close(ref, at) {
      return closedFinding(yield* ask(closeCall(ref), at), ref, account)
    },
    *reverse(ref, at) {
      return reversedFinding(yield* ask(cancelCall(ref), at), ref, account)
    },
    *queryRefund(ref, at) {
      const opened = yield* ask(refundQueryCall(ref), at)
      if (opened.kind === 'success') return queriedRefund(opened.fields, ref, account)
      if (answers('absent', 'queryRefund', opened)) return { kind: 'absent', evidence: 'verified' }
      throw refusedRead('queryRefund', opened)
    },
    *statement(query, at) {
      return yield* bill(query, account, ask, at)
    },
    *trust(at, wanted) {
      return yield* learnedCertificates(account, at, wanted)
    },
    *probe(at) {
      return yield* probeReport(ask, at)
    },
    *verifyReturn(query) {
      return yield* readReturn(query, account)
    },
    *notify(received) {
      return yield* readNotify(received, account)
    },
    acknowledge: (acknowledgement) => ANSWERS[acknowledgement],
  }
}

function* called(command: PayCommand<CalledScene>, account: Account, ask: Ask, at: Moment): Exchange<Finding<PayReply>> {
  const more = command.scene === 'native' ? {} : buyer(command)
  const opened = yield* ask(orderCall(command, account, at.nowMs, more), at)
  if (opened.kind === 'refusal') return findingOf('pay', opened)
  const value = calledReply(opened.fields, command, at.nowMs, PROMPT_LIFE_MS[command.scene])
  return { kind: 'done', value, evidence: 'verified' }
}

/**
 * Not yet: who has the code or the page may still open it, until the order's own end and, since the wallet's clock ends it and not ours,
 * a quiet time more. What the wallet has at once needs only core's quiet time.
 */
function notThere({ scene, ...ref }: AttemptRef, { createdOnScan = [], timing }: Manifest, nowMs: Instant): NotThere {
  const absent = { kind: 'absent', evidence: 'verified' } as const
  if (scene !== undefined && !createdOnScan.includes(scene)) return absent
  const end = ref.expiresAt ?? (ref.sentAt ?? ref.startedAt ?? nowMs) + TRADE_LIFE_MS
  const mayAppearUntil = end + timing.quietMs
  return { ...absent, ...(mayAppearUntil > nowMs && { mayAppearUntil }) }
}
