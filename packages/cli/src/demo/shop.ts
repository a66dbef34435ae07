import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  type AccountHandle,
  acknowledgementFor,
  applyPayment,
  applyRefund,
  bind,
  type Fact,
  type Payment,
  type PaymentFact,
  type Received,
  type Refund,
  type RefundFact,
  receive,
  respond,
} from 'tpkit'

/** Payments and refunds by our numbers, written down before anything is sent. */
export interface Books {
  readonly payments: ReadonlyMap<string, Payment>
  readonly refunds: ReadonlyMap<string, Refund>
}

/**
 * The smallest shop that is right: books in memory, one notify address, everything that a wallet says through
 * `bind` and `apply`. A real shop keeps its books in a database and commits before it acknowledges.
 */
export class Shop {
  readonly #payments = new Map<string, Payment>()
  readonly #refunds = new Map<string, Refund>()
  readonly #server: Server
  #account: AccountHandle | undefined
  #notified: { readonly resolve: (fact: PaymentFact) => void; readonly reject: (error: Error) => void } | undefined

  private constructor() {
    this.#server = createServer(async (request, response) => {
      const account = this.#account
      if (request.method !== 'POST' || !account) return void response.writeHead(404).end()
      respond(response, account.acknowledge(await this.#hear(account, await receive(request))))
    })
  }

  static async open(): Promise<Shop> {
    const shop = new Shop()
    await new Promise<void>((resolve) => shop.#server.listen(0, '127.0.0.1', resolve))
    return shop
  }

  get notifyUrl(): string {
    const { port } = this.#server.address() as AddressInfo // a TCP server that listens has one
    return `http://127.0.0.1:${port}/notify/qq-demo`
  }

  get books(): Books {
    return { payments: this.#payments, refunds: this.#refunds }
  }

  /** Notifies come for this account. */
  listenFor(account: AccountHandle): void {
    this.#account = account
  }

  /** Written down before anything is sent. */
  expect(payment: Payment): void {
    this.#payments.set(payment.outTradeNo, payment)
  }

  expectRefund(refund: Refund): void {
    this.#refunds.set(refund.outRefundNo, refund)
  }

  /** The next payment that a notify reports; rejects for one that is genuine and not ours. */
  nextNotify(): Promise<PaymentFact> {
    const next = new Promise<PaymentFact>((resolve, reject) => {
      this.#notified = { resolve, reject }
    })
    // Whoever fails before it waits for the notify must not be told of it by the process.
    next.catch(() => undefined)
    return next
  }

  /** Books what a wallet said, whichever way it came. Throws for what does not fit. */
  book(account: AccountHandle, fact: Fact): void {
    if (fact.kind === 'payment') this.#bookPayment(account, fact)
    else this.#bookRefund(account, fact)
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  /** Not genuine: refused. Genuine, but not ours: accepted, for repeating would not cure it, and raised: the demo ends with it. */
  async #hear(account: AccountHandle, received: Received): Promise<Parameters<AccountHandle['acknowledge']>[0]> {
    try {
      for (const fact of (await account.notify(received)).facts) {
        this.book(account, fact)
        if (fact.kind === 'payment') this.#notified?.resolve(fact)
      }
      return 'accepted'
    } catch (error) {
      this.#notified?.reject(error instanceof Error ? error : new Error(String(error)))
      return error instanceof Foreign ? 'accepted' : acknowledgementFor(error)
    }
  }

  #bookPayment({ payee }: AccountHandle, fact: PaymentFact): void {
    const payment = this.#payments.get(fact.outTradeNo)
    if (!payment) throw new Foreign(`order ${fact.outTradeNo} is not in our books`)
    const binding = bind({ payee, outTradeNo: payment.outTradeNo, total: payment.total }, fact)
    if (binding.kind === 'foreign') throw new Foreign(binding.message)
    const verdict = applyPayment(payment, fact)
    if (verdict.kind === 'conflict' || verdict.kind === 'ask') throw new Foreign(verdict.reason)
    if (verdict.kind === 'late') throw new Foreign('money came for something that is closed')
    if ('state' in verdict) this.#payments.set(payment.outTradeNo, verdict.state)
  }

  #bookRefund({ payee, manifest }: AccountHandle, fact: RefundFact): void {
    const refund = this.#refunds.get(fact.outRefundNo)
    if (!refund) throw new Foreign(`refund ${fact.outRefundNo} is not in our books`)
    const binding = bind({ payee, ...refund }, fact)
    if (binding.kind === 'foreign') throw new Foreign(binding.message)
    const verdict = applyRefund(refund, fact, manifest.timing.failedRefundRepeatsNumber)
    if (verdict.kind === 'conflict' || verdict.kind === 'ask') throw new Foreign(verdict.reason)
    if (verdict.kind === 'late') throw new Foreign('money came for something that is closed')
    if ('state' in verdict) this.#refunds.set(refund.outRefundNo, verdict.state)
  }
}

/** Genuine, and fits neither an order nor what it may become. */
export class Foreign extends Error {}
