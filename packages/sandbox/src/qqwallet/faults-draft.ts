import type { Ability, Verb, WalletAnswer, WalletRequest } from '@tpkit/core'
import { type Call, isProven, open, refuse } from './call.ts'
import type { QQDesk } from './desk.ts'
import { Refusal } from './errors.ts'
import type { QQMerchant } from './merchant.ts'
import { type Fields, md5, signature } from './sign.ts'
import { readXml, writeCdataXml, writeXml } from './xml.ts'

/** One of the wallet's messages, open for changes: what it says, and who will sign it how. */
export interface Draft {
  /** Without `sign`. */
  readonly fields: Fields
  readonly merchant: QQMerchant
  /** What it answers; `notify` for a notify. */
  readonly call: Verb | Ability | undefined
  /** What a refusal's text is called. */
  readonly errorText: string
  readonly sign: (fields: Fields, merchant: QQMerchant) => Fields
}

/** What the desk tells whoever speaks in its name. */
export type Voice = Pick<QQDesk, 'merchants' | 'settings'>

/** A message that the wallet signed; undefined for every other. */
export function openDraft(body: Uint8Array, call: Draft['call'], { merchants, settings }: Voice): Draft | undefined {
  const fields = readFields(body)
  const merchant = merchants.get(fields?.get('mch_id') ?? '')
  if (!fields?.has('sign') || !merchant) return undefined
  return { fields: without(fields, ['sign']), merchant, call, errorText: settings.errorTextAs, sign: signed }
}

/** The fields of a message; undefined where it is no XML of this dialect. */
export function readFields(body: Uint8Array): Fields | undefined {
  return readXml(new TextDecoder().decode(body))
}

export function sealAnswer(draft: Draft): WalletAnswer {
  const body = new TextEncoder().encode(writeXml(draft.sign(draft.fields, draft.merchant)))
  return { status: 200, headers: [['content-type', 'text/xml; charset=utf-8']], body }
}

/** Notifies have every value in CDATA. */
export function sealNotify(draft: Draft): Uint8Array {
  return new TextEncoder().encode(writeCdataXml(draft.sign(draft.fields, draft.merchant)))
}

/** 系统错误, before the wallet does anything; undefined for a request that it would not take for genuine. */
export function busyAnswer(request: WalletRequest, { merchants, settings }: Voice): WalletAnswer | undefined {
  const call = opened(request, merchants)
  if (!call || !isProven(call)) return undefined
  return refuse(call, new Refusal('SYSTEMERROR'), md5(`busy ${call.fields.get('nonce_str')}`), settings)
}

function opened(request: WalletRequest, merchants: Voice['merchants']): Call | undefined {
  try {
    return open(request, merchants)
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}

/** The same head, and a refusal in place of everything else. */
export function refusing(draft: Draft, { code, message }: { readonly code: string; readonly message: string }): Draft {
  const other = [...draft.fields.keys()].filter((name) => !HEAD.includes(name))
  const why = [
    ['result_code', 'FAIL'],
    ['err_code', code],
    [draft.errorText, message],
  ] as const
  return { ...draft, fields: new Map([...without(draft.fields, other), ...why]) }
}

const HEAD = [
  'return_code',
  'return_msg',
  'retcode',
  'retmsg',
  'appid',
  'sub_appid',
  'mch_id',
  'sub_mch_id',
  'nonce_str',
  'sign_type',
]

export function without(fields: Fields, names: readonly string[]): Fields {
  return new Map([...fields].filter(([name]) => !names.includes(name)))
}

const withSign = (fields: Fields, sign: string): Fields => new Map([...fields, ['sign', sign]])

const signedWith = (fields: Fields, { signType }: QQMerchant, key: string): Fields =>
  withSign(fields, signature(fields, key, signType))
const signed: Draft['sign'] = (fields, merchant) => signedWith(fields, merchant, merchant.apiKey)
export const unsigned: Draft['sign'] = (fields) => fields
export const signedByAnother: Draft['sign'] = (fields, merchant) => signedWith(fields, merchant, md5(`not ${merchant.apiKey}`))
export const signedByNext: Draft['sign'] = (fields, merchant) => signedWith(fields, merchant, nextKey(merchant))
export const brokenSign: Draft['sign'] = (fields, { apiKey, signType }) =>
  withSign(
    fields,
    signature(fields, apiKey, signType).replace(/./, (digit) => (digit === '0' ? '1' : '0')),
  )

/** What a rotation brings: the key that the merchant was given, or one that nobody knows. */
export function nextKey({ apiKey, nextApiKey = md5(`next ${apiKey}`) }: QQMerchant): string {
  return nextApiKey
}
