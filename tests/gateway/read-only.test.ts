import { DatabaseSync } from 'node:sqlite'
import { test } from '@tpkit/sandbox/vitest'
import { openGateway } from 'tpkit/gateway'
import { describe, expect, onTestFinished, vi } from 'vitest'
import { makeReadOnly } from '../../packages/ledger/src/postgres-read-only.fixture.ts'
import { newOrder } from './app.fixture.ts'
import { findings, ledgerLines, unfinished, walletLines } from './compare.fixture.ts'
import { openStage, postgresBooks, until } from './stage.fixture.ts'

const SALES = Array.from({ length: 24 }, (_none, index) => ({ orderNo: `T-${index}`, ...(index % 4 === 0 && { refund: 990 }) }))

/** What its wallet takes for “tell me again”. */
const LATER = { status: 500, body: expect.stringContaining('FAIL') }

/** The gateway's. `aheadMs` is what has passed beside the machine's own time. */
const clock = { aheadMs: 0, nowMs: () => Date.now() + clock.aheadMs }

type Break = () => Promise<() => Promise<void>>

/** Opens a gateway; answers how its books become read-only under it. */
const ENGINES = {
  SQLite: async (config: string, _address: string): Promise<Break> => {
    const opened = vi.spyOn(DatabaseSync.prototype, 'exec')
    await openHere(config)
    const [connection] = opened.mock.contexts
    opened.mockRestore()
    if (!(connection instanceof DatabaseSync)) throw new Error('expected that the ledger was opened')
    // As on a file system that was mounted anew: SQLITE_READONLY.
    const turn = async (to: 'on' | 'off'): Promise<void> => connection.exec(`pragma query_only = ${to}`)
    return async () => {
      await turn('on')
      return () => turn('off')
    }
  },
  PostgreSQL: async (config: string, address: string): Promise<Break> => {
    await openHere(config)
    return () => makeReadOnly(address)
  },
}

async function openHere(config: string): Promise<void> {
  const gateway = await openGateway({ config, clock, logs: { cashier: { write: () => undefined } } })
  onTestFinished(() => gateway.close())
  await gateway.listen()
}

describe.for(['SQLite', 'PostgreSQL'] as const)('a ledger on %s that goes read-only under load', (engine) => {
  test('wallets hear "later", apps 503, /readyz tells; nothing is lost, and all is well once it can be written', async ({
    merchant,
  }) => {
    const stage = await openStage(merchant, { ledger: engine === 'SQLite' ? 'sqlite' : await postgresBooks(), gateways: 1 })
    const { app, heard } = stage
    const breakBooks = await ENGINES[engine](stage.places[0]?.config ?? '', stage.address)
    const ready = async () => (await app.ask('GET', '/readyz'))?.text
    expect(await ready()).toBe('{"status":"ok"}')
    const { pay } = await app.open('T-before')
    const selling = app.sellAll(SALES, 6)
    await until(() => app.sold >= 6, 'a load')

    const mend = await breakBooks()
    await pay()
    expect(merchant.notifies().at(-1)).toMatchObject({ answer: LATER })
    expect(await app.ask('POST', '/v1/payments', newOrder('T-while'))).toMatchObject({
      status: 503,
      text: expect.stringContaining('found them out of reach; nothing was written'),
    })
    // Stored before sent: nothing reached the wallet.
    expect(merchant.books().map(({ outTradeNo }) => outTradeNo)).not.toContain('T-while')
    expect(await app.ask('GET', '/v1/payments')).toMatchObject({ status: 200 })
    await expect.poll(ready, { timeout: 5000 }).toBe('{"status":"unavailable","lacking":["ledger"]}')
    expect(await app.ask('GET', '/healthz')).toMatchObject({ status: 200 })

    await mend()
    await expect.poll(ready, { timeout: 20_000 }).toBe('{"status":"ok"}')
    // Wallets tell again what was not taken, on their own schedule.
    await merchant.advance('15s')
    const hurry = setInterval(() => {
      clock.aheadMs += 2500
    }, 100)
    onTestFinished(() => clearInterval(hurry))
    await selling
    await app.sell({ orderNo: 'T-while' })
    const books = await stage.books()
    await expect.poll(() => unfinished(books, heard()), { timeout: 60_000, interval: 250 }).toEqual([])
    expect(await ledgerLines(books)).toEqual(walletLines(merchant.books()))
    expect(merchant.books()).toHaveLength(SALES.length + 2)
    expect(await findings(books)).toEqual([])
  })
})
