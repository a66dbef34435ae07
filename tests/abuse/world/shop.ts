import { type Answer, type Message, send } from './http.ts'
import { type Sold, Standing, shortly } from './sold.ts'
import type { Side, WalletName } from './wallets.ts'
import type { World } from './world.ts'

/** What a merchant's app reads of a payment or refund. */
export interface Told {
  readonly id: string
  readonly status: string
  readonly prompt?: { readonly kind: string; readonly text?: string }
}

export interface SaleWish {
  readonly side?: Side
  /** In fen. */
  readonly total?: number
  readonly attach?: string
  readonly subject?: string
  readonly orderNo?: string
}

export interface AskWish {
  readonly headers?: Message['headers']
  /** Text goes out as it is. */
  readonly body?: object | string
  /** What this answer shows is the secret that was asked for. */
  readonly shows?: boolean
}

/** The apps of both merchants, and whoever posts notifies: all of it over HTTP. Every answer is kept for whoever looks for secrets. */
export class Shop {
  readonly world: World
  readonly answers: Answer[] = []
  /** Where books were found to differ. */
  readonly told = new Set<string>()
  #sold = 0

  constructor(world: World) {
    this.world = world
  }

  get url(): string {
    return this.world.gateway().url
  }

  async ask(side: Side, method: string, path: string, { headers = [], body, shows }: AskWish = {}): Promise<Answer> {
    const key = ['Authorization', `Bearer ${this.world.key(side)}`] as const
    const type = body === undefined ? [] : [['Content-Type', 'application/json'] as const]
    const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body)
    const answer = await send(this.url + path, method, { headers: [key, ...type, ...headers], body: Buffer.from(text) })
    if (!shows) this.answers.push(answer)
    return answer
  }

  async post(path: string, message: Message, method = 'POST'): Promise<Answer> {
    const answer = await send(this.url + path, method, message)
    this.answers.push(answer)
    return answer
  }

  notify(account: string, message: Message): Promise<Answer> {
    return this.post(`/notify/${account}`, message)
  }

  orderNo(): string {
    this.#sold += 1
    return `T${String(this.#sold).padStart(6, '0')}`
  }

  /** Asks for a payment, and answers whatever comes. */
  order(
    name: WalletName,
    { side = 'a', total = 10_000, subject = 'Tea 茶', ...wish }: SaleWish & { readonly orderNo: string },
  ): Promise<Answer> {
    const order = {
      method: `wallet-${name}-${side}`,
      scene: 'native',
      subject,
      total: { amount: total, currency: 'CNY' },
      ...wish,
    }
    return this.ask(side, 'POST', '/v1/payments', { body: order })
  }

  /** Asks for a payment that must come about. */
  async ordered(name: WalletName, wish: SaleWish = {}): Promise<Told & { readonly orderNo: string }> {
    const orderNo = wish.orderNo ?? this.orderNo()
    const answer = await this.order(name, { ...wish, orderNo })
    if (answer.status !== 201) throw new Error(`expected a payment, found ${shortly(answer)}`)
    return { ...(JSON.parse(answer.body) as Told), orderNo } // the documented form
  }

  /** Orders, and the payer pays; the notify stays here. */
  async sell(name: WalletName, wish: SaleWish = {}): Promise<Sold> {
    const { id, orderNo, prompt } = await this.ordered(name, wish)
    const { side = 'a', total = 10_000 } = wish
    const notify = this.pay(name, prompt?.text ?? '')
    return { id, orderNo, side, total, notify, account: `${name}-${side}`, stand: this.world.stand(name) }
  }

  /** The payer pays what a QR code says; answers the notify of it. */
  pay(name: WalletName, prompt: string): Message {
    const { wallet } = this.world.stand(name)
    wallet.act(prompt, 'pay', this.world.clock.now())
    const notify = wallet.due(this.world.clock.now()).at(-1)
    if (!notify) throw new Error(`expected a notify of ${name}, found none`)
    return { headers: notify.headers, body: notify.body }
  }

  /** Sells, and the gateway hears of it. */
  async sellAndHear(name: WalletName, wish: SaleWish = {}): Promise<Sold> {
    const sold = await this.sell(name, wish)
    const answer = await this.notify(sold.account, sold.notify)
    if (!sold.stand.accepts(answer)) throw new Error(`expected that the notify is taken, found ${shortly(answer)}`)
    return sold
  }

  refund({ id, side }: Pick<Sold, 'id' | 'side'>, refundNo: string, amount: number): Promise<Answer> {
    return this.ask(side, 'POST', `/v1/payments/${id}/refunds`, { body: { refundNo, amount: { amount, currency: 'CNY' } } })
  }

  /** Posts what the wallets have to tell beside what the cases keep: of refunds, of ends. */
  async hearAll(): Promise<void> {
    for (const name of ['qq', 'wx', 'ali'] as const) {
      const { wallet } = this.world.stand(name)
      for (const { url, headers, body } of wallet.due(this.world.clock.now()))
        await this.post(new URL(url).pathname, { headers, body })
    }
  }

  standing({ id }: Pick<Sold, 'id'>): Standing {
    return new Standing(this.world.ledger, id)
  }
}
