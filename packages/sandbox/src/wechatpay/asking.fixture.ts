import { createDecipheriv, createPrivateKey, type KeyObject, sign, verify } from 'node:crypto'
import type { Delivery, Wallet, WalletAnswer } from '@tpkit/core'
import { expect } from 'vitest'
import { type Client, NOW, OURS, PUBLIC_HALVES, STRANGER_HALF } from './clients.fixture.ts'
import { type Asked, prepay, type Question, type Values } from './questions.fixture.ts'

export * from './clients.fixture.ts'
export * from './questions.fixture.ts'

/*
 * A small client of WeChat Pay, written from its pages: signs, verifies, opens notifies. It shares no line with the wallet.
 */

export interface Asking {
  readonly now?: number
  readonly as?: Client
  readonly origin?: string
  /** Which key shall sign the answer: `Wechatpay-Serial`. */
  readonly serial?: string
  /** What is sent in the place of what is asked, and signed. */
  readonly instead?: Partial<Asked> | { readonly body: Uint8Array }
  /** What is signed in the place of the five lines. */
  readonly signs?: (text: string) => string
  /** What is said in the place of the Authorization header. */
  readonly authorization?: (usual: string) => string
  /** Seconds, as the client's clock has them. */
  readonly timestamp?: string
}

const privateKeys = new Map<string, KeyObject>()

/** Read once: a history has thousands of calls. */
function privateKeyOf({ privateKey }: Client): KeyObject {
  const found = privateKeys.get(privateKey) ?? createPrivateKey(privateKey)
  privateKeys.set(privateKey, found)
  return found
}

/** 签名: the five lines of a request, signed by the merchant. */
function authorization(client: Client, asked: { method: string; path: string; body: Uint8Array }, how: Asking): string {
  const timestamp = how.timestamp ?? String(Math.floor((how.now ?? NOW) / 1000))
  const nonce = 'abc123'
  const usual = Buffer.concat([
    Buffer.from(`${asked.method}\n${asked.path}\n${timestamp}\n${nonce}\n`),
    asked.body,
    Buffer.from('\n'),
  ])
  const bytes = how.signs ? Buffer.from(how.signs(usual.toString('utf8'))) : usual
  const signature = sign('sha256', bytes, privateKeyOf(client)).toString('base64')
  const parts = { mchid: client.mchId, nonce_str: nonce, signature, timestamp, serial_no: client.serial }
  const said = Object.entries(parts).map(([name, value]) => `${name}="${value}"`)
  return `WECHATPAY2-SHA256-RSA2048 ${said.join()}`
}

/** Undefined where the connection ends without an answer. */
export function sent(wallet: Pick<Wallet, 'handle'>, question: Question, how: Asking = {}): WalletAnswer | undefined {
  const client = how.as ?? OURS
  const { method, path, body } = { ...question(client), ...how.instead }
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
  const usual = authorization(client, { method, path, body: bytes }, how)
  const headers = new Map([
    ['accept', ['application/json']],
    ['user-agent', ['test']],
    ['authorization', [how.authorization?.(usual) ?? usual]],
  ])
  if (bytes.byteLength > 0) headers.set('content-type', ['application/json'])
  if (how.serial !== undefined) headers.set('wechatpay-serial', [how.serial])
  const origin = how.origin ?? 'https://api.mch.weixin.qq.com'
  return wallet.handle({ method, origin, path, headers, body: bytes }, how.now ?? NOW)
}

export function send(wallet: Pick<Wallet, 'handle'>, question: Question, how: Asking = {}): WalletAnswer {
  const answer = sent(wallet, question, how)
  if (!answer) throw new Error('expected an answer, found an ended connection')
  return answer
}

/** An answer's header, or a notify's. Throws for one that comes twice. */
export function headerOf({ headers }: Pick<WalletAnswer, 'headers'>, name: string): string | undefined {
  const found = headers.filter(([each]) => each.toLowerCase() === name.toLowerCase())
  if (found.length > 1) throw new Error(`expected ${name} once, found it ${found.length} times`)
  return found[0]?.[1]
}

/** 验签: who signed it, by the id that it names; undefined where the signature fits nothing. `stranger`: by the stranger's key. */
export function signerOf(
  message: Pick<WalletAnswer, 'headers' | 'body'>,
  as: 'wallet' | 'stranger' = 'wallet',
): string | undefined {
  const [timestamp, nonce, signature, serial] = ['Timestamp', 'Nonce', 'Signature', 'Serial'].map((name) =>
    headerOf(message, `Wechatpay-${name}`),
  )
  const key = as === 'stranger' ? STRANGER_HALF : PUBLIC_HALVES.get(serial ?? '')
  if (!key || !timestamp || !nonce || !signature) return undefined
  const text = Buffer.concat([Buffer.from(`${timestamp}\n${nonce}\n`), message.body, Buffer.from('\n')])
  return verify('sha256', text, key, Buffer.from(signature, 'base64')) ? serial : undefined
}

export function jsonOf({ body }: { readonly body: Uint8Array }): Values {
  return body.byteLength === 0 ? {} : JSON.parse(new TextDecoder().decode(body))
}

/** Sends, and reads the answer, which must be signed and no refusal. */
export function ask(wallet: Pick<Wallet, 'handle'>, question: Question, how: Asking = {}): Values {
  const answer = send(wallet, question, how)
  expect([200, 202, 204], new TextDecoder().decode(answer.body)).toContain(answer.status)
  expect(signerOf(answer)).toBeDefined()
  return jsonOf(answer)
}

/** Sends, and says how it was refused: `400 PARAM_ERROR`. */
export function refused(wallet: Pick<Wallet, 'handle'>, question: Question, how: Asking = {}): string {
  const answer = send(wallet, question, how)
  return `${answer.status} ${String(jsonOf(answer).code)}`
}

export function textIn(values: Values, name: string): string {
  const found = values[name]
  if (typeof found !== 'string') throw new Error(`expected ${name} to be text, found ${JSON.stringify(found)}`)
  return found
}

/** The only one of them. */
export function only<Each>(all: readonly Each[]): Each {
  const [first, ...more] = all
  if (first === undefined || more.length > 0) throw new Error(`expected exactly one, found ${all.length}`)
  return first
}

/** 解密: AEAD_AES_256_GCM with the whole tag. Throws where it does not fit. */
export function unlocked(box: Values, apiV3Key = OURS.apiV3Key): string {
  const bytes = Buffer.from(textIn(box, 'ciphertext'), 'base64')
  const decipher = createDecipheriv('aes-256-gcm', Buffer.from(apiV3Key), textIn(box, 'nonce'), { authTagLength: 16 })
  decipher.setAAD(Buffer.from(textIn(box, 'associated_data')))
  decipher.setAuthTag(bytes.subarray(-16))
  return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString('utf8')
}

/** A notify, verified and opened: its envelope, and what it encrypts. */
export function opened(
  delivery: Pick<Delivery, 'headers' | 'body'>,
  apiV3Key?: string,
): { readonly envelope: Values; readonly content: Values } {
  expect(signerOf(delivery)).toBeDefined()
  const envelope = jsonOf(delivery)
  return { envelope, content: JSON.parse(unlocked(Object(envelope.resource), apiV3Key)) }
}

/** What the payer scans or opens of an order. */
export function prompt(told: Values): string {
  const found = told.code_url ?? told.h5_url ?? told.prepay_id
  if (typeof found !== 'string') throw new Error(`expected a prompt, found ${JSON.stringify(told)}`)
  return found
}

/** An order, paid at once; answers with its transaction id. */
export function paidOrder(
  wallet: Pick<Wallet, 'handle' | 'act' | 'books'>,
  question: Question = prepay(),
  how: Asking = {},
): string {
  const now = how.now ?? NOW
  wallet.act(prompt(ask(wallet, question, how)), 'pay', now)
  const { body } = question(how.as ?? OURS)
  const { out_trade_no: number } = JSON.parse(body)
  const { mchId } = how.as ?? OURS
  const order = wallet.books(now).find((each) => each.outTradeNo === number && each.mchId === mchId)
  if (!order?.transactionId) throw new Error('expected a paid order')
  return order.transactionId
}
