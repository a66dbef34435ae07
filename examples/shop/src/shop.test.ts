import { cny } from 'tpkit'
import { expect, it, vi } from 'vitest'
import { runShop } from './running-shop.fixture.ts'

it('sells tea: the order is paid when the wallet says so, and not before; and gives the money back', async () => {
  const { url, order, status, press } = await runShop()
  const { outTradeNo, outcome, prompt } = await order()
  expect(outcome).toBe('done')
  await expect(status(outTradeNo)).resolves.toBe('pending')
  const refund = () => fetch(`${url}/orders/${outTradeNo}/refund`, { method: 'POST' })
  expect((await refund()).status).toBe(409)

  await press(prompt.text, 'pay')
  await expect.poll(() => status(outTradeNo), { timeout: 10_000 }).toBe('paid')
  await expect((await refund()).json()).resolves.toMatchObject({ account: 'qq-a', outcome: 'done' })
})

it('refuses a forged notify for an open order, and books nothing', async () => {
  const { url, order, status } = await runShop()
  const { outTradeNo } = await order()
  const fields = { mch_id: '1900000109', out_trade_no: outTradeNo, total_fee: '1990', fee_type: 'CNY', cash_fee: '1990' }
  const paid = { ...fields, trade_state: 'SUCCESS', transaction_id: '1900000109472611230000000000', time_end: '20261123120000' }
  for (const proof of [{}, { sign: '' }, { sign: 'C16640534B737634F08566717AD030EB' }]) {
    const elements = Object.entries({ ...paid, ...proof }).map(([name, value]) => `<${name}>${value}</${name}>`)
    const answer = await fetch(`${url}/notify/qq-a`, { method: 'POST', body: `<xml>${elements.join('')}</xml>` })
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain('签名失败')
  }
  await expect(status(outTradeNo)).resolves.toBe('pending')
})

it("does not book another merchant's payment of the same number: that order's own QR code is still open", async () => {
  const { tpkit, url, order, status, press, sandbox } = await runShop()
  const { outTradeNo, prompt } = await order()
  const other = await tpkit.account('qq-b').pay({ scene: 'native', outTradeNo, subject: 'Tea', total: cny.yuan('19.90') })
  if (other.kind !== 'done' || other.value.prompt?.kind !== 'qr') throw new Error('expected a QR code')
  await press(other.value.prompt.text, 'pay')

  const deliveries = async () => (await fetch(`${sandbox.controlUrl}/deliveries`)).text()
  await expect.poll(deliveries).toContain('/notify/qq-b')
  await expect
    .poll(async () => (await fetch(`${url}/unresolved`)).json())
    .toEqual([{ outTradeNo, why: 'came through qq-b, expected qq-a' }])
  await expect(status(outTradeNo)).resolves.toBe('pending')

  await press(prompt.text, 'pay')
  await expect.poll(() => status(outTradeNo)).toBe('paid')
})

it('repeats a refund under its number as a repeat: what is refused then is not the first refund, which may have happened', async () => {
  const { url, order, status, press, tpkit } = await runShop()
  const { outTradeNo, prompt } = await order()
  await press(prompt.text, 'pay')
  await expect.poll(() => status(outTradeNo)).toBe('paid')
  const account = tpkit.account('qq-a')
  const refunds = vi.fn(account.refund)
  vi.spyOn(tpkit, 'account').mockReturnValue({ ...account, refund: refunds })
  refunds.mockResolvedValueOnce({
    kind: 'unknown',
    failure: { code: 'TIMEOUT', message: 'no answer in time', retry: 'same-number' },
  })
  const refund = async () => (await fetch(`${url}/orders/${outTradeNo}/refund`, { method: 'POST' })).json()
  await expect(refund()).resolves.toMatchObject({ outcome: 'unknown' })
  await expect(refund()).resolves.toMatchObject({ outcome: 'done' })
  expect(refunds.mock.calls.map(([{ outRefundNo }, options]) => [outRefundNo, options])).toEqual([
    [`${outTradeNo}_R`, {}],
    [`${outTradeNo}_R`, { afterUnknown: true }],
  ])
})

it("refuses a notify above 1 MiB in the wallet's own words, and goes on selling", async () => {
  const { url, order } = await runShop()
  const body = new Uint8Array(1024 * 1024 + 1)
  const answer = await fetch(`${url}/notify/qq-a`, { method: 'POST', body })
  expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('<return_code>')])
  await expect(order()).resolves.toMatchObject({ outcome: 'done' })
})
