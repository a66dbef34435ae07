import type { Acknowledgement, Evidence, HttpAnswer, Protocol } from '@tpkit/core'
import { type Failure, failureOf, type TPError, tpError } from '@tpkit/core/errors'
import { manifest, type WeChatPayScene } from './manifest.ts'
import type { WeChatPayConfig } from './schema.ts'

/** 微信支付 (APIv3). Planned: every verb refuses, and nothing is ever sent. */
export function wechatpay({ mchId, appId, subMchId, subAppId }: WeChatPayConfig): Protocol<WeChatPayScene> {
  return {
    manifest,
    payee: { mchId, appId, ...(subMchId && { subMchId }), ...(subAppId && { subAppId }) },
    *pay() {
      return refused('pay')
    },
    *query() {
      throw planned('query')
    },
    *refund() {
      return refused('refund')
    },
    *notify() {
      throw planned('notify')
    },
    acknowledge: (acknowledgement) => ANSWERS[acknowledgement],
  }
}

function refused(verb: string): { kind: 'refused'; failure: Failure; evidence: Evidence } {
  return { kind: 'refused', failure: failureOf(planned(verb)), evidence: 'nothing-sent' }
}

function planned(verb: string): TPError {
  const found = 'found WeChat Pay (微信支付), which is planned and not there yet'
  const todo = 'use an account whose plugin is ready, such as @tpkit/provider-qqwallet ("tpkit plugins" lists them)'
  return tpError('UNSUPPORTED', `${verb}: expected a provider that is ready, ${found}; nothing was sent; ${todo}`)
}

const HEADERS: HttpAnswer['headers'] = [['content-type', 'application/json; charset=utf-8']]

/** The wallet looks at the status alone: 200 is taken, whatever the body says. */
const ANSWERS: Readonly<Record<Acknowledgement, HttpAnswer>> = {
  accepted: { status: 200, headers: HEADERS, body: '{"code":"SUCCESS","message":"成功"}' },
  later: { status: 500, headers: HEADERS, body: '{"code":"FAIL","message":"稍后重试"}' },
  refused: { status: 401, headers: HEADERS, body: '{"code":"FAIL","message":"签名失败"}' },
}
