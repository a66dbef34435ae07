import { type Exchange, type Moment, type Protocol, send } from '@tpkit/core'
import { accountOf } from './account.ts'
import { type Opened, open } from './answer.ts'
import type { WeChatPayConfig } from './config.ts'
import { asker, transactions, withQuery } from './endpoints.ts'
import { answers, findingOf, refusedRead, says } from './finding.ts'
import { launchPrompt } from './launch.ts'
import { manifestOf, type WeChatPayAbility, type WeChatPayScene } from './manifest.ts'
import { counterBody, counterFinding } from './micropay.ts'
import { acknowledgements, readNotify } from './notify.ts'
import { orderBody, preparedReply } from './order.ts'
import { closedFact, queriedFact, reversedFact } from './payment.ts'
import { probeReport } from './probe.ts'
import { acceptedRefund, refundDraft, refundFact, refundQueryDraft } from './refund.ts'
import { type Draft, signedRequest } from './request.ts'
import { bill } from './statement.ts'
import { learnedCertificates } from './trust.ts'

export type { WeChatPayConfig } from './config.ts'
export type { Doubts } from './doubts.ts'
export type { AbnormalRefund, BillType, FundAccount, WeChatPayExtra } from './extra.ts'
export type { WeChatPayAbility, WeChatPayScene } from './manifest.ts'

/** 小程序 pays by the same order as 公众号. */
const ORDER_PATHS = { native: 'native', jsapi: 'jsapi', mini: 'jsapi', app: 'app', h5: 'h5' } as const

/**
 * 微信支付 (APIv3: JSON, RSA signatures both ways, AES-GCM in notifies). Core holds the merchant's private key under the name
 * `merchant`, and the wallet's keys under their serial numbers and public key ids.
 *
 * @example
 * const protocol = wechatpay({ mchId: '1900000109', appId, serial, apiV3Keys: [secretFrom(key, 'apiV3Key')], notifyUrl })
 */
export function wechatpay(config: WeChatPayConfig): Protocol<WeChatPayScene, WeChatPayAbility> {
  const account = accountOf(config)
  const { doubts, payee, mchId, appId, subMchId, subAppId } = account
  function* ask(draft: Draft, at: Moment): Exchange<Opened> {
    return yield* open(yield* send(yield* signedRequest(draft, account, at)))
  }
  const order = (outTradeNo: string, verb: string) =>
    transactions(account, `out-trade-no/${encodeURIComponent(outTradeNo)}/${verb}`)
  const query = (rest: string) => withQuery(transactions(account, rest), asker(account))
  return {
    manifest: manifestOf(doubts),
    payee,
    *pay(command, at) {
      if (command.scene === 'micropay') {
        const draft = post(transactions(account, 'codepay'), counterBody(command, account))
        return counterFinding(yield* ask(draft, at), command, account, at.nowMs)
      }
      const path = transactions(account, ORDER_PATHS[command.scene])
      const opened = yield* ask(post(path, orderBody(command, account, at.nowMs)), at)
      if (opened.kind === 'refusal') return findingOf('pay', opened)
      const prompt = yield* launchPrompt(opened.fields, command, account, at)
      return { kind: 'done', value: preparedReply(command, prompt, opened.fields), evidence: 'verified' }
    },
    *query(ref, at) {
      // What is not paid yet is found by our number only, and that finds what is paid as well.
      const path = query(`out-trade-no/${encodeURIComponent(ref.outTradeNo)}`)
      const opened = yield* ask({ method: 'GET', path, effect: 'read' }, at)
      if (opened.kind === 'success') return queriedFact(opened.fields, ref)
      if (says('absent', 'query', opened)) return { kind: 'absent', evidence: opened.evidence }
      throw refusedRead('query', opened)
    },
    *refund(command, at) {
      const opened = yield* ask(yield* refundDraft(command, account), at)
      if (opened.kind === 'refusal') return findingOf('refund', opened)
      return { kind: 'done', value: acceptedRefund(opened.fields, command), evidence: 'verified' }
    },
    *close(ref, at) {
      const body = subMchId ? { sp_mchid: mchId, sub_mchid: subMchId } : { mchid: mchId }
      const opened = yield* ask(post(order(ref.outTradeNo, 'close'), body), at)
      if (opened.kind === 'refusal' && !answers('done', 'close', opened)) return findingOf('close', opened)
      return { kind: 'done', value: closedFact(ref, opened.kind === 'success' ? opened.fields : {}), evidence: 'verified' }
    },
    *reverse(ref, at) {
      const parties = subMchId
        ? { sp_appid: appId, sp_mchid: mchId, sub_appid: subAppId, sub_mchid: subMchId }
        : { appid: appId, mchid: mchId }
      const opened = yield* ask(post(order(ref.outTradeNo, 'reverse'), parties), at)
      if (opened.kind === 'refusal') return findingOf('reverse', opened)
      return { kind: 'done', value: reversedFact(opened.fields, ref), evidence: 'verified' }
    },
    *queryRefund(ref, at) {
      const opened = yield* ask(refundQueryDraft(ref, account), at)
      if (opened.kind === 'success') return refundFact(opened.fields, ref, 'query')
      if (says('absent', 'queryRefund', opened)) return { kind: 'absent', evidence: opened.evidence }
      throw refusedRead('queryRefund', opened)
    },
    *statement(query, at) {
      return yield* bill(query, account, at)
    },
    *trust(at) {
      return yield* learnedCertificates(account, at)
    },
    *probe(at) {
      const path = query(`out-trade-no/tpkit-probe-${at.nonce(20)}`)
      return yield* probeReport(() => ask({ method: 'GET', path, effect: 'read' }, at))
    },
    *notify(received, at) {
      return yield* readNotify(received, account, at.nowMs)
    },
    acknowledge: acknowledgements(doubts),
  }
}

function post(path: string, body: object): Draft {
  return { method: 'POST', path, body, effect: 'write' }
}
