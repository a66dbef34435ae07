import type { Instant } from '@tpkit/core'
import type { Books } from './books.ts'
import { MINUTE_MS } from './time.ts'

/** The real phone draws a new code every minute and takes the latest few; how long exactly is not documented. */
const CODE_LIFE_MS = 5 * MINUTE_MS

/** 付款码: the payer's phone shows a new one. */
export function showPaymentCode(state: Books, now: Instant): string {
  const code = state.numbers.paymentCode()
  state.paymentCodes.set(code, now + CODE_LIFE_MS)
  return code
}

/** Takes a code for one order. False for wrong, unknown, expired and used ones, which are all the same to a wallet. */
export function usePaymentCode(state: Books, code: string, now: Instant): boolean {
  const goodUntil = state.paymentCodes.get(code)
  if (goodUntil === undefined || now >= goodUntil) return false
  return state.paymentCodes.delete(code)
}
