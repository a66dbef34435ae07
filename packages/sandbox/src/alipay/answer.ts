import type { Instant, WalletAnswer } from '@tpkit/core'
import { type Call, charsetOf, type Reply } from './call.ts'
import { type Charset, encoded, spelled } from './charset.ts'
import type { Refusal } from './errors.ts'
import { type Form, plain } from './form.ts'
import { type JsonObject, written } from './json.ts'
import { chosenKey, type SigningKey } from './keys.ts'
import type { Enrolled } from './merchant.ts'
import { lock, signatureOf } from './sign.ts'
import type { State } from './state.ts'

/** An answer to an understood request. */
export function answer(state: State, call: Call, { code, fields }: Reply, now: Instant): WalletAnswer {
  // 等待用户付款: the blank stands in real answers.
  const head = code === undefined ? { code: '10000', msg: 'Success' } : { code, msg: ' order success pay inprocess' }
  return sealed(state, { ...call, key: keyFor(state, call.app, now) }, { ...head, ...fields })
}

/** A refusal: of an application that nobody knows it is not signed. `more`: what that call says even then. */
export function refuse(
  state: State,
  asked: { readonly form: Form; readonly app: Enrolled | undefined; readonly call: Call | undefined },
  { code, msg, subCode, message }: Refusal,
  more: JsonObject,
  now: Instant,
): WalletAnswer {
  const { form, app, call } = asked
  const payload = { code, msg, sub_code: subCode, sub_msg: message, ...more }
  const key = app && keyFor(state, app, now)
  return sealed(state, { method: plain(form, 'method'), charset: charsetOf(form), app, box: call?.box, key }, payload)
}

/** What signs for an application, by its mode. */
export function keyFor({ walletKeys }: Pick<State, 'walletKeys'>, { signer }: Enrolled, now: Instant): SigningKey {
  return chosenKey(walletKeys, signer ? 'certificate' : 'key', now)
}

interface Addressee {
  readonly method: string | undefined
  readonly charset: Charset
  readonly app: Enrolled | undefined
  readonly box: Call['box']
  readonly key: SigningKey | undefined
}

function sealed({ numbers }: State, { method, charset, app, box, key }: Addressee, payload: JsonObject): WalletAnswer {
  const told = written(payload)
  const value = box ? `"${lock(encoded(told, charset), box)}"` : told
  const sn = app?.signer && key?.sn
  const envelope: Envelope = { name: envelopeName(method), value, sn, sign: key && signatureOf(key.key, encoded(value, charset)) }
  return {
    status: 200,
    headers: [
      ['Content-Type', `text/html;charset=${spelled(charset)}`],
      ['trace_id', numbers.nonce()],
    ],
    body: encoded(enveloped(envelope), charset),
  }
}

/** The answer's own members, in the order in which the gateway writes them. */
export interface Envelope {
  readonly name: string
  /** What is signed: the payload as it is written, from brace to brace; with its quotes where it is encrypted. */
  readonly value: string
  /** `alipay_cert_sn`. */
  readonly sn: string | undefined
  readonly sign: string | undefined
}

export function enveloped({ name, value, sn, sign }: Envelope): string {
  const certificate = sn === undefined ? '' : `,"alipay_cert_sn":"${sn}"`
  return `{"${name}":${value}${certificate}${sign === undefined ? '' : `,"sign":"${sign}"`}}`
}

/** `alipay.trade.query` is answered by `alipay_trade_query_response`. */
export function envelopeName(method: string | undefined): string {
  return /^[a-z][a-z0-9.]{0,127}$/i.test(method ?? '') ? `${method?.replaceAll('.', '_')}_response` : 'error_response'
}
