import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createGateway } from '../app.ts'
import { caller, DAY, newPayment, openStand } from '../stand.fixture.ts'
import { idempotencyKeyOf } from './header.ts'

const keyIn = (value: string) => idempotencyKeyOf(new Headers({ 'idempotency-key': value }))
const pays = (orderNo: string, key: string, more: object = {}) => ({
  body: newPayment(orderNo, more),
  headers: { 'idempotency-key': key },
})

describe('Idempotency-Key', () => {
  it('is a structured string: whatever is written as one comes back', () => {
    const visible = fc.string({
      unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
      minLength: 1,
      maxLength: 255,
    })
    fc.assert(fc.property(visible, (key) => void expect(keyIn(`"${key.replaceAll(/["\\]/g, '\\$&')}"`)).toBe(key)))
  })

  it.each([
    'abc',
    '',
    '""',
    '"',
    '"abc',
    'abc"',
    '"a" "b"',
    '"a", "b"',
    '"a"b"',
    String.raw`"a\b"`,
    "'abc'",
    '"a b"',
    '"a";p=1',
    ':YWJj:',
    '1',
    `"${'x'.repeat(256)}"`,
  ])('as %s is malformed', async (value) => {
    expect(() => keyIn(value)).toThrow(expect.objectContaining({ kind: 'IDEMPOTENCY_KEY' }))
  })

  it('malformed is refused before anything is done', async () => {
    const { call, line } = await openStand()
    const answer = await call('POST', '/v1/payments', pays('T-1', 'plain'))
    expect(answer).toMatchObject({
      status: 400,
      json: { type: expect.stringMatching(/#IDEMPOTENCY_KEY$/), parameter: 'Idempotency-Key' },
    })
    expect(line.calls).toBe(0)
  })

  it('with the same body gives the same answer, and nothing twice', async () => {
    const { call, line } = await openStand()
    const [first, calls] = [await call('POST', '/v1/payments', pays('T-1', '"k-1"')), line.calls]
    const again = await call('POST', '/v1/payments', pays('T-1', '"k-1"'))
    expect([again.status, again.text, line.calls]).toEqual([201, first.text, calls])
  })

  it('with another body is refused, by this process and by the next one', async () => {
    const { call, line, parts, keys } = await openStand()
    await call('POST', '/v1/payments', pays('T-1', '"k-1"'))
    const calls = line.calls
    const next = caller(createGateway(parts).fetch, keys, [])
    for (const one of [call, next]) {
      const answer = await one('POST', '/v1/payments', pays('T-2', '"k-1"'))
      expect(answer).toMatchObject({
        ...{ status: 422 },
        json: { code: 'CONFLICT', type: expect.stringMatching(/#IDEMPOTENCY_KEY_REUSED$/) },
      })
    }
    expect(line.calls).toBe(calls)
  })

  it('of a payment that was refused: the same call is tried again under its number, another body wants a new key', async () => {
    const { call, line } = await openStand()
    const declined = pays('C-1', '"k-1"', { scene: 'micropay', authCode: '910000000000000001' })
    const first = await call('POST', '/v1/payments', declined)
    const [{ id }, calls] = [first.json.payment, line.calls]
    expect(await call('POST', '/v1/payments', declined)).toMatchObject({
      ...{ status: 402, json: { payment: { id, orderNo: 'C-1', attempts: [{ status: 'failed' }, { status: 'failed' }] } } },
    })
    expect(line.calls).toBeGreaterThan(calls)
    expect(await call('POST', '/v1/payments', pays('C-1', '"k-1"'))).toMatchObject({
      ...{ status: 422, json: { type: expect.stringMatching(/#IDEMPOTENCY_KEY_REUSED$/) } },
    })
    expect(await call('POST', '/v1/payments', pays('C-1', '"k-2"'))).toMatchObject({ status: 201, json: { id } })
  })

  it('of a call that broke a rule of its fields is free again', async () => {
    const { call } = await openStand()
    expect(await call('POST', '/v1/payments', pays('T-1', '"k-1"', { scene: 'none' }))).toMatchObject({ status: 400 })
    expect(await call('POST', '/v1/payments', pays('T-1', '"k-1"'))).toMatchObject({ status: 201 })
  })

  it('in the books is not looked at where the books keep none', async () => {
    const { call } = await openStand()
    await call('POST', '/v1/payments', pays('T-1', '"k-1"'))
    const add = { body: { url: 'https://shop.example/a' }, headers: { 'idempotency-key': '"k-1"' } }
    expect(await call('POST', '/v1/webhook-endpoints', add)).toMatchObject({ status: 201 })
  })

  it('of one merchant is not that of another', async () => {
    const { call } = await openStand()
    await call('POST', '/v1/payments', pays('T-1', '"k-1"'))
    expect(await call('POST', '/v1/payments', { ...pays('T-2', '"k-1"', { method: 'till' }), as: 'other' })).toMatchObject({
      status: 201,
    })
  })

  it('while its first call is under way is told to wait; with another body it is refused at once', async () => {
    const { call, line, ledger } = await openStand()
    const first = call('POST', '/v1/payments', pays('T-1', '"k-1"'))
    const second = call('POST', '/v1/payments', pays('T-1', '"k-1"'))
    const third = call('POST', '/v1/payments', pays('T-9', '"k-1"'))
    const other = call('POST', '/v1/payments', { ...pays('T-1', '"k-1"', { method: 'till' }), as: 'other' })
    expect(await second).toMatchObject({ status: 409, json: { type: expect.stringMatching(/#IN_PROGRESS$/), retry: 'later' } })
    expect((await second).headers.get('retry-after')).toBe('1')
    expect(await third).toMatchObject({ status: 422 })
    expect([(await first).status, (await other).status]).toEqual([201, 201])
    expect(line.calls).toBe(2)
    expect((await ledger.read.orders({ limit: 10 })).rows).toHaveLength(2)
  })

  it('of what the books do not keep is answered from memory, for ten minutes', async () => {
    const { call, after } = await openStand()
    const add = (url: string) => call('POST', '/v1/webhook-endpoints', { body: { url }, headers: { 'idempotency-key': '"k-2"' } })
    const first = await add('https://shop.example/a')
    expect((await add('https://shop.example/a')).text).toBe(first.text)
    expect(await add('https://shop.example/b')).toMatchObject({ status: 422 })
    expect((await call('GET', '/v1/webhook-endpoints')).json.items).toHaveLength(1)
    after(DAY)
    expect((await add('https://shop.example/a')).json.endpoint.id).not.toBe(first.json.endpoint.id)
  })

  it('of a call that was refused is free again', async () => {
    const { call } = await openStand()
    const add = (body: object) => call('POST', '/v1/reconciliations', { body, headers: { 'idempotency-key': '"k-3"' } })
    expect(await add({ account: 'none', day: '2026-11-26' })).toMatchObject({ status: 404 })
    expect(await add({ account: 'qq-main', day: '2026-11-25' })).toMatchObject({ status: 200 })
  })
})
