import { cny } from '@tpkit/core'
import { describe, expect, test } from 'vitest'
import { alipayStand } from '../alipay-accounts.fixture.ts'
import { HOUR, lostAfter, nativeOrder, openShop, promptText, SECOND } from '../shop.fixture.ts'

/** The wallet has one word for all that is over: of what was paid and given back it says so in the same breath. */
const openedShop = (policy: 'wait' | 'overlap' = 'wait') => openShop({ stand: alipayStand(), policy: { switch: policy } })
type Shop = Awaited<ReturnType<typeof openedShop>>

async function givenBackOnTheirPages(shop: Shop, outTradeNo: string): Promise<void> {
  const total = cny.fen(1990)
  await shop.ports.wallets.account('ali-1').refund({ outTradeNo, outRefundNo: 'PAGES_1', amount: total, total })
}

describe('given a payment of which we heard only after all of it went back', () => {
  test('at the counter, by a cancel whose answer was lost: its repeat says so, and it was never sold', async () => {
    const shop = await openedShop()
    const authCode = shop.wallet.paymentCode(shop.clock.at)
    await shop.till.pay({ ...nativeOrder('C_1'), scene: 'micropay', total: cny.yuan('2000'), authCode })
    shop.wallet.act(authCode, 'pay', shop.clock.at)
    shop.loseNotifies()
    shop.line.mishap = (call) => (call.verb === 'cancel' ? lostAfter(call) : call.reach())
    shop.after(46 * SECOND)
    await shop.till.followUp()
    shop.line.mishap = ({ reach }) => reach()
    await shop.untilCalm(HOUR)
    expect((await shop.order('C_1')).attempts).toMatchObject([{ status: 'reversed' }])
    expect(await shop.events()).not.toContain('payment.succeeded')
  })

  test.each(['the query', 'the notify'])('on the wallet’s own pages, as %s tells: nothing is delivered', async (teller) => {
    const shop = await openedShop()
    shop.wallet.act(promptText(await shop.prompted('T_1')), 'pay', shop.clock.at)
    shop.loseNotifies()
    await givenBackOnTheirPages(shop, 'T_1')
    if (teller === 'the query') shop.loseNotifies()
    else await shop.notifies()
    await shop.untilCalm(HOUR)
    expect((await shop.order('T_1')).attempts).toMatchObject([{ status: 'reversed' }])
    expect(await shop.events()).not.toContain('payment.succeeded')
  })

  test('a second payment beside it is the only one, and stays', async () => {
    const shop = await openedShop('overlap')
    const first = promptText(await shop.prompted('T_1'))
    shop.switchTo('ali-2')
    const second = promptText(await shop.prompted('T_1'))
    shop.wallet.act(first, 'pay', shop.clock.at)
    shop.loseNotifies()
    await givenBackOnTheirPages(shop, 'T_1')
    shop.loseNotifies()
    shop.after(30 * SECOND)
    await shop.till.followUp()
    shop.wallet.act(second, 'pay', shop.clock.at)
    await shop.notifies()
    await shop.untilCalm(HOUR)
    expect(await shop.order('T_1')).toMatchObject({ status: 'paid', refunds: [] })
  })
})
