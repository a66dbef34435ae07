import fc from 'fast-check'
import type { Order, Refund } from '../books/books.ts'
import { USUAL_HABITS } from '../books/habits.ts'

export const ACCOUNT = '20880000000001090156'
export const said = ({ asked }: Order, name: string): string => asked.get(name) ?? ''
export const HABITS = { ...USUAL_HABITS, notifyPausesMs: [], bankType: '' }
/** Midnight of 5 January in Beijing. */
export const MIDNIGHT = Date.UTC(2026, 0, 4, 16)
export const HOUR = 3_600_000
export const DAY = 24 * HOUR

type Wanted = Partial<
  Pick<Order, 'outTradeNo' | 'subject' | 'totalFee' | 'couponFee' | 'asked' | 'createdAt' | 'reversal' | 'payment'>
>

/** An order that was paid at ten. */
export function order(wanted: Wanted = {}): Order {
  const { outTradeNo = 'T10001' } = wanted
  return {
    merchant: { mchId: '2088000000000109' },
    subMchId: undefined,
    outTradeNo,
    subject: '茶',
    scene: 'native',
    notifyUrl: undefined,
    asked: new Map(),
    totalFee: 1990n,
    couponFee: 0n,
    prepayId: '',
    token: outTradeNo,
    promptText: outTradeNo,
    createdAt: MIDNIGHT + 10 * HOUR,
    expiresAt: MIDNIGHT + 12 * HOUR,
    scan: undefined,
    closed: false,
    payment: { transactionId: `2026010522001400${outTradeNo}`, paidAt: MIDNIGHT + 10 * HOUR + 5000 },
    reversal: undefined,
    recalls: 0,
    refunds: [],
    announcements: 0,
    ...wanted,
  }
}

/** So much of it goes back. */
export function refund(
  of: Order,
  fee: bigint,
  more: Partial<Refund['tries'][number]> & { readonly outRefundNo?: string } = {},
): Order {
  const { outRefundNo = `R${of.refunds.length + 1}`, ...tried } = more
  const at = tried.at ?? MIDNIGHT + 11 * HOUR
  of.refunds.push({
    order: of,
    outRefundNo,
    refundId: `${of.outTradeNo}-${outRefundNo}`,
    fee,
    account: undefined,
    tries: [{ doneAt: at, ending: 'refunded', couponFee: 0n, ...tried, at }],
  })
  return of
}

/** Orders of two days, of which everything, something or nothing went back, in however many parts. */
export const orders: fc.Arbitrary<readonly Order[]> = fc
  .array(
    fc.record({
      total: fc.bigInt({ min: 1n, max: 5_000_000n }),
      hour: fc.integer({ min: 0, max: 47 }),
      coupon: fc.bigInt({ min: 0n, max: 500n }),
      parts: fc.array(fc.integer({ min: 1, max: 100 }), { maxLength: 4 }),
      shop: fc.constantFrom('', 'S1', 'S2'),
      ending: fc.constantFrom('refunded', 'refunded', 'refunded', 'failed'),
    }),
    { maxLength: 6 },
  )
  .map((all) =>
    all.map(({ total, hour, coupon, parts, shop, ending }, index) => {
      const paidAt = MIDNIGHT + hour * HOUR
      const made = order({
        outTradeNo: `T${index}`,
        totalFee: total,
        couponFee: coupon < total ? coupon : 0n,
        asked: new Map([['store_id', shop]]),
        payment: { transactionId: `2026010522001400${index}`, paidAt },
      })
      const whole = parts.reduce((sum, part) => sum + part, 0)
      // The last part is what is left, where the parts are of an even number.
      let left = total
      for (const [at, part] of parts.entries()) {
        const fee = at === parts.length - 1 && parts.length % 2 === 0 ? left : (total * BigInt(part)) / BigInt(whole)
        if (fee === 0n) continue
        left -= fee
        refund(made, fee, { at: paidAt + (at + 1) * HOUR, ending })
      }
      return made
    }),
  )
