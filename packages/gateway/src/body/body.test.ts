import { describe, expect, it } from 'vitest'
import { type Answered, newPayment, openStand } from '../stand.fixture.ts'

const post = async (body: string | Uint8Array | object, headers: Readonly<Record<string, string>> = {}) => {
  const { call, line } = await openStand()
  const answer = await call('POST', '/v1/payments', { body, headers })
  return { ...answer, calls: line.calls }
}

describe('a body', () => {
  it.each(['application/json', 'application/json; charset=utf-8', 'APPLICATION/JSON;charset="UTF-8"'])(
    'of the type %s is read',
    async (type) => {
      expect(await post(newPayment('T-1'), { 'content-type': type })).toMatchObject({ status: 201 })
    },
  )

  it.each([
    'text/plain',
    'text/json',
    'application/json; charset=gbk',
    'application/jsonp',
    'application/x-www-form-urlencoded',
    'application/json, text/plain',
    '',
  ])('of the type %j is not', async (type) => {
    const answer = await post(JSON.stringify(newPayment('T-1')), { 'content-type': type })
    expect(answer).toMatchObject({ status: 415, calls: 0, json: { type: expect.stringMatching(/#BODY_TYPE$/) } })
    expect(answer.headers.get('accept')).toBe('application/json')
  })

  it('above the limit is not read to its end', async () => {
    const { gateway, keys } = await openStand()
    let asked = 0
    const endless = new ReadableStream<Uint8Array>({
      pull: (line) => {
        asked += 1
        line.enqueue(new Uint8Array(16_384).fill(32))
      },
    })
    const headers = { authorization: `Bearer ${keys.main}`, 'content-type': 'application/json' }
    const request = new Request('https://pay.example.com/v1/payments', { method: 'POST', headers, body: endless, duplex: 'half' })
    const answer = await gateway.fetch(request)
    expect(answer.status).toBe(413)
    expect(await answer.json()).toMatchObject({ type: expect.stringMatching(/#BODY_SIZE$/), code: 'LIMIT' })
    expect(asked).toBeLessThan(8)
  })

  it('that says to be above the limit is not read at all', async () => {
    expect(await post(' '.repeat(70_000))).toMatchObject({ status: 413 })
  })

  it('that is no strict JSON is refused with the place', async () => {
    expect(await post('{"total":{"amount":1,"amount":1990}}')).toMatchObject({
      ...{ status: 400, calls: 0 },
      json: { type: expect.stringMatching(/#BODY$/), code: 'INVALID', pointer: '/total/amount' },
    })
  })

  it('without what is needed says all that lacks, each with its place', async () => {
    const { json, status } = await post({
      scene: 'native',
      orderNo: 'T 1',
      method: 'wallet',
      total: { amount: 0, currency: 'CNY', fen: 1 },
      colour: 'red',
    })
    expect(status).toBe(400)
    expect(json.errors).toEqual([
      { pointer: '/orderNo', detail: 'orderNo: expected 1 to 64 visible characters without spaces, found text of 3 characters' },
      { pointer: '/subject', detail: 'subject: expected text, found nothing' },
      { pointer: '/total/amount', detail: 'total.amount: expected at least 1, found 0' },
      { pointer: '/total/fen', detail: 'total.fen: expected no such field, found one; look at /docs for those there are' },
      { pointer: '/colour', detail: 'colour: expected no such field, found one; look at /docs for those there are' },
    ])
    expect(json).toMatchObject(json.errors[0])
  })

  const pointers = ({ json }: Answered) => json.pointer

  it.each([
    ['a scene that there is not', { scene: 'wap' }, '/scene'],
    ['a field of another scene', { authCode: '910000000000000001' }, '/authCode'],
    ['an address for notifies: those are the gateway’s', { notifyUrl: 'https://evil.example' }, '/notifyUrl'],
    ['an amount as text', { total: { amount: '1990', currency: 'CNY' } }, '/total/amount'],
    ['yuan', { total: { amount: -1, currency: 'CNY' } }, '/total/amount'],
    ['a currency in small letters', { total: { amount: 1, currency: 'cny' } }, '/total/currency'],
    ['a time without offset', { expiresAt: '2026-11-27T12:30:00' }, '/expiresAt'],
    ['a day that there is not', { expiresAt: '2026-02-30T12:30:00Z' }, '/expiresAt'],
    ['a subject over two lines', { subject: 'a\nb' }, '/subject'],
    ['no address', { payerIp: 'localhost' }, '/payerIp'],
    ['null', { attach: null }, '/attach'],
    ['a script', { scene: 'h5', returnUrl: 'javascript:alert(1)' }, '/returnUrl'],
  ])('with %s is refused with its place, and never with the value', async (_, more, pointer) => {
    const answer = await post(newPayment('T-1', more))
    expect(answer).toMatchObject({ status: 400, calls: 0 })
    expect(pointers(answer)).toBe(pointer)
    expect(answer.text).not.toMatch(/910000000000000001|evil|javascript/)
  })

  it('that breaks a rule of the wallet alone is refused by it', async () => {
    expect(await post(newPayment('T-1', { expiresAt: '2020-01-01T00:00:00Z' }))).toMatchObject({
      ...{ status: 400, calls: 0 },
      json: { code: 'INVALID', detail: expect.stringContaining('expiresAt') },
    })
  })
})
