import {
  constants,
  createCipheriv,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  publicEncrypt,
  sign as rsaSign,
} from 'node:crypto'
import {
  type Answer,
  cny,
  type Exchange,
  type HttpRequest,
  type HttpResponse,
  type Moment,
  type Received,
  Secret,
  type Step,
} from '@tpkit/core'
import type { Fields } from '@tpkit/wire'
import type { WeChatPayConfig } from './config.ts'
import { headersOf, KEYS } from './vectors.fixture.ts'

/** The wallet, played by hand: it signs, seals and answers as the reference says, with the keys of the vectors. */

export const NOW = Date.UTC(2025, 0, 1) // 2025-01-01 08:00:00 in Beijing
export const TRANSACTION = '4200002345202501011234567890'
export const PUBLIC_KEY_ID = KEYS.wxpay_public_key_id
export const CERTIFICATE_SERIAL = KEYS.platform_cert_serial

export const account: WeChatPayConfig = {
  mchId: '1900000109',
  appId: 'wx8888888888888888',
  apiV3Keys: [new Secret(KEYS.api_v3_key)],
  serial: KEYS.mch_cert_serial,
  publicKeyId: PUBLIC_KEY_ID,
  notifyUrl: 'https://shop.example/notify/wechat',
}
/** What a service provider's account adds. */
export const sub = { subMchId: '1900000110', subAppId: 'wxfedcba9876543210' }

export const at: Moment = { nowMs: NOW, nonce: (length) => 'n'.repeat(length) }

export const payment = { outTradeNo: 'T20250101000001', total: cny.fen(100) }
export const order = { ...payment, scene: 'native', subject: '测试商品' } as const
export const counter = { ...payment, scene: 'micropay', subject: '测试商品', authCode: '134567890123456789' } as const
export const refund = { ...payment, transactionId: TRANSACTION, outRefundNo: 'R1', amount: cny.fen(30) }

/** The order as the wallet tells it, in answers and in notifies. */
export const PAID = {
  mchid: account.mchId,
  appid: account.appId,
  out_trade_no: payment.outTradeNo,
  transaction_id: TRANSACTION,
  trade_type: 'JSAPI',
  trade_state: 'SUCCESS',
  trade_state_desc: '支付成功',
  bank_type: 'OTHERS',
  success_time: '2025-01-01T08:00:00+08:00',
  payer: { openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o' },
  amount: { total: 100, payer_total: 100, currency: 'CNY', payer_currency: 'CNY' },
}
/** The refund as answers tell it: it names no merchant. */
export const REFUNDED = {
  refund_id: '50302030148218522032126281690',
  out_refund_no: refund.outRefundNo,
  transaction_id: TRANSACTION,
  out_trade_no: payment.outTradeNo,
  channel: 'ORIGINAL',
  user_received_account: '支付用户零钱',
  create_time: '2025-01-01T08:04:00+08:00',
  status: 'PROCESSING',
  amount: { total: 100, refund: 30, payer_total: 100, payer_refund: 30, currency: 'CNY' },
}
/** The refund as notifies tell it. */
export const REFUND_NOTIFIED = {
  mchid: account.mchId,
  out_trade_no: payment.outTradeNo,
  transaction_id: TRANSACTION,
  out_refund_no: refund.outRefundNo,
  refund_id: REFUNDED.refund_id,
  refund_status: 'SUCCESS',
  success_time: '2025-01-01T08:05:00+08:00',
  user_received_account: '支付用户零钱',
  amount: { total: 100, refund: 30, payer_total: 100, payer_refund: 30 },
}

export const privateKey = createPrivateKey(KEYS.mch_private_pem)
export const merchantKey = createPublicKey(KEYS.mch_cert_pem)
export const walletKey = createPrivateKey(KEYS.wxpay_pubkey_private_pem)
export const platformKey = createPrivateKey(KEYS.platform_private_pem)

/** What core holds for the account: the first is the one to name in requests. */
export const TRUSTED: ReadonlyMap<string, KeyObject> = new Map([
  [PUBLIC_KEY_ID, createPublicKey(KEYS.wxpay_public_key_pem)],
  [CERTIFICATE_SERIAL, createPublicKey(KEYS.platform_cert_pem)],
])

/** How a message is signed, where it differs from the usual. */
export interface Signing {
  readonly serial?: string
  readonly key?: KeyObject
  readonly seconds?: number
}

export function signatureHeaders(body: string | Uint8Array, signing: Signing = {}): Fields {
  const { serial = PUBLIC_KEY_ID, key = walletKey, seconds = NOW / 1_000 } = signing
  const text = Buffer.concat([Buffer.from(`${seconds}\nw0\n`), Buffer.from(body), Buffer.from('\n')])
  return {
    'Wechatpay-Timestamp': seconds.toString(),
    'Wechatpay-Nonce': 'w0',
    'Wechatpay-Serial': serial,
    'Wechatpay-Signature': rsaSign('RSA-SHA256', text, key).toString('base64'),
  }
}

export function unsigned(body: string | object, status = 200): HttpResponse {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return { status, headers: new Map(), body: new TextEncoder().encode(text), nowMs: NOW + 50 }
}

export function signed(body: string | object, status = 200, signing?: Signing): HttpResponse {
  const response = unsigned(body, status)
  return { ...response, headers: headersOf(signatureHeaders(response.body, signing)) }
}

export function refusal(code: string, status = 400): HttpResponse {
  return signed({ code, message: '订单' }, status)
}

export function unsignedRefusal(code: string, status = 400): HttpResponse {
  return unsigned({ code, message: '订单' }, status)
}

interface Sealing {
  readonly key?: string
  readonly nonce?: string
  /** Undefined: the message has none. */
  readonly associatedData?: string | undefined
}

/** AEAD_AES_256_GCM: the tag stands behind the text. */
export function box(text: string | Uint8Array, sealing: Sealing = {}) {
  const { key = KEYS.api_v3_key, nonce = 'fdasflkja484', associatedData } = sealing
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(key), Buffer.from(nonce))
  cipher.setAAD(Buffer.from(associatedData ?? ''))
  const sealed = Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()])
  const ciphertext = sealed.toString('base64')
  return {
    algorithm: 'AEAD_AES_256_GCM',
    ciphertext,
    nonce,
    ...(associatedData !== undefined && { associated_data: associatedData }),
  }
}

/** The body of a notify; `content` is sealed in it. */
export function envelope(event_type: string, content: string | object, sealing: Sealing = { associatedData: 'transaction' }) {
  return {
    id: 'EV-2018022511223320873',
    create_time: '2025-01-01T08:00:00+08:00',
    resource_type: 'encrypt-resource',
    event_type,
    summary: '支付成功',
    resource: { original_type: 'transaction', ...box(typeof content === 'string' ? content : JSON.stringify(content), sealing) },
  }
}

/** A message as it arrives, signed over exactly these bytes unless told otherwise. */
export function received(body: string | Uint8Array | object, headers?: Fields): Received {
  const bytes = Buffer.from(typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body))
  return { headers: headersOf(headers ?? signatureHeaders(bytes)), query: '', body: bytes }
}

export interface Driven<Reply> {
  readonly reply: Reply
  readonly requests: readonly HttpRequest[]
  readonly steps: readonly Step[]
}

/** Drives an exchange by hand: the world signs and seals, knows the trusted keys, and gives each request its answer. */
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
  return { reply: next.value, requests, steps }
}

function answerTo(step: Step, waiting: HttpResponse[], trusted: ReadonlyMap<string, KeyObject>): Answer {
  if (step.do === 'sign') return { to: 'sign', bytes: rsaSign('RSA-SHA256', step.text, privateKey) }
  if (step.do === 'key') {
    const [id, key] = step.id === undefined ? ([...trusted][0] ?? []) : [step.id, trusted.get(step.id)]
    return { to: 'key', found: id !== undefined && key ? { id, key } : undefined }
  }
  if (step.do === 'seal') {
    const key = trusted.get(step.key)
    if (!key) throw new Error(`nothing can be sealed for ${step.key}`)
    const padding = constants.RSA_PKCS1_OAEP_PADDING
    return { to: 'seal', bytes: publicEncrypt({ key, padding, oaepHash: 'sha1' }, step.bytes) }
  }
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

/** The JSON of a request. */
export function sent({ body }: HttpRequest): Record<string, unknown> {
  return JSON.parse(new TextDecoder().decode(body))
}

export function header({ headers }: HttpRequest, name: string): string | undefined {
  return headers.find(([known]) => known === name)?.[1]
}
