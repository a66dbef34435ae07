import { cny, fail } from '@tpkit/core'
import { describe, expect, test } from 'vitest'
import { isKeyReuse } from '../idempotency/key.ts'
import { done, lostAfter, lostBefore, MINUTE, nativeOrder, openShop, promptText, unreachable } from '../shop.fixture.ts'

describe('an order', () => {
  test('is paid once the wallet says so, and everything about it is written down', async () => {
    const shop = await openShop()
    const order = await shop.prompted('T-1')
    expect(order).toMatchObject({ status: 'open', account: 'qq-1', prompt: { kind: 'qr' } })
    shop.wallet.act(promptText(order), 'pay', shop.clock.at)
    expect(await shop.notifies()).toEqual(['moved'])
    const paid = await shop.order('T-1')
    expect(paid).toMatchObject({ status: 'paid', account: 'qq-1', attempts: [{ status: 'paid', outTradeNo: 'T-1' }] })
    expect(paid.prompt).toBeUndefined()
    expect(await shop.events()).toEqual(['payment.succeeded'])
    expect(await shop.journal('T-1')).toEqual([
      'order.opened',
      'attempt.started',
      'attempt.prompted',
      'attempt.paid',
      'order.paid',
    ])
  })

  test('asked for again gives the same prompt, and nothing is sent', async () => {
    const shop = await openShop()
    const first = await shop.prompted('T-1')
    const calls = shop.line.calls.length
    expect(await shop.prompted('T-1')).toEqual(first)
    expect(shop.line.calls.length).toBe(calls)
  })

  test('that is paid is answered as paid, whatever the scene', async () => {
    const shop = await openShop()
    await shop.sold('T-1')
    expect(await shop.pay('T-1')).toMatchObject({ kind: 'done', value: { status: 'paid' } })
    expect(shop.wallet.books(shop.clock.at)).toHaveLength(1)
  })

  test.for([
    ['total', { total: cny.fen(1991) }],
    ['subject', { subject: 'Coffee' }],
    ['attach', { attach: 'table 7' }],
  ] as const)('keeps its %s', async ([field, more]) => {
    const shop = await openShop()
    await shop.prompted('T-1')
    const answer = await shop.pay('T-1', more)
    expect(answer).toMatchObject({ kind: 'refused', failure: { code: 'CONFLICT', message: expect.stringContaining(field) } })
  })

  test.for([
    ['orderNo', { orderNo: 'a b' }],
    ['orderNo', { orderNo: 'x'.repeat(65) }],
    ['total', { total: cny.fen(0) }],
    ['subject', { subject: '' }],
    // Whoever comes by HTTP wrote ISO 8601, whoever calls wrote milliseconds: the sentence is right for both.
    ['expiresAt: expected a moment that is still to come, found another', { expiresAt: 1 }],
  ] as const)('with an impossible %s is refused before anything is written', async ([field, more]) => {
    const shop = await openShop()
    await expect(shop.till.pay({ ...nativeOrder('T-1'), ...more })).rejects.toThrow(field)
    expect((await shop.till.list({ limit: 10 })).rows).toEqual([])
  })

  test('whose number a wallet cannot take gets one that it can', async () => {
    const shop = await openShop()
    const order = await shop.prompted('order/2026:#0001')
    expect(order.attempts[0]?.outTradeNo).toMatch(/^[0-9a-f]{32}$/)
    expect(shop.booked(order.attempts[0]?.outTradeNo ?? '')).toMatchObject({ status: 'open' })
  })

  test('that the wallet refuses says so, and may be tried again under the same order number', async () => {
    const shop = await openShop()
    shop.line.mishap = unreachable
    expect(await shop.pay('T-1')).toMatchObject({ kind: 'refused', failure: { code: 'UNAVAILABLE' }, value: { status: 'open' } })
    shop.line.mishap = ({ reach }) => reach()
    const order = await shop.prompted('T-1')
    expect(order.attempts.map(({ status }) => status)).toEqual(['failed', 'pending'])
  })

  test('in a scene that no account has is refused, and nothing is remembered', async () => {
    const shop = await openShop()
    const answer = await shop.till.pay({ ...nativeOrder('T-1'), scene: 'h5' })
    expect(answer).toMatchObject({ kind: 'refused', failure: { code: 'UNSUPPORTED' } })
    expect(await shop.till.get({ orderNo: 'T-1' })).toBeUndefined()
  })
})

describe('money rule 1: what is sent was stored before', () => {
  test('money rule 1: at the moment of every call to pay, order and attempt stand in the books', async () => {
    const shop = await openShop()
    const seen: unknown[] = []
    const before = shop.books.read.order({ merchant: 'main', orderNo: 'T-1' })
    expect(await before).toBeUndefined()
    const { pay } = shop.accounts.get('qq-1') ?? {}
    const account = shop.accounts.get('qq-1')
    if (!account || !pay) throw new Error('expected the account')
    shop.accounts.set('qq-1', {
      ...account,
      pay: async (command, options) => {
        const held = await shop.books.read.order({ account: 'qq-1', outTradeNo: command.outTradeNo })
        seen.push(held?.attempts.map(({ status, sentAt }) => [status, sentAt]))
        return pay(command, options)
      },
    })
    await shop.prompted('T-1')
    expect(seen).toEqual([[['pending', shop.clock.at]]])
  })

  test('money rule 1: books that cannot be written send nothing', async () => {
    const shop = await openShop({
      ports: ({ books }) => ({ books: { ...books, transact: () => Promise.reject(new Error('read-only')) } }),
    })
    await expect(shop.pay('T-1')).rejects.toThrow('read-only')
    expect(shop.line.calls).toEqual([])
  })
})

describe('money rule 2: one number per business action', () => {
  test('money rule 2: a payment whose answer was lost is repeated under its number', async () => {
    const shop = await openShop()
    shop.line.mishap = lostAfter
    expect(await shop.pay('T-1')).toMatchObject({ kind: 'unknown', value: { attempts: [{ outTradeNo: 'T-1', unknown: true }] } })
    shop.line.mishap = ({ reach }) => reach()
    expect(await shop.pay('T-1')).toMatchObject({ kind: 'done', value: { attempts: [{ outTradeNo: 'T-1', unknown: false }] } })
    expect(shop.wallet.books(shop.clock.at)).toHaveLength(1)
  })

  test('a refusal of the repeat says nothing about the first call: it stays unknown', async () => {
    const shop = await openShop()
    shop.line.mishap = lostAfter
    await shop.pay('T-1')
    shop.line.mishap = unreachable
    expect(await shop.pay('T-1')).toMatchObject({
      kind: 'unknown',
      value: { status: 'open', attempts: [{ status: 'pending', unknown: true }] },
    })
  })

  test('two calls at once are one order with one attempt', async () => {
    const shop = await openShop()
    const answers = await Promise.all([shop.pay('T-1'), shop.pay('T-1'), shop.pay('T-1')])
    expect(answers.map(({ kind }) => kind)).toEqual(['done', 'done', 'done'])
    expect((await shop.order('T-1')).attempts).toHaveLength(1)
    expect(shop.wallet.books(shop.clock.at)).toHaveLength(1)
  })
})

describe('an unknown payment', () => {
  test('that never arrived ends with its expiry, and not before', async () => {
    const shop = await openShop()
    shop.line.mishap = lostBefore
    await shop.pay('T-1')
    shop.line.mishap = ({ reach }) => reach()
    shop.after(10 * MINUTE)
    await shop.till.followUp()
    expect(await shop.order('T-1')).toMatchObject({ status: 'open', attempts: [{ status: 'pending' }] })
    await shop.untilCalm()
    expect(await shop.order('T-1')).toMatchObject({ status: 'closed', attempts: [{ status: 'closed', unknown: false }] })
    expect(shop.wallet.books(shop.clock.at).filter(({ status }) => status === 'open')).toEqual([])
  })

  test('that did arrive is found by follow-up', async () => {
    const shop = await openShop()
    shop.line.mishap = lostAfter
    await shop.pay('T-1')
    shop.line.mishap = ({ reach }) => reach()
    shop.after(MINUTE)
    await shop.till.followUp()
    expect(await shop.order('T-1')).toMatchObject({ status: 'open', attempts: [{ status: 'pending', unknown: false }] })
  })
})

describe('an idempotency key', () => {
  test('with the same body gives the same order', async () => {
    const shop = await openShop()
    const order = nativeOrder('T-1')
    const first = done(await shop.till.pay(order, { idempotencyKey: 'k-1' }))
    expect(done(await shop.till.pay(order, { idempotencyKey: 'k-1' }))).toEqual(first)
  })

  test('with another body is refused, and nothing is opened', async () => {
    const shop = await openShop()
    await shop.till.pay(nativeOrder('T-1'), { idempotencyKey: 'k-1' })
    const answer = await shop.till.pay(nativeOrder('T-2'), { idempotencyKey: 'k-1' })
    expect(answer).toMatchObject({ kind: 'refused', failure: { code: 'CONFLICT' } })
    expect(answer.kind === 'refused' && isKeyReuse(answer.failure)).toBe(true)
    expect(await shop.till.get({ orderNo: 'T-2' })).toBeUndefined()
  })

  test('is not what a sentence of a wallet talks of', () => {
    expect(isKeyReuse(fail('CONFLICT', 'idempotencyKey: expected another one'))).toBe(false)
  })

  test('that is none is refused', async () => {
    const shop = await openShop()
    await expect(shop.till.pay(nativeOrder('T-1'), { idempotencyKey: 'a b' })).rejects.toThrow('idempotencyKey')
  })
})
