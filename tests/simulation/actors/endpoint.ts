import type { Endpoint as CashierEndpoint } from '@tpkit/cashier'
import type { HttpRequest } from '@tpkit/core'
import { fail } from '@tpkit/core/errors'
import { type Connection, TransportError } from '@tpkit/core/ports'
import type { Ledger } from '@tpkit/ledger'
import type { FaultPlan } from '../world/faults.ts'
import type { Streams } from '../world/random.ts'
import type { Timeline } from '../world/timeline.ts'
import type { Trace } from '../world/trace.ts'

interface EndpointWorld {
  readonly timeline: Timeline
  readonly streams: Streams
  readonly faults: FaultPlan
  readonly trace: Trace
  readonly ledger: Ledger
}

export interface Heard {
  readonly id: string
  readonly type: string
  readonly body: string
}

/** The merchant's server: hears of events, sometimes answers badly or not at all. */
export class Endpoint {
  readonly heard: Heard[] = []
  /** Ids of events that were heard before anybody could read them in the books. */
  readonly tooEarly: string[] = []
  readonly address: CashierEndpoint = {
    ...{ name: 'shop', merchant: 'main', url: 'https://shop.example/events' },
    secrets: [{ kind: 'v1', bytes: Buffer.from('a shared secret of the simulation') }],
  }
  readonly #world: EndpointWorld

  constructor(world: EndpointWorld) {
    this.#world = world
  }

  readonly connection: Connection = {
    send: (request) => this.#answer(request),
    download: () => Promise.reject(new Error('nothing is downloaded from an endpoint')),
    close: async () => undefined,
  }

  async #answer(request: HttpRequest) {
    const { timeline, streams, faults, trace } = this.#world
    await timeline.sleep(streams('endpoint').whole(20, 300))
    const isDown = faults.strikes('endpoint-down')
    if (isDown && streams('endpoint').chance(50)) {
      await timeline.sleep(15_000)
      throw new TransportError(fail('TIMEOUT', 'no answer came in time'), true)
    }
    await this.#hear(request)
    trace.note('endpoint', `${this.heard.at(-1)?.type} ${isDown ? 'and answers 500' : ''}`)
    return { status: isDown ? 500 : 200, headers: new Map(), body: new Uint8Array() }
  }

  async #hear({ headers, body }: HttpRequest): Promise<void> {
    const id = headers.find(([name]) => name === 'webhook-id')?.[1] ?? ''
    const text = Buffer.from(body ?? []).toString()
    this.heard.push({ id, type: (JSON.parse(text) as { readonly type: string }).type, body: text })
    if (!(await this.#world.ledger.read.event(id))) this.tooEarly.push(id)
  }
}
