import type { BookedOrder } from '@tpkit/core'
import fc from 'fast-check'
import type { RefundEnding } from '../wallet.ts'
import {
  address,
  app,
  cancel,
  close,
  codepay,
  create,
  DAY,
  HOUR,
  MINUTE,
  NOW,
  newWallet,
  OURS,
  orderString,
  page,
  precreate,
  type Question,
  query,
  refund,
  SECOND,
  send,
  wap,
} from './asking.fixture.ts'

const HAND = ['pay', 'wrong-password', 'cancel', 'no-funds'] as const
type Hand = (typeof HAND)[number]

const OPENED = ['page', 'wap', 'app'] as const

export interface Move {
  readonly operation:
    | Hand
    | (typeof OPENED)[number]
    | 'precreate'
    | 'create'
    | 'codepay'
    | 'refund'
    | 'settle'
    | 'close'
    | 'reverse'
  readonly order: number
  readonly refund: number
  readonly hand: Hand
  readonly ending: RefundEnding
  readonly waitMs: number
}

const move: fc.Arbitrary<Move> = fc.record({
  operation: fc.constantFrom(
    ...(['precreate', 'precreate', 'create', 'codepay', 'codepay', 'pay', 'pay', 'pay', 'wrong-password', 'cancel'] as const),
    ...(['no-funds', 'page', 'wap', 'app', 'refund', 'refund', 'refund', 'refund', 'settle', 'settle'] as const),
    ...(['close', 'reverse'] as const),
  ),
  order: fc.nat(3),
  refund: fc.nat(3),
  hand: fc.constantFrom(...HAND),
  ending: fc.constantFrom('refunded', 'failed', 'changed', 'unsure'),
  waitMs: fc.constantFrom(0, 0, 0, SECOND, 10 * MINUTE, HOUR, DAY, 200 * DAY),
})

export const history = fc.array(move, { minLength: 30, maxLength: 60, size: 'max' })
/** Every call is signed twice, so fewer of them than usual. */
export const RUNS = { numRuns: 25 }
export const COUPON = 7n

export type Table = ReturnType<typeof table>

/** A wallet, and a way to play moves against it. Each order has one total, each refund number one amount. */
export function table() {
  // About every other payment code needs the password.
  const wallet = newWallet({ password: 50n, couponFee: COUPON, refundDelayMs: HOUR, magicAmounts: false })
  const codes = new Map<number, string>()
  let now = NOW
  const asked = ({ operation, order, refund: number }: Move): Question | undefined => {
    const out_trade_no = `T_${order}`
    const goods = { out_trade_no, total_amount: `0.${20 * (order + 1)}` }
    const refund_amount = `0.0${2 * (number + 1)}`
    const questions = {
      precreate: () => precreate(goods),
      create: () => create(goods),
      codepay: () => codepay(codes.get(order) ?? '', goods),
      close: () => close({ out_trade_no }),
      reverse: () => cancel({ out_trade_no }),
      refund: () => refund({ out_trade_no, out_request_no: `R_${number}`, refund_amount }),
      page: () => page(goods),
      wap: () => wap(goods),
      app: () => app(goods),
    }
    return Object.hasOwn(questions, operation) ? questions[operation as keyof typeof questions]() : undefined // it has it
  }
  const act = (order: number, action: Hand): void => {
    const bill = wallet.bills(now).find(({ outTradeNo }) => outTradeNo === `T_${order}`)
    attempt(() => bill?.status === 'open' && wallet.act(bill.promptText, action, now))
  }
  const settle = ({ refund: number, ending }: Move): void =>
    attempt(() => wallet.settleRefund({ mchId: OURS.mchId, outRefundNo: `R_${number}` }, ending, now))
  const repeat = (each: Move): void => {
    const hand = HAND.find((action) => action === each.operation)
    const question = asked(each)
    const isOpened = OPENED.some((operation) => operation === each.operation)
    if (hand) act(each.order, hand)
    else if (each.operation === 'settle') settle(each)
    else if (question && isOpened) attempt(() => wallet.act(opens(question, now), each.hand, now))
    else if (question) send(wallet, question, { now })
  }
  const play = (each: Move): void => {
    now += each.waitMs
    if (each.operation === 'codepay' && !codes.has(each.order)) codes.set(each.order, wallet.paymentCode(now))
    repeat(each)
  }
  return { wallet, play, repeat, books: () => wallet.books(now), now: () => now, query: (biz = {}) => query(biz) }
}

function opens(question: Question, now: number): string {
  return question.method === 'alipay.trade.app.pay' ? orderString(question, { now }) : address(question, { now })
}

function attempt(act: () => void): void {
  try {
    act()
  } catch {
    // The payer, or whoever decides about refunds, came too early or too late.
  }
}

/** Money that left the merchant, or may have. */
export const counting = ({ refunds }: BookedOrder): bigint =>
  refunds.reduce((sum, { status, amount }) => (status === 'refunded' || status === 'processing' ? sum + amount : sum), 0n)

export const backOf = ({ refunds }: BookedOrder): bigint =>
  refunds.reduce((sum, { status, amount }) => (status === 'refunded' ? sum + amount : sum), 0n)
