import type { Evidence, Exchange, HttpResponse } from '@tpkit/core'
import { isTPError, tpError } from '@tpkit/core/errors'
import { type Fields, readJson } from '@tpkit/wire'
import { spelled } from './codes.ts'
import { proofIn, verified } from './verify.ts'

/** What the wallet said, once it is clear who said it. */
export type Opened = { readonly kind: 'success'; readonly fields: Fields; readonly status: number } | Refusal

export interface Refusal {
  readonly kind: 'refusal'
  readonly status: number
  /** As the table of codes spells it; empty where the wallet gave none. */
  readonly code: string
  /** The wallet's own words. */
  readonly message?: string
  readonly evidence: Exclude<Evidence, 'nothing-sent'>
}

/**
 * Judges an answer: its signature first, over the raw bytes, then its status, then its JSON. A success (2xx, a 204 without body
 * too) without a signature is not believed; a refusal without one says so in its evidence.
 * Throws `UNAVAILABLE`, `RATE`, `MALFORMED` or `UNVERIFIED`.
 */
export function* open(response: HttpResponse): Exchange<Opened> {
  const { status, headers, body, nowMs } = response
  const isSuccess = status >= 200 && status < 300
  // What says who it is from must be from there: a refusal with a wrong signature is no unsigned refusal.
  const signed = proofIn(headers) !== undefined
  if (isSuccess || signed) yield* verified({ headers, body }, nowMs)
  if (!isSuccess) return refusal(response, signed)
  return { kind: 'success', status, fields: status === 204 || body.byteLength === 0 ? {} : readJson(body) }
}

function refusal({ status, body }: HttpResponse, signed: boolean): Refusal {
  const fields = wordsIn(body)
  if (!fields?.code) throw httpFailure(status)
  const code = spelled(fields.code.slice(0, 64))
  const evidence = signed ? 'verified' : ({ unsigned: { status, code } } as const)
  return { kind: 'refusal', status, code, evidence, ...(fields.message && { message: fields.message.slice(0, 128) }) }
}

/** Undefined for a page of something on the way. */
function wordsIn(body: Uint8Array): Fields | undefined {
  try {
    return readJson(body)
  } catch (error) {
    if (isTPError(error)) return undefined
    throw error
  }
}

function httpFailure(status: number): Error {
  const code = status === 429 ? 'RATE' : 'UNAVAILABLE'
  const sentence = `HTTP status: expected 200, found ${status} without a code; the wallet or something on the way is not answering`
  return tpError(code, sentence)
}
