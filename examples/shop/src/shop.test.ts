import { expect, it } from 'vitest'
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
