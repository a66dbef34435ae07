import type { Money } from '@tpkit/core'
import { invalid } from '@tpkit/core/provider'

/** A number of ours or of the wallet's: 1 to 32 characters of the documented set. */
export function checkNumber(field: string, value: unknown): string {
  if (typeof value === 'string' && value.length <= 32 && /^[0-9A-Za-z_|*@-]+$/.test(value)) return value
  throw invalid(field, '1 to 32 digits, letters or _|*@-', value)
}

/** Whole fen above zero; the currency must be CNY. Answers the text for the wire. */
export function checkAmount(field: string, value: Money, max: bigint): string {
  if (typeof value?.amount !== 'bigint') throw invalid(field, 'money such as cny.yuan("19.90")', value)
  if (value.currency !== 'CNY') throw invalid(`${field}.currency`, 'CNY, the only currency of QQ Wallet', value.currency)
  if (value.amount < 1n) throw invalid(field, 'at least 1 fen (分)', value.amount)
  if (value.amount > max) throw invalid(field, `at most ${max} fen (分)`, value.amount)
  return value.amount.toString()
}
