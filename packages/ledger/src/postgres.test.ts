import { Client } from 'pg'
import { afterAll, afterEach, describe } from 'vitest'
import { openLedger } from './open.ts'
import { lazyPostgres, newBooksOn } from './postgres.fixture.ts'
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

const server = lazyPostgres()
const newBooks = newBooksOn(server)
const open: { readonly close: () => Promise<void> }[] = []
/** After each test: a server has so many connections, and books keep up to eight. */
afterEach(async () => {
  await Promise.all(open.splice(0).map((books) => books.close()))
})
afterAll(() => server.stop(), 60_000)

const turn = { soon: (callback: () => void) => void setImmediate(callback) }

const postgres: EngineUnderTest = {
  name: server.version,
  open: async () => {
    const address = await newBooks()
    const again = async () => {
      const ledger = await openLedger(address, { turn })
      open.push(ledger)
      return ledger
    }
    return {
      ...{ ledger: await again(), again },
      tamper: async (sql) => {
        const client = new Client({ connectionString: address })
        await client.connect()
        try {
          await client.query(sql)
        } finally {
          await client.end()
        }
      },
    }
  },
}

describe(server.version, () => {
  for (const suite of [transactions, rows, journal, purge, claims, lists, searches, model, backoffice]) suite(postgres)
})
