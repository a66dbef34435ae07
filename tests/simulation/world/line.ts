import type { HttpRequest, WalletAnswer } from '@tpkit/core'
import { fail } from '@tpkit/core/errors'
import { type Connection, TransportError } from '@tpkit/core/ports'
import { answered, oneChunk } from '../../../packages/cashier/src/qq-accounts.fixture.ts'
import type { FaultPlan } from './faults.ts'
import type { Stream, Streams } from './random.ts'
import { callSpoiler, spoiling } from './spoilt.ts'
import { type Stand, standOf } from './stand.ts'
import type { Timeline } from './timeline.ts'
import type { Trace } from './trace.ts'

const TIMEOUT_MS = 10_000

/** Minutes in which the way to a wallet is gone. `late`: what was sent arrives at the end. */
export interface Outage {
  readonly from: number
  readonly until: number
  readonly late: boolean
}

export interface LineWorld {
  readonly timeline: Timeline
  readonly streams: Streams
  readonly faults: FaultPlan
  readonly trace: Trace
  readonly stands: readonly Stand[]
  readonly outages: readonly Outage[]
  /** When a payment arrived at the wallet for the first time, by account and number. */
  readonly arrivals: Map<string, number>
  /** A refund that arrived and stands still from now on, if it can. */
  readonly standsStill: (stand: Stand, refund: { readonly mchId: string; readonly outRefundNo: string }) => void
}

type Arrive = () => WalletAnswer | undefined

/** The way from an account to its wallet, in virtual time and through every fault. */
export function lineOf(name: string, world: LineWorld): Connection {
  const draw = world.streams(`line ${name}`)
  const stand = standOf(world.stands, name)
  const send: Connection['send'] = (request) => {
    const verb = stand.verb(request)
    const limited = verb === 'refund' ? stand.limited : undefined
    return new Promise((resolve, reject) => {
      const sent = new Sent(world, `${name} ${verb}`, draw, { resolve: (answer) => resolve(answered(answer)), reject }, limited)
      sent.travel(() => arrives(world, stand, name, request))
    })
  }
  return {
    send,
    download: async (request, limits) => {
      const { body, ...rest } = await send(request, limits)
      return { ...rest, body: oneChunk(body) }
    },
    close: async () => undefined,
  }
}

function arrives(world: LineWorld, stand: Stand, name: string, request: HttpRequest): WalletAnswer | undefined {
  const { arrivals, timeline, faults } = world
  const key = `${name} ${stand.startedBy(request)}`
  if (!key.endsWith('undefined') && !arrivals.has(key)) arrivals.set(key, timeline.now)
  const answer = spoiling(stand.wallet, callSpoiler(stand.wallet, world), () =>
    stand.wallet.handle(stand.arriving(name, request), timeline.now),
  )
  const refund = stand.refundedBy(request)
  if (refund && faults.strikes('refund-abnormal')) world.standsStill(stand, refund)
  return answer
}

interface Caller {
  readonly resolve: (answer: WalletAnswer) => void
  readonly reject: (error: Error) => void
}

/** One call under way. */
class Sent {
  readonly #world: LineWorld
  readonly #what: string
  readonly #draw: Stream
  readonly #caller: Caller
  readonly #limited: (() => WalletAnswer) | undefined

  constructor(world: LineWorld, what: string, draw: Stream, caller: Caller, limited: (() => WalletAnswer) | undefined) {
    this.#limited = limited
    this.#world = world
    this.#what = what
    this.#draw = draw
    this.#caller = caller
  }

  travel(arrive: Arrive): void {
    const { timeline, faults, outages } = this.#world
    const outage = outages.find(({ from, until }) => from <= timeline.now && timeline.now < until)
    const wayMs = this.#draw.whole(20, 400)
    if (outage?.late) this.#arrives(arrive, outage.until - timeline.now + wayMs, 'waits for the end of an outage')
    else if (outage) this.#lost('lost in an outage')
    else if (faults.strikes('refused-connection')) this.#refused()
    else if (faults.strikes('lost-before')) this.#lost('lost before the wallet')
    else if (faults.strikes('http-503')) this.#answers(gateway(503), wayMs, 'a gateway says 503')
    else if (this.#limited && faults.strikes('refund-limited')) this.#isLimited(arrive, this.#limited(), wayMs)
    else if (faults.strikes('too-late')) this.#arrives(arrive, TIMEOUT_MS + this.#draw.whole(1, 90_000), 'arrives too late')
    else {
      if (faults.strikes('twice')) timeline.after(wayMs + this.#draw.whole(0, 3_000), () => void arrive())
      this.#arrives(arrive, wayMs, '')
    }
  }

  /** Whether it was taken, the answer does not say. */
  #isLimited(arrive: Arrive, answer: WalletAnswer, wayMs: number): void {
    const isTaken = this.#draw.chance(50)
    if (isTaken) this.#world.timeline.after(wayMs, () => void arrive())
    this.#answers(answer, wayMs + 10, `429, ${isTaken ? 'worked off' : 'not worked off'}`)
  }

  #arrives(arrive: Arrive, wayMs: number, how: string): void {
    const { timeline } = this.#world
    if (wayMs >= TIMEOUT_MS) this.#lost(how)
    timeline.after(wayMs, () => {
      const answer = arrive()
      if (wayMs < TIMEOUT_MS) this.#returns(answer, wayMs, how)
    })
  }

  #returns(answer: WalletAnswer | undefined, wayMs: number, how: string): void {
    const { faults } = this.#world
    if (!answer || faults.strikes('lost-after')) this.#lost('answer lost', TIMEOUT_MS - wayMs)
    else if (faults.strikes('http-502-after')) this.#answers(gateway(502), 10, 'worked off, and a gateway says 502')
    else if (faults.strikes('spoilt-answer')) this.#answers(spoilt(answer, this.#draw), 10, 'answer spoilt')
    else this.#answers(answer, 10, how)
  }

  #answers(answer: WalletAnswer, afterMs: number, how: string): void {
    this.#world.timeline.after(afterMs, () => {
      this.#world.trace.note('line', `${this.#what} ${how || answer.status}`)
      this.#caller.resolve(answer)
    })
  }

  #lost(how: string, afterMs = TIMEOUT_MS): void {
    this.#world.timeline.after(afterMs, () => {
      this.#world.trace.note('line', `${this.#what} ${how}`)
      this.#caller.reject(new TransportError(fail('TIMEOUT', 'no answer came in time'), true))
    })
  }

  #refused(): void {
    this.#world.timeline.after(5, () => {
      this.#world.trace.note('line', `${this.#what} connection refused`)
      this.#caller.reject(new TransportError(fail('UNAVAILABLE', 'connection refused'), false))
    })
  }
}

function gateway(status: number): WalletAnswer {
  return { status, headers: [['content-type', 'text/html']], body: Buffer.from('<html><body>Bad Gateway</body></html>') }
}

/** One byte of it is another one. */
export function spoilt<Message extends { readonly body: Uint8Array }>(message: Message, draw: Stream): Message {
  const body = Uint8Array.from(message.body)
  const at = draw.whole(0, Math.max(0, body.length - 1))
  body[at] = (body[at] ?? 0) ^ (1 << draw.whole(0, 6))
  return { ...message, body }
}
