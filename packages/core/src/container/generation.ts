import type { Container } from 'inversify'
import type { AccountPlan, ConfigReading } from '../config/read-config.ts'
import type { Ability, Scene } from '../contract/scene.ts'
import type { TP } from '../contract/tp.ts'
import type { MethodPlan } from '../domain/route.ts'
import { tpError } from '../errors.ts'
import type { Connection } from '../ports.ts'

/** An account as it was built. */
export interface BuiltAccount {
  readonly plan: AccountPlan
  readonly tp: TP<Scene, Ability>
  /** Absent where the plugin answers for the whole TP itself. */
  readonly connection?: Connection
}

interface GenerationParts {
  readonly reading: ConfigReading
  readonly container: Container
  readonly accounts: ReadonlyMap<string, BuiltAccount>
  readonly connections: readonly Connection[]
}

/**
 * Everything that one reading of the configuration came to. A reload begins another one; this one lives on until the last
 * call that began in it has ended.
 */
export class Generation {
  readonly reading: ConfigReading
  readonly accounts: ReadonlyMap<string, BuiltAccount>
  readonly #container: Container
  readonly #connections: readonly Connection[]
  #calls = 0
  #superseded = false
  #closing: Promise<void> | undefined

  constructor({ reading, container, accounts, connections }: GenerationParts) {
    this.reading = reading
    this.accounts = accounts
    this.#container = container
    this.#connections = connections
  }

  get methods(): ReadonlyMap<string, MethodPlan> {
    return this.reading.methods
  }

  /** Throws `CONFIG`. */
  account(name: string): BuiltAccount {
    return named(this.accounts, 'account', name)
  }

  /** Throws `CONFIG`. */
  method(name: string): MethodPlan {
    return named(this.methods, 'method', name)
  }

  /** One call, which ends on what it began with. */
  async call<T>(work: () => Promise<T>): Promise<T> {
    this.#begin()
    try {
      return await work()
    } finally {
      this.#end()
    }
  }

  /** The same for a stream: from its first row asked for to its last one, or until nobody reads on. */
  async *stream<T>(work: () => AsyncIterable<T>): AsyncGenerator<T> {
    this.#begin()
    try {
      yield* work()
    } finally {
      this.#end()
    }
  }

  /** Another generation took over: ends with the last call, or now where there is none. */
  supersede(): void {
    this.#superseded = true
    if (this.#calls === 0) this.#closeUnheard()
  }

  /** Ends now. */
  close(): Promise<void> {
    this.#closing ??= this.#closeAll()
    return this.#closing
  }

  get closed(): boolean {
    return this.#closing !== undefined
  }

  #begin(): void {
    if (this.closed)
      throw tpError('UNAVAILABLE', 'tpkit: expected it open, found it closed; nothing was sent', { retry: 'never' })
    this.#calls += 1
  }

  #end(): void {
    this.#calls -= 1
    if (this.#superseded && this.#calls === 0) this.#closeUnheard()
  }

  /** Nobody waits for it: a connection that cannot be closed is lost either way. */
  #closeUnheard(): void {
    this.close().catch(() => undefined)
  }

  async #closeAll(): Promise<void> {
    const ends = await Promise.allSettled(this.#connections.map((connection) => connection.close()))
    await this.#container.unbindAllAsync()
    for (const end of ends) if (end.status === 'rejected') throw end.reason
  }
}

function named<T>(known: ReadonlyMap<string, T>, kind: string, name: string): T {
  const found = known.get(name)
  if (found) return found
  throw tpError('CONFIG', `expected a configured ${kind} (${[...known.keys()].join(', ') || 'there is none'}), found "${name}"`)
}
