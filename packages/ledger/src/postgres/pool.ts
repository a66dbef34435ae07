import { Pool, type PoolConfig, types } from 'pg'

const MOST_CONNECTIONS = 8
const CONNECT_MS = 5_000
/** A statement that waits longer for somebody's lock ends, and nothing is written. */
const STATEMENT_MS = 30_000
/** An answer that does not come by then will not: the way to the server is gone, without a word. */
const ANSWER_MS = 40_000
/** A transaction of which nothing is heard for so long ends: a gateway that vanished keeps no order locked. */
const SILENCE_MS = 30_000

/** Connections as the books need them. */
export function openPool(address: string, more: PoolConfig = {}): Pool {
  const pool = new Pool({
    connectionString: address,
    max: MOST_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: STATEMENT_MS,
    query_timeout: ANSWER_MS,
    idle_in_transaction_session_timeout: SILENCE_MS,
    keepAlive: true,
    application_name: 'tpkit',
    types: { getTypeParser: parserOf },
    // Statements that do not need each other's answers leave together. The driver's types do not know of it yet.
    ...{ pipeline: true },
    ...more,
  })
  // A connection that breaks is replaced by whoever needs one next; who was using it hears of it from its own statement.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}

const INT8 = 20

/** Whole numbers of 64 bits as they are, not as text. */
function parserOf(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  return oid === INT8 ? BigInt : types.getTypeParser(oid, format as 'text') // the driver has one signature per format
}
