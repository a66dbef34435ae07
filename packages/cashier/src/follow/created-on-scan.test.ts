import { describe, expect, test } from 'vitest'
import { alipayStand } from '../alipay-accounts.fixture.ts'
import { HOUR, lostAfter, lostBefore, MINUTE, nativeOrder, openShop, promptText } from '../shop.fixture.ts'

/** At a wallet that has no order before the payer scans. */
const openedShop = (policy: 'wait' | 'overlap' = 'wait') => openShop({ stand: alipayStand(), policy: { switch: policy } })

describe('an order that its wallet creates on scan', () => {
  test('is looked for by the schedule, so that a payment of which no notify told is found within minutes', async () => {
    const shop = await openedShop()
    const text = promptText(await shop.prompted('T_1'))
    shop.wallet.act(text, 'pay', shop.clock.at)
    shop.loseNotifies()
    await shop.untilCalm(2 * MINUTE)
    expect(await shop.order('T_1')).toMatchObject({ status: 'paid' })
  })

  test('that nobody scans ends with its expiry, and is neither closed before nor sent again', async () => {
    const shop = await openedShop()
    await shop.prompted('T_1')
    shop.after(14 * MINUTE)
    await shop.till.followUp()
    expect(await shop.order('T_1')).toMatchObject({ status: 'open' })
    await shop.untilCalm(20 * MINUTE)
    expect(await shop.order('T_1')).toMatchObject({ status: 'closed' })
    expect(shop.line.calls.filter((call) => call === 'precreate')).toHaveLength(1)
  })

  test('whose call got no answer is not sent again in order to be closed', async () => {
    const shop = await openedShop()
    shop.line.mishap = lostAfter
    expect(await shop.pay('T_1')).toMatchObject({ kind: 'unknown' })
    shop.line.mishap = ({ reach }) => reach()
    await shop.untilCalm(30 * MINUTE)
    expect(await shop.order('T_1')).toMatchObject({ status: 'closed' })
    expect(shop.line.calls.filter((call) => call === 'precreate')).toHaveLength(1)
  })

  test('cannot be closed at once: the merchant hears that it is not known yet, and a payer who scans after all finds it closed', async () => {
    const shop = await openedShop()
    const text = promptText(await shop.prompted('T_1'))
    expect(await shop.till.close({ orderNo: 'T_1' })).toMatchObject({ kind: 'unknown', value: { status: 'open' } })
    shop.wallet.act(text, 'cancel', shop.clock.at)
    await shop.untilCalm(2 * MINUTE)
    expect(await shop.order('T_1')).toMatchObject({ status: 'closed' })
    expect(() => shop.wallet.act(text, 'pay', shop.clock.at)).toThrow()
  })

  test('that is switched away from waits: until when its payer may come is said, and no time at which a retry would help', async () => {
    const shop = await openedShop('wait')
    await shop.prompted('T_1')
    const { expiresAt } = await shop.order('T_1')
    shop.switchTo('ali-2')
    const answer = await shop.pay('T_1')
    expect(answer).toMatchObject({ kind: 'refused', failure: { code: 'CONFLICT' } })
    expect(answer).not.toHaveProperty('retryAt')
    expect(answer.kind === 'refused' && answer.failure.message).toContain(new Date(expiresAt).toISOString())
  })

  test.each(['asked for since', 'not looked at since'])(
    'that its payer scanned, %s, is closed soon: the switch says when',
    async (how) => {
      const shop = await openedShop('wait')
      shop.wallet.act(promptText(await shop.prompted('T_1')), 'cancel', shop.clock.at)
      if (how === 'asked for since') await shop.till.ask({ orderNo: 'T_1' })
      shop.line.mishap = lostBefore
      shop.switchTo('ali-2')
      expect(await shop.pay('T_1')).toMatchObject({ kind: 'refused', retryAt: expect.any(Number) })
      shop.line.mishap = ({ reach }) => reach()
      await shop.untilCalm(MINUTE)
      expect(await shop.pay('T_1')).toMatchObject({ kind: 'done' })
    },
  )

  test('that is switched away from and back again shows the code that was good all the while', async () => {
    const shop = await openedShop('wait')
    const text = promptText(await shop.prompted('T_1'))
    shop.switchTo('ali-2')
    await shop.pay('T_1')
    shop.switchTo('ali-1')
    const answer = await shop.pay('T_1')
    expect(answer).toMatchObject({ kind: 'done', value: { prompt: { text } } })
    shop.wallet.act(text, 'pay', shop.clock.at)
    await shop.notifies()
    expect(await shop.order('T_1')).toMatchObject({ status: 'paid' })
    expect(shop.line.calls.filter((call) => call === 'precreate')).toHaveLength(1)
  })

  test('that stands beside another one is shown again only while that one is asked to end', async () => {
    const shop = await openedShop('overlap')
    const first = promptText(await shop.prompted('T_1'))
    shop.switchTo('ali-2')
    const second = promptText(await shop.prompted('T_1'))
    shop.switchTo('ali-1')
    expect(await shop.pay('T_1')).toMatchObject({ kind: 'done', value: { prompt: { text: first } } })
    shop.wallet.act(second, 'cancel', shop.clock.at)
    await shop.untilCalm(2 * MINUTE)
    const { attempts } = await shop.order('T_1')
    expect(attempts.map(({ status }) => status)).toEqual(['pending', 'closed'])
  })

  test('and paid in its last second, by the clock of a wallet that is three minutes behind, is not taken for one that nobody paid', async () => {
    const shop = await openedShop()
    const text = promptText(await shop.prompted('T_1'))
    shop.after(15 * MINUTE + 1_000)
    await shop.till.followUp()
    shop.wallet.act(text, 'pay', shop.clock.at - 3 * MINUTE)
    shop.loseNotifies()
    await shop.untilCalm(HOUR)
    expect((await shop.order('T_1')).attempts).toMatchObject([{ status: 'paid' }])
  })

  test('is no reason for the counter to wait: what never arrived there ends with the quiet time', async () => {
    const shop = await openedShop()
    shop.line.mishap = lostBefore
    const authCode = shop.wallet.paymentCode(shop.clock.at)
    await shop.till.pay({ ...nativeOrder('C_1'), scene: 'micropay', authCode })
    shop.line.mishap = ({ reach }) => reach()
    await shop.untilCalm(7 * MINUTE)
    expect((await shop.order('C_1')).attempts).not.toMatchObject([{ status: 'pending' }])
  })

  test('overlaps where the policy says so; of two payments one goes back', async () => {
    const shop = await openedShop('overlap')
    const first = promptText(await shop.prompted('T_1'))
    shop.switchTo('ali-2')
    const second = promptText(await shop.prompted('T_1'))
    shop.wallet.act(second, 'pay', shop.clock.at)
    shop.wallet.act(first, 'pay', shop.clock.at)
    await shop.notifies()
    await shop.untilCalm(30 * MINUTE)
    const { status, refunds } = await shop.order('T_1')
    expect(status).toBe('paid')
    expect(refunds).toMatchObject([{ kind: 'duplicate', status: 'refunded', amount: { amount: 1990n } }])
  })
})

describe('a refund of which its wallet tells once it is done', () => {
  test('is booked by what queryRefund says: its notify names no amount', async () => {
    const shop = await openedShop()
    const text = promptText(await shop.prompted('T_1'))
    shop.wallet.act(text, 'pay', shop.clock.at)
    await shop.notifies()
    const amount = { amount: 990n, currency: 'CNY' }
    shop.line.mishap = lostAfter
    expect(await shop.till.refund({ orderNo: 'T_1', refundNo: 'R_1', amount })).toMatchObject({ kind: 'unknown' })
    shop.line.mishap = ({ reach }) => reach()
    await shop.notifies()
    expect((await shop.order('T_1')).refunds).toMatchObject([{ status: 'processing' }])
    await shop.untilCalm(10 * MINUTE)
    expect((await shop.order('T_1')).refunds).toMatchObject([{ status: 'refunded', amount }])
  })

  test('and was made on the wallet’s own pages is asked for before it is booked; what cannot be asked comes again', async () => {
    const shop = await openedShop()
    shop.wallet.act(promptText(await shop.prompted('T_1')), 'pay', shop.clock.at)
    await shop.notifies()
    const amount = { amount: 990n, currency: 'CNY' }
    const total = { amount: 1990n, currency: 'CNY' }
    const pages = shop.ports.wallets.account('ali-1')
    await pages.refund({ outTradeNo: 'T_1', outRefundNo: 'PAGES_1', amount, total })
    shop.line.mishap = lostAfter
    expect(await shop.notifies()).toEqual(['unavailable'])
    shop.line.mishap = ({ reach }) => reach()
    shop.after(5 * MINUTE)
    expect(await shop.notifies()).toEqual(['moved'])
    expect((await shop.order('T_1')).refunds).toMatchObject([{ kind: 'external', status: 'refunded', amount }])
  })

  test('and comes with the news of its payment does not hold the payment up while it cannot be asked', async () => {
    const shop = await openedShop()
    shop.wallet.act(promptText(await shop.prompted('T_1')), 'pay', shop.clock.at)
    shop.loseNotifies()
    const amount = { amount: 990n, currency: 'CNY' }
    const total = { amount: 1990n, currency: 'CNY' }
    await shop.ports.wallets.account('ali-1').refund({ outTradeNo: 'T_1', outRefundNo: 'PAGES_1', amount, total })
    shop.line.mishap = lostAfter
    expect(await shop.notifies()).toEqual(['unavailable'])
    expect(await shop.order('T_1')).toMatchObject({ status: 'paid', refunds: [] })
    shop.line.mishap = ({ reach }) => reach()
    shop.after(5 * MINUTE)
    expect(await shop.notifies()).toEqual(['seen', 'moved'])
    expect((await shop.order('T_1')).refunds).toMatchObject([{ kind: 'external', status: 'refunded', amount }])
  })
})
