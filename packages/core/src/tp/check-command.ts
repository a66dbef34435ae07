import type { AttemptRef, PayCommand, RefundCommand, StatementQuery } from '../contract/command.ts'
import type { Limits, Manifest, NumberRule } from '../contract/manifest.ts'
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
}

/** Throws `INVALID`. */
export function checkRef(ref: AttemptRef | PayCommand, limits: Limits): void {
  checkObject(ref)
  for (const field of ['startedAt', 'paidAt', 'expiresAt'] as const) checkInstant(field, Reflect.get(ref, field))
  checkNumber('outTradeNo', ref.outTradeNo, limits.outTradeNo)
  checkAmount('total', ref.total, limits)
}

/** Throws `INVALID` or `LIMIT`. */
export function checkRefund(command: RefundCommand, limits: Limits): void {
  checkRef(command, limits)
  checkNumber('outRefundNo', command.outRefundNo, limits.outRefundNo)
  checkAmount('amount', command.amount, limits)
  if (compareMoney(command.amount, command.total) > 0) throw tooMuch('amount', command.amount, command.total.amount, 'the order')
}

/** Throws `INVALID`. Whether the wallet has that day's file yet is the provider's to know. */
export function checkStatement({ day, kind }: StatementQuery): void {
  const calendar = typeof day === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN
  if (Number.isNaN(calendar) || new Date(calendar).toISOString().slice(0, 10) !== day) {
    throw tpError('INVALID', `day: expected a day of the calendar such as "2026-01-31", found ${show(day)}`)
  }
  if (kind !== 'trade' && kind !== 'fund') throw tpError('INVALID', `kind: expected "trade" or "fund", found ${show(kind)}`)
}

function checkObject(command: object): void {
  if (typeof command === 'object' && command !== null) return
  throw tpError('INVALID', `command: expected an object with outTradeNo and total, found ${show(command)}`)
}

function checkInstant(field: string, value: unknown): void {
  if (value === undefined || Number.isSafeInteger(value)) return
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
  return typeof value === 'object' || typeof value === 'function' ? typeof value : String(value)
}
