import type { AttemptRef, PayCommand, RefundCommand, StatementQuery } from '../contract/command.ts'
import type { Limits, Manifest, NumberRule, Timing } from '../contract/manifest.ts'
import type { Instant } from '../contract/scene.ts'
import { tpError } from '../errors.ts'
import { compareMoney, formatMoney, type Money } from '../money.ts'

/*
 * What every provider would have to check, read from its manifest and checked once, before anything is sent.
 * Commands come from JavaScript too: a wrong type is a sentence here, not a crash further down.
 */

/** Throws `UNSUPPORTED`, `INVALID` or `LIMIT`. */
export function checkPay(command: PayCommand, manifest: Manifest, nowMs: Instant): void {
  const { limits } = manifest
  checkObject(command)
  if (!manifest.scenes.includes(command.scene)) {
    const known = manifest.scenes.join(', ')
    throw tpError('UNSUPPORTED', `scene: expected one that ${manifest.provider} has (${known}), found ${show(command.scene)}`)
  }
  checkRef(command, limits)
  checkAmount('total', command.total, limits)
  if (command.total.amount > limits.maxAmount) throw tooMuch('total', command.total, limits.maxAmount, 'the largest order')
  checkText('subject', command.subject, 1, limits.subjectLength)
  if (command.attach !== undefined) checkText('attach', command.attach, 0, limits.attachLength)
  checkExpiry(command.expiresAt, nowMs)
  checkExtra(command.extra)
}

const INSTANTS = ['startedAt', 'sentAt', 'paidAt', 'expiresAt', 'refundSentAt'] as const

/** Throws `INVALID`. */
export function checkRef(ref: AttemptRef | PayCommand, limits: Limits): void {
  checkObject(ref)
  for (const field of INSTANTS) checkInstant(field, Reflect.get(ref, field))
  checkNumber('outTradeNo', ref.outTradeNo, limits.outTradeNo)
  checkAmount('total', ref.total, limits)
}

/** Throws `INVALID` or `LIMIT`. */
export function checkRefund(command: RefundCommand, limits: Limits, nowMs: Instant): void {
  checkRef(command, limits)
  checkWindow(command, limits, nowMs)
  checkNumber('outRefundNo', command.outRefundNo, limits.outRefundNo)
  checkAmount('amount', command.amount, limits)
  checkExtra(command.extra)
  if (compareMoney(command.amount, command.total) > 0) throw tooMuch('amount', command.amount, command.total.amount, 'the order')
}

/** In September 2001; before it lie the moments that somebody counted in seconds. */
const EARLIEST: Instant = 1_000_000_000_000

const DAY_MS = 86_400_000
const BEIJING_MS = 8 * 3_600_000

/** What `statement` checks before it sends anything, for whoever wants to know sooner. Throws `INVALID` for what is no day, or not over; `UNAVAILABLE` for one whose file is not due; `LIMIT` for one that is not kept any more. */
export function checkStatement(query: StatementQuery, { statement: times }: Timing, nowMs: Instant): void {
  checkObject(query, 'day and kind')
  const { day, kind } = query
  if (kind !== 'trade' && kind !== 'fund') throw tpError('INVALID', `kind: expected "trade" or "fund", found ${show(kind)}`)
  const age = nowMs - endOfDay(day)
  // Half a day booked as a whole one would look like lost payments.
  if (age < 0) throw tpError('INVALID', `day: expected a day that is over in Beijing, found ${day}`)
  if (!times) return
  const ready = new Date(nowMs - age + times.readyAfterMs).toISOString()
  if (age < times.readyAfterMs)
    throw tpError('UNAVAILABLE', `day: expected one whose statement is due, found ${day}; ask again from ${ready} on`, {
      retry: 'later',
    })
  // A day more: whether the border itself is kept is for the wallet to say.
  if (age > (times.keptDays + 1) * DAY_MS) {
    const message = `day: expected one of the last ${times.keptDays} days, found ${day}; the wallet keeps statements no longer`
    throw tpError('LIMIT', message, { retry: 'never' })
  }
}

function endOfDay(day: string): Instant {
  const begin = typeof day === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN
  if (!Number.isNaN(begin) && new Date(begin).toISOString().slice(0, 10) === day) return begin + DAY_MS - BEIJING_MS
  throw tpError('INVALID', `day: expected a day of the calendar such as "2026-01-31", found ${show(day)}`)
}

/** Where the caller knows when it was paid. A day more: which moment counts, and in whose calendar, is for the wallet to say. */
function checkWindow({ paidAt }: RefundCommand, { refundWindowDays }: Limits, nowMs: Instant): void {
  if (paidAt === undefined || nowMs - paidAt <= (refundWindowDays + 1) * DAY_MS) return
  const days = Math.floor((nowMs - paidAt) / DAY_MS)
  const message = `paidAt: expected a payment of the last ${refundWindowDays} days, found one ${days} days ago; settle it with the payer by hand`
  throw tpError('LIMIT', message, { retry: 'never' })
}

function checkObject(command: object, members = 'outTradeNo and total'): void {
  if (typeof command === 'object' && command !== null) return
  throw tpError('INVALID', `command: expected an object with ${members}, found ${show(command)}`)
}

/** Read by the provider; a text in its place would be left out in silence. */
function checkExtra(extra: unknown): void {
  if (extra === undefined || (typeof extra === 'object' && extra !== null)) return
  throw tpError('INVALID', `extra: expected an object such as { qqwallet: { … } }, found ${show(extra)}`)
}

function checkInstant(field: string, value: unknown): void {
  if (value === undefined || (Number.isSafeInteger(value) && Number(value) >= EARLIEST)) return
  throw tpError('INVALID', `${field}: expected milliseconds since 1970, found ${show(value)}`)
}

function checkNumber(field: string, value: string, rule: NumberRule): void {
  const found = typeof value === 'string' ? value.length : 0
  const between = `${rule.minLength} to ${rule.maxLength} characters of [${rule.alphabet}]`
  if (found < rule.minLength || found > rule.maxLength || !pattern(rule).test(value)) {
    throw tpError('INVALID', `${field}: expected ${between}, found ${show(value)}`)
  }
}

/** Rules live as long as their provider: each is compiled once, not on every call. */
const PATTERNS = new WeakMap<NumberRule, RegExp>()

function pattern(rule: NumberRule): RegExp {
  const known = PATTERNS.get(rule) ?? new RegExp(`^[${rule.alphabet}]*$`)
  PATTERNS.set(rule, known)
  return known
}

function checkAmount(field: string, value: Money, limits: Limits): void {
  if (typeof value?.amount !== 'bigint') {
    throw tpError('INVALID', `${field}: expected money such as cny.yuan("19.90"), found ${show(value?.amount ?? value)}`)
  }
  if (!limits.currencies.includes(value.currency)) {
    throw tpError('INVALID', `${field}.currency: expected one of ${limits.currencies.join(', ')}, found ${show(value.currency)}`)
  }
  if (value.amount <= 0n) throw tpError('INVALID', `${field}: expected an amount above zero, found ${formatMoney(value)}`)
}

function tooMuch(field: string, found: Money, most: bigint, what: string): Error {
  const limit = formatMoney({ amount: most, currency: found.currency })
  return tpError('LIMIT', `${field}: expected at most ${limit} (${what}), found ${formatMoney(found)}`, { retry: 'after-fix' })
}

function checkText(field: string, value: string, least: number, most: number): void {
  if (typeof value !== 'string') throw tpError('INVALID', `${field}: expected text, found ${show(value)}`)
  if (value.length < least || value.length > most) {
    throw tpError('INVALID', `${field}: expected ${least} to ${most} characters, found ${value.length}`)
  }
}

function checkExpiry(expiresAt: Instant | undefined, nowMs: Instant): void {
  if (expiresAt === undefined || expiresAt > nowMs) return
  throw tpError('INVALID', `expiresAt: expected a moment in the future, in milliseconds since 1970, found ${show(expiresAt)}`)
}

function show(value: unknown): string {
  if (typeof value === 'string')
    return value.length > 40 ? `${JSON.stringify(value.slice(0, 40))}… (${value.length})` : JSON.stringify(value)
  return (typeof value === 'object' && value !== null) || typeof value === 'function' ? typeof value : String(value)
}
