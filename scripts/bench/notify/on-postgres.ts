/** The statements of a notify, one transaction for each, as somebody would write them for PostgreSQL alone: two round trips. */
import { createHash, randomUUID } from 'node:crypto'
import {
  SET_DUE,
  selectAttempts,
  selectByKey,
  selectOrder,
  selectRefunds,
  writeRows,
} from '../../../packages/ledger/src/hot/statements.ts'
import { MARK } from '../../../packages/ledger/src/postgres/marker.ts'
import { numbered } from '../../../packages/ledger/src/postgres/numbered.ts'
import { openPool } from '../../../packages/ledger/src/postgres/pool.ts'
import type { Queryable } from '../../../packages/ledger/src/postgres/session.ts'
import { ATTEMPT, EVENT, EVIDENCE, NOTICE, ORDER } from '../../../packages/ledger/src/rows/codecs.ts'
import type { Book, Shop } from './on-sqlite.ts'
import { paidRows, type Row } from './paid-rows.ts'
import type { PaidNotify } from './verify.ts'

interface Named {
  readonly name: string
  readonly text: string
}

const KEY = { account: '', outTradeNo: '' }
const JOURNAL = { table: 'journal', key: ['order_id', 'seq'], columns: ['order_id', 'seq', 'text', 'hash'], fixed: [] }
const REST = [writeRows(ATTEMPT, true), writeRows(EVIDENCE, false, 2), writeRows(EVENT, false), writeRows(JOURNAL, false, 2)]

const SQL = {
  lock: named('select pg_advisory_xact_lock(hashtextextended(?, 0))'),
  notice: named(`${selectByKey(NOTICE)} for update`),
  order: named(`${selectOrder(KEY).sql} for update`),
  attempts: named(selectAttempts(KEY).sql),
  refunds: named(selectRefunds(KEY).sql),
  putOrder: named(writeRows(ORDER, true)),
  putRest: named(`with ${REST.map((sql, at) => `w${at} as (${sql})`).join(', ')} select 1`),
  settle: named(SET_DUE.replace('set due_at', 'set journal_seq = ?, journal_head = ?, due_at')),
  putNotice: named(writeRows(NOTICE, true)),
  mark: { name: 'mark', text: MARK },
}

function named(sql: string): Named {
  return { name: createHash('md5').update(sql).digest('hex'), text: numbered(sql) }
}

export function bookOnPostgres(address: string, shop: Shop): Book {
  // Whole numbers of 64 bits as plain numbers: amounts are small here.
  const pool = openPool(address, { types: { getTypeParser: () => String } })
  return async (notify) => {
    const client = await pool.connect()
    try {
      await inTransaction(client, notify, shop)
      client.release()
    } catch (error) {
      client.release(true)
      throw error
    }
  }
}

async function inTransaction(client: Queryable, notify: PaidNotify, { account, digestKey, now }: Shop): Promise<void> {
  const send = async (statement: Named, values: unknown[]): Promise<readonly Row[]> =>
    (await client.query({ ...statement, values })).rows as Row[] // text and null, as this pool reads them
  const { outTradeNo, transactionId } = notify
  const [, , notices, orders, attempts] = await Promise.all([
    client.query({ text: 'begin' }),
    send(SQL.lock, [JSON.stringify(['notice', account, transactionId])]),
    send(SQL.notice, [account, transactionId]),
    send(SQL.order, [account, outTradeNo]),
    send(SQL.attempts, [account, outTradeNo]),
    send(SQL.refunds, [account, outTradeNo]),
  ])
  if (notices.length > 0) return void (await client.query({ text: 'rollback' }))
  const attempt = attempts.find(({ out_trade_no }) => out_trade_no === outTradeNo)
  const [order] = orders
  if (!order || !attempt) throw new Error('unknown order')
  const held = { order: { ...order, total: Number(order.total) }, attempt: { ...attempt, total: Number(attempt.total) } }
  const rows = paidRows(account, held, notify, now, digestKey)
  const { orderId } = rows
  await Promise.all([
    send(SQL.putOrder, [...rows.order]),
    send(SQL.putRest, [...rows.attempt, ...rows.evidence.flat(), ...rows.event, ...rows.journal.flat()]),
    send(SQL.settle, [rows.seq, rows.hash, orderId, orderId, orderId, orderId]),
    send(SQL.putNotice, [...rows.notice]),
    send(SQL.mark, [randomUUID()]),
    client.query({ text: 'commit' }),
  ])
}
