import type { Evidence, HttpResponse } from '@tpkit/core'
import { tpError } from '@tpkit/core/errors'
import { type Fields, readXml } from '@tpkit/wire'
import type { QQWalletConfig } from './config.ts'
import { checkEcho } from './reading.ts'
import { isSigned } from './signature.ts'

/** What the wallet said, once it is clear who said it. */
export type Opened = { readonly kind: 'success'; readonly fields: Fields } | Refusal

export interface Refusal {
  readonly kind: 'refusal'
  /** `err_code` in upper case; empty where the wallet gave none. */
  readonly code: string
  /** The wallet's own words. */
  readonly message?: string
  readonly evidence: Exclude<Evidence, 'nothing-sent'>
  readonly fields: Fields
}

/**
 * Judges an answer in the wallet's order: HTTP status, XML, `return_code` (通信标识), signature, `result_code` (业务结果).
 * Hands out the fields of a success only after its signature held and the account in it is ours.
 * Throws `UNAVAILABLE`, `RATE`, `MALFORMED` or `UNVERIFIED`.
 */
export function open(response: HttpResponse, config: QQWalletConfig): Opened {
  if (response.status !== 200) throw httpFailure(response.status)
  const fields = readXml(response.body)
  const communication = outcomeWord(fields, 'return_code')
  const verified = isSigned(fields, config)
  const business = fields.result_code ? outcomeWord(fields, 'result_code') : undefined
  if (verified) checkAccount(fields, config)
  if (communication === 'FAIL' || business === 'FAIL') return refusal(fields, response.status, verified)
  if (!verified)
    throw tpError('UNVERIFIED', 'sign: expected a signed answer, found a success without signature; do not believe it')
  if (business !== 'SUCCESS') throw malformed('result_code: expected SUCCESS or FAIL, found nothing')
  if (!fields.mch_id) throw malformed('mch_id: expected our merchant number in a success, found nothing')
  return { kind: 'success', fields }
}

function refusal(fields: Fields, status: number, verified: boolean): Refusal {
  if (fields.result_code?.toUpperCase() === 'SUCCESS')
    throw malformed('return_code: found FAIL together with result_code SUCCESS')
  const code = (fields.err_code ?? '').toUpperCase()
  // Both spellings are in use; return_msg is all there is when the communication failed.
  const message = [fields.err_code_des, fields.err_code_desc, fields.return_msg].find(Boolean)
  const evidence = verified ? 'verified' : ({ unsigned: { status, code } } as const)
  return { kind: 'refusal', code, evidence, fields, ...(message && { message }) }
}

function outcomeWord(fields: Fields, name: string): 'SUCCESS' | 'FAIL' {
  const word = fields[name]?.toUpperCase()
  if (word === 'SUCCESS' || word === 'FAIL') return word
  throw malformed(
    `${name}: expected SUCCESS or FAIL, found ${word === undefined ? 'nothing' : JSON.stringify(word.slice(0, 20))}`,
  )
}

/** One key may serve one merchant only, but an answer to somebody else's call is still no answer to ours. */
function checkAccount(fields: Fields, config: QQWalletConfig): void {
  if (fields.mch_id) checkEcho(fields, 'mch_id', config.mchId)
  if (fields.appid && config.appId) checkEcho(fields, 'appid', config.appId)
}

function httpFailure(status: number): Error {
  const code = status === 429 ? 'RATE' : 'UNAVAILABLE'
  return tpError(code, `HTTP status: expected 200, found ${status}; the wallet or something on the way is not answering`)
}

function malformed(message: string): Error {
  return tpError('MALFORMED', message)
}
