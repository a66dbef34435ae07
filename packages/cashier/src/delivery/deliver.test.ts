import { describe, expect, test } from 'vitest'
import type { Answer } from './merchant.fixture.ts'
import { endpoint, givenAMerchant, HOUR, idOf, NOON, refusing, SECOND, silent } from './merchant.fixture.ts'
import { MOST_TRIES } from './schedule.ts'

type Merchant = Awaited<ReturnType<typeof givenAMerchant>>

/** Moves the clock to whatever is due next, and delivers, until nothing is. */
async function untilCalm(merchant: Merchant): Promise<void> {
  for (let round = 0; round < 100; round += 1) {
    await merchant.deliver()
    const due = await merchant.books.claim.nextDueAt()
    if (due === undefined) return
    merchant.clock.at = Math.max(due, merchant.clock.at)
  }
  throw new Error('expected an end of deliveries within 100 rounds')
}

async function standing(merchant: Merchant, eventId: string) {
  const rows = await merchant.books.read.deliveries(eventId)
  return Object.fromEntries(rows.map(({ endpoint: name, state, tries }) => [name, [state, tries]]))
}

describe('money rule 11: every event reaches the merchant at least once under one id', () => {
  test('money rule 11: what an endpoint missed comes again on the schedule, under the same id, until the endpoint is disabled', async () => {
    const merchant = await givenAMerchant([endpoint('shop')], { shop: refusing(500) })
    const event = await merchant.happens()
    await untilCalm(merchant)
    expect(new Set(merchant.sent.map(({ request }) => idOf(request)))).toEqual(new Set([event.id]))
    const waits = merchant.sent.map(({ at }, index) => at - (merchant.sent[index - 1]?.at ?? NOON))
    const expected = [0, 5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400].map((seconds) => seconds * SECOND)
    expect(waits.length).toBe(MOST_TRIES)
    for (const [index, wait] of waits.entries()) {
      expect(wait).toBeGreaterThanOrEqual(expected[index] ?? 0)
      expect(wait).toBeLessThanOrEqual((expected[index] ?? 0) * 1.1)
    }
    const alarm = (await merchant.books.read.events('main', undefined, 10)).rows.at(-1)
    expect(alarm).toMatchObject({ type: 'endpoint.disabled', merchant: 'main' })
    expect(merchant.log).toContainEqual(expect.objectContaining({ event: 'endpoint.disabled', endpoint: 'shop' }))
  })

  test('money rule 11: a crash between commit and delivery loses nothing, and repeats under one id', async () => {
    const merchant = await givenAMerchant([endpoint('shop')])
    const event = await merchant.happens()
    // A process that claims, sends, and is gone before it can write down what came of it.
    const gone = { ...merchant.books, transact: () => Promise.reject(new Error('gone')) }
    const mute = merchant.delivererOver({
      ...merchant.books,
      transact: (work) => (merchant.sent.length === 0 ? merchant.books.transact(work) : gone.transact()),
    })
    await mute()
    expect(merchant.sent.length).toBe(1)
    merchant.clock.at += 61 * SECOND
    await merchant.deliver()
    expect(merchant.sent.map(({ request }) => idOf(request))).toEqual([event.id, event.id])
    expect(await standing(merchant, event.id)).toEqual({ shop: ['delivered', 1] })
  })

  test('a process that is gone before it spread an event leaves it to the next', async () => {
    const merchant = await givenAMerchant([endpoint('shop')])
    const event = await merchant.happens()
    const { claim } = merchant.books
    const dying = merchant.delivererOver({
      ...merchant.books,
      claim: { ...claim, spread: () => Promise.reject(new Error('gone')) },
    })
    await expect(dying()).rejects.toThrow('gone')
    await merchant.deliver()
    expect(merchant.sent).toEqual([])
    merchant.clock.at += 61 * SECOND
    await merchant.deliver()
    expect(merchant.sent.map(({ request }) => idOf(request))).toEqual([event.id])
  })

  test('an event whose transaction fails is never delivered', async () => {
    const merchant = await givenAMerchant([endpoint('shop')])
    const failed = merchant.books.transact(function* () {
      yield {
        ask: 'write',
        changes: [{ add: 'event', row: { id: 'evt_1', merchant: 'main', type: 'payment.succeeded', at: NOON, data: '{}' } }],
      }
      throw new Error('the transaction fails after it wrote the event')
    })
    const delivered = merchant.deliver()
    await expect(failed).rejects.toThrow('after it wrote')
    await delivered
    await merchant.deliver()
    expect(merchant.sent).toEqual([])
  })
})

describe('endpoints are independent', () => {
  test('one that hangs holds nobody else, nor what happens later', async () => {
    let answer = (_: Answer): void => undefined
    const hanging = new Promise<Answer>((resolve) => {
      answer = resolve
    })
    const merchant = await givenAMerchant([endpoint('dead'), endpoint('shop')], { dead: () => hanging })
    const first = await merchant.happens()
    const stuck = merchant.deliver()
    await expect.poll(() => merchant.to('shop').length).toBe(1)
    const second = await merchant.happens()
    const also = merchant.deliver()
    await expect.poll(() => merchant.to('shop').length).toBe(2)
    expect(merchant.to('shop').map(({ request }) => idOf(request))).toEqual([first.id, second.id])
    answer({ status: 200 })
    await Promise.all([stuck, also])
    expect(await standing(merchant, first.id)).toEqual({ dead: ['delivered', 1], shop: ['delivered', 1] })
  })

  test('a backlog of one that gives no answer is put off without a try, and the others are served', async () => {
    const merchant = await givenAMerchant([endpoint('dead'), endpoint('shop')], { dead: silent })
    for (let count = 0; count < 250; count += 1) await merchant.happens()
    await merchant.deliver()
    expect(merchant.to('shop').length).toBe(250)
    expect(merchant.to('dead').length).toBeLessThanOrEqual(4)
    merchant.behaviours.dead = () => ({ status: 200 })
    await untilCalm(merchant)
    expect(new Set(merchant.to('dead').map(({ request }) => idOf(request))).size).toBe(250)
  })

  test('one merchant never hears of another, and an endpoint only of the types that it wants', async () => {
    const merchant = await givenAMerchant([
      endpoint('shop'),
      endpoint('refunds', { types: ['refund.succeeded'] }),
      endpoint('other', { merchant: 'other' }),
    ])
    await merchant.happens('payment.succeeded')
    await merchant.happens('refund.succeeded')
    await merchant.deliver()
    expect(merchant.to('shop').length).toBe(2)
    expect(merchant.to('refunds').length).toBe(1)
    expect(merchant.to('other')).toEqual([])
  })
})

describe('what an endpoint answers', () => {
  test('410 disables it at once; what was on its way to it is given up, with the reason', async () => {
    const merchant = await givenAMerchant([endpoint('shop'), endpoint('ops')], { shop: refusing(410) })
    const event = await merchant.happens()
    await untilCalm(merchant)
    expect(merchant.to('shop').length).toBe(1)
    const later = await merchant.happens()
    await untilCalm(merchant)
    expect(merchant.to('shop').length).toBe(1)
    expect(await standing(merchant, event.id)).toEqual({ shop: ['given-up', 1], ops: ['delivered', 1] })
    expect(await standing(merchant, later.id)).toEqual({ shop: ['given-up', 0], ops: ['delivered', 1] })
    const types = merchant.to('ops').map(({ request }) => JSON.parse(String(Buffer.from(request.body ?? []))).type)
    expect(types).toEqual(['payment.succeeded', 'endpoint.disabled', 'payment.succeeded'])
  })

  test.each([
    ['7200', 2 * HOUR],
    ['1', 5 * SECOND],
    [new Date(NOON + 3 * HOUR).toUTCString(), 3 * HOUR],
    ['99999999', 24 * HOUR],
    ['soon', 5 * SECOND],
  ])('Retry-After "%s" is obeyed, for a day at most, and never hurries', async (value, waitMs) => {
    const merchant = await givenAMerchant([endpoint('shop')], { shop: refusing(503, { 'retry-after': value }) })
    await merchant.happens()
    await merchant.deliver()
    const due = (await merchant.books.claim.nextDueAt()) ?? 0
    expect(due - NOON).toBeGreaterThanOrEqual(waitMs)
    expect(due - NOON).toBeLessThanOrEqual(waitMs * 1.1)
  })

  test('a redirect is no delivery', async () => {
    const merchant = await givenAMerchant([endpoint('shop')], { shop: refusing(302, { location: 'https://elsewhere.example' }) })
    const event = await merchant.happens()
    await merchant.deliver()
    expect(await standing(merchant, event.id)).toEqual({ shop: ['due', 1] })
  })
})

describe('replay', () => {
  test('sends an event again under its id, to the endpoint that is named', async () => {
    const merchant = await givenAMerchant([endpoint('shop'), endpoint('ops')])
    const event = await merchant.happens()
    await merchant.deliver()
    await merchant.replay(event.id, 'shop')
    await merchant.deliver()
    expect(merchant.to('shop').map(({ request }) => idOf(request))).toEqual([event.id, event.id])
    expect(merchant.to('ops').length).toBe(1)
  })

  test('enables an endpoint that was disabled', async () => {
    const merchant = await givenAMerchant([endpoint('shop')], { shop: refusing(410) })
    const event = await merchant.happens()
    await untilCalm(merchant)
    merchant.behaviours.shop = () => ({ status: 200 })
    await merchant.replay(event.id)
    await untilCalm(merchant)
    expect(await standing(merchant, event.id)).toEqual({ shop: ['delivered', 1] })
    const next = await merchant.happens()
    await untilCalm(merchant)
    expect(await standing(merchant, next.id)).toEqual({ shop: ['delivered', 1] })
  })

  test('refuses what is not there', async () => {
    const merchant = await givenAMerchant([endpoint('shop')])
    await expect(merchant.replay('evt_none')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const event = await merchant.happens()
    await expect(merchant.replay(event.id, 'nowhere')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})
