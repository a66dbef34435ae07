import type { Acknowledgement, Evidence, HttpAnswer, Protocol } from '@tpkit/core'
import { type Failure, failureOf, type TPError, tpError } from '@tpkit/core/errors'
import { type AlipayScene, manifest } from './manifest.ts'
import type { AlipayConfig } from './schema.ts'

/** 支付宝 (the gateway protocol). Planned: every verb refuses, and nothing is ever sent. */
export function alipay({ sellerId, appId }: AlipayConfig): Protocol<AlipayScene> {
  return {
    manifest,
    payee: { mchId: sellerId, appId },
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
  const found = 'found Alipay (支付宝), which is planned and not there yet'
  const todo = 'use an account whose plugin is ready, such as @tpkit/provider-qqwallet ("tpkit plugins" lists them)'
  return tpError('UNSUPPORTED', `${verb}: expected a provider that is ready, ${found}; nothing was sent; ${todo}`)
}

const HEADERS: HttpAnswer['headers'] = [['content-type', 'text/plain; charset=utf-8']]

/** The wallet repeats until it reads exactly these seven letters under status 200. */
const ANSWERS: Readonly<Record<Acknowledgement, HttpAnswer>> = {
  accepted: { status: 200, headers: HEADERS, body: 'success' },
  later: { status: 500, headers: HEADERS, body: 'fail' },
  refused: { status: 400, headers: HEADERS, body: 'fail' },
}
