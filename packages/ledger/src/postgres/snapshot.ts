import type { Pool, PoolClient } from 'pg'
import type { Statement } from '../hot/statements.ts'
import type { SqlRecord } from '../rows/column.ts'
import { numbered } from './numbered.ts'
import { Session, together } from './session.ts'

/** Reads some statements as of one moment, in one round trip. */
export async function snapshot(pool: Pool, statements: readonly Statement[]): Promise<readonly (readonly SqlRecord[])[]> {
  const client = await pool.connect()
  let broken = true
  try {
    const read = await readTogether(client, statements)
    broken = false
    return read
  } finally {
    client.release(broken)
  }
}

async function readTogether(client: PoolClient, statements: readonly Statement[]): Promise<readonly (readonly SqlRecord[])[]> {
  const session = new Session(client)
  session.ahead('begin isolation level repeatable read read only')
  const read = statements.map(({ sql, values }) => session.hot(numbered(sql), values))
  session.ahead('commit')
  await Promise.allSettled(read)
  await session.arrived()
  return together(...read)
}
