import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCli } from '../desk.fixture.ts'
import { openTestShop, type TestShop } from '../shop.fixture.ts'

const DAY_MS = 86_400_000
const BEIJING_MS = 8 * 3_600_000

let shop: TestShop
/** Two days ago, when the orders were sold. */
let day: string

beforeAll(async () => {
  const sold = Date.now() - 2 * DAY_MS
  day = new Date(sold + BEIJING_MS).toISOString().slice(0, 10)
  shop = await openTestShop({ clock: () => Date.now() - 2 * DAY_MS }, () => ({ ledger: 'sqlite:./orders.db' }))
  await sell('KEPT', shop.config)
  await sell('FOREIGN', await withoutLedger())
  await shop.control.post('/clock', { advance: '2d' })
})

afterAll(() => shop.close())

async function sell(orderNo: string, config: string): Promise<void> {
  const pay = ['pay', '--method', 'wallet', '--total', '19.90', '--out-trade-no', orderNo, '--no-wait', '-c', config]
  expect(await runCli(pay, { cwd: shop.folder })).toMatchObject({ code: 0 })
  await shop.control.post('/trigger', { outTradeNo: orderNo, action: 'pay' })
}

/** A till that keeps nothing, at the same account. */
async function withoutLedger(): Promise<string> {
  const path = join(shop.folder, 'plain.yaml')
  const { ledger: _, ...rest } = JSON.parse(await readFile(shop.config, 'utf8'))
  await writeFile(path, JSON.stringify(rest))
  return path
}

describe('tpkit reconcile', () => {
  it('settles what a line proves, lists what differs, and changes nothing the second time', async () => {
    const first = await shop.run(['reconcile', 'qq', day])
    expect(first.code).toBe(1)
    expect(first.stdout).toMatch(/^Lines: 2; equal: 0; settled by this run: 1\nPaid 39\.80 CNY, refunded 0\.00 CNY/)
    expect(first.stdout).toMatch(
      /Open differences: 1\nid +kind +order[\s\S]*dif_\S+ +a payment that we never wrote down +FOREIGN/,
    )
    expect(await shop.run(['order', 'KEPT'])).toMatchObject({ stdout: expect.stringContaining('Status: paid') })
    const second = await shop.run(['reconcile', 'qq', day, '--lang', 'zh'])
    expect(second).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/行数：2；一致：1；本次据此入账：0[\s\S]*本地无此支付/),
    })
  })

  it('ends with 0 once an operator said what the difference was', async () => {
    const { differences, next } = JSON.parse((await shop.run(['reconcile', 'qq', day, '--json'])).stdout)
    const { id } = differences[0]
    expect(next).toEqual([expect.stringContaining(`decide difference ${id}`)])
    const decision = ['decide', 'difference', id, '--who', 'Li', '--why', 'the old till took it', '--yes']
    expect((await shop.run(decision)).code).toBe(0)
    expect(await shop.run(['reconcile', 'qq', day])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Both books agree.'),
    })
  })

  it('ends with 3 where the wallet has no statement yet', async () => {
    await shop.break('http-503@statement')
    const before = new Date(Date.now() - 3 * DAY_MS + BEIJING_MS).toISOString().slice(0, 10)
    expect(await shop.run(['reconcile', 'qq', before])).toMatchObject({
      code: 3,
      stdout: expect.stringContaining('nothing was booked'),
    })
  })
})
