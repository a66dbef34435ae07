import { createHash } from 'node:crypto'
import type { Instant, Money } from '@tpkit/core'
import type { AttemptRow, EvidenceRow, Held, JournalDraft, OrderRow, RefundRow } from '../books/rows.ts'
import type { Change } from '../books/work.ts'
import { type EventType, eventOf } from '../events/event.ts'
import type { Ids } from '../ids.ts'
import type { EvidenceDays } from '../ports.ts'

const DAY_MS = 86_400_000

export interface DraftWorld {
  readonly now: Instant
  readonly ids: Ids
  readonly settings: { readonly evidenceDays: EvidenceDays }
}

type JournalData = JournalDraft['data']

interface EventSubject {
  readonly attempt?: string
  readonly refund?: string
  readonly reason?: string
}

/**
 * One order under the pen: how it stands so far, and what must be written so that it stands like that. Rows are written once,
 * as they are in the end; events tell the end as well.
 */
export class Draft {
  #held: Held
  readonly #world: DraftWorld
  readonly #rows = new Map<string, () => Change>()
  readonly #added: (() => Change)[] = []

  constructor(held: Held, world: DraftWorld) {
    this.#held = held
    this.#world = world
  }

  get held(): Held {
    return this.#held
  }

  setOrder(order: OrderRow): void {
    this.#held = { ...this.#held, order }
  }

  setAttempt(row: AttemptRow): void {
    this.#held = { ...this.#held, attempts: replaced(this.#held.attempts, row) }
    this.#rows.set(row.id, () => ({ put: 'attempt', row: one(this.#held.attempts, row.id) }))
  }

  setRefund(row: RefundRow): void {
    this.#held = { ...this.#held, refunds: replaced(this.#held.refunds, row) }
    this.#rows.set(row.id, () => ({ put: 'refund', row: one(this.#held.refunds, row.id) }))
  }

  /** No personal data, and no text of a wallet or a payer. */
  journal(kind: string, subject: string | undefined, data: JournalData = {}): void {
    const row: JournalDraft = {
      orderId: this.#held.order.id,
      at: this.#world.now,
      kind,
      ...(subject !== undefined && { subject }),
      data,
    }
    this.#added.push(() => ({ add: 'journal', row }))
  }

  event(type: EventType, { attempt, refund, reason }: EventSubject = {}): void {
    this.#added.push(() => {
      const about = {
        ...(attempt !== undefined && { attempt: one(this.#held.attempts, attempt) }),
        ...(refund !== undefined && { refund: one(this.#held.refunds, refund) }),
        ...(reason !== undefined && { reason }),
      }
      return { add: 'event', row: eventOf(this.#held, type, this.#world, about) }
    })
  }

  /** Answers the digest under which the journal may know it. */
  evidence(kind: EvidenceRow['kind'], account: string, text: string): string {
    const row = evidenceRow(kind, account, text, this.#world, this.#held.order.id)
    this.#added.push(() => ({ add: 'evidence', row }))
    return row.digest
  }

  /** Whether there is anything to write. */
  get isEmpty(): boolean {
    return this.#rows.size === 0 && this.#added.length === 0
  }

  /** The order comes first: its journal hangs on it. */
  changes(): readonly Change[] {
    const order: Change = { put: 'order', row: { ...this.#held.order, updatedAt: this.#world.now } }
    return [order, ...[...this.#rows.values(), ...this.#added].map((change) => change())]
  }
}

export function evidenceRow(
  kind: EvidenceRow['kind'],
  account: string,
  text: string,
  { now, ids, settings }: DraftWorld,
  orderId?: string,
): EvidenceRow {
  const deleteAfter = now + settings.evidenceDays[kind] * DAY_MS
  const row = { id: ids.next('evd'), account, kind, text, digest: sha256(text), at: now, deleteAfter }
  return orderId === undefined ? row : { ...row, orderId }
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** Money, as the journal keeps it. */
export function journalMoney({ amount, currency }: Money): { readonly amount: string; readonly currency: string } {
  return { amount: amount.toString(), currency }
}

/** A row without some of its optional properties. */
export function without<Row, Name extends keyof Row>(row: Row, ...names: readonly Name[]): Omit<Row, Name> {
  const kept = Object.entries(row as object).filter(([name]) => !names.includes(name as Name)) // names of the same row
  return Object.fromEntries(kept) as Omit<Row, Name>
}

function replaced<Row extends { readonly id: string }>(rows: readonly Row[], row: Row): readonly Row[] {
  return rows.some(({ id }) => id === row.id) ? rows.map((held) => (held.id === row.id ? row : held)) : [...rows, row]
}

function one<Row extends { readonly id: string }>(rows: readonly Row[], id: string): Row {
  const found = rows.find((row) => row.id === id)
  if (!found) throw new Error(`expected the row ${id} under the pen`)
  return found
}
