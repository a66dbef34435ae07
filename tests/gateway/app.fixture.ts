import { setTimeout as pause } from 'node:timers/promises'

/** What an app reads of a payment or refund. */
interface Told {
  readonly id: string
  readonly status: string
  readonly prompt?: { readonly text: string }
}

interface Sale {
  readonly orderNo: string
  /** In fen; nothing where it is not given back. */
  readonly refund?: number
}

const TOTAL = 1990
const MOST_TRIES = 600
const BETWEEN_MS = 100

/** A merchant's app, and its customers: what it hears no answer to it says again, under the same number, at the next door. */
export class App {
  readonly #doors: readonly string[]
  readonly #key: string
  readonly #payer: (promptText: string) => Promise<void>
  readonly #underWay = new Map<string, number>()
  #asked = 0
  /** Calls whose connection ended before the answer came. */
  cutOff = 0
  /** Numbers of orders and refunds of which a gateway said that it has them. */
  readonly acknowledged = new Set<string>()
  /** Sales that are over, for the app. */
  sold = 0

  constructor(doors: readonly string[], key: string, payer: (promptText: string) => Promise<void>) {
    this.#doors = doors
    this.#key = key
    this.#payer = payer
  }

  /** So many at one time. */
  async sellAll(sales: readonly Sale[], atOnce: number): Promise<void> {
    const waiting = [...sales]
    const till = async (): Promise<void> => {
      for (let sale = waiting.shift(); sale; sale = waiting.shift()) await this.sell(sale)
    }
    await Promise.all(Array.from({ length: atOnce }, till))
  }

  async sell({ orderNo, refund }: Sale): Promise<void> {
    const { id, pay } = await this.open(orderNo)
    await pay()
    if (refund !== undefined) {
      await this.#until('GET', `/v1/payments/${id}`, ({ status }) => status === 'paid')
      const wanted = { refundNo: `R-${orderNo}`, amount: money(refund) }
      await this.#until('POST', `/v1/payments/${id}/refunds`, () => true, wanted, wanted.refundNo)
    }
    this.sold += 1
  }

  /** An order that its customer can pay now. */
  async open(orderNo: string): Promise<{ readonly id: string; readonly pay: () => Promise<void> }> {
    const hasPrompt = ({ prompt }: Told): boolean => prompt !== undefined
    const { id, prompt } = await this.#until('POST', '/v1/payments', hasPrompt, newOrder(orderNo), orderNo)
    return { id, pay: () => this.#payer(prompt?.text ?? '') }
  }

  /** Calls that wait for their answer at one of the doors. */
  underWayAt(door: number): number {
    return this.#underWay.get(this.#doors[door] ?? '') ?? 0
  }

  /** Asks once. Undefined where no whole answer came. */
  async ask(
    method: string,
    path: string,
    body?: object,
  ): Promise<{ readonly status: number; readonly text: string } | undefined> {
    this.#asked += 1
    const door = this.#doors[this.#asked % this.#doors.length] ?? ''
    const headers = { authorization: `Bearer ${this.#key}`, ...(body && { 'content-type': 'application/json' }) }
    this.#underWay.set(door, (this.#underWay.get(door) ?? 0) + 1)
    try {
      const answer = await fetch(door + path, { method, headers, ...(body && { body: JSON.stringify(body) }) })
      return { status: answer.status, text: await answer.text() }
    } catch (error) {
      if (!isShut(error)) this.cutOff += 1
      return undefined
    } finally {
      this.#underWay.set(door, (this.#underWay.get(door) ?? 1) - 1)
    }
  }

  async #until(method: string, path: string, isEnough: (told: Told) => boolean, body?: object, number?: string): Promise<Told> {
    let last = 'no answer'
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const { status = 503, text = last } = (await this.ask(method, path, body)) ?? {}
      last = text
      if (status >= 400 && status < 500) throw new Error(`${method} ${path}: expected it to be done, found ${status} ${text}`)
      if (status < 300) {
        if (number !== undefined) this.acknowledged.add(number)
        const told: Told = JSON.parse(text)
        if (isEnough(told)) return told
      }
      await pause(BETWEEN_MS)
    }
    throw new Error(`${method} ${path}: expected it to be done in the end, found ${last}`)
  }
}

export function newOrder(orderNo: string): object {
  return { orderNo, method: 'wallet', scene: 'native', subject: 'Tea 茶', total: money(TOTAL) }
}

export function money(amount: number): object {
  return { amount, currency: 'CNY' }
}

function isShut(error: unknown): boolean {
  return Object(error instanceof Error ? error.cause : undefined).code === 'ECONNREFUSED'
}
