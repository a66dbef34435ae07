import { describe, expect, it } from 'vitest'
import { lost, newPayment, openStand } from '../stand.fixture.ts'

async function paid() {
  const stand = await openStand()
  const made = await stand.call('POST', '/v1/payments', { body: newPayment('T-1') })
  await stand.pays(made)
  const refunds = `/v1/payments/${made.json.id}/refunds`
  const refund = (refundNo: string, amount: number, more: object = {}) =>
    stand.call('POST', refunds, { body: { refundNo, amount: { amount, currency: 'CNY' }, ...more } })
  return { ...stand, payment: made.json.id, refund }
}

describe('a refund', () => {
  it('gives money back, and is read by its id, by its number, and with its payment', async () => {
    const { call, refund, payment } = await paid()
    const made = await refund('R-1', 990, { reason: 'returned' })
    expect(made.json).toMatchObject({
      refundNo: 'R-1',
      payment,
      orderNo: 'T-1',
      kind: 'requested',
      amount: { amount: 990, currency: 'CNY' },
    })
    expect(made.status).toBe(201)
    expect(made.headers.get('location')).toBe(`/v1/refunds/${made.json.id}`)
    expect((await call('GET', `/v1/refunds/${made.json.id}`)).json).toEqual(made.json)
    expect((await call('GET', '/v1/refunds?refundNo=R-1')).json.items).toEqual([made.json])
    expect((await call('GET', `/v1/payments/${payment}`)).json.refunds).toEqual([made.json])
  })

  it('made again under its number is the same one', async () => {
    const { refund, wallet, clock } = await paid()
    const first = await refund('R-1', 990)
    expect((await refund('R-1', 990)).json).toMatchObject({ id: first.json.id })
    expect(await refund('R-1', 991)).toMatchObject({ status: 409, json: { code: 'CONFLICT', refund: { id: first.json.id } } })
    expect(wallet.books(clock.at)[0]?.refunds).toHaveLength(1)
  })

  it('of more than is left is refused', async () => {
    const { refund } = await paid()
    await refund('R-1', 1000)
    const answer = await refund('R-2', 991)
    expect(answer).toMatchObject({ status: 422, json: { code: 'LIMIT', detail: expect.stringContaining('9.90 CNY') } })
  })

  it('of a payment that is not paid is a conflict', async () => {
    const { call } = await openStand()
    const { json } = await call('POST', '/v1/payments', { body: newPayment('T-1') })
    const body = { refundNo: 'R-1', amount: { amount: 1, currency: 'CNY' } }
    expect(await call('POST', `/v1/payments/${json.id}/refunds`, { body })).toMatchObject({ status: 409 })
  })

  it('whose answer is lost is 202, and the same call again finds out', async () => {
    const { refund, line } = await paid()
    line.mishap = (reach) => {
      reach()
      return lost()
    }
    const first = await refund('R-1', 10)
    expect(first).toMatchObject({ status: 202, json: { unknown: true, status: 'processing' } })
    line.mishap = (reach) => reach()
    expect(await refund('R-1', 10)).toMatchObject({ status: 201, json: { id: first.json.id, unknown: false } })
  })
})

describe('the list of refunds', () => {
  it('is filtered, and comes in pages', async () => {
    const { call, refund, payment, after } = await paid()
    await refund('R-1', 10)
    after(120_000)
    await refund('R-2', 20)
    const numbers = async (query: string) => {
      const { json } = await call('GET', `/v1/refunds?${query}`)
      return json.items.map(({ refundNo }: { refundNo: string }) => refundNo)
    }
    expect(await numbers('')).toEqual(['R-2', 'R-1'])
    expect(await numbers(`payment=${payment}&minAmount=11`)).toEqual(['R-2'])
    expect(await numbers('maxAmount=19&account=qq-main')).toEqual(['R-1'])
    expect(await numbers('text=R-2')).toEqual(['R-2'])
    expect(await numbers('text=t-1&until=2026-11-27T04:01:00Z')).toEqual(['R-1'])
    expect(await numbers('status=failed')).toEqual([])
    const { json } = await call('GET', '/v1/refunds?limit=1')
    expect(await numbers(`cursor=${json.next}`)).toEqual(['R-1'])
  })
})
