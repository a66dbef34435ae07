import { describe, expect, test } from 'vitest'
import type { PayOrder } from '../cashier.ts'
import { HOUR, lostAfter, lostBefore, MINUTE, nativeOrder, openShop, SECOND, unreachable } from '../shop.fixture.ts'

type Shop = Awaited<ReturnType<typeof openShop>>

/** Above the amount for which the wallet asks no password. */
function counterOrder(shop: Shop, orderNo: string): PayOrder<'micropay'> {
  const total = { amount: 200_000n, currency: 'CNY' }
  return { ...nativeOrder(orderNo), scene: 'micropay', total, authCode: shop.wallet.paymentCode(shop.clock.at) }
}

describe('at the counter', () => {
  test('a payer who types the password pays', async () => {
    const shop = await openShop()
    const order = counterOrder(shop, 'C-1')
    expect(await shop.till.pay(order)).toMatchObject({ value: { prompt: { kind: 'wait' } } })
    shop.wallet.act(order.authCode, 'pay', shop.clock.at)
    shop.after(10 * SECOND)
    await shop.till.followUp()
    expect(await shop.order('C-1')).toMatchObject({ status: 'paid' })
  })

  test('a payer who takes too long is given up: the attempt is reversed, and the order waits for another code', async () => {
    const shop = await openShop()
    await shop.till.pay(counterOrder(shop, 'C-1'))
    await shop.untilCalm(10 * MINUTE)
    const order = await shop.order('C-1')
    expect(order.attempts).toMatchObject([{ status: 'reversed' }])
    expect(order.status).toBe('open')
    await shop.untilCalm()
    expect(await shop.order('C-1')).toMatchObject({ status: 'closed' })
  })

  test('a lost answer is asked after and never sent again', async () => {
    const shop = await openShop()
    const order = counterOrder(shop, 'C-1')
    shop.line.mishap = lostAfter
    expect(await shop.till.pay(order)).toMatchObject({ kind: 'unknown' })
    shop.line.mishap = ({ reach }) => reach()
    const calls = shop.line.calls.filter((call) => call === 'qpay_micro_pay').length
    expect(await shop.till.pay(order)).toMatchObject({ kind: 'unknown' })
    expect(shop.line.calls.filter((call) => call === 'qpay_micro_pay').length).toBe(calls)
    await shop.untilCalm(HOUR)
    expect((await shop.order('C-1')).attempts).toMatchObject([{ status: 'reversed' }])
  })

  test('one that never arrived ends without money', async () => {
    const shop = await openShop()
    shop.line.mishap = lostBefore
    await shop.till.pay(counterOrder(shop, 'C-1'))
    shop.line.mishap = ({ reach }) => reach()
    await shop.untilCalm()
    expect(await shop.order('C-1')).toMatchObject({ status: 'closed', attempts: [{ unknown: false }] })
  })
})

describe('a reversal', () => {
  test('gives back what was taken', async () => {
    const shop = await openShop()
    const order = counterOrder(shop, 'C-1')
    await shop.till.pay(order)
    shop.wallet.act(order.authCode, 'pay', shop.clock.at)
    shop.after(10 * SECOND)
    await shop.till.followUp()
    shop.after(6 * MINUTE)
    expect(await shop.till.reverse({ orderNo: 'C-1' })).toMatchObject({ kind: 'done', value: { status: 'closed' } })
    expect(shop.booked('C-1')).toMatchObject({ status: 'reversed' })
    expect(await shop.order('C-1')).toMatchObject({
      refunds: [{ kind: 'reversal', status: 'refunded', amount: { amount: 200_000n } }],
    })
  })

  test('whose answer is lost is unknown, and follow-up ends it', async () => {
    const shop = await openShop()
    const order = counterOrder(shop, 'C-1')
    await shop.till.pay(order)
    shop.wallet.act(order.authCode, 'pay', shop.clock.at)
    await shop.notifies()
    shop.after(6 * MINUTE)
    shop.line.mishap = lostAfter
    expect(await shop.till.reverse({ orderNo: 'C-1' })).toMatchObject({ kind: 'unknown' })
    shop.line.mishap = ({ reach }) => reach()
    await shop.untilCalm()
    expect(await shop.order('C-1')).toMatchObject({ status: 'closed', attempts: [{ status: 'reversed' }] })
  })

  test('of a payment that was not made at the counter is refused', async () => {
    const shop = await openShop()
    await shop.sold('T-1')
    expect(await shop.till.reverse({ orderNo: 'T-1' })).toMatchObject({ kind: 'refused', failure: { code: 'UNSUPPORTED' } })
    expect(await shop.till.reverse({ orderNo: 'T-2' })).toMatchObject({ kind: 'refused', failure: { code: 'NOT_FOUND' } })
  })
})

describe('what the simulation found at the counter', () => {
  test('the notify of a payment that arrives behind its reversal is no stranger’s (seed 1168)', async () => {
    const shop = await openShop()
    const order = counterOrder(shop, 'C-1')
    await shop.till.pay(order)
    shop.after(6 * MINUTE)
    shop.wallet.act(order.authCode, 'pay', shop.clock.at)
    await shop.till.reverse({ orderNo: 'C-1' })
    expect(await shop.order('C-1')).toMatchObject({ attempts: [{ status: 'reversed' }] })
    expect(await shop.notifies()).not.toContain('quarantined')
    expect(await shop.events()).not.toContain('alarm.quarantined')
  })

  test('a reversal that did not get through is asked for again, and not given up (seed 1121)', async () => {
    const shop = await openShop()
    const order = counterOrder(shop, 'C-1')
    await shop.till.pay(order)
    shop.wallet.act(order.authCode, 'pay', shop.clock.at)
    await shop.notifies()
    shop.after(6 * MINUTE)
    shop.line.mishap = unreachable
    expect(await shop.till.reverse({ orderNo: 'C-1' })).toMatchObject({ kind: 'unknown' })
    shop.line.mishap = ({ reach }) => reach()
    await shop.untilCalm()
    expect(await shop.order('C-1')).toMatchObject({ status: 'closed', attempts: [{ status: 'reversed' }] })
  })

  test('what is being reversed is not refunded beside it (seed 1121)', async () => {
    const shop = await openShop()
    const order = counterOrder(shop, 'C-1')
    await shop.till.pay(order)
    shop.wallet.act(order.authCode, 'pay', shop.clock.at)
    await shop.notifies()
    await shop.till.reverse({ orderNo: 'C-1' })
    const refund = { orderNo: 'C-1', refundNo: 'R-1', amount: { amount: 1n, currency: 'CNY' } }
    expect(await shop.till.refund(refund)).toMatchObject({ kind: 'refused', failure: { code: 'CONFLICT' } })
  })

  test('a reversal that arrives behind the payment is found, though the payment was booked (seed 5)', async () => {
    const shop = await openShop()
    const order = counterOrder(shop, 'C-1')
    await shop.till.pay(order)
    let arrives = (): unknown => undefined
    shop.line.mishap = ({ verb, reach }) => {
      if (verb !== 'qpay_reverse') return reach()
      arrives = reach
      return lostBefore({ account: 'qq-1', verb, reach })
    }
    await shop.untilCalm(6 * MINUTE)
    shop.line.mishap = ({ reach }) => reach()
    shop.wallet.act(order.authCode, 'pay', shop.clock.at)
    expect(await shop.notifies()).toContain('moved')
    expect(await shop.order('C-1')).toMatchObject({ status: 'paid' })
    expect(await shop.till.refund({ orderNo: 'C-1', refundNo: 'R', amount: { amount: 1n, currency: 'CNY' } })).toMatchObject({
      kind: 'refused',
    })
    arrives()
    await shop.untilCalm()
    expect(shop.booked('C-1')).toMatchObject({ status: 'reversed' })
    expect(await shop.order('C-1')).toMatchObject({ attempts: [{ status: 'reversed', unknown: false }] })
  })

  test('one that never arrived leaves the payment as it is, and it can be refunded then', async () => {
    const shop = await openShop()
    const order = counterOrder(shop, 'C-1')
    await shop.till.pay(order)
    shop.line.mishap = (call) => (call.verb === 'qpay_reverse' ? lostBefore(call) : call.reach())
    await shop.untilCalm(6 * MINUTE)
    shop.wallet.act(order.authCode, 'pay', shop.clock.at)
    await shop.notifies()
    await shop.untilCalm()
    expect(await shop.order('C-1')).toMatchObject({ status: 'paid', attempts: [{ status: 'paid', unknown: false }] })
    expect(await shop.till.refund({ orderNo: 'C-1', refundNo: 'R', amount: { amount: 1n, currency: 'CNY' } })).toMatchObject({
      kind: 'done',
    })
  })

  test('a process that ends at the reversal leaves word of it: the payment’s late notify is not the end (seeds 1030 and 1855)', async () => {
    const shop = await openShop()
    const order = counterOrder(shop, 'C-1')
    await shop.till.pay(order)
    shop.after(6 * MINUTE)
    shop.wallet.act(order.authCode, 'pay', shop.clock.at)
    const account = shop.accounts.get('qq-1')
    if (!account) throw new Error('expected the account')
    let arrives = (): void => undefined
    const arrived = new Promise<void>((resolve) => {
      arrives = resolve
    })
    const reverse = async (ref: Parameters<typeof account.reverse>[0]) => {
      await account.reverse(ref)
      arrives()
      return new Promise<never>(() => undefined)
    }
    const gone = { ...account, reverse }
    shop.accounts.set('qq-1', gone)
    void shop.till.followUp()
    await arrived
    shop.accounts.set('qq-1', account)
    expect(await shop.notifies()).toEqual(['moved'])
    expect(await shop.order('C-1')).toMatchObject({ status: 'paid' })
    shop.after(2 * MINUTE)
    await shop.untilCalm()
    expect(await shop.order('C-1')).toMatchObject({ attempts: [{ status: 'reversed', unknown: false }] })
  })
})
