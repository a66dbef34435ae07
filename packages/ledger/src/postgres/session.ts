import { createHash } from 'node:crypto'
import type { ChainHead } from '../journal.ts'
import type { SqlRecord } from '../rows/column.ts'

/** What of a `pg` client is needed here. It sends what it is given at once, also while answers are outstanding. */
export interface Queryable {
  readonly query: (query: {
    readonly name?: string
    readonly text: string
    readonly values?: unknown[]
  }) => Promise<{ readonly rows: SqlRecord[]; readonly command: string }>
}

/** One transaction on one connection: named statements, and the ends of the chains that it has locked. */
export class Session {
  readonly #client: Queryable
  readonly #ahead: Promise<unknown>[] = []
  #writes: Promise<unknown>[] = []
  /** Of locked orders: nobody else moves them before the commit. */
  readonly heads = new Map<string, ChainHead>()
  /** Whether there is anything to commit. */
  wrote = false

  constructor(client: Queryable) {
    this.#client = client
  }

  /** A statement that comes again and again: planned once per connection. */
  async hot(text: string, values: readonly unknown[]): Promise<readonly SqlRecord[]> {
    return (await this.#client.query({ name: nameOf(text), text, values: [...values] })).rows
  }

  async cold(text: string, values: readonly unknown[] = []): Promise<readonly SqlRecord[]> {
    return (await this.#client.query({ text, values: [...values] })).rows
  }

  /** Sends a statement and goes on: one round trip less. Before anything is written, `arrived` tells that it passed. */
  ahead(text: string): void {
    const sent = this.#client.query({ text })
    // Heard by `arrived`; until then nobody listens.
    sent.catch(() => undefined)
    this.#ahead.push(sent)
  }

  async arrived(): Promise<void> {
    await together(...this.#ahead.splice(0))
  }

  /** Sends a write and goes on: what fails fails everything behind it in this transaction, and `written` tells. */
  write(text: string, values: readonly unknown[]): void {
    this.wrote = true
    const sent = this.hot(text, values)
    sent.catch(() => undefined)
    this.#writes.push(sent)
  }

  /** Whether all that was sent so far stands in the transaction; throws the first that does not. */
  async written(): Promise<void> {
    await this.arrived()
    const sent = this.#writes
    this.#writes = []
    await together(...sent)
  }
}

type Answers<Sent extends readonly unknown[]> = { -readonly [At in keyof Sent]: Awaited<Sent[At]> }

/** Statements that were sent one behind the other without waiting. The first that fails is the failure: the rest fail for its sake. */
export async function together<const Sent extends readonly unknown[]>(...sent: Sent): Promise<Answers<Sent>> {
  await Promise.allSettled(sent)
  return Promise.all(sent)
}

const names = new Map<string, string>()

function nameOf(text: string): string {
  const known = names.get(text)
  if (known !== undefined) return known
  const name = `t${createHash('sha256').update(text).digest('hex').slice(0, 24)}`
  names.set(text, name)
  return name
}
