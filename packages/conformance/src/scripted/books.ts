import type { Instant, PayerAction } from '@tpkit/core'
import type { AskedPay, DayLines, Reason, ScriptedOrder, ScriptedRefund } from './script.ts'

type Changing<Row> = { -readonly [Name in keyof Row]: Row[Name] }
export type Order = Changing<Omit<ScriptedOrder, 'refunds'>> & { refunds: Refund[] }
export type Refund = Changing<ScriptedRefund> & { endsAt: Instant; ending: Ending }
export type Ending = 'refunded' | 'failed' | 'changed' | 'unsure'

/** How the wallet behaves where wallets differ. */
export interface Habits {
  /** How long a prompt works. */
  readonly promptLifeMs: number
  /** How long a refund is under way. */
  readonly refundDelayMs: number
  /** At the counter, from which amount on the payer is asked for the password. */
  readonly passwordFrom: bigint
  /** Whether a failed refund may be sent again under its number. */
  readonly failedRefundRepeatsNumber: boolean
  /** What the wallet takes off an order's amount. */
  readonly discount: (total: bigint) => bigint
}

const STATUS = { refunded: 'refunded', failed: 'failed', changed: 'closed', unsure: 'processing' } as const

/** The books of a scripted wallet: orders by merchant and number, and what became of them. A text is a reason to refuse. */
export class Books {
  readonly orders: Order[] = []
  readonly #habits: Habits
  readonly #codes = new Set<string>()
  #nowMs: Instant = 0
  #serial = 0

  constructor(habits: Habits) {
    this.#habits = habits
  }

  /** Time passes: prompts die, refunds end. */
  tick(now: Instant): void {
    this.#nowMs = now
    for (const order of this.orders) {
      if (order.status === 'open' && order.expiresAt <= now) order.status = 'closed'
      for (const refund of order.refunds) if (refund.endsAt <= now) refund.status = STATUS[refund.ending]
    }
  }

  /** 付款码: good for one order. */
  paymentCode(): string {
    const code = `90${String(this.#next()).padStart(16, '0')}`
    this.#codes.add(code)
    return code
  }

  pay(asked: AskedPay): Order | Reason {
    const known = this.find(asked.mchId, asked)
    if (!known) return asked.authCode === undefined ? this.#made(asked) : this.#scanned(asked, asked.authCode)
    if (known.status === 'paid') return asked.authCode === known.token ? known : 'paid'
    if (known.status !== 'open') return 'closed'
    const same = known.total === asked.total && known.subject === asked.subject && known.currency === asked.currency
    return same && (asked.authCode ?? known.token) === known.token ? known : 'other-content'
  }

  find(mchId: string, { outTradeNo, transactionId }: { outTradeNo: string; transactionId?: string }): Order | undefined {
    const own = this.orders.filter((order) => order.mchId === mchId)
    if (transactionId) return own.find((order) => order.transactionId === transactionId)
    return own.find((order) => order.outTradeNo === outTradeNo)
  }

  /** The payer's finger on an open order; true when it was paid by it. */
  act(order: Order, action: PayerAction): boolean {
    if (order.status !== 'open') throw new Error(`scripted wallet: expected an open order, found one that is ${order.status}`)
    if (action !== 'pay') return false
    const transactionId = `${order.mchId}${String(this.#next()).padStart(12, '0')}`
    Object.assign(order, { status: 'paid', paidAt: this.#nowMs, transactionId })
    return true
  }

  close(order: Order): Order | Reason {
    if (order.status === 'paid') return 'paid'
    if (order.status === 'reversed') return 'closed'
    order.status = 'closed'
    return order
  }

  /** At the counter only: nobody is charged afterwards, whatever was before. What is over anyway stays what it is. */
  reverse(order: Order): Order {
    if (order.status === 'paid')
      order.reversal = { at: this.#nowMs, refundId: this.#refundId(), amount: order.total - given(order) }
    if (order.status === 'paid' || order.status === 'open') order.status = 'reversed'
    return order
  }

  refund(order: Order, outRefundNo: string, amount: bigint): Refund | Reason {
    const known = order.refunds.find((refund) => refund.outRefundNo === outRefundNo)
    if (known) return known.amount === amount ? this.#again(known) : 'other-content'
    if (order.status !== 'paid') return 'not-paid'
    if (given(order) + amount > order.total) return 'too-much'
    const made: Refund = { outRefundNo, refundId: this.#refundId(), amount, acceptedAt: this.#nowMs, ...this.#underWay() }
    order.refunds.push(made)
    return made
  }

  /** Decides how a refund ends; throws where none is under way. */
  settle(mchId: string, outRefundNo: string, ending: Ending): void {
    const own = this.orders.filter((order) => order.mchId === mchId).flatMap(({ refunds }) => refunds)
    const refund = own.find((each) => each.outRefundNo === outRefundNo && each.status === 'processing')
    if (!refund) throw new Error(`scripted wallet: expected a refund ${outRefundNo} that is under way, found none`)
    Object.assign(refund, { ending, endsAt: this.#nowMs, status: STATUS[ending], unsure: ending === 'unsure' })
  }

  /** What a day's statement holds, once the day is over. Beijing has no summer time. */
  day(mchId: string, day: string): DayLines | Reason {
    const over = this.#nowMs >= Date.parse(`${day}T24:00:00+08:00`)
    if (!over) return 'not-ready'
    const within = (at: Instant | undefined): boolean =>
      at !== undefined && new Date(at + 8 * 3_600_000).toISOString().startsWith(day)
    const own = this.orders.filter((order) => order.mchId === mchId)
    const refunds = own.flatMap((order) => order.refunds.map((refund) => ({ order, refund })))
    return {
      payments: own.filter(({ paidAt }) => within(paidAt)).map((order) => ({ ...order, status: 'paid' })),
      refunds: refunds.filter(({ refund }) => within(refund.acceptedAt)),
      reversals: own.filter(({ reversal }) => within(reversal?.at)),
    }
  }

  /** As everybody may read them: what a reversal gave back stands under the order's own number, for it has no other. */
  shown(): readonly ScriptedOrder[] {
    return this.orders.map((order) => {
      const { outTradeNo, reversal } = order
      const refunds = order.refunds.map((refund) => ({ ...refund }))
      if (!reversal) return { ...order, refunds }
      const { at, refundId, amount } = reversal
      const back = { outRefundNo: outTradeNo, refundId, amount, acceptedAt: at, status: 'refunded', unsure: false } as const
      return { ...order, refunds: [...refunds, back] }
    })
  }

  #scanned(asked: AskedPay, code: string): Order | Reason {
    // A code is shown for one purchase: who has seen it must not charge it again.
    if (!this.#codes.delete(code)) return 'wrong-code'
    const order = this.#made(asked)
    if (order.total < this.#habits.passwordFrom) this.act(order, 'pay')
    return order
  }

  #made({ call: _call, authCode, attach = '', expiresAt, ...asked }: AskedPay): Order {
    const { promptLifeMs, discount } = this.#habits
    const end = this.#nowMs + promptLifeMs
    const order: Order = {
      ...asked,
      attach,
      token: authCode ?? `T${this.#next()}`,
      expiresAt: Math.min(end, expiresAt ?? end),
      payerTotal: asked.total - discount(asked.total),
      status: 'open',
      refunds: [],
    }
    this.orders.push(order)
    return order
  }

  #again(refund: Refund): Refund {
    const ends = refund.ending === 'unsure' || (refund.status === 'failed' && this.#habits.failedRefundRepeatsNumber)
    return ends ? Object.assign(refund, this.#underWay()) : refund
  }

  #underWay(): Pick<Refund, 'status' | 'endsAt' | 'ending' | 'unsure'> {
    return { status: 'processing', endsAt: this.#nowMs + this.#habits.refundDelayMs, ending: 'refunded', unsure: false }
  }

  #refundId(): string {
    return `R${String(this.#next()).padStart(12, '0')}`
  }

  #next(): number {
    this.#serial += 1
    return this.#serial
  }
}

/** What went back of an order, or may. */
function given({ refunds }: Order): bigint {
  return refunds.filter(({ status }) => status !== 'failed').reduce((sum, { amount }) => sum + amount, 0n)
}
