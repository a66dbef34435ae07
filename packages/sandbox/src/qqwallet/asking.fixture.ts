import type { Delivery, Wallet, WalletAnswer } from '@tpkit/core'
import { expect } from 'vitest'
import { type QQDesk, type QQDeskOptions, qqDesk } from './desk.ts'
import type { QQMerchant } from './merchant.ts'
import { type Fields, isSigned, signature } from './sign.ts'
import { type QQWallet, type QQWalletOptions, qqWallet } from './wallet.ts'
import { readXml, writeXml } from './xml.ts'

export const MERCHANT: QQMerchant = {
  mchId: '1900000109',
  apiKey: 'test-key-0123456789abcdef0123456',
  name: 'Test shop',
  opUserPassword: 'test-operator-password',
  clientCertificate: '1900000109',
}

export const OTHER_MERCHANT: QQMerchant = { mchId: '1900000110', apiKey: 'test-key-of-another-merchant-000000' }

/** Noon in Beijing. */
export const NOW = Date.UTC(2026, 0, 5, 4)
export const MINUTE = 60_000
export const DAY = 86_400_000

const QPAY = 'https://qpay.qq.com'
const API = 'https://api.qpay.qq.com'

/** Where each operation lives, written down here a second time. */
const ADDRESS = {
  order: [QPAY, '/cgi-bin/pay/qpay_unified_order.cgi'],
  micropay: [QPAY, '/cgi-bin/pay/qpay_micro_pay.cgi'],
  reverse: [API, '/cgi-bin/pay/qpay_reverse.cgi'],
  query: [QPAY, '/cgi-bin/pay/qpay_order_query.cgi'],
  close: [QPAY, '/cgi-bin/pay/qpay_close_order.cgi'],
  refund: [API, '/cgi-bin/pay/qpay_refund.cgi'],
  refundQuery: [QPAY, '/cgi-bin/pay/qpay_refund_query.cgi'],
  statement: [QPAY, '/cgi-bin/sp_download/qpay_mch_statement_down.cgi'],
  fundStatement: [QPAY, '/cgi-bin/sp_download/qpay_mch_acc_roll.cgi'],
} as const

export type Operation = keyof typeof ADDRESS
type Values = Readonly<Record<string, string>>

/** Fields that make each operation pass; a test names what matters to it. */
const USUAL: Readonly<Record<Operation, Values>> = {
  order: {
    body: '天虹南山店-超市',
    out_trade_no: 'T-1',
    fee_type: 'CNY',
    total_fee: '1990',
    spbill_create_ip: '123.12.12.123',
    trade_type: 'NATIVE',
    notify_url: 'http://127.0.0.1:9/notify/qq',
  },
  micropay: {
    body: '天虹南山店-超市',
    out_trade_no: 'T-1',
    fee_type: 'CNY',
    total_fee: '1990',
    spbill_create_ip: '123.12.12.123',
    trade_type: 'MICROPAY',
    device_info: 'WP00000001',
    notify_url: 'http://127.0.0.1:9/notify/qq',
  },
  reverse: { out_trade_no: 'T-1', op_user_id: '1900000109', op_user_passwd: '4ba7b2230bd6fa1bff0b2a8af66dfbc0' },
  query: {},
  close: { out_trade_no: 'T-1' },
  refund: {
    out_refund_no: 'R-1',
    refund_fee: '500',
    op_user_id: '1900000109',
    op_user_passwd: '4ba7b2230bd6fa1bff0b2a8af66dfbc0',
  },
  refundQuery: {},
  statement: { bill_date: '20260105', bill_type: 'ALL' },
  fundStatement: { bill_date: '20260105', acc_type: 'CASH' },
}

export interface Asking {
  readonly now?: number
  readonly merchant?: QQMerchant
  readonly origin?: string
  readonly method?: string
  readonly clientCertificate?: string | undefined
  /** Instead of the signed XML. */
  readonly body?: string | Uint8Array
}

/** The wallet, or its desk alone. */
type Asked = Pick<Wallet, 'handle'>

/** The XML of a signed request. A field set to '' is sent empty; use `without` to leave one out. */
export function signedXml(operation: Operation, values: Values, merchant: QQMerchant = MERCHANT): string {
  const fields = new Map(Object.entries({ mch_id: merchant.mchId, nonce_str: 'n1', ...USUAL[operation], ...values }))
  return writeXml(new Map([...fields, ['sign', signature(fields, merchant.apiKey, merchant.signType)]]))
}

export function send(wallet: Asked, operation: Operation, values: Values = {}, how: Asking = {}): WalletAnswer {
  const [origin, path] = ADDRESS[operation]
  const body = how.body ?? signedXml(operation, values, how.merchant)
  const certificate = 'clientCertificate' in how ? how.clientCertificate : (how.merchant ?? MERCHANT).mchId
  const needs = origin === API && certificate !== undefined
  const answer = wallet.handle(
    {
      method: how.method ?? 'POST',
      origin: how.origin ?? origin,
      path,
      headers: new Map([['content-type', ['text/xml; charset=utf-8']]]),
      body: typeof body === 'string' ? new TextEncoder().encode(body) : body,
      ...(needs ? { clientCertificate: certificate } : {}),
    },
    how.now ?? NOW,
  )
  if (!answer) throw new Error('expected an answer, found an ended connection')
  return answer
}

/** Sends, and reads the answer, which must be signed. */
export function ask(wallet: Asked, operation: Operation, values: Values = {}, how: Asking = {}): Values {
  const fields = xmlOf(send(wallet, operation, values, how))
  expect(isSigned(fields, (how.merchant ?? MERCHANT).apiKey)).toBe(true)
  return Object.fromEntries(fields)
}

export function xmlOf({ status, body }: { readonly status: number; readonly body: Uint8Array }): Fields {
  expect(status).toBe(200)
  const fields = readXml(new TextDecoder().decode(body))
  if (!fields) throw new Error('expected an XML answer')
  return fields
}

export function newWallet(options: Partial<QQWalletOptions> = {}): QQWallet {
  return qqWallet({ merchants: [MERCHANT, OTHER_MERCHANT], ...options })
}

export function newDesk(options: Partial<QQDeskOptions> = {}): QQDesk {
  return qqDesk({ merchants: [MERCHANT, OTHER_MERCHANT], ...options })
}

/** A payment code that is scanned at once. */
export function scan(desk: QQDesk, values: Values = {}, how: Asking = {}): Values {
  return ask(desk, 'micropay', { auth_code: desk.paymentCode(how.now ?? NOW), ...values }, how)
}

export const FAILED = (code: string) => ({ return_code: 'SUCCESS', result_code: 'FAIL', err_code: code })

/** The one notify that is due. */
export function only(deliveries: readonly Delivery[]): Delivery {
  const [delivery, ...more] = deliveries
  if (!delivery || more.length > 0) throw new Error('expected exactly one notify')
  return delivery
}

/** An order, paid at once; answers with its transaction id. */
export function paidOrder(wallet: Asked & Pick<Wallet, 'act' | 'books'>, values: Values = {}, how: Asking = {}): string {
  wallet.act(ask(wallet, 'order', values, how).code_url ?? '', 'pay', how.now ?? NOW)
  const { out_trade_no: outTradeNo = 'T-1' } = values
  const order = wallet.books(how.now ?? NOW).find((each) => each.outTradeNo === outTradeNo)
  if (!order?.transactionId) throw new Error('expected a paid order')
  return order.transactionId
}
