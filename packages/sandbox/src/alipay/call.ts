import type { KeyObject } from 'node:crypto'
import type { Instant } from '@tpkit/core'
import { type Charset, charsetNamed, decoded } from './charset.ts'
import { checkCertificates, checkCommon, payeeOf } from './checks.ts'
import { Refusal } from './errors.ts'
import { type Form, plain } from './form.ts'
import { type Json, type JsonObject, readObject } from './json.ts'
import type { Enrolled } from './merchant.ts'
import type { Origin } from './origin.ts'
import { isSignedBy, REQUEST, textOf, unlock } from './sign.ts'
import type { State } from './state.ts'

/** A request that is understood, and whose it is. */
export interface Call extends Origin {
  /** What the answer is encrypted with, where the request was. */
  readonly box: KeyObject | undefined
}

/** What is answered beside the code. */
export interface Reply {
  /** Default: 10000, Success. */
  readonly code?: '10003'
  readonly fields: JsonObject
}

/** Who says that they ask. Throws a `Refusal`, which nobody signs. */
export function callerOf({ merchants }: Pick<State, 'merchants'>, form: Form): Enrolled {
  const appId = plain(form, 'app_id')
  if (appId === undefined) throw new Refusal('isv.missing-app-id')
  const app = merchants.get(appId)
  if (!app) throw new Refusal('isv.invalid-app-id')
  return app
}

/** The charset that a request names, for whoever answers it; UTF-8 where it names none. */
export function charsetOf(form: Form): Charset {
  return charsetNamed(plain(form, 'charset') ?? '') ?? 'utf-8'
}

/** Verifies and reads a request, in the wallet's order. Throws a `Refusal`. */
export function open(state: State, form: Form, app: Enrolled, now: Instant): Call {
  if (form.twice !== undefined) throw new Refusal('isv.invalid-parameter', `参数无效：${form.twice}出现多次且值不同`)
  const charset = charsetNamed(plain(form, 'charset') ?? '')
  if (!charset) throw new Refusal('isv.invalid-charset')
  checkCommon(form)
  checkCertificates(form, app, state.rootSn, now)
  checkSignature(form, app, charset)
  const payee = payeeOf(form, app, now)
  const parameters = new Map([...form.parameters].map(([name, value]) => [name, decoded(value, charset)]))
  const method = plain(form, 'method') ?? ''
  return { app, payee, method, charset, parameters, ...content(parameters, app, charset) }
}

/** Empty parameters are not signed; the official client for Node signs them all the same. */
export function isProven({ parameters }: Form, { key }: Pick<Enrolled, 'key'>, signature: string): boolean {
  const spellings = ['dropped', 'kept'] as const
  return spellings.some((empty) => isSignedBy(key, textOf(parameters, REQUEST, empty), signature))
}

/** The refusal says which text the wallet built, with `&` as HTML has it. */
function checkSignature(form: Form, app: Enrolled, charset: Charset): void {
  if (isProven(form, app, plain(form, 'sign') ?? '')) return
  const built = decoded(textOf(form.parameters, REQUEST), charset).replaceAll('&', '&amp;')
  throw new Refusal(
    'isv.invalid-signature',
    `验签出错，建议检查签名字符串或签名私钥与应用公钥是否匹配，网关生成的验签字符串为：${built}`,
  )
}

/** `biz_content`, opened where it was encrypted. */
function content(
  parameters: ReadonlyMap<string, string>,
  { contentKey }: Enrolled,
  charset: Charset,
): { readonly fields: ReadonlyMap<string, Json>; readonly box: KeyObject | undefined } {
  const said = parameters.get('biz_content') ?? ''
  const box = boxOf(parameters.get('encrypt_type') ?? '', said, contentKey)
  const fields = readObject(box && said !== '' ? unlocked(said, box, charset) : said || '{}')
  if (!fields) throw new Refusal('isv.illegal-json')
  return { fields, box }
}

function boxOf(type: string, said: string, contentKey: KeyObject | undefined): KeyObject | undefined {
  if (type === '') {
    // Who has a key and sends no JSON has forgotten to say that it is encrypted.
    if (contentKey && !/^\s*(?:\{|$)/.test(said)) throw new Refusal('isv.decryption-error-missing-encrypt-type')
    return undefined
  }
  if (type !== 'AES') throw new Refusal('isv.invalid-encrypt-type')
  if (!contentKey) throw new Refusal('isv.decryption-error-not-valid-encrypt-key')
  return contentKey
}

function unlocked(said: string, box: KeyObject, charset: Charset): string {
  const bytes = unlock(said, box)
  if (!bytes) throw new Refusal('isv.decryption-error-unknown')
  return decoded(bytes, charset)
}
