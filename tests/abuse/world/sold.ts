import type { AttemptRow, Held, JournalEntry } from '@tpkit/cashier'
import type { Ledger } from '@tpkit/ledger'
import type { Answer, Message } from './http.ts'
import type { Side, WalletStand } from './wallets.ts'

/** An order whose payer paid, and the notify of it, which nobody delivered yet. */
export interface Sold {
  readonly id: string
  readonly orderNo: string
  readonly account: string
  readonly side: Side
  readonly stand: WalletStand
  readonly total: number
  readonly notify: Message
}

/** How an order stands in the books, read by another process than the gateway's. */
export class Standing {
  readonly #ledger: Ledger
  readonly #id: string

  constructor(ledger: Ledger, id: string) {
    this.#ledger = ledger
    this.#id = id
  }

  async held(): Promise<Held> {
    const held = await this.#ledger.read.order({ id: this.#id })
    if (!held) throw new Error(`expected the order ${this.#id} in the books, found none`)
    return held
  }

  async status(): Promise<string> {
    return (await this.held()).order.status
  }

  async attempt(): Promise<AttemptRow> {
    const attempt = (await this.held()).attempts.at(-1)
    if (!attempt) throw new Error(`expected an attempt of ${this.#id}, found none`)
    return attempt
  }

  /** Sum of what went back or is on its way, in fen. */
  async givenBack(): Promise<bigint> {
    const counted = (await this.held()).refunds.filter(({ status }) => status === 'refunded' || status === 'processing')
    return counted.reduce((sum, { amount }) => sum + amount.amount, 0n)
  }

  async journal(kind: string): Promise<readonly JournalEntry[]> {
    return (await this.#ledger.read.journal(this.#id)).filter((entry) => entry.kind === kind)
  }
}

export function shortly({ status, body }: Answer): string {
  return `${status} ${body.slice(0, 120)}`
}
