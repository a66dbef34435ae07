import type { BackofficeBooks } from '@tpkit/backoffice'
import type { Instant } from '@tpkit/core'
import type { Kysely } from 'kysely'
import type { Engine } from '../engine.ts'
import type { Transact } from '../group-commit.ts'
import { type LedgerWork, sql } from '../run-work.ts'
import type { Tables } from '../schema/tables.ts'
import { type ReadFailure, told } from '../told.ts'
import { backofficeReader } from './read.ts'
import { writeChange } from './write.ts'

/** Merchants, API keys, endpoints and settings, in the ledger of their orders. */
export function backofficeBooks(engine: Engine, transact: Transact, failure: ReadFailure): BackofficeBooks {
  const read = backofficeReader(engine.db)
  return {
    merchants: told(read.merchants, failure),
    merchant: told(read.merchant, failure),
    apiKey: told(read.apiKey, failure),
    apiKeys: told(read.apiKeys, failure),
    endpoints: told(read.endpoints, failure),
    endpoint: told(read.endpoint, failure),
    settings: told(read.settings, failure),
    audit: told(read.audit, failure),
    write: (change, audit) => transact(() => writeChange(engine, change, audit)),
    touchApiKey: (id, at) => transact(() => touch(engine.db, id, at)),
  }
}

/** One column alone: whatever became of the key meanwhile stays. */
function* touch(db: Kysely<Tables>, id: string, at: Instant): LedgerWork<void> {
  const key = db.updateTable('api_keys').set({ last_used_at: at }).where('id', '=', id)
  yield* sql(key.where(({ or, eb }) => or([eb('last_used_at', 'is', null), eb('last_used_at', '<', at)])))
}
