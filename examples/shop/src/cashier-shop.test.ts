import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type TestMerchant, test } from '@tpkit/sandbox/vitest'
import { cny } from 'tpkit'
import { expect, onTestFinished } from 'vitest'
import { type CashierShop, openCashierShop } from './cashier-shop.ts'

const order = { method: 'wallet', orderNo: 'SHOP-1', scene: 'native', subject: 'Tea', total: cny.yuan('19.90') } as const

/** The shop is opened twice: a wallet is told where to notify before the shop's port is known. */
async function openShop({ account }: TestMerchant): Promise<CashierShop> {
  const folder = await mkdtemp(join(tmpdir(), 'tpkit-cashier-shop-'))
  const config = join(folder, 'tpkit.config.yaml')
  const plugin = fileURLToPath(import.meta.resolve('@tpkit/provider-qqwallet'))
  const write = (port: number) => {
    const qq = { ...account, plugin, notifyUrl: `http://127.0.0.1:${port}/notify/qq` }
    return writeFile(config, JSON.stringify({ accounts: { qq }, methods: { wallet: 'qq' } }))
  }
  await write(9)
  const shop = await openCashierShop(config, 'sqlite::memory:')
  onTestFinished(async () => {
    await shop.cashier.shutdown()
    shop.server.close().closeAllConnections()
    await rm(folder, { recursive: true })
  })
  await new Promise<void>((resolve) => shop.server.listen(0, '127.0.0.1', resolve))
  await write((shop.server.address() as AddressInfo).port) // a TCP server that listens has one
  await shop.cashier.tpkit.reload()
  return shop
}

test('an order is paid by a notify, refunded in part, and there again when it is asked for', async ({ merchant }) => {
  const { cashier } = await openShop(merchant)
  const answer = await cashier.pay(order)
  if (answer.kind !== 'done' || answer.value.prompt?.kind !== 'qr') throw new Error(`expected a QR code, found ${answer.kind}`)
  await merchant.act(answer.value.prompt.text, 'pay')
  expect(await cashier.get(order)).toMatchObject({ status: 'paid', account: 'qq' })
  const refund = await cashier.refund({ orderNo: order.orderNo, refundNo: 'SHOP-1-R', amount: cny.yuan('5.00') })
  expect(refund).toMatchObject({ kind: 'done' })
  expect(merchant.books()).toMatchObject([{ status: 'paid', refunds: [{ amount: 500n }] }])
})

test('whoever says the order again gets the same payment, not a second one', async ({ merchant }) => {
  const { cashier } = await openShop(merchant)
  const [first, second] = [await cashier.pay(order), await cashier.pay(order)]
  expect(second).toEqual(first)
  expect(merchant.books()).toHaveLength(1)
})

test('what is no notify books nothing, and the shop goes on', async ({ merchant }) => {
  const { cashier, server } = await openShop(merchant)
  const { port } = server.address() as AddressInfo // a TCP server that listens has one
  const post = (path: string, body: string) => fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', body })
  expect((await post('/notify/none', 'x')).status).toBe(404)
  expect(await (await post('/notify/qq', '<xml>forged</xml>')).text()).toContain('FAIL')
  await expect(post('/notify/qq', 'x'.repeat(2_000_000))).rejects.toThrow()
  expect(await cashier.list({ limit: 10 })).toMatchObject({ rows: [] })
})
