import type { Instant } from '@tpkit/core'
import type { StruckCall } from '../faults/rules.ts'
import { applyBill } from './bills.ts'
import type { Call, Reply } from './call.ts'
import { cancelTrade } from './cancel.ts'
import { downloadCertificate } from './certificates.ts'
import { closeTrade } from './close.ts'
import { codepay } from './codepay.ts'
import { create } from './create.ts'
import { queryTrade } from './order-query.ts'
import { precreate } from './precreate.ts'
import { queryRefund } from './refund-told.ts'
import { refund } from './refunds.ts'
import type { State } from './state.ts'

export const ALIPAY_ORIGIN = 'https://openapi.alipay.com'
/** 账单下载: the wallet names it with either scheme. */
export const ALIPAY_BILL_ORIGIN = 'https://dwbillcenter.alipay.com'
export const GATEWAY_PATH = '/gateway.do'
export const BILL_PATH = '/downloadBillFile.resource'

/** A method of the gateway: one that a server calls, or one that a payer's browser or application opens. */
export type Method = {
  /** What it means to an application. */
  readonly call: StruckCall
} & (
  | {
      readonly run: (state: State, call: Call, now: Instant) => Reply
      /** Amounts that a refusal of what was asked says all the same. */
      readonly zeros?: readonly string[]
    }
  | { readonly opens: 'page' | 'h5' }
)

/** Amounts that stand in the refusal of a payment, and of a refund. */
const PAYMENT = ['buyer_pay_amount', 'invoice_amount', 'point_amount', 'receipt_amount'] as const
const REFUND = ['refund_fee', 'send_back_fee'] as const

/** By the parameter `method`. */
const METHODS: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['alipay.trade.page.pay', { call: 'pay', opens: 'page' }],
  ['alipay.trade.wap.pay', { call: 'pay', opens: 'h5' }],
  ['alipay.trade.precreate', { call: 'pay', run: precreate }],
  ['alipay.trade.create', { call: 'pay', run: create }],
  ['alipay.trade.pay', { call: 'pay', run: codepay, zeros: PAYMENT }],
  ['alipay.trade.query', { call: 'query', run: queryTrade, zeros: PAYMENT }],
  ['alipay.trade.refund', { call: 'refund', run: refund, zeros: REFUND }],
  ['alipay.trade.fastpay.refund.query', { call: 'queryRefund', run: queryRefund }],
  ['alipay.trade.close', { call: 'close', run: closeTrade }],
  ['alipay.trade.cancel', { call: 'reverse', run: cancelTrade }],
  ['alipay.data.dataservice.bill.downloadurl.query', { call: 'statement', run: applyBill }],
  ['alipay.open.app.alipaycert.download', { call: 'trust', run: downloadCertificate }],
])

/** Undefined where no method lives. What a payer's application opens never comes to the gateway from a server. */
export function methodAt(name: string | undefined): Method | undefined {
  return METHODS.get(name ?? '')
}
