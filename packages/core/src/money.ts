import { tpError } from './errors.ts'

/** An amount in minor units (分 for CNY) and its ISO 4217 currency. Amounts are integers, always. */
export interface Money {
  readonly amount: bigint
  readonly currency: string
}

/** Money in JSON: an integer number of minor units. */
export interface MoneyJson {
  readonly amount: number
  readonly currency: string
}

/** Decimal places of the currencies that the wallets settle in (ISO 4217). */
const MINOR_DIGITS: Readonly<Record<string, number>> = { CNY: 2, HKD: 2, USD: 2, EUR: 2, GBP: 2, SGD: 2, JPY: 0, KRW: 0 }

/** ISO 4217 codes that are known here. */
export const CURRENCIES: readonly string[] = Object.keys(MINOR_DIGITS)

/** Decimal places of a currency. Throws `INVALID` for one that is not known here. */
export function minorDigits(currency: string): number {
  const digits = Object.hasOwn(MINOR_DIGITS, currency) ? MINOR_DIGITS[currency] : undefined
  if (digits === undefined) {
    throw tpError('INVALID', `currency: expected one of ${CURRENCIES.join(', ')}, found ${quote(currency)}`)
  }
  return digits
}

/** Money from an integer number of minor units. A number must be a safe integer: 19.9 is refused, never rounded. */
export function money(amount: bigint | number, currency: string): Money {
  minorDigits(currency)
  if (typeof amount !== 'bigint' && !Number.isSafeInteger(amount)) {
    const found = typeof amount === 'number' ? amount : typeof amount
    throw tpError('INVALID', `amount: expected a whole number of minor units, found ${found}; pass decimal text to parseMoney`)
  }
  return { amount: BigInt(amount), currency }
}

/** 15 digits before the point are more money than exists, and keep every parse short. */
const DECIMAL = /^(-?)(0|[1-9][0-9]{0,14})(?:\.([0-9]{1,3}))?$/

/**
 * Money from decimal text, digit by digit; no floating point on the way.
 * Refuses signs other than `-`, spaces, grouping, exponents, other scripts' digits and too many decimals.
 *
 * @example parseMoney('19.90', 'CNY') // { amount: 1990n, currency: 'CNY' }
 */
export function parseMoney(text: string, currency: string): Money {
  const digits = minorDigits(currency)
  const found = typeof text === 'string' && text.length <= 20 ? DECIMAL.exec(text) : null
  const fraction = found?.[3] ?? ''
  if (!found || fraction.length > digits) {
    throw tpError('INVALID', `amount: expected decimal text with at most ${digits} places such as "19.90", found ${quote(text)}`)
  }
  const units = BigInt(`${found[2]}${fraction.padEnd(digits, '0')}`)
  return { amount: found[1] === '-' ? -units : units, currency }
}

/** Decimal text with all places of the currency: `19.90`, `-0.05`. */
export function formatMoney(value: Money): string {
  const digits = minorDigits(value.currency)
  const sign = value.amount < 0n ? '-' : ''
  const text = (value.amount < 0n ? -value.amount : value.amount).toString().padStart(digits + 1, '0')
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`
}

/** For sentences: `19.90 CNY`. Never throws, also for what is no money. */
export function showMoney(value: Money): string {
  try {
    return `${formatMoney(value)} ${value.currency}`
  } catch {
    return `${value?.amount} minor units of ${quote(value?.currency)}`
  }
}

/** Sum of two amounts of one currency. */
export function addMoney(a: Money, b: Money): Money {
  return { amount: a.amount + amountIn(a.currency, b), currency: a.currency }
}

/** Difference of two amounts of one currency; may be negative. */
export function subtractMoney(a: Money, b: Money): Money {
  return { amount: a.amount - amountIn(a.currency, b), currency: a.currency }
}

/** Sum of a list; `currency` names the result of an empty one. */
export function sumMoney(values: readonly Money[], currency: string): Money {
  return values.reduce(addMoney, money(0n, currency))
}

/** -1, 0 or 1. Throws `INVALID` on different currencies: there is no order between them. */
export function compareMoney(a: Money, b: Money): -1 | 0 | 1 {
  const other = amountIn(a.currency, b)
  if (a.amount === other) return 0
  return a.amount < other ? -1 : 1
}

/** Equal amount and equal currency. Never throws: different currencies are simply not the same money. */
export function sameMoney(a: Money, b: Money): boolean {
  return a.amount === b.amount && a.currency === b.currency
}

/** For JSON. Throws `LIMIT` above 2^53 - 1 minor units, which no JSON reader keeps exactly. */
export function moneyToJson(value: Money): MoneyJson {
  const amount = Number(value.amount)
  if (!Number.isSafeInteger(amount)) {
    throw tpError('LIMIT', `amount: expected at most ${Number.MAX_SAFE_INTEGER} minor units in JSON, found ${value.amount}`)
  }
  return { amount, currency: value.currency }
}

/** From JSON. */
export function moneyFromJson(json: MoneyJson): Money {
  return money(json.amount, json.currency)
}

/** Chinese yuan: `cny.yuan('19.90')` and `cny.fen(1990)` are the same money. */
export const cny: { readonly yuan: (text: string) => Money; readonly fen: (amount: bigint | number) => Money } = {
  yuan: (text) => parseMoney(text, 'CNY'),
  fen: (amount) => money(amount, 'CNY'),
}

function amountIn(currency: string, value: Money): bigint {
  if (value.currency === currency) return value.amount
  throw tpError('INVALID', `currency: expected ${currency} on both sides, found ${value.currency}`)
}

function quote(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 40)) : typeof value
}
