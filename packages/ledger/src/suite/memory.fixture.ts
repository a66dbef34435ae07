/** Books as simple as they can be: what a ledger does must be what these do. */
import type { AttemptRow, Change, EventRow, Held, JournalDraft, OrderKey, OrderRow, RefundRow } from '@tpkit/cashier'
import { tpError } from '@tpkit/core/errors'
import { type AnyWork, type LedgerStep, runWork } from '../run-work.ts'

interface State {
  readonly orders: ReadonlyMap<string, OrderRow>
  readonly attempts: ReadonlyMap<string, AttemptRow>
  readonly refunds: ReadonlyMap<string, RefundRow>
  readonly journal: readonly JournalDraft[]
  readonly events: readonly EventRow[]
}

export class MemoryBooks {
  #state: State = { orders: new Map(), attempts: new Map(), refunds: new Map(), journal: [], events: [] }

  /** One work behind the other: each all or nothing. */
  run(works: readonly AnyWork[]): readonly PromiseSettledResult<unknown>[] {
    return works.map((work) => {
      const before = this.#state
      try {
        return { status: 'fulfilled', value: runWork(work, (step) => this.#answer(step)) }
      } catch (reason) {
        this.#state = before
        return { status: 'rejected', reason }
      }
    })
  }

  held(): readonly Held[] {
    return [...this.#state.orders.keys()].toSorted().flatMap((id) => this.#held({ id }) ?? [])
  }

  journal(orderId: string): readonly string[] {
    return this.#state.journal.filter((entry) => entry.orderId === orderId).map(({ kind }) => kind)
  }

  events(): readonly string[] {
    return this.#state.events.map(({ id }) => id)
  }

  due(now: number): readonly string[] {
    const isDue = ({ nextCheckAt }: { readonly nextCheckAt?: number }) => nextCheckAt !== undefined && nextCheckAt <= now
    const due = this.held().filter(({ order, attempts, refunds }) => [order, ...attempts, ...refunds].some(isDue))
    return due.map(({ order }) => order.id)
  }

  #answer(step: LedgerStep): Held | undefined {
    if (step.ask === 'order') return this.#held(step.key)
    if (step.ask === 'write') return this.#write(step.changes)
    throw new Error(`expected a step of the model, found ${step.ask}`)
  }

  #held(key: OrderKey): Held | undefined {
    if (!('id' in key)) throw new Error('expected an id')
    const order = this.#state.orders.get(key.id)
    const ownBy = <Row extends { readonly id: string; readonly orderId: string }>(rows: ReadonlyMap<string, Row>) =>
      [...rows.values()].filter(({ orderId }) => orderId === key.id).toSorted((a, b) => (a.id < b.id ? -1 : 1))
    return order && { order, attempts: ownBy(this.#state.attempts), refunds: ownBy(this.#state.refunds) }
  }

  #write(changes: readonly Change[]): undefined {
    for (const change of changes) this.#state = changed(this.#state, change)
  }
}

function changed(state: State, change: Change): State {
  if ('add' in change) {
    if (change.add === 'journal') return noted(state, change.row)
    if (change.add === 'event') return { ...state, events: [...state.events, change.row] }
  } else if (change.put === 'order') return { ...state, orders: unique(state.orders, change.row, ({ orderNo }) => orderNo) }
  else if (change.put === 'attempt') return { ...state, attempts: owned(state, state.attempts, change.row, numberOf) }
  else if (change.put === 'refund') return { ...state, refunds: owned(state, state.refunds, change.row, refundNumberOf) }
  throw new Error('expected a change of the model')
}

function noted(state: State, row: JournalDraft): State {
  if (!state.orders.has(row.orderId)) throw tpError('INTERNAL', 'no such order')
  return { ...state, journal: [...state.journal, row] }
}

const numberOf = ({ account, outTradeNo }: AttemptRow) => `${account} ${outTradeNo}`
const refundNumberOf = ({ account, outRefundNo }: RefundRow) => `${account} ${outRefundNo}`

type Row = { readonly id: string }

function owned<R extends Row & { readonly orderId: string }>(
  state: State,
  rows: ReadonlyMap<string, R>,
  row: R,
  number: (row: R) => string,
): ReadonlyMap<string, R> {
  if (!state.orders.has(row.orderId)) throw tpError('CONFLICT', 'no such order')
  return unique(rows, row, number)
}

function unique<R extends Row>(rows: ReadonlyMap<string, R>, row: R, number: (row: R) => string): ReadonlyMap<string, R> {
  const taken = [...rows.values()].some((other) => other.id !== row.id && number(other) === number(row))
  if (taken) throw tpError('CONFLICT', 'the number is taken')
  return new Map([...rows, [row.id, row]])
}
