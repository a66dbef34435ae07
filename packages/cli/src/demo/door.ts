import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { receive, respond } from 'tpkit'
import type { Cashier, Settled } from 'tpkit/cashier'

/** Where wallets notify: everything that comes in is the cashier's to settle. */
export class NotifyDoor {
  readonly #server: Server
  #till: Pick<Cashier, 'settle'> | undefined
  #next: ((settled: Settled) => void) | undefined

  private constructor() {
    this.#server = createServer(async (request, response) => {
      if (request.method !== 'POST' || !this.#till) return void response.writeHead(404).end()
      const settled = await this.#till.settle(request.url?.split('/').at(-1) ?? '', await receive(request))
      respond(response, settled.answer)
      this.#next?.(settled)
    })
  }

  static async open(): Promise<NotifyDoor> {
    const door = new NotifyDoor()
    await new Promise<void>((resolve) => door.#server.listen(0, '127.0.0.1', resolve))
    return door
  }

  leadTo(till: Pick<Cashier, 'settle'>): void {
    this.#till = till
  }

  addressOf(account: string): string {
    const { port } = this.#server.address() as AddressInfo // a TCP server that listens has one
    return `http://127.0.0.1:${port}/notify/${account}`
  }

  /** What became of the next notify. */
  next(): Promise<Settled> {
    return new Promise((resolve) => {
      this.#next = resolve
    })
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}
