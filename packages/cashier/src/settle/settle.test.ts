import type { Received } from '@tpkit/core'
import { tpError } from '@tpkit/core/errors'
import { describe, expect, test } from 'vitest'
import { openShop, promptText, type Shop } from '../shop.fixture.ts'

/** The notify of a payment that was just made, as it arrived; the wallet thinks that it was lost. */
async function notifyOf(shop: Shop, orderNo: string): Promise<Received> {
  await shop.act(orderNo)
  return nextNotify(shop)
}

function nextNotify(shop: Shop): Received {
  const [notify] = shop.wallet.due(shop.clock.at)
  if (!notify) throw new Error('expected a notify')
  shop.wallet.delivered(notify.id, undefined, shop.clock.at)
  return { headers: new Map(), query: '', body: notify.body }
}

describe('a notify', () => {
  test('money rule 1: is accepted after the commit, and "later" where there was none', async () => {
    let broken = true
    const shop = await openShop({
      ports: ({ books }) => ({
        books: {
          ...books,
          transact: (work) => (broken ? Promise.reject(tpError('UNAVAILABLE', 'disk full')) : books.transact(work)),
        },
      }),
    })
    broken = false
    await shop.prompted('T-1')
    const notify = await notifyOf(shop, 'T-1')
    broken = true
    expect(await shop.till.settle('qq-1', notify)).toMatchObject({ acknowledgement: 'later', what: 'unavailable' })
    broken = false
    expect((await shop.order('T-1')).status).toBe('open')
    expect(await shop.till.settle('qq-1', notify)).toMatchObject({ acknowledgement: 'accepted', what: 'moved' })
    expect((await shop.order('T-1')).status).toBe('paid')
  })

  test('that moved the books says when the payer paid; a repeat of it does not', async () => {
    const shop = await openShop()
    await shop.prompted('T-1')
    const notify = await notifyOf(shop, 'T-1')
    const { paidAt } = await shop.till.settle('qq-1', notify)
    expect(paidAt).toBe((await shop.order('T-1')).paidAt)
    expect(paidAt).toBeTypeOf('number')
    expect(await shop.till.settle('qq-1', notify)).not.toHaveProperty('paidAt')
  })

  test('a thousand copies at once book one payment', async () => {
    const shop = await openShop()
    await shop.prompted('T-1')
    await shop.act('T-1')
    const heard = await shop.notifies(1000)
    expect(heard.filter((what) => what === 'moved')).toHaveLength(1)
    expect(heard.filter((what) => what === 'seen')).toHaveLength(999)
    expect(await shop.events()).toEqual(['payment.succeeded'])
    expect((await shop.journal('T-1')).filter((kind) => kind === 'attempt.paid')).toHaveLength(1)
    expect(await shop.books.read.notices('booked', 10)).toMatchObject([{ seen: 1000 }])
  })

  test('that is not genuine is refused, and a flood of them leaves one line', async () => {
    const shop = await openShop()
    await shop.prompted('T-1')
    const { body, ...rest } = await notifyOf(shop, 'T-1')
    const forged = { ...rest, body: Buffer.from(Buffer.from(body).toString().replace('1990', '1991')) }
    for (let copy = 0; copy < 50; copy += 1)
      expect(await shop.till.settle('qq-1', forged)).toMatchObject({ acknowledgement: 'refused', what: 'refused' })
    expect((await shop.order('T-1')).status).toBe('open')
    expect(await shop.books.read.audit(10)).toMatchObject([
      { what: 'notify.refused', subject: 'qq-1', data: { code: 'UNVERIFIED' } },
    ])
  })

  test('at an account that the configuration lacks is the caller’s mistake', async () => {
    const shop = await openShop()
    await expect(shop.till.settle('qq-9', { headers: new Map(), query: '', body: new Uint8Array() })).rejects.toThrow('qq-9')
  })

  test('that comes before its order is parked, and settled once the order is there', async () => {
    const [shop, late] = [await openShop(), await openShop()]
    await shop.prompted('T-1')
    const notify = await notifyOf(shop, 'T-1')
    // The same account in another process, whose books were restored from before the order.
    expect(await late.till.settle('qq-1', notify)).toMatchObject({ acknowledgement: 'later', what: 'parked' })
    expect(await late.books.read.notices('parked', 10)).toMatchObject([{ outTradeNo: 'T-1', seen: 1 }])
    await late.prompted('T-1')
    await late.till.followUp()
    expect(await late.order('T-1')).toMatchObject({ status: 'paid' })
    expect(await late.till.settle('qq-1', notify)).toMatchObject({ acknowledgement: 'accepted', what: 'seen' })
  })

  test('that nobody here knows raises one alarm after some repeats', async () => {
    const [shop, other] = [await openShop(), await openShop()]
    await shop.prompted('T-1')
    const notify = await notifyOf(shop, 'T-1')
    for (let copy = 0; copy < 8; copy += 1) await other.till.settle('qq-1', notify)
    expect(await other.events()).toEqual(['alarm.parked'])
  })
})

describe('money rule 5: a genuine notify must also be ours', () => {
  test('money rule 5: one over another amount is quarantined, told once, and moves nothing', async () => {
    const [shop, other] = [await openShop(), await openShop()]
    await shop.prompted('T-1', { total: { amount: 1n, currency: 'CNY' } })
    const notify = await notifyOf(shop, 'T-1')
    await other.prompted('T-1')
    expect(await other.till.settle('qq-1', notify)).toMatchObject({ acknowledgement: 'accepted', what: 'quarantined' })
    expect(await other.till.settle('qq-1', notify)).toMatchObject({ acknowledgement: 'accepted', what: 'quarantined' })
    expect(await other.order('T-1')).toMatchObject({ status: 'open', attempts: [{ status: 'pending' }] })
    expect(await other.events()).toEqual(['alarm.quarantined'])
    expect(await other.books.read.notices('quarantined', 10)).toMatchObject([
      { seen: 2, reason: expect.stringContaining('total') },
    ])
  })

  test("money rule 5: another merchant's is quarantined, though it verifies", async () => {
    const shop = await openShop()
    const account = shop.accounts.get('qq-1')
    if (!account) throw new Error('expected the account')
    await shop.prompted('T-1')
    const notify = await notifyOf(shop, 'T-1')
    shop.accounts.set('qq-1', { ...account, payee: { ...account.payee, mchId: '1900000999' } })
    expect(await shop.till.settle('qq-1', notify)).toMatchObject({ what: 'quarantined' })
    expect(await shop.order('T-1')).toMatchObject({ status: 'open' })
  })

  test('money rule 5: told at the door of another account, it moves nothing, and the right account is asked', async () => {
    const shop = await openShop()
    const first = shop.accounts.get('qq-1')
    if (!first) throw new Error('expected the account')
    await shop.prompted('T-1')
    const notify = await notifyOf(shop, 'T-1')
    // Two entries of the configuration for one merchant: both verify.
    shop.accounts.set('qq-2', { ...first, name: 'qq-2' })
    expect(await shop.till.settle('qq-2', notify)).toMatchObject({ what: 'quarantined' })
    expect(await shop.order('T-1')).toMatchObject({ status: 'open' })
    await shop.till.followUp()
    expect(await shop.order('T-1')).toMatchObject({ status: 'paid', account: 'qq-1' })
  })
})

describe('money rule 6: a stale message moves nothing backwards', () => {
  test('money rule 6: what comes after the refund leaves the payment and the refund as they are', async () => {
    const shop = await openShop()
    await shop.prompted('T-1')
    const notify = await notifyOf(shop, 'T-1')
    await shop.till.followUp()
    shop.after(10_000)
    await shop.till.followUp()
    await shop.till.refund({ orderNo: 'T-1', refundNo: 'R-1', amount: { amount: 1990n, currency: 'CNY' } })
    const before = await shop.order('T-1')
    expect(await shop.till.settle('qq-1', notify)).toMatchObject({ acknowledgement: 'accepted', what: 'seen' })
    expect(await shop.order('T-1')).toEqual(before)
  })
})

describe('money that comes late', () => {
  test('goes back where the policy is refund', async () => {
    const shop = await openShop()
    const order = await shop.prompted('T-1')
    await closedUnderThePayer(shop, promptText(order))
    await shop.untilCalm()
    expect(await shop.order('T-1')).toMatchObject({ status: 'closed', refunds: [{ kind: 'late', status: 'refunded' }] })
    expect(await shop.events()).toEqual(['payment.late', 'refund.succeeded', 'payment.closed'])
  })

  test('is kept where the policy says so, and its merchant did not close the order', async () => {
    const shop = await openShop({ policy: { late: 'keep' } })
    const order = await shop.prompted('T-1')
    await closedUnderThePayer(shop, promptText(order))
    expect(await shop.order('T-1')).toMatchObject({ status: 'paid', refunds: [] })
  })
})

/** Our books hold the attempt as closed by an operator; the wallet took the money all the same. */
async function closedUnderThePayer(shop: Shop, prompt: string): Promise<void> {
  await shop.till.decide({ ...OPERATOR, about: 'attempt', account: 'qq-1', outTradeNo: 'T-1', verdict: 'closed' })
  shop.wallet.act(prompt, 'pay', shop.clock.at)
  await shop.notifies()
}

const OPERATOR = { who: 'Li', why: 'the wallet’s page shows it closed' }
