import { tpError } from '@tpkit/core/errors'
import type { PayOrder } from '../cashier.ts'

/** @throws `TPError` `INVALID` for a number that is not 1 to 64 visible characters. */
export function checkNumber(field: string, value: unknown): void {
  if (typeof value === 'string' && /^[\x21-\x7e]{1,64}$/.test(value)) return
  const found = typeof value === 'string' ? JSON.stringify(value.slice(0, 80)) : typeof value
  throw tpError('INVALID', `${field}: expected 1 to 64 visible characters without spaces, found ${found}`)
}

/** @throws `TPError` `INVALID`: what a method or a wallet checks besides is theirs. */
export function checkOrder({ orderNo, method, subject, total, expiresAt }: PayOrder, now: number): void {
  checkNumber('orderNo', orderNo)
  if (typeof method !== 'string')
    throw tpError('INVALID', `method: expected the name of a method of the configuration, found ${typeof method}`)
  if (typeof subject !== 'string' || subject.length === 0)
    throw tpError('INVALID', 'subject: expected what the payer reads, found nothing')
  if (typeof total?.amount !== 'bigint' || total.amount <= 0n || typeof total.currency !== 'string')
    throw tpError('INVALID', 'total: expected money above zero, found none; give it as { amount: 1990n, currency: "CNY" }')
  if (expiresAt !== undefined && !(Number.isSafeInteger(expiresAt) && expiresAt > now))
    throw tpError('INVALID', 'expiresAt: expected a moment that is still to come, found another')
}
