/** The statements of a notify, as somebody would write them for SQLite alone. */
import { DatabaseSync } from 'node:sqlite'
import {
  ADD_ENTRY,
  MOVE_HEAD,
  SELECT_ATTEMPTS,
  SELECT_HEAD,
  SELECT_REFUNDS,
  SET_DUE,
  selectByKey,
  selectOrder,
  writeRows,
} from '../../../packages/ledger/src/hot/statements.ts'
import { ATTEMPT, EVENT, EVIDENCE, NOTICE, ORDER } from '../../../packages/ledger/src/rows/codecs.ts'
import { paidRows, type Row } from './paid-rows.ts'
import type { PaidNotify } from './verify.ts'

export interface Shop {
  readonly account: string
  readonly digestKey: string
  readonly now: number
}

/** Books a notify; resolves after the commit. */
export type Book = (notify: PaidNotify) => Promise<void>

export function bookOnSqlite(path: string, shop: Shop): Book {
  const commit = committer(path, shop)
  return async (notify) => commit([notify])
}

/** The same, but that those of one turn share a commit. One that fails takes the others with it: it is simpler than ours. */
export function bookOnSqliteShared(path: string, shop: Shop): Book {
  const commit = committer(path, shop)
  let waiting: { readonly notify: PaidNotify; readonly done: () => void; readonly failed: (error: unknown) => void }[] = []
  const together = (): void => {
    const now = waiting
    waiting = []
    try {
      commit(now.map(({ notify }) => notify))
      for (const { done } of now) done()
    } catch (error) {
      for (const { failed } of now) failed(error)
    }
  }
  return (notify) =>
    new Promise<void>((done, failed) => {
      if (waiting.length === 0) setImmediate(together)
      waiting.push({ notify, done, failed })
    })
}

function committer(path: string, shop: Shop): (notifies: readonly PaidNotify[]) => void {
  const database = new DatabaseSync(path)
  database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on')
  const work = oneNotify(database, shop)
  return (notifies) => {
    database.exec('begin immediate')
    try {
      for (const notify of notifies) work(notify)
      database.exec('commit')
    } catch (error) {
      database.exec('rollback')
      throw error
    }
  }
}

function oneNotify(database: DatabaseSync, { account, digestKey, now }: Shop): (notify: PaidNotify) => void {
  const prepared = (sql: string) => database.prepare(sql)
  const key = { account, outTradeNo: '' }
  const selects = {
    notice: prepared(selectByKey(NOTICE)),
    order: prepared(selectOrder(key).sql),
    ...{ attempts: prepared(SELECT_ATTEMPTS), refunds: prepared(SELECT_REFUNDS), head: prepared(SELECT_HEAD) },
  }
  const writes = {
    ...{ order: prepared(writeRows(ORDER, true)), attempt: prepared(writeRows(ATTEMPT, true)) },
    ...{ evidence: prepared(writeRows(EVIDENCE, false)), event: prepared(writeRows(EVENT, false)) },
    ...{ entry: prepared(ADD_ENTRY), head: prepared(MOVE_HEAD), due: prepared(SET_DUE) },
    notice: prepared(writeRows(NOTICE, true)),
  }
  return (notify) => {
    if (selects.notice.get(account, notify.transactionId)) return
    const order = selects.order.get(account, notify.outTradeNo) as Row | undefined // the columns that were asked for
    const id = order?.id ?? ''
    const attempts = selects.attempts.all(id) as Row[]
    selects.refunds.all(id)
    const attempt = attempts.find(({ out_trade_no }) => out_trade_no === notify.outTradeNo)
    if (!order || !attempt) throw new Error('unknown order')
    const rows = paidRows(account, { order, attempt }, notify, now, digestKey)
    writes.order.run(...rows.order)
    writes.attempt.run(...rows.attempt)
    for (const one of rows.evidence) writes.evidence.run(...one)
    writes.event.run(...rows.event)
    selects.head.get(id)
    for (const one of rows.journal) writes.entry.run(...one)
    writes.head.run(rows.seq, rows.hash, id)
    writes.due.run(id, id, id, id)
    writes.notice.run(...rows.notice)
  }
}
