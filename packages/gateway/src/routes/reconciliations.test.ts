import { write } from '@tpkit/cashier'
import { describe, expect, it } from 'vitest'
import { DAY, newPayment, openStand } from '../stand.fixture.ts'

const TODAY = '2026-11-27'
const run = { account: 'qq-main', day: TODAY }

async function nextMorning() {
  const stand = await openStand()
  for (const orderNo of ['T-1', 'T-2']) await stand.pays(await stand.call('POST', '/v1/payments', { body: newPayment(orderNo) }))
  stand.after(DAY)
  return stand
}

describe('a reconciliation', () => {
  it('holds a day against the wallet’s statement, and can be read', async () => {
    const { call } = await nextMorning()
    const { json, status } = await call('POST', '/v1/reconciliations', { body: run })
    expect(status).toBe(200)
    expect(json).toMatchObject({
      outcome: 'done',
      lines: 2,
      equal: 2,
      open: 0,
      differences: [],
      statement: { rows: 2, paid: { amount: 3980, currency: 'CNY' } },
    })
    expect((await call('GET', '/v1/reconciliations')).json.items).toEqual([json.statement])
    expect((await call('GET', `/v1/reconciliations/qq-main/${TODAY}`)).json).toEqual({ ...json.statement, differences: [] })
  })

  it('shows what does not agree, with the payment that it is about', async () => {
    const { call, ledger } = await nextMorning()
    const [payment] = (await call('GET', '/v1/payments?orderNo=T-1')).json.items
    const held = await ledger.read.order({ merchant: 'main', orderNo: 'T-1' })
    const [attempt] = held?.attempts ?? []
    if (!attempt) throw new Error('expected the attempt')
    await ledger.transact(() => write([{ put: 'attempt', row: { ...attempt, transactionId: 'W-9' } }]))
    const { json } = await call('POST', '/v1/reconciliations', { body: run })
    expect(json.differences).toMatchObject([{ kind: 'transaction', payment: payment.id, ours: 'W-9', outTradeNo: 'T-1' }])
    expect((await call('GET', `/v1/reconciliations/qq-main/${TODAY}`)).json.differences).toEqual(json.differences)
  })

  it('with many differences is read in pages, open and resolved ones apart', async () => {
    const { call, ledger } = await nextMorning()
    await call('POST', '/v1/reconciliations', { body: run })
    const difference = { account: 'qq-main', day: TODAY, kind: 'amount', outTradeNo: 'T-1', openedAt: 0 }
    const rows = ['dif_a', 'dif_b', 'dif_c'].map((id) => ({ ...difference, id }))
    const resolved = { ...difference, id: 'dif_d', resolvedAt: 1, resolution: 'an operator looked' }
    await ledger.transact(() => write([...rows, resolved].map((row) => ({ put: 'difference', row }))))
    const read = async (query: string) => {
      const { json } = await call('GET', `/v1/reconciliations/qq-main/${TODAY}?${query}`)
      return { ids: json.differences.map(({ id }: { id: string }) => id), next: json.next }
    }
    const first = await read('limit=2&open=true')
    expect(first.ids).toEqual(['dif_a', 'dif_b'])
    expect(await read(`limit=2&open=true&cursor=${first.next}`)).toEqual({ ids: ['dif_c'], next: undefined })
    expect((await read('open=false')).ids).toEqual(['dif_d'])
    expect((await read('')).ids).toHaveLength(4)
  })

  it('says nothing of another merchant’s payment under the same number', async () => {
    const { call, pays, after, accounts, wallet, clock } = await openStand()
    await pays(await call('POST', '/v1/payments', { body: newPayment('T-1', { method: 'till' }), as: 'other' }))
    // Paid at the wallet, and never written down here.
    const command = { scene: 'native', outTradeNo: 'T-1', subject: 'Tea', total: { amount: 1990n, currency: 'CNY' } } as const
    const reply = await accounts.get('qq-main')?.pay(command)
    wallet.act((reply?.kind === 'done' && reply.value.prompt?.kind === 'qr' && reply.value.prompt.text) || '', 'pay', clock.at)
    after(DAY)
    const { json, text } = await call('POST', '/v1/reconciliations', { body: run })
    expect(json.differences).toMatchObject([{ kind: 'missing-here', outTradeNo: 'T-1' }])
    expect(text).not.toMatch(/qq-other|till|other-account/)
  })

  it('of a day without a statement yet says so, and books nothing', async () => {
    const { call } = await openStand()
    const { json } = await call('POST', '/v1/reconciliations', { body: { account: 'qq-main', day: '2026-11-25' } })
    expect(json).toMatchObject({ outcome: expect.stringMatching(/^(done|absent)$/), lines: 0 })
    expect(await call('POST', '/v1/reconciliations', { body: { account: 'qq-main', day: '2026-12-24' } })).toMatchObject({
      status: 400,
    })
    expect(await call('POST', '/v1/reconciliations', { body: { account: 'qq-main', day: '2026-02-30' } })).toMatchObject({
      status: 400,
      json: { pointer: '/day' },
    })
  })

  it('list comes in pages, newest day first', async () => {
    const { call, ledger } = await openStand()
    const yuan = (amount: bigint) => ({ amount, currency: 'CNY' })
    const sums = { paid: yuan(1n), refunded: yuan(0n), fee: yuan(-1n), net: yuan(2n) }
    const days = ['2026-11-20', '2026-11-21', '2026-11-22', '2026-11-23']
    for (const account of ['qq-main', 'qq-other'])
      await ledger.transact(() =>
        write(days.map((day) => ({ put: 'statement', row: { account, day, digest: 'd', rows: 1, ...sums, at: 0 } }))),
      )
    const read = async (query: string) => {
      const { json } = await call('GET', `/v1/reconciliations?${query}`)
      return {
        days: json.items.map(({ account, day }: { account: string; day: string }) => `${account} ${day.slice(-2)}`),
        next: json.next,
      }
    }
    const first = await read('limit=3')
    expect(first.days).toEqual(['qq-main 23', 'qq-main 22', 'qq-main 21'])
    expect((await read(`limit=3&cursor=${first.next}`)).days).toEqual(['qq-main 20'])
    expect((await read('fromDay=2026-11-21&untilDay=2026-11-22&account=qq-main')).days).toEqual(['qq-main 22', 'qq-main 21'])
    expect((await read('account=qq-other')).days).toEqual([])
  })
})

describe('methods', () => {
  it('are those of the merchant', async () => {
    const { call } = await openStand()
    expect((await call('GET', '/v1/methods')).json).toEqual({ items: [{ name: 'wallet', scenes: ['native', 'micropay'] }] })
    expect((await call('GET', '/v1/methods', { as: 'other' })).json.items).toMatchObject([{ name: 'till' }])
  })
})
