import { describe, expect, vi } from 'vitest'
import { signedXml } from '../qqwallet/asking.fixture.ts'
import { readXml } from '../qqwallet/xml.ts'
import { call } from '../server/http.fixture.ts'
import { test } from './index.ts'
import type { TestMerchant } from './merchant.ts'

const UNIFIED = '/cgi-bin/pay/qpay_unified_order.cgi'

vi.setConfig({ maxConcurrency: 50 })

/** Every merchant uses the same numbers: only a wallet of their own keeps them apart. */
async function order({ account }: TestMerchant): Promise<string> {
  const body = signedXml('order', {}, account)
  const { text } = await call(account.endpoints['https://qpay.qq.com'] + UNIFIED, { method: 'POST', body })
  return readXml(text)?.get('code_url') ?? ''
}

const seen = new Set<string>()

describe.concurrent('a merchant', () => {
  test.for(Array.from({ length: 50 }, (_, index) => index))('is nobody else’s: test %i', async (_, { merchant }) => {
    expect(merchant.books()).toEqual([])
    await merchant.act(await order(merchant), 'pay')
    expect(merchant.books()).toMatchObject([{ mchId: merchant.account.mchId, outTradeNo: 'T-1', status: 'paid' }])
    expect(merchant.notifies()).toHaveLength(1)
    expect(seen.has(merchant.account.mchId)).toBe(false)
    seen.add(merchant.account.mchId)
  })

  test("meets their own faults, and never another's", async ({ merchant, sandbox }) => {
    merchant.faults('drop-before@pay')
    await expect(order(merchant)).rejects.toThrow()
    expect(merchant.trace()).toMatchObject([{ fault: 'drop-before', outTradeNo: 'T-1' }])
    const other = await sandbox.enrol({ ownWallet: true })
    const body = signedXml('order', {}, other.account)
    expect(await call(sandbox.url + UNIFIED, { method: 'POST', body })).toMatchObject({ status: 200 })
    merchant.faults('')
    expect(await order(merchant)).toContain('/qr/')
  })

  test('has a clock of their own', async ({ merchant, sandbox }) => {
    const other = await sandbox.enrol({ ownWallet: true })
    await order(merchant)
    await merchant.advance('3h')
    expect(merchant.now() - Date.now()).toBeGreaterThan(10_000_000)
    expect(merchant.books()).toMatchObject([{ status: 'closed' }])
    expect(Math.abs(other.clock.now() - Date.now())).toBeLessThan(60_000)
  })

  test('repeats a notify, whole or spoilt', async ({ merchant }) => {
    await merchant.act(await order(merchant), 'pay')
    await merchant.replay('T-1', { times: 3 })
    expect(merchant.notifies()).toHaveLength(4)
    await merchant.replay('T-1', { fault: 'notify-unsigned' })
    expect(merchant.notifies()).toHaveLength(5)
    await expect(merchant.replay('T-2')).rejects.toThrow(/outTradeNo: expected an order of this wallet/)
  })

  test('has payment codes that differ', async ({ merchant }) => {
    expect(merchant.paymentCode()).toMatch(/^91[0-9]{16}$/)
    expect(merchant.paymentCode()).not.toBe(merchant.paymentCode())
  })
})

describe('a suite says how its merchants are', () => {
  test.override({ wish: { name: 'Tea shop', wallet: { faults: [{ fault: 'http-503', times: 1 }] } } })
  test('with a name and a wallet that begins badly', async ({ merchant }) => {
    expect(await order(merchant)).toBe('')
    await order(merchant)
    expect(merchant.wallet.bills(merchant.now())).toMatchObject([{ merchant: 'Tea shop' }])
  })
})
