import { cny, type Money, type PaymentFact, type RefundFact, type Source, USUAL_POLICY } from '@tpkit/core'
import type { AttemptRow, Held, OrderRow } from '../books/rows.ts'
import { idsFrom } from '../ids.ts'
import { USUAL_SETTINGS } from '../ports.ts'
import { NOON, openShop, seeded } from '../shop.fixture.ts'
import type { BookingWorld } from './booking.ts'

const shop = await openShop()
const { payee, manifest } = shop.ports.wallets.account('qq-1')

export const TOTAL: Money = cny.fen(1990)
export const PAYER = 'openid-of-a-payer-0001'

export function worldOf(more: Partial<BookingWorld> = {}): BookingWorld {
  return {
    now: NOON,
    ids: idsFrom({ nowMs: () => NOON }, seeded('booking')),
    settings: { ...USUAL_SETTINGS, digestKey: Buffer.alloc(32, 'k') },
    policy: USUAL_POLICY,
    account: () => ({ payee, manifest }),
    ...more,
  }
}

export function attemptRow(id: string, more: Partial<AttemptRow> = {}): AttemptRow {
  return {
    ...{ id, orderId: 'ord_1', account: 'qq-1', outTradeNo: `N-${id}`, scene: 'native', total: TOTAL, status: 'pending' },
    ...{ createdAt: NOON, sentAt: NOON, expiresAt: NOON + 900_000, nextCheckAt: NOON + 5000, checks: 0 },
    ...more,
  }
}

export function heldWith(attempts: readonly AttemptRow[], order: Partial<OrderRow> = {}): Held {
  const row: OrderRow = {
    ...{ id: 'ord_1', merchant: 'main', orderNo: 'T-1', method: 'wallet', subject: 'Tea', total: TOTAL, status: 'open' },
    ...{ createdAt: NOON, updatedAt: NOON, expiresAt: NOON + 900_000, nextCheckAt: NOON + 900_000 },
    ...order,
  }
  return { order: row, attempts, refunds: [] }
}

export function paidFact({ outTradeNo }: AttemptRow, source: Source = 'query', transactionId = `W-${outTradeNo}`): PaymentFact {
  return {
    ...{ kind: 'payment', outTradeNo, source, status: 'paid', total: TOTAL, transactionId, payee, paidAt: NOON },
    payer: { id: PAYER },
    raw: { openid: PAYER, trade_state: 'SUCCESS' },
  }
}

export function fact({ outTradeNo }: AttemptRow, status: 'pending' | 'closed' | 'failed' | 'reversed'): PaymentFact {
  return { kind: 'payment', outTradeNo, source: 'query', status, raw: {} }
}

export function refundFact(
  { outTradeNo }: AttemptRow,
  outRefundNo: string,
  status: RefundFact['status'],
  amount = TOTAL,
): RefundFact {
  return { kind: 'refund', outTradeNo, outRefundNo, status, amount, source: 'query', raw: {} }
}
