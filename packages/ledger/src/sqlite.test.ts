import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, describe } from 'vitest'
import { openLedger } from './open.ts'
import { backoffice } from './suite/backoffice.fixture.ts'
import type { EngineUnderTest } from './suite/books.fixture.ts'
import { claims } from './suite/claims.fixture.ts'
import { journal } from './suite/journal.fixture.ts'
import { lists } from './suite/lists.fixture.ts'
import { model } from './suite/model.fixture.ts'
import { purge } from './suite/purge.fixture.ts'
import { rows } from './suite/rows.fixture.ts'
import { searches } from './suite/searches.fixture.ts'
import { transactions } from './suite/transactions.fixture.ts'

const folder = await mkdtemp(join(tmpdir(), 'tpkit-ledger-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

const turn = { soon: (callback: () => void) => void setImmediate(callback) }
let made = 0

const sqlite: EngineUnderTest = {
  name: 'SQLite',
  open: async () => {
    made += 1
    const path = join(folder, `${made}.db`)
    const again = () => openLedger(`sqlite:${path}`, { turn })
    return {
      ...{ ledger: await again(), again },
      tamper: async (sql) => {
        const database = new DatabaseSync(path)
        try {
          database.exec(sql)
        } finally {
          database.close()
        }
      },
    }
  },
}

describe('SQLite', () => {
  for (const suite of [transactions, rows, journal, purge, claims, lists, searches, model, backoffice]) suite(sqlite)
})
