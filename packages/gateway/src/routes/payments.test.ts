import { describe, expect, it } from 'vitest'
import { DAY, lost, MINUTE, newPayment, openStand } from '../stand.fixture.ts'

describe('a payment', () => {
  it('is made, paid, told and read', async () => {
    const { call, pays } = await openStand()
    const made = await call('POST', '/v1/payments', { body: newPayment('T-1') })
    expect(made.json).toMatchObject({ orderNo: 'T-1', status: 'open', prompt: { kind: 'qr' }, total: { amount: 1990 } })
    expect(made.status).toBe(201)
    expect(made.headers.get('location')).toBe(`/v1/payments/${made.json.id}`)
    await pays(made)
    const read = await call('GET', `/v1/payments/${made.json.id}`)
    expect(read.json).toMatchObject({ status: 'paid', account: 'qq-main', attempts: [{ status: 'paid', outTradeNo: 'T-1' }] })
  })

  it('made again under its number is the same one, with the same prompt, and the wallet hears nothing', async () => {
    const { call, line } = await openStand()
    const [first, calls] = [await call('POST', '/v1/payments', { body: newPayment('T-1') }), line.calls]
    expect((await call('POST', '/v1/payments', { body: newPayment('T-1') })).text).toBe(first.text)
    expect(line.calls).toBe(calls)
  })

  it('under a number that stands for something else is a conflict, which shows what stands', async () => {
    const { call } = await openStand()
    await call('POST', '/v1/payments', { body: newPayment('T-1') })
    const answer = await call('POST', '/v1/payments', { body: newPayment('T-1', { subject: 'Coffee' }) })
    expect(answer.status).toBe(409)
    expect(answer.json).toMatchObject({
      type: 'https://pay.example.com/docs/errors#CONFLICT',
      code: 'CONFLICT',
      detail: expect.stringContaining('subject'),
      payment: { orderNo: 'T-1', subject: 'Tea 茶' },
    })
  })

  it('whose outcome nobody knows is answered as it stands, with 202, and how long to wait', async () => {
    const { call, line } = await openStand()
    line.mishap = () => lost()
    const answer = await call('POST', '/v1/payments', { body: newPayment('T-1') })
    expect(answer.status).toBe(202)
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(answer.json).toMatchObject({ status: 'open', attempts: [{ unknown: true, status: 'pending' }] })
    line.mishap = (reach) => reach()
    const again = await call('POST', '/v1/payments', { body: newPayment('T-1') })
    expect(again).toMatchObject({ status: 201, json: { prompt: { kind: 'qr' }, attempts: [{ unknown: false }] } })
  })

  it('that the wallet refuses says so in its words, with what became of the order', async () => {
    const { call } = await openStand()
    const answer = await call('POST', '/v1/payments', {
      body: newPayment('C-1', { scene: 'micropay', authCode: '910000000000000001' }),
    })
    expect(answer.status).toBe(402)
    expect(answer.json).toMatchObject({
      code: 'DECLINED',
      wallet: { code: expect.any(String) },
      payment: { attempts: [{ status: 'failed' }] },
    })
  })

  it('in a scene that its accounts have not is refused before anything is sent', async () => {
    const { call, line } = await openStand()
    const answer = await call('POST', '/v1/payments', { body: newPayment('T-1', { scene: 'page' }) })
    expect(answer).toMatchObject({ status: 422, json: { code: 'UNSUPPORTED' } })
    expect(line.calls).toBe(0)
  })

  it('keeps its expiry, to the millisecond and in UTC', async () => {
    const { call } = await openStand()
    const expiresAt = '2026-11-27T12:30:00.5+08:00'
    const answer = await call('POST', '/v1/payments', { body: newPayment('T-1', { expiresAt }) })
    expect(answer.json.expiresAt).toBe('2026-11-27T04:30:00.500Z')
  })

  it('is the one in the event’s data, beside what only a reader of the payment gets', async () => {
    const { call, pays } = await openStand()
    await pays(await call('POST', '/v1/payments', { body: newPayment('T-1') }))
    const [event] = (await call('GET', '/v1/events')).json.items
    const [payment] = (await call('GET', '/v1/payments')).json.items
    expect(payment).toMatchObject(event.data.order)
    expect(payment.attempts[0]).toEqual(event.data.attempt)
  })
})

describe('an unpaid payment', () => {
  it('is closed once the wallet says so', async () => {
    const { call, after } = await openStand()
    const { json } = await call('POST', '/v1/payments', { body: newPayment('T-1') })
    const early = await call('POST', `/v1/payments/${json.id}/close`)
    expect(early).toMatchObject({ status: 202, json: { status: 'open' } })
    expect(Number(early.headers.get('retry-after'))).toBeGreaterThan(60)
    after(6 * MINUTE)
    expect(await call('POST', `/v1/payments/${json.id}/close`, { body: {} })).toMatchObject({
      status: 200,
      json: { status: 'closed' },
    })
  })

  it('that was paid is not closed', async () => {
    const { call, pays } = await openStand()
    const made = await call('POST', '/v1/payments', { body: newPayment('T-1') })
    await pays(made)
    const answer = await call('POST', `/v1/payments/${made.json.id}/close`)
    expect(answer).toMatchObject({ status: 409, json: { code: 'CONFLICT', payment: { status: 'paid' } } })
  })
})

describe('at the counter', () => {
  it('a payment is reversed, and what was taken goes back', async () => {
    const { call, wallet, clock, notifies, after } = await openStand()
    const authCode = wallet.paymentCode(clock.at)
    const body = newPayment('C-1', { scene: 'micropay', authCode, total: { amount: 200_000, currency: 'CNY' } })
    const made = await call('POST', '/v1/payments', { body })
    expect(made).toMatchObject({ status: 201, json: { prompt: { kind: 'wait' } } })
    wallet.act(authCode, 'pay', clock.at)
    await notifies()
    after(6 * MINUTE)
    const answer = await call('POST', `/v1/payments/${made.json.id}/reverse`)
    expect(answer).toMatchObject({ status: 200, json: { status: 'closed', refunds: [{ kind: 'reversal', status: 'refunded' }] } })
  })

  it('only: elsewhere there is no reversal', async () => {
    const { call, pays } = await openStand()
    const made = await call('POST', '/v1/payments', { body: newPayment('T-1') })
    await pays(made)
    expect(await call('POST', `/v1/payments/${made.json.id}/reverse`)).toMatchObject({
      status: 422,
      json: { code: 'UNSUPPORTED' },
    })
  })
})

describe('the list of payments', () => {
  async function threeDays() {
    const stand = await openStand()
    const { call, after, pays } = stand
    await call('POST', '/v1/payments', { body: newPayment('T-1', { expiresAt: '2026-12-27T00:00:00Z' }) })
    after(DAY)
    await pays(await call('POST', '/v1/payments', { body: newPayment('T-2', { total: { amount: 5000, currency: 'CNY' } }) }))
    after(DAY)
    await call('POST', '/v1/payments', { body: newPayment('U-10', { expiresAt: '2026-12-27T00:00:00Z' }) })
    const orderNos = async (query: string) => {
      const { json } = await call('GET', `/v1/payments?${query}`)
      return json.items.map(({ orderNo }: { orderNo: string }) => orderNo)
    }
    const [{ transactionId }] = (await call('GET', '/v1/payments?status=paid')).json.items
    return { ...stand, orderNos, transactionId }
  }

  it('is filtered by every property that it takes', async () => {
    const { orderNos, transactionId } = await threeDays()
    expect(await orderNos('')).toEqual(['U-10', 'T-2', 'T-1'])
    expect(await orderNos('status=paid')).toEqual(['T-2'])
    expect(await orderNos('method=wallet&account=qq-main&status=open')).toEqual(['U-10', 'T-1'])
    expect(await orderNos('account=qq-other')).toEqual([])
    expect(await orderNos('from=2026-11-28T12:00:00%2B08:00')).toEqual(['U-10', 'T-2'])
    expect(await orderNos('until=2026-11-28T04:00:00Z')).toEqual(['T-1'])
    expect(await orderNos('minAmount=1990&maxAmount=4999')).toEqual(['U-10', 'T-1'])
    expect(await orderNos('orderNo=T-1')).toEqual(['T-1'])
    expect(await orderNos('orderNo=T')).toEqual([])
    expect(await orderNos('text=u-1')).toEqual(['U-10'])
    expect(await orderNos(`text=${transactionId}`)).toEqual(['T-2'])
    expect(await orderNos('unknown=true')).toEqual([])
  })

  it('whose time lost its plus on the way says how a plus is written; another mistake of a time does not', async () => {
    const { call } = await openStand()
    const told = async (query: string) => (await call('GET', `/v1/payments?${query}`)).json.detail
    expect(await told('from=2026-01-01T00:00:00+08:00')).toBe(
      'from: expected a time with its offset, such as 2026-11-27T14:30:00+08:00, found text of 25 characters with a blank where its + should be; in a query write + as %2B',
    )
    expect(await told('until=2026-01-01T00:00:00.000+0800')).toMatch(/ write \+ as %2B$/)
    expect(await told('from=2026-01-01T00:00:00')).toMatch(/ found text of 19 characters$/)
  })

  it('comes in pages, and a cursor goes on with its own list alone', async () => {
    const { call } = await threeDays()
    const first = await call('GET', '/v1/payments?limit=2&method=wallet')
    expect(first.json.items).toHaveLength(2)
    const { next } = first.json
    const rest = await call('GET', `/v1/payments?method=wallet&limit=5&cursor=${next}`)
    expect(rest.json.items.map(({ orderNo }: { orderNo: string }) => orderNo)).toEqual(['T-1'])
    expect(rest.json.next).toBeUndefined()
    const wrong = [
      `/v1/payments?cursor=${next}`,
      `/v1/payments?method=wallet&status=open&cursor=${next}`,
      `/v1/refunds?cursor=${next}`,
      `/v1/events?cursor=${next}`,
      `/v1/payments?method=wallet&cursor=ord_1`,
    ]
    for (const path of wrong)
      expect(await call('GET', path)).toMatchObject({
        status: 400,
        json: { type: expect.stringMatching(/#CURSOR$/), parameter: 'cursor' },
      })
    expect(await call('GET', `/v1/payments?method=wallet&cursor=${next}`, { as: 'other' })).toMatchObject({ status: 400 })
  })

  it.each([
    ['limit=0', 'limit'],
    ['limit=201', 'limit'],
    ['limit=1.5', 'limit'],
    ['limit=%201', 'limit'],
    ['limit=1&limit=2', 'limit'],
    ['status=done', 'status'],
    ['from=2026-11-27', 'from'],
    ['from=2026-11-27T00:00:00', 'from'],
    ['from=2026-11-27T00:00:00+08:00', 'from'],
    ['minAmount=-1', 'minAmount'],
    ['minAmount=1e3', 'minAmount'],
    ['maxAmount=9007199254740993', 'maxAmount'],
    ['text=', 'text'],
    ['text=%0a', 'text'],
    ['colour=red', 'colour'],
    ['__proto__=1', '__proto__'],
    ['access_token=tpk_test_', 'access_token'],
  ])('refuses %s by its name', async (query, parameter) => {
    const { call } = await openStand()
    const answer = await call('GET', `/v1/payments?${query}`)
    expect(answer).toMatchObject({ status: 400, json: { code: 'INVALID', parameter } })
    expect(answer.json.detail).toMatch(new RegExp(`^${parameter}: expected .+, found `))
  })
})
