/** A shop: orders in memory, one wallet behind `tpkit`. How it is reached over HTTP stands in server.ts. */
import { type AccountHandle, applyPayment, bind, cny, type Fact, type Payment, type Received, type Tpkit } from 'tpkit'

/** An order, with the account that takes it: everything after `pay` goes there, and only what comes from there is booked. */
type Order = Payment & { readonly account: string; readonly startedAt: number; readonly sentAt: number }

/** Change `methods.wallet` in the config to change wallets; nothing here knows which one it is. */
export class Shop {
  readonly #tpkit: Tpkit
  // A real shop has a database here, and commits before it acknowledges.
  readonly #orders = new Map<string, Order>()
  /** Orders whose refund was sent, and not refused. */
  readonly #refunds = new Set<string>()
  /** Genuine, and yet not booked: somebody else's, a second payment, money for a closed order. A person must look at these. */
  readonly unresolved: { readonly outTradeNo: string; readonly why: string }[] = []

  constructor(tpkit: Tpkit) {
    this.#tpkit = tpkit
  }

  /** Answers what to show the payer. `unknown` may have happened: the order stays, under its number, and `status` asks. */
  async order() {
    const now = Date.now()
    const outTradeNo = `SHOP_${now.toString(36)}_${this.#orders.size}`
    const command = { scene: 'native', outTradeNo, subject: 'Tea for two', total: cny.yuan('19.90') } as const
    const { account } = this.#tpkit.method('wallet').explain(command)
    // Before anything is sent, and with its account: a notify may be faster than the reply.
    this.#orders.set(outTradeNo, { ...command, account, status: 'pending', startedAt: now, sentAt: now })
    const reply = await this.#tpkit.account(account).pay(command)
    const shown = reply.kind === 'done' ? { prompt: reply.value.prompt } : { problem: reply.failure.message }
    return { outTradeNo, account, outcome: reply.kind, ...shown }
  }

  /** The wallet's server calls: verify, bind, book, then acknowledge. Throws for what is not genuine. */
  async notified(account: AccountHandle, received: Received): Promise<'accepted' | 'later'> {
    const { facts } = await account.notify(received)
    return facts.every((fact) => this.#book(account, fact)) ? 'accepted' : 'later' // faster than our books: the wallet repeats
  }

  /** Asks the wallet while the order is open: a notify may never come. */
  async status(outTradeNo: string): Promise<string | undefined> {
    const order = this.#orders.get(outTradeNo)
    if (order?.status === 'pending') {
      const account = this.#tpkit.account(order.account)
      const fact = await account.query(order)
      if (fact.kind === 'payment') this.#book(account, fact)
    }
    return this.#orders.get(outTradeNo)?.status
  }

  /** Gives all of it back, through the account that took it. One refund of each order: a repeat repeats its number, and says that it is one. */
  async refund(outTradeNo: string) {
    const order = this.#orders.get(outTradeNo)
    if (order?.status !== 'paid') return undefined
    const refund = { ...order, outRefundNo: `${outTradeNo}_R`, amount: order.total }
    const repeated = this.#refunds.has(outTradeNo) // a refusal of the repeat is none of the first call
    this.#refunds.add(outTradeNo) // before it is sent
    const reply = await this.#tpkit.account(order.account).refund(refund, repeated ? { afterUnknown: true } : {})
    if (reply.kind === 'refused') this.#refunds.delete(outTradeNo)
    const shown = reply.kind === 'done' ? { status: reply.value.status } : { problem: reply.failure.message }
    return { account: order.account, outRefundNo: refund.outRefundNo, outcome: reply.kind, ...shown }
  }

  /** Queries and notifies end here. False: we do not know the order (yet). */
  #book(through: AccountHandle, fact: Fact): boolean {
    const order = this.#orders.get(fact.outTradeNo)
    if (!order || fact.kind !== 'payment') return false
    // The order's own account, not the one that was told: another merchant's payment under this number is genuine there.
    const binding = bind({ ...order, payee: this.#tpkit.account(order.account).payee }, fact)
    const verdict = applyPayment(order, fact)
    if (through.name !== order.account) this.#raise(order, `came through ${through.name}, expected ${order.account}`)
    else if (binding.kind === 'foreign') this.#raise(order, binding.message)
    else if (verdict.kind === 'moved' || verdict.kind === 'same')
      this.#orders.set(order.outTradeNo, { ...order, ...verdict.state })
    else if (verdict.kind !== 'stale') this.#raise(order, verdict.kind)
    return true
  }

  #raise({ outTradeNo }: Order, why: string): void {
    this.unresolved.push({ outTradeNo, why })
  }
}
