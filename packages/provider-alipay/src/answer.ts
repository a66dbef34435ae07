import type { Evidence, Exchange, HttpResponse } from '@tpkit/core'
import { tpError } from '@tpkit/core/errors'
import { type Fields, jsonMembers, openCbc, readJson } from '@tpkit/wire'
import type { Account } from './account.ts'
import { spelled } from './code-rules.ts'
import { checkAnswer } from './verify.ts'

/** What the wallet said, once it is clear who said it. */
export type Opened = Success | Refusal

export interface Success {
  readonly kind: 'success'
  /** `10003`: the order is there and the payer has to act; at the counter alone. */
  readonly code: '10000' | '10003'
  /** The payload, flat: `fund_bill_list.0.amount`. */
  readonly fields: Fields
}

export interface Refusal {
  readonly kind: 'refusal'
  /** 网关返回码, such as 40004. */
  readonly code: string
  /** 业务返回码, as the table of codes spells it; where the wallet gave none, the code. */
  readonly subCode: string
  /** The wallet's own words. */
  readonly message?: string
  readonly evidence: Exclude<Evidence, 'nothing-sent'>
}

/** An answer taken apart, with exactly the bytes that its signature stands over. Nobody has vouched for it yet. */
export interface Envelope {
  readonly method: string
  readonly payload: Uint8Array
  /** `error_response`: of no method, and never a success of one. */
  readonly isError: boolean
  /** 公钥证书方式: the number of the certificate that it is signed with. */
  readonly certificateSn?: string
  /** Undefined: it came without one, as errors do before the application is known. */
  readonly signature?: string
}

/**
 * Judges an answer: its signature first, over the raw bytes of the payload, then its code. Without a signature it can be an error and
 * nothing else, and says so in its evidence. Throws `UNAVAILABLE`, `RATE`, `MALFORMED` or `UNVERIFIED`.
 */
export function* open(response: HttpResponse, method: string, account: Account): Exchange<Opened> {
  const envelope = envelopeOf(response, method)
  if (envelope.signature !== undefined) yield* checkAnswer(envelope, account)
  return judged(envelope, account)
}

/** The wallet says everything under status 200. */
export function envelopeOf({ status, body }: HttpResponse, method: string): Envelope {
  if (status !== 200) throw httpFailure(status)
  const members = jsonMembers(body)
  const [certificateSn, signature] = [textIn(members, 'alipay_cert_sn'), textIn(members, 'sign')]
  return {
    method,
    ...payloadIn(members, method),
    ...(certificateSn !== undefined && { certificateSn }),
    ...(signature !== undefined && { signature }),
  }
}

/** Of an envelope whose signature fits, or that has none. */
export function judged({ payload, method, signature, isError }: Envelope, account: Account): Opened {
  const fields = fieldsIn(payload, account)
  const { code, sub_code, sub_msg, msg } = fields
  if (!code) throw tpError('MALFORMED', 'code: expected a code (网关返回码) in the answer, found none; it says nothing')
  if (code === '10000' || (code === '10003' && method === 'alipay.trade.pay')) {
    if (isError) throw tpError('MALFORMED', 'answer: expected an error in error_response, found a success; believe none of it')
    if (signature === undefined) throw unsignedSuccess()
    return { kind: 'success', code, fields }
  }
  const subCode = spelled((sub_code || code).slice(0, 64))
  const message = subCode === ECHOES ? undefined : sub_msg || msg
  const evidence = signature === undefined ? ({ unsigned: { status: 200, code: subCode } } as const) : 'verified'
  return { kind: 'refusal', code, subCode, evidence, ...(message && { message: message.slice(0, 128) }) }
}

/** Its words repeat the whole text that was signed, tokens and payment codes included. */
const ECHOES = 'isv.invalid-signature'

const QUOTE = 0x22

/** 接口内容加密: then the payload is a text. Some errors come in the open all the same. */
function fieldsIn(payload: Uint8Array, { contentKey }: Account): Fields {
  if (payload[0] !== QUOTE) return strictFields(payload)
  const text = contentKey && openCbc(String(JSON.parse(Buffer.from(payload).toString('utf8'))), contentKey)
  if (text) return strictFields(text)
  const expected = contentKey
    ? 'content that contentKey opens, found content that it does not'
    : 'content in the open, found it encrypted'
  throw tpError('UNVERIFIED', `answer: expected ${expected}; compare contentKey with the open platform (接口内容加密方式)`)
}

/** A field that stands there twice would be one thing to us and another to whoever looks at the evidence. */
function strictFields(payload: Uint8Array): Fields {
  jsonMembers(payload)
  return readJson(payload)
}

/** 响应的业务数据: under the name of the method that was called, or as an error that knows no method. */
function payloadIn(members: ReadonlyMap<string, Uint8Array>, method: string): Pick<Envelope, 'payload' | 'isError'> {
  const name = `${method.replaceAll('.', '_')}_response`
  const [payload, error] = [members.get(name), members.get('error_response')]
  if (payload && !error) return { payload, isError: false }
  if (error && !payload) return { payload: error, isError: true }
  const found = payload ? 'an error beside it' : 'another answer'
  throw tpError('MALFORMED', `answer: expected ${name}, found ${found}; believe none of it`)
}

/** What should be a text and is none, or an empty one, is no "there is none". */
function textIn(members: ReadonlyMap<string, Uint8Array>, name: string): string | undefined {
  const raw = members.get(name)
  if (raw === undefined) return undefined
  const value: unknown = JSON.parse(Buffer.from(raw).toString('utf8'))
  if (typeof value === 'string' && value !== '') return value
  throw tpError('UNVERIFIED', `${name}: expected a text that is not empty, found something else; it proves nothing`)
}

function unsignedSuccess(): Error {
  const expected = 'expected a success with a signature, found one without'
  return tpError('UNVERIFIED', `sign: ${expected}; anybody on the way could have written it: query`)
}

function httpFailure(status: number): Error {
  const code = status === 429 ? 'RATE' : 'UNAVAILABLE'
  const sentence = `HTTP status: expected 200, found ${status}; the wallet or something on the way is not answering`
  return tpError(code, sentence)
}
