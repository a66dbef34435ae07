import type { World } from '../world/world.ts'
import { keyOf, walletBooks } from './state.ts'

const MINUTE = 60_000

/**
 * While it goes on: what ends here as never having been had not arrived at the wallet, or the wallet has ended it, too. Looked at
 * often, because a day later the wallet has ended everything by itself.
 */
export async function neverWasIsTrue({ ledger, stands, timeline, arrivals, violations }: World): Promise<void> {
  const { rows } = await ledger.read.orders({ limit: 50 })
  const booked = walletBooks(stands, timeline.now)
  for (const { account, outTradeNo, status } of rows.flatMap(({ attempts }) => attempts)) {
    const arrivedAt = arrivals.get(keyOf(account, outTradeNo))
    if (status !== 'closed' || arrivedAt === undefined || arrivedAt > timeline.now - 2 * MINUTE) continue
    const there = booked.get(keyOf(account, outTradeNo))
    if (there?.status === 'open')
      violations.push(`closed-is-closed: ${outTradeNo} is closed here, and can still be paid at the wallet`)
  }
}
