/** A shop in front of the gateway, as one in any language would be: all that it has of tpkit is an address, an API key and a secret. */
import { randomUUID } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import type { ShopOrder } from './gateway-page.ts'

export interface ShopConfig {
  /** Of the gateway, such as `http://127.0.0.1:8080`. */
  readonly gateway: string
  readonly apiKey: string
  /** `whsec_…` of the endpoint that leads here. */
  readonly webhookSecret: string
  /** Hears what the shop hears. */
  readonly tell?: (line: string) => void
}

interface Payment {
  readonly id: string
  readonly orderNo: string
  readonly status: string
  readonly refunded: { readonly amount: number }
  readonly prompt?: { readonly kind: string; readonly text?: string }
}

interface Event {
  readonly type: string
  readonly data: { readonly order?: Payment }
}

/** The browser names no price. */
const TEA = { subject: 'Tea 茶', total: { amount: 1990, currency: 'CNY' } }

export class GatewayShop {
  readonly #config: ShopConfig
  readonly #webhook: Webhook
  readonly #orders = new Map<string, ShopOrder>()
  /** An event comes at least once: what was booked is not booked again. */
  readonly #heard = new Set<string>()

  constructor(config: ShopConfig) {
    this.#config = config
    this.#webhook = new Webhook(config.webhookSecret)
  }

  get orders(): readonly ShopOrder[] {
    return [...this.#orders.values()]
  }

  /** Written down before the gateway hears of it. Asking again under the number is always safe: it is the same payment. */
  async order(orderNo = `TEA-${randomUUID().slice(0, 8)}`): Promise<ShopOrder> {
    const order = this.#orders.get(orderNo) ?? { orderNo, status: 'new' }
    this.#orders.set(orderNo, order)
    const answer = await this.#ask('POST', '/v1/payments', { ...TEA, orderNo, method: 'wallet', scene: 'native' })
    if (!answer.ok) return order
    const { id, prompt } = (await answer.json()) as Payment // the documented form
    // The webhook may have been here already.
    const open = { ...this.#orders.get(orderNo), orderNo, id, ...(prompt?.text && { qr: prompt.text }) }
    return this.#keep({ ...open, status: open.status === 'paid' ? 'paid' : 'open' })
  }

  async refund(orderNo: string): Promise<boolean> {
    const order = this.#orders.get(orderNo)
    if (!order?.id) return false
    const refund = { refundNo: `${orderNo}-R1`, amount: TEA.total }
    return (await this.#ask('POST', `/v1/payments/${order.id}/refunds`, refund)).ok
  }

  /** Throws for what the gateway did not sign. */
  hear(body: string, headers: Readonly<Record<string, string>>): void {
    const { type, data } = this.#webhook.verify(body, headers) as Event // it is signed: the documented form
    const id = headers['webhook-id'] ?? ''
    if (this.#heard.has(id)) return
    this.#heard.add(id)
    this.#config.tell?.(`${type} ${data.order?.orderNo ?? ''}`.trim())
    const { orderNo, status, refunded } = data.order ?? {}
    const order = orderNo === undefined ? undefined : this.#orders.get(orderNo)
    if (order && status) this.#keep({ ...order, status, ...(refunded?.amount && { refunded: refunded.amount }) })
  }

  #keep(order: ShopOrder): ShopOrder {
    this.#orders.set(order.orderNo, order)
    return order
  }

  #ask(method: string, path: string, body: object): Promise<Response> {
    const headers = { authorization: `Bearer ${this.#config.apiKey}`, 'content-type': 'application/json' }
    return fetch(this.#config.gateway + path, { method, headers, body: JSON.stringify(body) })
  }
}
