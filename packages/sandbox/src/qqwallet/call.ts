import type { WalletAnswer, WalletRequest } from '@tpkit/core'
import { Refusal } from './errors.ts'
import type { QQMerchant } from './merchant.ts'
import type { Settings } from './settings.ts'
import { type Fields, isSigned, type Reply, signature } from './sign.ts'
import { readXml, writeXml } from './xml.ts'

/** A request, and whom it says it comes from. */
export interface Call {
  readonly merchant: QQMerchant
  /** Without the empty ones. */
  readonly fields: Fields
}

/** Reads a request. Throws a `Refusal`. */
export function open(request: WalletRequest, merchants: ReadonlyMap<string, QQMerchant>): Call {
  const received = read(request)
  const merchant = merchants.get(received.get('mch_id') ?? '')
  if (!merchant) throw new Refusal('MCHID_NOT_EXIST')
  return { merchant, fields: new Map([...received].filter(([, value]) => value !== '')) }
}

/** Whether it really comes from that merchant. Empty fields do not count in a signature. */
export function isProven({ merchant, fields }: Call): boolean {
  const { apiKey, signType = 'MD5' } = merchant
  return (fields.get('sign_type') ?? 'MD5') === signType && isSigned(fields, apiKey, signType)
}

function read(request: WalletRequest): Fields {
  if (request.method !== 'POST') throw new Refusal('REQUIRE_POST_METHOD')
  if (request.body.byteLength === 0) throw new Refusal('POST_DATA_EMPTY')
  const fields = readXml(decode(request.body))
  if (!fields) throw new Refusal('XML_FORMAT_ERROR')
  return fields
}

function decode(body: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    throw new Refusal('NOT_UTF8')
  }
}

/** The head and fields of an understood request, signed. */
export function succeed({ merchant, fields }: Call, reply: Reply, nonce: string): WalletAnswer {
  return sealed(merchant, { ...head(fields, nonce), result_code: 'SUCCESS', ...reply })
}

/** 业务失败: the request was genuine and is refused; signed. */
export function refuse({ merchant, fields }: Call, refusal: Refusal, nonce: string, settings: Settings): WalletAnswer {
  const { code, message, retcode = '0' } = refusal
  const named = settings.counterCodesAs === 'number' ? (refusal.retcode ?? code) : code
  const why = { result_code: 'FAIL', err_code: named, [settings.errorTextAs]: message }
  return sealed(merchant, { ...head(fields, nonce), retcode, ...why })
}

/** The gateway's numbers are not documented; any that is not zero will do. */
const RETCODE = '66210035'

/** 通信失败: nobody knows who asked, so nothing is signed. */
export function refuseUnsigned({ code, message }: Refusal): WalletAnswer {
  return xml(present({ return_code: 'FAIL', return_msg: message, retcode: RETCODE, retmsg: code, err_code: code }))
}

/** A download that is refused: small, unsigned, and by other names than everywhere else. */
export function refuseFile({ code, message, retcode = RETCODE }: Refusal, as: 'retcode' | 'return_code'): WalletAnswer {
  if (as === 'retcode') return xml(present({ retcode, retmsg: message }))
  return xml(present({ return_code: 'FAIL', return_msg: message, error_code: code }))
}

/** A download. */
export function file(body: Uint8Array, type: string): WalletAnswer {
  return { status: 200, headers: [['content-type', type]], body }
}

/** An answer below the protocol: wrong address, no certificate. */
export function plain(status: number, text: string): WalletAnswer {
  return { status, headers: [['content-type', 'text/plain; charset=utf-8']], body: new TextEncoder().encode(text) }
}

function head(fields: Fields, nonce: string): Reply {
  return {
    return_code: 'SUCCESS',
    return_msg: 'SUCCESS',
    retcode: '0',
    retmsg: 'ok',
    ...pick(fields, ['appid', 'sub_appid', 'mch_id', 'sub_mch_id']),
    nonce_str: nonce,
  }
}

/** These fields, as they were asked with. */
export function pick(fields: Fields, names: readonly string[]): Reply {
  return Object.fromEntries(names.map((name) => [name, fields.get(name)]))
}

function sealed(merchant: QQMerchant, reply: Reply): WalletAnswer {
  return xml(signedFields(merchant, reply))
}

/** The fields of a message of ours with their signature. */
export function signedFields({ apiKey, signType }: QQMerchant, reply: Reply): Fields {
  // The usual algorithm goes without saying.
  const fields = present({ ...reply, sign_type: signType === 'MD5' ? undefined : signType })
  return new Map([...fields, ['sign', signature(fields, apiKey, signType)]])
}

function xml(fields: Fields): WalletAnswer {
  const body = new TextEncoder().encode(writeXml(fields))
  return { status: 200, headers: [['content-type', 'text/xml; charset=utf-8']], body }
}

/** Without the fields that have no value. */
function present(reply: Reply): Fields {
  const fields = new Map<string, string>()
  for (const [name, value] of Object.entries(reply)) if (value !== undefined && value !== '') fields.set(name, value)
  return fields
}
