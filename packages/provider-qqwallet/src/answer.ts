import type { Evidence, HttpResponse } from '@tpkit/core'
import { tpError } from '@tpkit/core/errors'
import { type Fields, readXml } from '@tpkit/wire'
import { NUMERIC_CODES } from './codes.ts'
import type { Account } from './config.ts'
import { checkEcho, unrelated, wordsOf } from './reading.ts'
import { isSigned } from './signature.ts'

/** What the wallet said, once it is clear who said it. */
export type Opened = { readonly kind: 'success'; readonly fields: Fields } | Refusal

export interface Refusal {
  readonly kind: 'refusal'
  /** `err_code` in upper case, or one of the four numbers that `retcode` says it with; empty where the wallet gave none. */
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
export function open(response: HttpResponse, account: Account): Opened {
  if (response.status !== 200) throw httpFailure(response.status)
  const fields = readXml(response.body)
  const communication = outcomeWord(fields, 'return_code')
  const verified = isSigned(fields, account)
  const business = fields.result_code ? outcomeWord(fields, 'result_code') : undefined
  if (verified) checkAccount(fields, account)
  if (communication === 'FAIL' || business === 'FAIL') return refusal(fields, response.status, verified)
  if (!verified)
    throw tpError('UNVERIFIED', 'sign: expected a signed answer, found a success without signature; do not believe it')
  if (business !== 'SUCCESS') throw malformed('result_code: expected SUCCESS or FAIL, found nothing')
  if (!fields.mch_id) throw malformed('mch_id: expected our merchant number in a success, found nothing')
  if (account.subMchId && !fields.sub_mch_id)
    throw malformed('sub_mch_id: expected our sub-merchant number in a success, found nothing')
  return { kind: 'success', fields }
}

function refusal(fields: Fields, status: number, verified: boolean): Refusal {
  if (fields.result_code?.toUpperCase() === 'SUCCESS')
    throw malformed('return_code: found FAIL together with result_code SUCCESS')
  const code = codeOf(fields)
  const message = wordsOf(fields)
  const evidence = verified ? 'verified' : ({ unsigned: { status, code } } as const)
  return { kind: 'refusal', code, evidence, fields, ...(message && { message }) }
}

/** `retcode` is a raw number of the gateway. It judges nothing, but for four that say what an err_code would say. */
function codeOf({ err_code, retcode = '' }: Fields): string {
  if (err_code) return err_code.toUpperCase()
  return NUMERIC_CODES.has(retcode) ? retcode : ''
}

function outcomeWord(fields: Fields, name: string): 'SUCCESS' | 'FAIL' {
  const word = fields[name]?.toUpperCase()
  if (word === 'SUCCESS' || word === 'FAIL') return word
  throw malformed(
    `${name}: expected SUCCESS or FAIL, found ${word === undefined ? 'nothing' : JSON.stringify(word.slice(0, 20))}`,
  )
}

/** One key may serve one merchant only, but an answer to somebody else's call is still no answer to ours. */
function checkAccount(fields: Fields, { mchId, appId, subMchId, subAppId }: Account): void {
  if (fields.mch_id) checkEcho(fields, 'mch_id', mchId)
  if (fields.appid && appId) checkEcho(fields, 'appid', appId)
  // Sub-merchants of one service provider share its key: one that we did not ask for is somebody else's money.
  if (fields.sub_mch_id && fields.sub_mch_id !== subMchId) throw unrelated('sub_mch_id', subMchId ?? 'none', fields.sub_mch_id)
  if (fields.sub_appid && subAppId) checkEcho(fields, 'sub_appid', subAppId)
}

function httpFailure(status: number): Error {
  const code = status === 429 ? 'RATE' : 'UNAVAILABLE'
  return tpError(code, `HTTP status: expected 200, found ${status}; the wallet or something on the way is not answering`)
}

function malformed(message: string): Error {
  return tpError('MALFORMED', message)
}
