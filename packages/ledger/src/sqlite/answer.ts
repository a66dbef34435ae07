import type { Change, Held, OrderKey, Usage } from '@tpkit/cashier'
import {
  SELECT_ACCOUNTS,
  SELECT_ATTEMPTS,
  SELECT_REFUNDS,
  SET_DUE,
  selectByKey,
  selectOrder,
  USAGE_PAYMENTS,
  USAGE_REFUNDS,
  writeRows,
} from '../hot/statements.ts'
import type { Codec } from '../rows/codec.ts'
import { ATTEMPT, DELIVERY, DIFFERENCE, ENDPOINT, IDEMPOTENCY, NOTICE, ORDER, REFUND, STATEMENT_DAY } from '../rows/codecs.ts'
import { isJournal, type StoredChange, storedChange, touchedOrders } from '../rows/stored-change.ts'
import type { LedgerAnswer, LedgerStep } from '../run-work.ts'
import type { SqliteConnection } from './connection.ts'
import { writeJournal } from './write-journal.ts'

/** Answers the steps of a work, within the transaction that stands. */
export function answerer(connection: SqliteConnection): (step: LedgerStep) => LedgerAnswer {
  return (step) => answer(connection, step)
}

function answer(connection: SqliteConnection, step: LedgerStep): LedgerAnswer {
  switch (step.ask) {
    case 'order':
      return readHeld(connection, step.key)
    case 'accounts':
      return connection.all(SELECT_ACCOUNTS, step.outTradeNo).map(({ account }) => String(account))
    case 'notice':
      return readOne(connection, NOTICE, step.account, step.noticeId)
    case 'idempotency':
      return readOne(connection, IDEMPOTENCY, step.merchant, step.key)
    case 'delivery':
      return readOne(connection, DELIVERY, step.id)
    case 'endpoint':
      return readOne(connection, ENDPOINT, step.merchant, step.endpoint)
    case 'statement':
      return readOne(connection, STATEMENT_DAY, step.account, step.day)
    case 'difference':
      return readOne(connection, DIFFERENCE, step.id)
    case 'usage':
      return usage(connection, step.merchant, step.since, step.payerDigest)
    case 'sql':
      return connection.all(step.query.sql, ...step.query.parameters)
    case 'write':
      return writeAll(connection, step.changes)
  }
}

function readOne<Row>(connection: SqliteConnection, of: Codec<Row>, ...key: readonly string[]): Row | undefined {
  const found = connection.get(selectByKey(of), ...key)
  return found && of.decode(found)
}

function readHeld(connection: SqliteConnection, key: OrderKey): Held | undefined {
  const { sql, values } = selectOrder(key)
  const found = connection.get(sql, ...values)
  if (!found) return undefined
  const order = ORDER.decode(found)
  return {
    order,
    attempts: connection.all(SELECT_ATTEMPTS, order.id).map(ATTEMPT.decode),
    refunds: connection.all(SELECT_REFUNDS, order.id).map(REFUND.decode),
  }
}

function usage(connection: SqliteConnection, merchant: string, since: number, payerDigest: string | undefined): Usage {
  const values = [merchant, since, payerDigest ?? null, payerDigest ?? null]
  const paid = connection.get(USAGE_PAYMENTS, ...values)
  const back = connection.get(USAGE_REFUNDS, ...values)
  return {
    payments: Number(paid?.n),
    paymentAmount: BigInt(paid?.amount as bigint), // an integer of our own query
    refunds: Number(back?.n),
    refundAmount: BigInt(back?.amount as bigint),
  }
}

function writeAll(connection: SqliteConnection, changes: readonly Change[]): undefined {
  for (const change of changes) if (!isJournal(change)) writeRow(connection, storedChange(change))
  writeJournal(connection, changes)
  for (const id of touchedOrders(changes)) connection.run(SET_DUE, id, id, id, id)
  return undefined
}

function writeRow(connection: SqliteConnection, { table, values, replaces }: StoredChange): void {
  connection.run(rowStatement(table, replaces), ...values)
}

const statements = new Map<string, string>()

function rowStatement(shape: StoredChange['table'], replaces: boolean): string {
  const known = statements.get(shape.table)
  if (known !== undefined) return known
  const made = writeRows(shape, replaces)
  statements.set(shape.table, made)
  return made
}
