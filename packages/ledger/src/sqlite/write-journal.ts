import type { Change } from '@tpkit/cashier'
import { tpError } from '@tpkit/core/errors'
import { draftsByOrder, headOf, linked } from '../hot/chain.ts'
import { ADD_ENTRY, MOVE_HEAD, SELECT_HEAD } from '../hot/statements.ts'
import type { SqliteConnection } from './connection.ts'

/** Adds the entries of some changes to the chains of their orders. */
export function writeJournal(connection: SqliteConnection, changes: readonly Change[]): void {
  for (const [orderId, drafts] of draftsByOrder(changes)) {
    const head = connection.get(SELECT_HEAD, orderId)
    if (!head) throw tpError('INTERNAL', `journal: expected the order ${orderId} to be written first, found none`)
    const entries = linked(headOf(head), drafts)
    for (const { seq, text, hash } of entries) connection.run(ADD_ENTRY, orderId, seq, text, hash)
    const last = entries.at(-1)
    if (last) connection.run(MOVE_HEAD, last.seq, last.hash, orderId)
  }
}
