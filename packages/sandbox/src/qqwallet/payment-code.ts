import type { Instant } from '@tpkit/core'
import { Refusal } from './errors.ts'
import type { State } from './state.ts'
import { MINUTE_MS } from './time.ts'

/** The real phone draws a new code every minute and takes the latest few; how long exactly is not documented. */
const CODE_LIFE_MS = 5 * MINUTE_MS

/** 付款码: the payer's phone shows a new one. */
export function showPaymentCode(state: State, now: Instant): string {
  const code = state.numbers.paymentCode()
  state.paymentCodes.set(code, now + CODE_LIFE_MS)
  return code
}

/** Takes a code for one order. Wrong, unknown, expired and used ones are all the same to the wallet. */
export function usePaymentCode(state: State, code: string, now: Instant): void {
  const goodUntil = state.paymentCodes.get(code)
  if (goodUntil === undefined || now >= goodUntil) throw new Refusal('AUTH_CODE_INVALID')
  state.paymentCodes.delete(code)
}
