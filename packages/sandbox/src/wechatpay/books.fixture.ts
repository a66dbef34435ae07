import type { BookedOrder, BookedRefund } from '@tpkit/core'
import fc from 'fast-check'
import type { RefundEnding } from '../wallet.ts'
import {
  abnormalRefund,
  close,
  codepay,
  DAY,
  fen,
  got,
  MINUTE,
  NOW,
  newWallet,
  OURS,
  prepay,
  type Question,
  query,
  refund,
  refused,
  reverse,
  SECOND,
  send,
} from './asking.fixture.ts'
import { billOf, type ReadBill } from './bills.fixture.ts'

const HAND = ['pay', 'wrong-password', 'cancel', 'no-funds'] as const
type Hand = (typeof HAND)[number]

export interface Move {
  readonly operation: Hand | 'prepay' | 'codepay' | 'refund' | 'abnormal' | 'settle' | 'close' | 'reverse' | 'query'
  readonly order: number
  readonly refund: number
  readonly ending: RefundEnding
  readonly waitMs: number
}

const move: fc.Arbitrary<Move> = fc.record({
  operation: fc.constantFrom(
    ...(['prepay', 'codepay', 'codepay', 'pay', 'pay', 'pay', 'pay', 'wrong-password', 'cancel', 'no-funds'] as const),
    ...([
      'refund',
      'refund',
      'refund',
      'refund',
      'settle',
      'settle',
      'abnormal',
      'abnormal',
      'close',
      'reverse',
      'query',
    ] as const),
  ),
  order: fc.nat(2),
  refund: fc.nat(4),
  ending: fc.constantFrom('refunded', 'failed', 'changed', 'unsure'),
  waitMs: fc.constantFrom(0, 0, 0, SECOND, 10 * MINUTE, 3 * 60 * MINUTE, DAY),
})

export const history = fc.array(move, { minLength: 30, maxLength: 60, size: 'max' })
/** Every call is signed twice, so fewer of them than usual. */
export const RUNS = { numRuns: 30 }
export const COUPON = 7n

export type Table = ReturnType<typeof table>

/** A wallet, and a way to play moves against it. Each order has one total, each refund number one amount. */
export function table() {
  // About every other payment code needs the password.
  const wallet = newWallet({ password: 50n, couponFee: COUPON, refundDelayMs: 60 * MINUTE, magicAmounts: false })
  const codes = new Map<number, string>()
  let now = NOW
  const total = (order: number): number => 20 * (order + 1)
  /** One that is not over; an abnormal one looks so too. */
  const under = (number: number): BookedRefund | undefined => {
    const all = wallet.books(now).flatMap(({ refunds }) => refunds.filter(({ status }) => status === 'processing'))
    return all[number % all.length]
  }
  const asked = ({ operation, order, refund: number }: Move): Question | undefined => {
    const name = `T-1000${order}`
    const goods = { out_trade_no: name, amount: { total: total(order), currency: 'CNY' } }
    if (operation === 'prepay') return prepay('native', goods)
    if (operation === 'codepay') return codepay(codes.get(order) ?? '', goods)
    if (operation === 'close') return close(name)
    if (operation === 'reverse') return reverse(name)
    if (operation === 'query') return query(name)
    if (operation === 'refund')
      return refund({ out_trade_no: name, out_refund_no: `R-${number}`, ...fen(7 * (number + 1), total(order)) })
    if (operation !== 'abnormal') return undefined
    const found = under(number)
    return found && abnormalRefund(found.refundId, { out_refund_no: found.outRefundNo })
  }
  const act = (order: number, action: Hand): void => {
    const bill = wallet.bills(now).find(({ outTradeNo }) => outTradeNo === `T-1000${order}`)
    // A link may be too old; an order that waits for no password says so.
    attempt(() => bill?.status === 'open' && wallet.act(bill.promptText, action, now))
  }
  const settle = ({ refund: number, ending }: Move): void => {
    const { outRefundNo = '' } = under(number) ?? {}
    attempt(() => wallet.settleRefund({ mchId: OURS.mchId, outRefundNo }, ending, now))
  }
  const repeat = (each: Move): void => {
    const hand = HAND.find((action) => action === each.operation)
    const question = asked(each)
    if (hand) act(each.order, hand)
    else if (each.operation === 'settle') settle(each)
    else if (question) send(wallet, question, { now })
  }
  const play = (each: Move): void => {
    now += each.waitMs
    if (each.operation === 'codepay' && !codes.has(each.order)) codes.set(each.order, wallet.paymentCode(now))
    repeat(each)
  }
  return { wallet, play, repeat, books: () => wallet.books(now), now: () => now }
}

function attempt(act: () => void): void {
  try {
    act()
  } catch {
    // The payer, or whoever decides about refunds, came too early or too late.
  }
}

/** Money that left the merchant, or may have. */
export const counting = ({ refunds }: BookedOrder): readonly bigint[] =>
  refunds.filter(({ status }) => status === 'refunded' || status === 'processing').map(({ amount }) => amount)

/** All bills of a kind, of every day on which something moved. */
export function billsOf({ wallet, now }: Table, kind: 'trade' | 'fundflow'): readonly ReadBill[] {
  const how = { now: now() + 2 * DAY }
  const days = Array.from({ length: Math.floor((now() - NOW) / DAY) + 2 }, (_, n) =>
    new Date(NOW + n * DAY).toISOString().slice(0, 10),
  )
  // On some days nothing happened.
  const isThere = (day: string): boolean =>
    refused(wallet, got(`/v3/bill/${kind}bill?bill_date=${day}`), how) !== '400 NO_STATEMENT_EXIST'
  return days.filter(isThere).map((day) => billOf(wallet, `${kind}?bill_date=${day}`, how))
}
