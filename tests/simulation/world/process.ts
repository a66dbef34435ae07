import {
  type Books,
  type BooksClaims,
  type Cashier,
  type CashierLogEvent,
  type CashierPorts,
  cashier,
  type Work,
} from '@tpkit/cashier'
import type { Account } from '@tpkit/core/configured'
import { tpError } from '@tpkit/core/errors'
import type { Connection, KeyRing, LogEvent } from '@tpkit/core/ports'
import { type LineWorld, lineOf } from './line.ts'

/** What processes share: what lives on when one of them ends. */
export interface ProcessWorld extends LineWorld {
  readonly books: Books
  /** Where processes keep what they learned of a wallet's keys. */
  readonly keyRing: KeyRing
  readonly log: (CashierLogEvent | LogEvent)[]
  readonly portsOver: (
    accounts: ReadonlyMap<string, Account>,
    skew: () => number,
    generation: number,
  ) => Omit<CashierPorts, 'books' | 'log'>
  /** Begins another process after a while. */
  readonly crashed: (gone: Process) => void
}

/** One process with a cashier in it. When it ends, nothing that it waits for ever comes. */
export class Process {
  readonly generation: number
  readonly till: Cashier
  isGone = false
  /** How far its clock is ahead. */
  skewMs = 0
  readonly #world: ProcessWorld

  constructor(world: ProcessWorld, generation: number) {
    this.#world = world
    this.generation = generation
    const accounts = new Map<string, Account>()
    const clock = { nowMs: () => world.timeline.now + this.skewMs }
    const random = world.streams(`nonces ${generation}`)
    const log = { write: (event: LogEvent | CashierLogEvent) => void world.log.push(event) }
    const doors = { clock, random, log, keyRing: world.keyRing }
    for (const { accounts: names, account } of world.stands)
      for (const name of names) accounts.set(name, account(name, { ...doors, connection: this.#line(name) }))
    const ports = world.portsOver(accounts, () => this.skewMs, generation)
    this.till = cashier({ ...ports, books: this.#books(), log })
  }

  end(why: string): void {
    if (this.isGone) return
    this.isGone = true
    this.#world.trace.note('process', `${this.generation} ends: ${why}`)
    this.#world.crashed(this)
  }

  /** A call of a port: the process may end before it, or while it is under way. */
  async #through<Result>(what: string, call: () => Promise<Result>): Promise<Result> {
    if (this.isGone) return never()
    if (this.#world.faults.strikes('crash')) {
      this.end(`at ${what}`)
      return never()
    }
    const settled = await outcomeOf(call())
    if (this.isGone) return never()
    if (settled.kind === 'rejected') throw settled.error
    return settled.value
  }

  #line(name: string): Connection {
    const { send, download, close } = lineOf(name, this.#world)
    return {
      send: (request, limits) => this.#through(`a call to ${name}`, () => send(request, limits)),
      download: (request, limits) => this.#through(`a call to ${name}`, () => download(request, limits)),
      close,
    }
  }

  #books(): Books {
    const { books } = this.#world
    return {
      ...books,
      transact: (work) => this.#through('a transaction', () => this.#transact(work)),
      read: mapped(books.read, (what, call) => this.#through(what, call)),
      claim: mapped<BooksClaims>(books.claim, (what, call) => this.#through(what, call)),
      seal: (now) => this.#through('a seal', () => books.seal(now)),
    }
  }

  async #transact<Result>(work: () => Work<Result>): Promise<Result> {
    const { faults, books, streams } = this.#world
    const draw = streams('commits')
    if (faults.strikes('books-busy')) throw tpError('UNAVAILABLE', 'books: expected them free, found them busy')
    if (faults.strikes('commit-crash')) {
      const stands = draw.chance(50)
      this.end(`while it commits, which ${stands ? 'stands' : 'does not stand'}`)
      if (stands) await outcomeOf(books.transact(work))
      return never()
    }
    if (!faults.strikes('commit-lost')) return books.transact(work)
    if (draw.chance(50)) await books.transact(work)
    throw tpError('TIMEOUT', 'books: expected an answer to a commit, found none')
  }
}

type Settled<Result> =
  | { readonly kind: 'fulfilled'; readonly value: Result }
  | { readonly kind: 'rejected'; readonly error: unknown }

async function outcomeOf<Result>(promise: Promise<Result>): Promise<Settled<Result>> {
  try {
    return { kind: 'fulfilled', value: await promise }
  } catch (error) {
    return { kind: 'rejected', error }
  }
}

function never<Result>(): Promise<Result> {
  return new Promise(() => undefined)
}

/** The same calls, each through a door; what answers with a stream is left as it is. */
function mapped<Calls extends object>(
  calls: Calls,
  door: <Result>(what: string, call: () => Promise<Result>) => Promise<Result>,
): Calls {
  const through = Object.entries(calls).map(([name, call]: [string, (...args: readonly unknown[]) => Promise<unknown>]) => [
    name,
    name === 'booked' ? call : (...args: readonly unknown[]) => door(name, () => call(...args)),
  ])
  return Object.fromEntries(through) as Calls // the same names with calls of the same form
}
