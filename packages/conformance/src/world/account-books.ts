import type { BookedOrder, BookedRefund, Payee, RefundCommand } from '@tpkit/core'
import type { Order, TestWallet } from '../bench.ts'
import { demand } from '../demand.ts'
import type { VirtualClock } from './clock.ts'

type Ending = Parameters<NonNullable<TestWallet['settleRefund']>>[1]

/** What the wallet's own books hold of one merchant. */
export class AccountBooks {
  readonly #wallet: TestWallet
  readonly #clock: VirtualClock
  readonly #payee: Payee

  constructor(wallet: TestWallet, clock: VirtualClock, payee: Payee) {
    this.#wallet = wallet
    this.#clock = clock
    this.#payee = payee
  }

  order({ outTradeNo }: Pick<Order, 'outTradeNo'>): BookedOrder | undefined {
    return this.all().find((order) => order.outTradeNo === outTradeNo)
  }

  refund({ outTradeNo, outRefundNo }: Pick<RefundCommand, 'outTradeNo' | 'outRefundNo'>): BookedRefund | undefined {
    return this.order({ outTradeNo })?.refunds.find((refund) => refund.outRefundNo === outRefundNo)
  }

  all(): readonly BookedOrder[] {
    const { mchId, subMchId } = this.#payee
    const all = this.#wallet.books(this.#clock.nowMs())
    return all.filter((order) => order.mchId === mchId && order.subMchId === subMchId)
  }

  /**
   * Decides how a refund ends that is under way; for laws that need the ability `queryRefund`. False where the wallet gave the
   * money back at once: then nothing is left to decide.
   */
  settle(command: Pick<RefundCommand, 'outTradeNo' | 'outRefundNo'>, ending: Ending): boolean {
    const { outRefundNo } = command
    if (this.refund(command)?.status === 'refunded') return false
    const settle = this.#wallet.settleRefund
    demand(settle !== undefined, 'wallet.settleRefund, to decide how a refund ends', settle, 'without it nothing is shown')
    settle({ mchId: this.#payee.mchId, outRefundNo }, ending, this.#clock.nowMs())
    return true
  }
}
