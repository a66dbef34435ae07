import { createPrivateKey } from 'node:crypto'
import type { Ability, Delivery, Instant, Verb, WalletAnswer } from '@tpkit/core'
import type { Message } from '../faults/notify-line.ts'
import { isObject, type JsonObject, parseObject } from './json.ts'
import type { SigningKey } from './keys.ts'
import type { Enrolled } from './merchant.ts'
import { lock, proof, unlock } from './sign.ts'
import type { State } from './state.ts'

type Headers = WalletAnswer['headers']

/** One of the wallet's messages, open for changes: what it says, and how it will be locked and signed. */
export interface Draft {
  readonly status: number
  /** Undefined: a 204, which has no body. */
  readonly object: JsonObject | undefined
  /** What a notify encrypts; undefined for an answer. */
  readonly content?: JsonObject
  readonly merchant?: Enrolled
  /** What it answers; `notify` for a notify. */
  readonly call: Verb | Ability | undefined
  /** As the message was signed. */
  readonly key: SigningKey
  readonly nonce: string
  /** Headers that are no proof. */
  readonly plain: Headers
  readonly sign: (draft: Draft, body: Uint8Array, now: Instant) => Headers
  /** What the envelope says that the content was locked with, where that is not true. */
  readonly associatedData?: string
  /** The locked text of a notify, on its way into the envelope. */
  readonly box: (locked: string) => string
  /** The bytes after they were signed. */
  readonly wire: (draft: Draft, body: Uint8Array) => Uint8Array
}

const PROOF = /^wechatpay-/i

/** A message that the wallet signed; undefined for every other. */
export function openAnswer(answer: WalletAnswer, call: Draft['call'], state: State): Draft | undefined {
  const base = opened(answer, state)
  if (!base) return undefined
  const object = answer.body.byteLength === 0 ? undefined : parseObject(answer.body)
  return { ...base, status: answer.status, object, call }
}

/** A notify with what it encrypts. */
export function openNotify(message: Message, state: State): Draft | undefined {
  const base = opened(message, state)
  const object = parseObject(message.body)
  const resource = object?.resource
  if (!base || !object || !isObject(resource)) return undefined
  for (const merchant of state.merchants.values()) {
    const content = contentOf(resource, merchant)
    if (content) return { ...base, status: 200, object, content, merchant, call: 'notify' }
  }
  return undefined
}

function contentOf({ ciphertext, nonce, associated_data }: JsonObject, { boxKey }: Enrolled): JsonObject | undefined {
  try {
    return parseObject(unlock(String(ciphertext), boxKey, String(nonce), String(associated_data ?? '')))
  } catch {
    return undefined
  }
}

function opened({ headers }: { readonly headers: Headers }, { walletKeys }: State) {
  const value = (name: string) => headers.find(([each]) => each.toLowerCase() === name)?.[1]
  const key = walletKeys.find(({ id }) => id === value('wechatpay-serial'))
  const nonce = value('wechatpay-nonce')
  if (!key || nonce === undefined) return undefined
  const plain = headers.filter(([name]) => !PROOF.test(name))
  const wire = (_: Draft, body: Uint8Array): Uint8Array => body
  return { key, nonce, plain, sign: signed, box: (locked: string) => locked, wire }
}

const signed: Draft['sign'] = ({ key, nonce }, body, now) => proof(key, body, nonce, now)

export function sealAnswer(draft: Draft, now: Instant): WalletAnswer {
  const body = draft.object === undefined ? new Uint8Array() : bytesOf(draft.object)
  return { status: draft.status, headers: [...draft.plain, ...draft.sign(draft, body, now)], body: draft.wire(draft, body) }
}

export function sealNotify(draft: Draft, now: Instant): Pick<Delivery, 'headers' | 'body'> {
  const body = envelope(draft, draft.content)
  return { headers: [...draft.plain, ...draft.sign(draft, body, now)], body: draft.wire(draft, body) }
}

/** The envelope around that content. */
export function envelope({ object, merchant, box, associatedData }: Draft, content: JsonObject | undefined): Uint8Array {
  const resource = object?.resource
  if (!merchant || !content || !isObject(resource)) return bytesOf(object ?? {})
  const { nonce, associated_data } = resource
  const ciphertext = box(lock(JSON.stringify(content), merchant.boxKey, String(nonce), String(associated_data ?? '')))
  return bytesOf({ ...object, resource: { ...resource, ciphertext, ...(associatedData && { associated_data: associatedData }) } })
}

function bytesOf(object: JsonObject): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(object))
}

/** A refusal in the place of whatever was said. */
export function refusing(draft: Draft, status: number, code: string, message: string): Draft {
  return {
    ...draft,
    status,
    object: { code, message },
    plain: [['Content-Type', 'application/json; charset=utf-8'], ...draft.plain],
  }
}

export const unsigned: Draft['sign'] = () => []
export const staleSign: Draft['sign'] = ({ key, nonce }, body, now) => proof(key, body, nonce, now - 600_000)
export const brokenSign: Draft['sign'] = (draft, body, now) =>
  changedSign(draft, body, now, (value) => value.replace(/./, (first) => (first === 'A' ? 'B' : 'A')))
/** 签名探测. */
export const probeSign: Draft['sign'] = (draft, body, now) =>
  changedSign(draft, body, now, (value) => `WECHATPAY/SIGNTEST/${value.slice(20)}`)
export const twiceSigned: Draft['sign'] = (draft, body, now) =>
  signed(draft, body, now).flatMap(([name, value]) =>
    name === 'Wechatpay-Signature' ? [[name, value] as const, [name, value] as const] : [[name, value] as const],
  )

function changedSign(draft: Draft, body: Uint8Array, now: Instant, change: (value: string) => string): Headers {
  return signed(draft, body, now).map(([name, value]) => [name, name === 'Wechatpay-Signature' ? change(value) : value] as const)
}

/** Signed with a key that is not the wallet's, under an id that is; or under one that nobody knows. */
export function signedByStranger(stranger: string, id?: string): Draft['sign'] {
  const key = createPrivateKey(stranger)
  return (draft, body, now) => proof({ key, id: id ?? draft.key.id }, body, draft.nonce, now)
}
