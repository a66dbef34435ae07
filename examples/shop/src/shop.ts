/** A shop: orders in memory, one wallet behind `tpkit`. How it is reached over HTTP stands in server.ts. */
import {
  type AccountHandle,
  acknowledgementFor,
  applyPayment,
  bind,
  cny,
  type Fact,
  type Payment,
  type Received,
  type Tpkit,
} from 'tpkit'

/** An order, with the account that took it: everything after `pay` goes there. */
type Order = Payment & { readonly account?: string; readonly startedAt: number }

/** Change `methods.wallet` in the config to change wallets; nothing here knows which one it is. */
export class Shop {
  readonly #tpkit: Tpkit
  // A real shop has a database here, and commits before it acknowledges.
  readonly #orders = new Map<string, Order>()
  /** Genuine, and yet not booked: somebody else's, a second payment, money for a closed order. A person must look at these. */
  readonly unresolved: { readonly outTradeNo: string; readonly why: string }[] = []

  constructor(tpkit: Tpkit) {
    this.#tpkit = tpkit
  }

  /** Answers what to show the payer. `unknown` may have happened: the order stays, under its number, and `status` asks. */
  async order() {
    const startedAt = Date.now()
    const outTradeNo = `SHOP_${startedAt.toString(36)}_${this.#orders.size}`
    const order: Order = { outTradeNo, total: cny.yuan('19.90'), status: 'pending', startedAt }
    this.#orders.set(outTradeNo, order) // before anything is sent
    const reply = await this.#tpkit.method('wallet').pay({ scene: 'native', subject: 'Tea for two', ...order })
    this.#orders.set(outTradeNo, { ...(this.#orders.get(outTradeNo) ?? order), account: reply.account })
    const shown = reply.kind === 'done' ? { prompt: reply.value.prompt } : { problem: reply.failure.message }
    return { outTradeNo, account: reply.account, outcome: reply.kind, ...shown }
  }

  /** The wallet's server calls: verify, bind, book, then acknowledge. */
  async notified(account: AccountHandle, received: Received): Promise<'accepted' | 'later' | 'refused'> {
    try {
      const { facts } = await account.notify(received)
      return facts.every((fact) => this.#book(account, fact)) ? 'accepted' : 'later' // faster than our books: the wallet repeats
    } catch (error) {
      return acknowledgementFor(error)
    }
  }

  /** Asks the wallet while the order is open: a notify may never come. */
  async status(outTradeNo: string): Promise<string | undefined> {
    const order = this.#orders.get(outTradeNo)
    if (order?.account && order.status === 'pending') {
      const account = this.#tpkit.account(order.account)
      const fact = await account.query(order)
      if (fact.kind === 'payment') this.#book(account, fact)
    }
    return this.#orders.get(outTradeNo)?.status
  }

  /** Gives all of it back, through the account that took it. One refund of each order: a repeat repeats its number. */
  async refund(outTradeNo: string) {
    const order = this.#orders.get(outTradeNo)
    if (!order?.account || order.status !== 'paid') return undefined
    const refund = { ...order, outRefundNo: `${outTradeNo}_R`, amount: order.total }
    const reply = await this.#tpkit.account(order.account).refund(refund)
    const shown = reply.kind === 'done' ? { status: reply.value.status } : { problem: reply.failure.message }
    return { account: order.account, outRefundNo: refund.outRefundNo, outcome: reply.kind, ...shown }
  }

  /** Replies, queries and notifies all end here. False: we do not know the order (yet). */
  #book(account: AccountHandle, fact: Fact): boolean {
    const order = this.#orders.get(fact.outTradeNo)
    if (!order || fact.kind !== 'payment') return false
    const binding = bind({ payee: account.payee, ...order }, fact)
    const verdict = applyPayment(order, fact)
    if (binding.kind === 'foreign') this.unresolved.push({ outTradeNo: order.outTradeNo, why: binding.message })
    else if (verdict.kind === 'moved' || verdict.kind === 'same')
      this.#orders.set(order.outTradeNo, { ...order, ...verdict.state })
    else if (verdict.kind !== 'stale') this.unresolved.push({ outTradeNo: order.outTradeNo, why: verdict.kind })
    return true
  }
}
