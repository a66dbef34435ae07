import type { TrustedKey } from '@tpkit/core'
import type { KeyRing } from '@tpkit/core/ports'
import type { Kysely } from 'kysely'
import type { Transact } from './group-commit.ts'
import { type LedgerWork, sql } from './run-work.ts'
import type { Tables } from './schema/tables.ts'

/** What `trust` learned, shared by all processes on these books. Public keys: nothing here is secret. */
export function ledgerKeyRing(db: Kysely<Tables>, transact: Transact): KeyRing {
  return {
    read: async (account) => {
      const found = await db.selectFrom('trusted_keys').select('keys').where('account', '=', account).executeTakeFirst()
      return found ? (JSON.parse(String(found.keys)) as readonly TrustedKey[]) : [] // our own writing
    },
    write: (account, keys) => transact(() => writeKeys(db, account, JSON.stringify(keys))),
  }
}

function* writeKeys(db: Kysely<Tables>, account: string, keys: string): LedgerWork<void> {
  yield* sql(
    db
      .insertInto('trusted_keys')
      .values({ account, keys })
      .onConflict((held) => held.column('account').doUpdateSet({ keys })),
  )
}
