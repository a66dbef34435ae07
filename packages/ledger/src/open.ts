import { tpError } from '@tpkit/core/errors'
import type { Turn } from '@tpkit/core/ports'
import { type Ledger, ledgerOver } from './ledger.ts'
import { sqliteEngine } from './sqlite/engine.ts'

export interface OpenLedgerOptions {
  readonly turn: Turn
}

/**
 * Opens the books, and brings their schema to this version.
 *
 * @param address `sqlite:./tpkit.db` (from the working folder), `sqlite::memory:`, or `postgres://…`
 * @throws `TPError` `CONFIG` for an address that is none or a schema of a newer version, `UNAVAILABLE` where they cannot be reached
 */
export async function openLedger(address: string, { turn }: OpenLedgerOptions): Promise<Ledger> {
  if (address.startsWith('sqlite:')) return ledgerOver(sqliteEngine(address.slice('sqlite:'.length)), turn)
  if (/^postgres(ql)?:\/\//.test(address)) {
    // Who keeps to SQLite never loads the driver.
    const { postgresEngine } = await import('./postgres/engine.ts')
    return ledgerOver(await postgresEngine(address), turn)
  }
  throw tpError(
    'CONFIG',
    `ledger: expected "sqlite:" with a path, or a "postgres://" address, found "${address.slice(0, 12)}…"; write one of them`,
  )
}
