import type { Instant } from '@tpkit/core'
import { MAGIC_PASSWORD_MS, type MagicName, magicAmount } from '../magic.ts'
import type { Books, Order, Scan } from './books.ts'
import type { Habits } from './habits.ts'
import { pay } from './payment.ts'

/** How a payment code begins to work on its order. */
export function beginScan({ settings }: Books, totalFee: bigint, now: Instant): Scan {
  const magic = settings.magicAmounts ? magicAmount('total', totalFee)?.name : undefined
  if (magic === 'no-funds') return { state: 'no-funds' }
  if (magic === 'password-then-paid') return { state: 'waiting', paysAt: now + MAGIC_PASSWORD_MS }
  return { state: needsPassword(settings, totalFee, magic) ? 'waiting' : 'started' }
}

function needsPassword({ password }: Habits, totalFee: bigint, magic: MagicName | undefined): boolean {
  if (magic === 'password' || password === 'always') return true
  return password !== 'never' && totalFee > password
}

/** Paid at once, unless the payer must type the password. */
export function runScan(books: Books, order: Order, now: Instant): void {
  if (order.scan?.paysAt !== undefined) books.typing.add(order)
  if (order.scan?.state === 'started') pay(books, order, now)
}
