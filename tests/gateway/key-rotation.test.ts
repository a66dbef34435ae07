import { randomBytes } from 'node:crypto'
import { test } from '@tpkit/sandbox/vitest'
import { describe, expect } from 'vitest'
import { ledgerLines, walletLines } from './compare.fixture.ts'
import { openStage, until } from './stage.fixture.ts'

const SALES = Array.from({ length: 60 }, (_none, index) => ({ orderNo: `T-${index}` }))
const NEXT_KEY = randomBytes(16).toString('hex')

describe('a wallet that changes its key (密钥轮换)', () => {
  test.override({ wish: { nextApiKey: NEXT_KEY } })

  test('is followed by SIGHUP while notifies arrive: each is taken when it comes first', async ({ merchant }) => {
    const stage = await openStage(merchant, { ledger: 'sqlite', gateways: 1 })
    const { app } = stage
    const gateway = await stage.start()
    const reload = async (apiKey: readonly string[]): Promise<void> => {
      const before = gateway.reloads().length
      await stage.places[0]?.write({ apiKey })
      gateway.kill('SIGHUP')
      await until(() => gateway.reloads().length > before, 'a reload')
    }
    const sold = (count: number): Promise<void> => until(() => app.sold >= count, `${count} sales`)
    const selling = app.sellAll(SALES, 6)

    await sold(10)
    await reload([merchant.account.apiKey, NEXT_KEY])
    merchant.faults('notify-key-rotated%50') // the wallet goes over machine by machine
    for (const count of [20, 30, 40]) {
      await sold(count)
      await reload([merchant.account.apiKey, NEXT_KEY])
    }
    merchant.faults('notify-key-rotated')
    await selling

    expect(merchant.trace().length).toBeGreaterThan(5)
    const told = merchant.notifies().map(({ attempt, answer }) => ({ attempt, answer }))
    expect(told).toEqual(SALES.map(() => ({ attempt: 1, answer: expect.objectContaining({ status: 200 }) })))
    expect(await ledgerLines(await stage.books())).toEqual(walletLines(merchant.books()))
    expect(merchant.books().map(({ status }) => status)).toEqual(SALES.map(() => 'paid'))
    expect(new Set(gateway.reloads())).toEqual(new Set(['reloaded']))
  })
})
