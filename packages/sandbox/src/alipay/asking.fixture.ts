import { createCipheriv, createDecipheriv, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import type { Delivery, Wallet, WalletAnswer } from '@tpkit/core'
import { expect } from 'vitest'
import { gbk } from '../books/gbk.ts'
import { type Client, CONTENT_KEY, MERCHANTS, NOW, OURS, PLAIN_KEY, ROOTS, STRANGER, WALLET_HALVES } from './clients.fixture.ts'
import { precreate, type Question, type Values } from './questions.fixture.ts'
import { type AlipayWallet, type AlipayWalletOptions, alipayWallet } from './wallet.ts'

export * from './clients.fixture.ts'
export * from './questions.fixture.ts'

/*
 * A small client of Alipay, written from its pages: signs, verifies, opens notifies. It shares no line with the wallet.
 */

export type TestedWallet = AlipayWallet

export function newWallet(options: Partial<AlipayWalletOptions> = {}): TestedWallet {
  const usual = { merchants: MERCHANTS, walletKeys: [PLAIN_KEY], rootCertificates: ROOTS, strangerKey: STRANGER }
  return alipayWallet({ ...usual, ...options })
}

export interface Asking {
  readonly now?: number
  readonly as?: Client
  readonly origin?: string
  readonly path?: string
  /** Where parameters travel: common ones in the query and the rest in the body, unless it is said otherwise. */
  readonly place?: 'usual' | 'query' | 'body' | 'body-alone'
  readonly http?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly charset?: 'utf-8' | 'gbk'
  /** Parameters in the place of the usual ones, signed as any; undefined leaves one out. */
  readonly parameters?: Readonly<Record<string, string | undefined>>
  /** What is signed in the place of the usual text. */
  readonly signs?: (text: string) => string
  /** The signature in the place of the usual one. */
  readonly signature?: (usual: string) => string
  /** What travels behind the query, and behind the body. */
  readonly more?: { readonly query?: string; readonly body?: string }
}

/** Read once: a history has thousands of calls. */
function once(make: (pem: string) => KeyObject): (pem: string) => KeyObject {
  const known = new Map<string, KeyObject>()
  return (pem) => {
    const found = known.get(pem) ?? make(pem)
    known.set(pem, found)
    return found
  }
}

const privateKeyOf = once(createPrivateKey)
const publicKeyOf = once(createPublicKey)

function bytes(text: string, charset: Asking['charset']): Uint8Array {
  return charset === 'gbk' ? gbk(text) : new TextEncoder().encode(text)
}

/** `yyyy-MM-dd HH:mm:ss` in Beijing. */
export function beijing(at: number): string {
  return new Date(at + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
}

/** Everything that is sent, in its order, signed. */
export function parametersOf(question: Question, how: Asking = {}): readonly (readonly [string, string])[] {
  const client = how.as ?? OURS
  const { charset = 'utf-8' } = how
  const biz = JSON.stringify(question.biz)
  const all = {
    app_id: client.appId,
    method: question.method,
    format: 'JSON',
    charset,
    sign_type: 'RSA2',
    timestamp: beijing(how.now ?? NOW),
    version: '1.0',
    ...client.says,
    ...question.says,
    biz_content: client.says?.encrypt_type ? locked(biz) : biz,
    ...how.parameters,
  }
  const given = Object.entries(all).filter((pair): pair is [string, string] => pair[1] !== undefined)
  return [...given, ['sign', how.signature ? how.signature(signed(given, how)) : signed(given, how)]]
}

function signed(parameters: readonly (readonly [string, string])[], how: Asking): string {
  const text = joined(parameters, ['sign'])
  return sign('sha256', bytes(how.signs?.(text) ?? text, how.charset), privateKeyOf((how.as ?? OURS).privateKey)).toString(
    'base64',
  )
}

/** 待签名字符串. */
export function joined(parameters: Iterable<readonly [string, string]>, without: readonly string[]): string {
  const kept = [...parameters].filter(([name, value]) => !without.includes(name) && value !== '')
  return kept
    .map((pair) => pair.join('='))
    .sort()
    .join('&')
}

export function encoded(parameters: readonly (readonly [string, string])[], charset: Asking['charset']): string {
  const part = (text: string): string =>
    charset === 'gbk' ? [...gbk(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('') : encodeURIComponent(text)
  return parameters.map(([name, value]) => `${part(name)}=${part(value)}`).join('&')
}

/** Undefined where the connection ends without an answer. */
export function sent(wallet: Pick<Wallet, 'handle'>, question: Question, how: Asking = {}): WalletAnswer | undefined {
  const all = parametersOf(question, how)
  const { place = 'usual', charset, more, now = NOW } = how
  const isInQuery = ([name]: readonly [string, string]): boolean =>
    place === 'usual' ? name !== 'biz_content' : place === 'query' || (place === 'body' && name === 'charset')
  const query = encoded(all.filter(isInQuery), charset) + (more?.query ?? '')
  const body = encoded(
    all.filter((pair) => !isInQuery(pair)),
    charset,
  )
  const headers = new Map([['content-type', ['application/x-www-form-urlencoded;charset=utf-8']]])
  for (const [name, value] of Object.entries(how.headers ?? {})) headers.set(name, [value])
  const path = how.path ?? `/gateway.do?${query}`
  const origin = how.origin ?? 'https://openapi.alipay.com'
  return wallet.handle({ method: how.http ?? 'POST', origin, path, headers, body: Buffer.from(body + (more?.body ?? '')) }, now)
}

export function send(wallet: Pick<Wallet, 'handle'>, question: Question, how: Asking = {}): WalletAnswer {
  return arrived(sent(wallet, question, how))
}

export function arrived(answer: WalletAnswer | undefined): WalletAnswer {
  if (!answer) throw new Error('expected an answer, found an ended connection')
  return answer
}

/** An answer taken apart by its own members, each from its raw text. */
export interface Told {
  readonly name: string
  /** What is signed. */
  readonly raw: string
  readonly sn: string | undefined
  readonly sign: string | undefined
  readonly values: Values
}

export function textOf({ body }: { readonly body: Uint8Array }, charset: Asking['charset'] = 'utf-8'): string {
  return new TextDecoder(charset).decode(body)
}

export function told(answer: Pick<WalletAnswer, 'body'>, charset: Asking['charset'] = 'utf-8'): Told {
  const text = textOf(answer, charset)
  const [, name = '', rest = ''] = /^\{"([a-z_]+)":(.*)\}$/s.exec(text) ?? []
  const [, before = rest, signature] = /^(.*),"sign":"([A-Za-z0-9+/=]+)"$/s.exec(rest) ?? []
  const [, raw = before, sn] = /^(.*),"alipay_cert_sn":"([0-9a-f]{32})"$/s.exec(before) ?? []
  return { name, raw, sn, sign: signature, values: JSON.parse(raw.startsWith('"') ? unlocked(JSON.parse(raw)) : raw) }
}

/** 验签: whether the wallet signed it, with the key that it names. */
export function isSigned({ raw, sn, sign: signature }: Told, charset: Asking['charset'] = 'utf-8'): boolean {
  const key = WALLET_HALVES.get(sn)
  if (!key || signature === undefined) return false
  return verify('sha256', bytes(raw, charset), publicKeyOf(key), Buffer.from(signature, 'base64'))
}

/** Sends, and reads the answer, which must be signed and no refusal. */
export function ask(wallet: Pick<Wallet, 'handle'>, question: Question, how: Asking = {}): Values {
  const found = told(send(wallet, question, how), how.charset)
  expect(['10000', '10003'], found.raw).toContain(found.values.code)
  expect(isSigned(found, how.charset)).toBe(true)
  return found.values
}

/** Sends, and says how it was refused: `40004 ACQ.TRADE_NOT_EXIST`. */
export function refused(wallet: Pick<Wallet, 'handle'>, question: Question, how: Asking = {}): string {
  const { code, sub_code } = told(send(wallet, question, how), how.charset).values
  return `${String(code)} ${String(sub_code)}`
}

const ZERO = Buffer.alloc(16)

function locked(text: string): string {
  const cipher = createCipheriv('aes-128-cbc', Buffer.from(CONTENT_KEY, 'base64'), ZERO)
  return Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]).toString('base64')
}

function unlocked(box: string): string {
  const decipher = createDecipheriv('aes-128-cbc', Buffer.from(CONTENT_KEY, 'base64'), ZERO)
  return Buffer.concat([decipher.update(Buffer.from(box, 'base64')), decipher.final()]).toString('utf8')
}

/** A notify, or the query of a browser that comes back, verified by rule V1. */
export function opened(form: string, charset: Asking['charset'] = 'utf-8', key: string | undefined = undefined): Values {
  const pairs = form.split('&').map((part): [string, string] => {
    const [name = '', value = ''] = part.split('=')
    return [name, new TextDecoder(charset).decode(unescaped(value))]
  })
  const text = joined(pairs, ['sign', 'sign_type'])
  const fields = Object.fromEntries(pairs)
  const half = publicKeyOf(WALLET_HALVES.get(key) ?? '')
  expect(verify('sha256', bytes(text, charset), half, Buffer.from(fields.sign ?? '', 'base64')), text).toBe(true)
  return fields
}

function unescaped(text: string): Buffer {
  const letters = text.replaceAll('+', ' ').replace(/%([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(letters, 'latin1')
}

export function notified({ body }: Pick<Delivery, 'body'>, charset?: Asking['charset'], key?: string): Values {
  return opened(new TextDecoder('latin1').decode(body), charset, key)
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

/** What a payer's browser opens: the address of a redirect, which a form's is too when it is written as one. */
export function address(question: Question, how: Asking = {}): string {
  return `https://openapi.alipay.com/gateway.do?${encoded(parametersOf(question, how), how.charset)}`
}

/** What an application hands to its client: the order string (orderStr). */
export function orderString(question: Question, how: Asking = {}): string {
  return encoded(parametersOf(question, how), how.charset)
}

/** What the payer scans, or the number that a front end pays. */
export function prompt(told: Values): string {
  return textIn(told, 'qr_code' in told ? 'qr_code' : 'trade_no')
}

/** A trade, paid at once; answers with its number. */
export function paidTrade(wallet: TestedWallet, question: Question = precreate(), how: Asking = {}): string {
  const now = how.now ?? NOW
  wallet.act(prompt(ask(wallet, question, how)), 'pay', now)
  const { mchId } = how.as ?? OURS
  const found = wallet.books(now).find((each) => each.outTradeNo === question.biz.out_trade_no && each.mchId === mchId)
  if (!found?.transactionId) throw new Error('expected a paid order')
  return found.transactionId
}
