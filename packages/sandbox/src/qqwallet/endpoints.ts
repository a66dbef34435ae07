import type { Instant } from '@tpkit/core'
import type { StruckCall } from '../faults/rules.ts'
import type { Call } from './call.ts'
import { fundStatement } from './fund-statement.ts'
import { micropay } from './micropay.ts'
import { queryOrder } from './order-query.ts'
import { closeOrder, unifiedOrder } from './orders.ts'
import { queryRefund } from './refund-query.ts'
import { refund } from './refunds.ts'
import { reverse } from './reverse.ts'
import * as rules from './rules.ts'
import type { Reply } from './sign.ts'
import type { State } from './state.ts'
import { tradeStatement } from './trade-statement.ts'

/** For calls without a client certificate. */
export const QQ_ORIGIN = 'https://qpay.qq.com'
/** For calls that move money back: only with the merchant's client certificate. */
export const QQ_API_ORIGIN = 'https://api.qpay.qq.com'

interface EndpointBase {
  /** What it means to an application. */
  readonly call: StruckCall
  readonly origin: string
  readonly rules: rules.Rules
  /** Whether a service provider must say whose call it is. */
  readonly ofSubMerchant: boolean
}

/** An operation, by what it is answered with: a signed message, or a file. */
export type Endpoint = EndpointBase &
  (
    | { readonly run: (state: State, call: Call, now: Instant) => Reply }
    | { readonly download: (state: State, call: Call, now: Instant) => string }
  )

/** By path. */
export const ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>([
  [
    '/cgi-bin/pay/qpay_unified_order.cgi',
    { call: 'pay', origin: QQ_ORIGIN, rules: rules.UNIFIED_ORDER, ofSubMerchant: true, run: unifiedOrder },
  ],
  [
    '/cgi-bin/pay/qpay_micro_pay.cgi',
    { call: 'pay', origin: QQ_ORIGIN, rules: rules.MICROPAY, ofSubMerchant: true, run: micropay },
  ],
  [
    '/cgi-bin/pay/qpay_order_query.cgi',
    { call: 'query', origin: QQ_ORIGIN, rules: rules.ORDER_QUERY, ofSubMerchant: true, run: queryOrder },
  ],
  [
    '/cgi-bin/pay/qpay_close_order.cgi',
    { call: 'close', origin: QQ_ORIGIN, rules: rules.CLOSE_ORDER, ofSubMerchant: false, run: closeOrder },
  ],
  [
    '/cgi-bin/pay/qpay_reverse.cgi',
    { call: 'reverse', origin: QQ_API_ORIGIN, rules: rules.REVERSE, ofSubMerchant: false, run: reverse },
  ],
  [
    '/cgi-bin/pay/qpay_refund.cgi',
    { call: 'refund', origin: QQ_API_ORIGIN, rules: rules.REFUND, ofSubMerchant: true, run: refund },
  ],
  [
    '/cgi-bin/pay/qpay_refund_query.cgi',
    { call: 'queryRefund', origin: QQ_ORIGIN, rules: rules.REFUND_QUERY, ofSubMerchant: true, run: queryRefund },
  ],
  [
    '/cgi-bin/sp_download/qpay_mch_statement_down.cgi',
    { call: 'statement', origin: QQ_ORIGIN, rules: rules.STATEMENT, ofSubMerchant: false, download: tradeStatement },
  ],
  [
    '/cgi-bin/sp_download/qpay_mch_acc_roll.cgi',
    { call: 'statement', origin: QQ_ORIGIN, rules: rules.FUND_STATEMENT, ofSubMerchant: false, download: fundStatement },
  ],
])

/** Undefined where no operation lives. */
export function endpointAt(path: string): Endpoint | undefined {
  return ENDPOINTS.get(path.replace(/\?.*$/s, ''))
}
