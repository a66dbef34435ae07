import type { Instant, WalletAnswer, WalletRequest } from '@tpkit/core'
import { Refusal } from './errors.ts'
import { type Json, readObject } from './json.ts'
import { answeringKey, chosenKey, type SigningKey } from './keys.ts'
import type { Enrolled } from './merchant.ts'
import { type Authorization, isSignedBy, proof, readAuthorization, requestText } from './sign.ts'
import type { State } from './state.ts'

/** A request that is understood, and whose it is. */
export interface Call {
  readonly merchant: Enrolled
  readonly path: string
  readonly query: URLSearchParams
  /** The members of the body by path, or of the query where there is none. */
  readonly fields: ReadonlyMap<string, Json>
  /** What the answer is signed with. */
  readonly key: SigningKey
}

/** What is answered: 204 without a body. */
export interface Reply {
  readonly status: 200 | 202 | 204
  readonly body?: object
}

const WINDOW_S = 300

/** Reads and verifies a request, in the wallet's order. Throws a `Refusal`. */
export function open(state: State, request: WalletRequest, now: Instant): Call {
  const { merchant, authorization } = caller(state, request)
  checkClock(authorization, now - state.aheadMs)
  checkSignature(request, merchant, authorization)
  const [path = '', ...rest] = request.path.split('?')
  const query = new URLSearchParams(rest.join('?'))
  const fields = request.body.byteLength === 0 ? new Map<string, Json>(query) : bodyOf(request)
  return { merchant, path, query, fields, key: keyFor(state, request, now) }
}

/** What the answer to a request is signed with. */
export function keyFor({ walletKeys, settings }: State, request: WalletRequest, now: Instant): SigningKey {
  return answeringKey(walletKeys, header(request, 'wechatpay-serial'), settings.signsWith, now)
}

/** Who says that they ask; undefined where nobody can tell. */
export function callerOf(state: Pick<State, 'merchants'>, request: WalletRequest): Enrolled | undefined {
  return state.merchants.get(readAuthorization(header(request, 'authorization'))?.mchid ?? '')
}

function caller(state: State, request: WalletRequest): { readonly merchant: Enrolled; readonly authorization: Authorization } {
  const authorization = readAuthorization(header(request, 'authorization'))
  if (!authorization)
    throw unsigned('Http头Authorization认证类型不正确', { field: 'authorization', issue: 'scheme not supported' })
  const merchant = state.merchants.get(authorization.mchid)
  if (!merchant) throw new Refusal('MCH_NOT_EXISTS')
  if (authorization.serial !== merchant.serial) {
    throw unsigned('商户证书序列号有误。请使用签名私钥匹配的证书序列号', {
      field: 'serial_no',
      issue: 'serial not match',
      location: 'authorization',
    })
  }
  return { merchant, authorization }
}

/** Whether the time of a request is one, and near enough. */
export function isTimely({ timestamp }: Authorization, now: Instant): boolean {
  return /^[0-9]{1,11}$/.test(timestamp) && Math.abs(Number(timestamp) - Math.floor(now / 1000)) <= WINDOW_S
}

function checkClock(authorization: Authorization, now: Instant): void {
  if (isTimely(authorization, now)) return
  throw unsigned('Http头Authorization中的timestamp与发起请求的时间不得超过5分钟', {
    field: 'timestamp',
    issue: 'expired',
    location: 'authorization',
  })
}

function checkSignature(request: WalletRequest, merchant: Enrolled, authorization: Authorization): void {
  const { method, path, body } = request
  const text = requestText(method, path, authorization, body)
  if (isSignedBy(merchant.publicKey, text, authorization.signature)) return
  const shown = requestText(method, path, authorization, body.subarray(0, 8)).toString('utf8')
  throw unsigned('错误的签名，验签失败', {
    detail: { issue: 'sign not match' },
    field: 'signature',
    location: 'authorization',
    sign_information: { method, url: path, truncated_sign_message: shown, sign_message_length: text.byteLength },
  })
}

function unsigned(words: string, detail: object): Refusal {
  return new Refusal('SIGN_ERROR', words, detail)
}

function bodyOf({ body }: WalletRequest): ReadonlyMap<string, Json> {
  const text = decoded(body)
  const fields = text === undefined ? undefined : readObject(text)
  if (fields) return fields
  throw new Refusal('PARAM_ERROR', '请求报文不是有效的JSON，或含有null、四字节字符', { location: 'body', issue: 'invalid json' })
}

function decoded(body: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    return undefined
  }
}

function header({ headers }: Pick<WalletRequest, 'headers'>, name: string): string | undefined {
  return headers.get(name)?.[0]
}

/** An answer to an understood request: signed, a 204 too. */
export function answer(state: State, key: SigningKey, { status, body }: Reply, now: Instant): WalletAnswer {
  const bytes = body === undefined ? new Uint8Array() : new TextEncoder().encode(JSON.stringify(body))
  return { status, headers: [...head(state, bytes), ...signed(state, key, bytes, now)], body: bytes }
}

/** A refusal: a wrong signature is answered unsigned, because nobody knows who asked. */
export function refuse(
  state: State,
  key: SigningKey | undefined,
  { status, code, message, detail }: Refusal,
  now: Instant,
): WalletAnswer {
  const bytes = new TextEncoder().encode(JSON.stringify({ code, message, ...(detail && { detail }) }))
  const proofs = key && state.settings.signsErrors ? signed(state, key, bytes, now) : []
  return { status, headers: [...head(state, bytes), ...proofs], body: bytes }
}

/** The headers that sign a message, at the merchants' time. */
export function signed(state: State, key: SigningKey, body: Uint8Array, now: Instant): WalletAnswer['headers'] {
  return proof(key, body, state.numbers.nonce(), now - state.aheadMs)
}

function head({ numbers }: State, body: Uint8Array): WalletAnswer['headers'] {
  const id = ['Request-ID', numbers.nonce().toUpperCase()] as const
  return body.byteLength === 0 ? [id] : [['Content-Type', 'application/json; charset=utf-8'], id]
}

/** A download. Nobody signs it. */
export function file(body: Uint8Array): WalletAnswer {
  return { status: 200, headers: [['Content-Type', 'application/octet-stream']], body }
}

/** The key of what the wallet itself begins. */
export function ownKey(state: State, now: Instant): SigningKey {
  const { signsWith } = state.settings
  // Each in turn: a migration ramps from one to the other.
  const wanted = signsWith === 'both' ? (/[02468ace]$/.test(state.numbers.nonce()) ? 'certificate' : 'public-key') : signsWith
  return chosenKey(state.walletKeys, wanted, now)
}

/** A member that is text. */
export function text({ fields }: Call, name: string): string | undefined {
  const value = fields.get(name)
  return typeof value === 'string' ? value : undefined
}

/** A member that is a whole number. */
export function whole({ fields }: Call, name: string): bigint | undefined {
  const value = fields.get(name)
  return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : undefined
}
