import { askPostgres } from './postgres-ask.fixture.ts'

/**
 * What a failover to a standby looks like: connections end, and the next ones cannot write (`default_transaction_read_only`). Answers
 * how it is undone, in the same way.
 */
export async function makeReadOnly(address: string): Promise<() => Promise<void>> {
  await turn(address, 'on')
  return () => turn(address, 'off')
}

async function turn(address: string, to: 'on' | 'off'): Promise<void> {
  const name = new URL(address).pathname.slice(1)
  await askPostgres(
    address,
    `alter database ${name} set default_transaction_read_only = ${to}`,
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  )
}
