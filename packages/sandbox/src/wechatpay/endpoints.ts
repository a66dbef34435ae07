import type { Instant } from '@tpkit/core'
import type { StruckCall } from '../faults/rules.ts'
import { applyBill, billFile } from './bills.ts'
import type { Call, Reply } from './call.ts'
import { certificates } from './certificates.ts'
import { codepay } from './codepay.ts'
import { queryById, queryByNumber } from './order-query.ts'
import { closeOrder, prepay } from './orders.ts'
import { applyAbnormalRefund, queryRefund, refund } from './refunds.ts'
import { reverseOrder } from './reverse.ts'
import type { State } from './state.ts'

export const WECHAT_ORIGIN = 'https://api.mch.weixin.qq.com'
/** 备用域名: the same wallet. */
export const WECHAT_BACKUP_ORIGIN = 'https://api2.mch.weixin.qq.com'

interface EndpointBase {
  readonly method: 'GET' | 'POST'
  /** The path, with the number in it as its only group. */
  readonly path: RegExp
  /** What it means to an application. */
  readonly call: StruckCall
}

/** An operation, by what it is answered with: a signed message, or a file. */
export type Endpoint = EndpointBase &
  (
    | { readonly run: (state: State, call: Call, now: Instant, number: string) => Reply }
    | { readonly download: (state: State, call: Call, now: Instant) => Uint8Array }
  )

const pay = (path: string): RegExp => new RegExp(`^/v3/pay/(?:partner/)?transactions/${path}$`)

export const ENDPOINTS: readonly Endpoint[] = [
  { method: 'POST', path: pay('native'), call: 'pay', run: prepay('native') },
  { method: 'POST', path: pay('jsapi'), call: 'pay', run: prepay('jsapi') },
  { method: 'POST', path: pay('app'), call: 'pay', run: prepay('app') },
  { method: 'POST', path: pay('h5'), call: 'pay', run: prepay('h5') },
  { method: 'POST', path: pay('codepay'), call: 'pay', run: codepay },
  { method: 'GET', path: pay('out-trade-no/([^/]+)'), call: 'query', run: queryByNumber },
  { method: 'GET', path: pay('id/([^/]+)'), call: 'query', run: queryById },
  { method: 'POST', path: pay('out-trade-no/([^/]+)/close'), call: 'close', run: closeOrder },
  { method: 'POST', path: pay('out-trade-no/([^/]+)/reverse'), call: 'reverse', run: reverseOrder },
  { method: 'POST', path: /^\/v3\/refund\/domestic\/refunds$/, call: 'refund', run: refund },
  { method: 'GET', path: /^\/v3\/refund\/domestic\/refunds\/([^/]+)$/, call: 'queryRefund', run: queryRefund },
  {
    method: 'POST',
    path: /^\/v3\/refund\/domestic\/refunds\/([^/]+)\/apply-abnormal-refund$/,
    call: 'refund',
    run: applyAbnormalRefund,
  },
  { method: 'GET', path: /^\/v3\/bill\/tradebill$/, call: 'statement', run: applyBill('trade') },
  { method: 'GET', path: /^\/v3\/bill\/fundflowbill$/, call: 'statement', run: applyBill('fund') },
  { method: 'GET', path: /^\/v3\/billdownload\/file$/, call: 'statement', download: billFile },
  { method: 'GET', path: /^\/v3\/certificates$/, call: 'trust', run: certificates },
]

/** Undefined where no operation lives. */
export function endpointAt(method: string, path: string): { readonly endpoint: Endpoint; readonly number: string } | undefined {
  const bare = path.replace(/\?.*$/s, '')
  for (const endpoint of ENDPOINTS) {
    const found = endpoint.method === method ? endpoint.path.exec(bare) : null
    if (found) return { endpoint, number: decodedPart(found[1] ?? '') }
  }
  return undefined
}

function decodedPart(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
