import type { KeyObject } from 'node:crypto'
import type { Instant, WalletAnswer } from '@tpkit/core'
import type { PassingCall } from '../faults/calls.ts'
import { enveloped, keyFor } from './answer.ts'
import { askedIn } from './asked.ts'
import { type Charset, charsetNamed, decoded, encoded } from './charset.ts'
import { isObject, type JsonObject, parseObject, written } from './json.ts'
import type { Enrolled } from './merchant.ts'
import { lock, signatureOf, unlock } from './sign.ts'
import type { State } from './state.ts'

/** One of the wallet's answers, open for changes: what it says, and how it will be locked and signed. */
export interface Draft {
  readonly name: string
  readonly payload: JsonObject
  /** What it answers, whom and when. */
  readonly call: PassingCall['call']
  readonly app: Enrolled
  readonly at: Instant
  readonly charset: Charset
  /** What the payload is encrypted with, where it is. */
  readonly box: KeyObject | undefined
  readonly key: KeyObject
  /** `alipay_cert_sn`. */
  readonly sn: string | undefined
  readonly headers: WalletAnswer['headers']
  /** Undefined: there is no signature. */
  readonly sign: (key: KeyObject, value: Uint8Array) => string | undefined
  /** The text after it was signed. */
  readonly wire: (text: string) => string
}

/** An answer that the wallet signed; undefined for every other. */
export function openAnswer(answer: WalletAnswer, { request, call, now }: PassingCall, state: State): Draft | undefined {
  const { app } = askedIn(state, request)
  const { headers } = answer
  const charset = charsetOf(headers)
  const envelope = parseObject(decoded(answer.body, charset))
  const [name, value] = Object.entries(envelope ?? {})[0] ?? []
  if (!app || name === undefined || typeof envelope?.sign !== 'string') return undefined
  const box = typeof value === 'string' ? app.contentKey : undefined
  const payload = typeof value === 'string' ? box && unlocked(value, box, charset) : value
  if (!isObject(payload)) return undefined
  const { key, sn } = keyFor(state, app, now)
  const signing = { key, sn: app.signer && sn, sign: signatureOf, wire: (text: string) => text }
  return { name, payload, call, app, at: now, charset, box, headers, ...signing }
}

function charsetOf(headers: WalletAnswer['headers']): Charset {
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? ''
  return charsetNamed(type.replace(/^.*charset=/i, '')) ?? 'utf-8'
}

function unlocked(value: string, box: KeyObject, charset: Charset): JsonObject | undefined {
  const bytes = unlock(value, box)
  return bytes && parseObject(decoded(bytes, charset))
}

export function sealAnswer({ name, payload, charset, box, key, sn, headers, sign, wire }: Draft): WalletAnswer {
  const told = written(payload)
  const value = box ? `"${lock(encoded(told, charset), box)}"` : told
  const text = enveloped({ name, value, sn, sign: sign(key, encoded(value, charset)) })
  return { status: 200, headers, body: encoded(wire(text), charset) }
}

/** A refusal in the place of whatever was said; which order it was about stays. */
export function refusing(draft: Draft, [code, msg]: readonly [string, string], subCode: string, subMsg: string): Draft {
  const { out_trade_no } = draft.payload
  const named = out_trade_no === undefined ? {} : { out_trade_no }
  return { ...draft, payload: { code, msg, sub_code: subCode, sub_msg: subMsg, ...named } }
}

export const unsigned = (): undefined => undefined

export function brokenSignature(key: KeyObject, value: Uint8Array): string {
  return signatureOf(key, value).replace(/./, (first) => (first === 'A' ? 'B' : 'A'))
}

/** The text with one value changed that matters; of an encrypted one, a letter of it. */
export function edited(text: string): string {
  const name = EDITED.find((each) => text.includes(`"${each}":"`))
  if (name === undefined) return text.replace(/(?<=:")./, (first) => (first === 'A' ? 'B' : 'A'))
  return text.replace(new RegExp(`(?<="${name}":"[^"]*)[^"](?=")`), (last) => (last === '7' ? '8' : '7'))
}

const EDITED = ['total_amount', 'refund_amount', 'refund_fee', 'out_trade_no', 'msg']

/** The same JSON with other spaces, and without the slashes' escapes; an encrypted payload has neither, and gets an escape. */
export function rewritten(text: string): string {
  if (!ENCRYPTED.test(text)) return JSON.stringify(JSON.parse(text), null, 1)
  return text.replace(ENCRYPTED, (first) => `\\u00${first.charCodeAt(0).toString(16).padStart(2, '0')}`)
}

const ENCRYPTED = /(?<=^\{"\w+":")./
