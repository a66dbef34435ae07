import { createPrivateKey, createPublicKey, type KeyObject, sign as rsaSign } from 'node:crypto'
import {
  type Answer,
  cny,
  type Exchange,
  type HttpRequest,
  type HttpResponse,
  type Moment,
  type Received,
  type Step,
} from '@tpkit/core'
import type { AlipayConfig } from './config.ts'
import { KEYS } from './vectors.fixture.ts'

/** The gateway, played by hand: it answers and notifies as the reference says, with the keys of the vectors. */

export const NOW = Date.UTC(2026, 10, 23, 2, 0, 0) // 2026-11-23 10:00:00 in Beijing
export const TRADE_NO = '2026112322001400001000000001'

export const account: AlipayConfig = {
  appId: '2021000000000001',
  sellerId: '2088101106499364',
  notifyUrl: 'https://shop.example/notify/alipay',
}

export const at: Moment = { nowMs: NOW, nonce: (length) => 'n'.repeat(length) }

export const payment = { outTradeNo: 'A1', total: cny.fen(8_888) }
export const order = { ...payment, scene: 'native', subject: '龙井茶' } as const
export const counter = { ...payment, scene: 'micropay', subject: '龙井茶', authCode: '284567890123456789' } as const
export const refund = { ...payment, outRefundNo: 'RF1', amount: cny.fen(2_000) }

export const privateKey = createPrivateKey(KEYS.app_private_pkcs8)
export const appKey = createPublicKey(KEYS.app_public_spki)
export const walletKey = createPrivateKey(KEYS.alipay_private_pkcs8)

/** What core holds for the account. */
export const TRUSTED: ReadonlyMap<string, KeyObject> = new Map([['alipay', createPublicKey(KEYS.alipay_public_spki)]])

/** The order as a query tells it. */
export const PAID = {
  trade_no: TRADE_NO,
  out_trade_no: payment.outTradeNo,
  buyer_logon_id: '159****5620',
  trade_status: 'TRADE_SUCCESS',
  total_amount: '88.88',
  buyer_pay_amount: '88.88',
  point_amount: '0.00',
  invoice_amount: '88.88',
  receipt_amount: '88.88',
  send_pay_date: '2026-11-23 09:59:30',
  buyer_user_id: '2088102122524333',
  fund_bill_list: [{ fund_channel: 'ALIPAYACCOUNT', amount: '88.88' }],
}
/** What it says of one that nobody paid. */
export const UNPAID = {
  trade_no: TRADE_NO,
  out_trade_no: payment.outTradeNo,
  trade_status: 'WAIT_BUYER_PAY',
  total_amount: '88.88',
  buyer_pay_amount: '0.00',
  point_amount: '0.00',
  invoice_amount: '0.00',
  receipt_amount: '0.00',
}
/** 付款码支付, paid at once. */
export const COUNTER_PAID = {
  trade_no: TRADE_NO,
  out_trade_no: payment.outTradeNo,
  total_amount: '88.88',
  receipt_amount: '88.88',
  buyer_pay_amount: '80.00',
  gmt_payment: '2026-11-23 10:00:01',
  buyer_open_id: '01501o8f93I4nJAGB1jG4ONtdnUR',
}
export const REFUNDED = { trade_no: TRADE_NO, out_trade_no: payment.outTradeNo, fund_change: 'Y', refund_fee: '20.00' }
export const REFUND_QUERIED = {
  trade_no: TRADE_NO,
  out_trade_no: payment.outTradeNo,
  out_request_no: refund.outRefundNo,
  total_amount: '88.88',
  refund_amount: '20.00',
  refund_status: 'REFUND_SUCCESS',
  gmt_refund_pay: '2026-11-23 10:30:00',
}
/** The payment as a notify tells it. */
export const NOTIFIED = {
  notify_time: '2026-11-23 10:01:05',
  notify_type: 'trade_status_sync',
  notify_id: '2026112300222100105000001234567890',
  app_id: account.appId,
  auth_app_id: account.appId,
  charset: 'utf-8',
  version: '1.0',
  sign_type: 'RSA2',
  trade_no: TRADE_NO,
  out_trade_no: payment.outTradeNo,
  buyer_id: '2088102122524333',
  seller_id: account.sellerId,
  trade_status: 'TRADE_SUCCESS',
  total_amount: '88.88',
  receipt_amount: '88.88',
  buyer_pay_amount: '88.88',
  subject: '龙井茶',
  gmt_create: '2026-11-23 10:00:50',
  gmt_payment: '2026-11-23 10:01:04',
  fund_bill_list: '[{"amount":"88.88","fundChannel":"ALIPAYACCOUNT"}]',
}
/** What a refund adds to it. */
export const OF_A_REFUND = { refund_fee: '20.00', gmt_refund: '2026-11-23 10:30:00.123', out_biz_no: refund.outRefundNo }

/** How an answer is put together, where it differs from the usual. */
export interface Signing {
  readonly key?: KeyObject
  readonly certificateSn?: string
  /** The member that holds the payload. */
  readonly name?: string
}

export function raw(body: string | Uint8Array, status = 200): HttpResponse {
  const headers = new Map([['content-type', ['text/html;charset=utf-8']]])
  return { status, headers, body: new Uint8Array(Buffer.from(body)), nowMs: NOW + 50 }
}

/** The real style: compact, every slash escaped, the payload first and its signature last. */
export function envelope(method: string, payload: string, { key = walletKey, certificateSn, name }: Signing = {}): HttpResponse {
  const sign = rsaSign('RSA-SHA256', Buffer.from(payload), key).toString('base64')
  const sn = certificateSn === undefined ? '' : `,"alipay_cert_sn":"${certificateSn}"`
  return raw(`{"${name ?? memberOf(method)}":${payload}${sn},"sign":"${sign}"}`)
}

export function memberOf(method: string): string {
  return `${method.replaceAll('.', '_')}_response`
}

export function written(fields: object): string {
  return JSON.stringify(fields).replaceAll('/', '\\/')
}

export function success(method: string, fields: object, signing?: Signing): HttpResponse {
  return envelope(method, written({ code: '10000', msg: 'Success', ...fields }), signing)
}

export function refusal(method: string, sub_code: string, code = '40004', signing?: Signing): HttpResponse {
  return envelope(method, written({ code, msg: 'Business Failed', sub_code, sub_msg: '业务失败' }), signing)
}

/** As errors come before the application is known. */
export function unsignedRefusal(method: string, sub_code: string, code = '40002'): HttpResponse {
  return raw(`{"${memberOf(method)}":${written({ code, msg: 'Invalid Arguments', sub_code, sub_msg: '无效的参数' })}}`)
}

type Params = Readonly<Record<string, string>>

/** What is signed of parameters, in plain words beside the product's. */
function textOf(params: Params, rule: 'V1' | 'V2'): string {
  return Object.keys(params)
    .filter((name) => name !== 'sign' && !(rule === 'V1' && name === 'sign_type') && params[name] !== '')
    .sort()
    .map((name) => `${name}=${params[name]}`)
    .join('&')
}

/** Parameters with a signature over them; `encode` is their charset. */
export function signedParams(params: Params, key = walletKey, rule: 'V1' | 'V2' = 'V1', encode = utf8): Params {
  return { ...params, sign: rsaSign('RSA-SHA256', encode(textOf(params, rule)), key).toString('base64') }
}

const utf8 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text))

export function form(params: Params, encode = utf8): string {
  return Object.entries(params)
    .map(([name, value]) => `${name}=${escaped(encode(value))}`)
    .join('&')
}

/** As the wallet escapes: a space is a plus sign. */
function escaped(bytes: Uint8Array): string {
  return [...bytes].map((byte) => escapedByte(byte)).join('')
}

function escapedByte(byte: number): string {
  const letter = String.fromCharCode(byte)
  if (/[0-9A-Za-z*._-]/.test(letter)) return letter
  return letter === ' ' ? '+' : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
}

/** A notify as it arrives. */
export function received(body: string | Uint8Array, query = ''): Received {
  return { headers: new Map(), query, body: new Uint8Array(Buffer.from(body)) }
}

export function notified(params: Params, key?: KeyObject): Received {
  return received(form(signedParams(params, key)))
}

export interface Driven<Reply> {
  readonly reply: Reply
  readonly requests: readonly HttpRequest[]
  /** The texts that were signed. */
  readonly texts: readonly string[]
}

/** Drives an exchange by hand: the world signs, knows the trusted keys, and gives each request its answer. */
export function drive<Reply>(
  exchange: Exchange<Reply>,
  responses: HttpResponse | readonly HttpResponse[] = [],
  trusted: ReadonlyMap<string, KeyObject> = TRUSTED,
): Driven<Reply> {
  const waiting = 'status' in responses ? [responses] : [...responses]
  const steps: Step[] = []
  let next = exchange.next()
  while (!next.done) {
    steps.push(next.value)
    next = exchange.next(answerTo(next.value, waiting, trusted))
  }
  const requests = steps.flatMap((step) => (step.do === 'send' ? [step.request] : []))
  const texts = steps.flatMap((step) => (step.do === 'sign' ? [Buffer.from(step.text).toString()] : []))
  return { reply: next.value, requests, texts }
}

function answerTo(step: Step, waiting: HttpResponse[], trusted: ReadonlyMap<string, KeyObject>): Answer {
  if (step.do === 'sign') return { to: 'sign', bytes: rsaSign('RSA-SHA256', step.text, privateKey) }
  if (step.do === 'key') {
    const key = trusted.get(step.id ?? '')
    return { to: 'key', found: step.id !== undefined && key ? { id: step.id, key } : undefined }
  }
  if (step.do === 'keys') return { to: 'keys', found: [...trusted].map(([id, key]) => ({ id, key })) }
  const response = waiting.shift()
  if (step.do !== 'send' || !response) throw new Error(`expected no step "${step.do}"`)
  return { to: 'send', response }
}

/** What an exchange would send first; nothing answers. */
export function firstRequest(exchange: Exchange<unknown>): HttpRequest {
  let next = exchange.next()
  while (!next.done) {
    if (next.value.do === 'send') return next.value.request
    next = exchange.next(answerTo(next.value, [], TRUSTED))
  }
  throw new Error('expected a request')
}

/** Every parameter of a request, wherever it stands. */
export function parameters({ url, body }: HttpRequest): Params {
  const both = `${new URL(url).search.slice(1)}&${new TextDecoder().decode(body)}`
  return Object.fromEntries(new URLSearchParams(both))
}

/** biz_content of a request. */
export function content(request: HttpRequest): Record<string, unknown> {
  return JSON.parse(parameters(request).biz_content ?? '')
}
