/** What a server left in its ledger, but for the ids that it drew: all of them must have done the same work. */
import { createHash } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import { askPostgres } from '../../../packages/ledger/src/postgres-ask.fixture.ts'

const READS = [
  'select * from attempts order by id',
  'select order_id, account, kind, text, digest, at, delete_after from evidence order by order_id, kind, digest',
  'select merchant, type, at, order_id, data, spread from events order by order_id, type',
  'select order_id, seq, text, hash from journal order by order_id, seq',
  'select account, notice_id, state, out_trade_no, order_id, first_at, last_at, seen from notices order by notice_id',
  `select id, status, paid_attempt_id, updated_at, closing, next_check_at, due_at, journal_seq, journal_head from orders order by id`,
]

export async function rowsOf(ledger: string): Promise<string> {
  const digest = createHash('sha256')
  for (const rows of await (ledger.startsWith('sqlite:')
    ? fromFile(ledger.slice('sqlite:'.length))
    : askPostgres(ledger, ...READS)))
    for (const row of rows) digest.update(JSON.stringify(Object.entries(row).map(([name, value]) => [name, String(value)])))
  return digest.digest('hex')
}

type Rows = readonly Readonly<Record<string, unknown>>[]

function fromFile(path: string): readonly Rows[] {
  const database = new DatabaseSync(path)
  try {
    return READS.map((sql) => database.prepare(sql).all())
  } finally {
    database.close()
  }
}
