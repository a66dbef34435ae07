import { Webhook } from 'standardwebhooks'
import type { GatewayShop, Push } from './gateway.fixture.ts'

interface Event {
  readonly id: string
  readonly type: string
  readonly data: { readonly order?: { readonly orderNo: string; readonly status: string; readonly refunded: object } }
}

interface Page {
  readonly items: readonly Event[]
  readonly next: string
}

/**
 * A merchant's program as docs/webhooks.md has it: believes what is signed, does nothing twice, and of one order the newest event
 * counts, in whichever order they come.
 */
export class Consumer {
  readonly #webhook: Webhook
  readonly #seen = new Set<string>()
  readonly #orders = new Map<string, { readonly event: string; readonly order: object }>()
  #cursor: string | undefined

  constructor(secret: string) {
    this.#webhook = new Webhook(secret)
  }

  /** Throws for what the gateway did not sign. */
  push({ body, headers }: Push): void {
    const { type, data } = this.#webhook.verify(body, headers) as Omit<Event, 'id'> // it is signed: the documented form
    this.#book({ id: headers['webhook-id'] ?? '', type, data })
  }

  /** One page of what it may have missed. True: there is more. */
  async pull(ask: GatewayShop['ask'], limit: number): Promise<boolean> {
    const query = new URLSearchParams({ limit: String(limit), ...(this.#cursor && { cursor: this.#cursor }) })
    const { items, next } = (await (await ask('GET', `/v1/events?${query}`)).json()) as Page // the documented form
    for (const event of items) this.#book(event)
    this.#cursor = next
    return items.length === limit
  }

  /** What it knows, for whoever compares. */
  get state() {
    const orders = [...this.#orders].map(([orderNo, { order }]) => [orderNo, order] as const)
    return { events: [...this.#seen].toSorted(), orders: Object.fromEntries(orders.toSorted(([a], [b]) => (a < b ? -1 : 1))) }
  }

  #book({ id, data: { order } }: Event): void {
    this.#seen.add(id)
    if (!order || id <= (this.#orders.get(order.orderNo)?.event ?? '')) return
    this.#orders.set(order.orderNo, { event: id, order })
  }
}
