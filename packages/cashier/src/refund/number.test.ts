import { cny } from '@tpkit/core'
import { describe, expect, test } from 'vitest'
import { done, HOUR, MINUTE, openShop, promptText, unreachable } from '../shop.fixture.ts'
import { weChatStand } from '../wechat-accounts.fixture.ts'

const ORDER = 'TEA-0001'
const refundOf = (refundNo: string, fen = 1990) => ({ orderNo: ORDER, refundNo, amount: cny.fen(fen) })
const LI = { who: 'Li', why: 'looked at its pages', about: 'refund', verdict: 'again' } as const

/** A wallet whose refund, once it failed, uses its number up. */
async function givenASale() {
  const stand = weChatStand()
  const shop = await openShop({ stand })
  await shop.sold(ORDER)
  const close = (outRefundNo: string, mchId = '1900000109') =>
    stand.wallet.settleRefund({ mchId, outRefundNo }, 'failed', shop.clock.at)
  return { shop, close }
}

describe('where a failed refund uses its number up', () => {
  test('it is not sent again under it; a new one gets a new number, and the money', async () => {
    const { shop, close } = await givenASale()
    done(await shop.till.refund(refundOf('R-1')))
    close('R-1')
    await shop.notifies()
    const before = shop.line.calls.length
    expect(await shop.till.refund(refundOf('R-1'))).toMatchObject({ value: { status: 'closed' } })
    expect(shop.line.calls.length).toBe(before)
    shop.after(MINUTE)
    expect(await shop.till.refund(refundOf('R-2'))).toMatchObject({ kind: 'done', value: { outRefundNo: 'R-2' } })
    await shop.untilCalm(HOUR)
    expect(await shop.order(ORDER)).toMatchObject({ refunded: { amount: 1990n } })
  })

  test('there is no new number before the first is final: its money is on its way', async () => {
    const { shop } = await givenASale()
    done(await shop.till.refund(refundOf('R-1')))
    shop.after(MINUTE)
    expect(await shop.till.refund(refundOf('R-2'))).toMatchObject({ kind: 'refused', failure: { code: 'LIMIT' } })
  })

  test('a number that the wallet never had is still good', async () => {
    const { shop } = await givenASale()
    shop.line.mishap = unreachable
    // What came of the first call is known: the second one’s refusal proves as much.
    for (const _ of ['first', 'second'])
      expect(await shop.till.refund(refundOf('R-1'))).toMatchObject({ kind: 'refused', value: { status: 'failed' } })
    shop.line.mishap = ({ reach }) => reach()
    expect(await shop.till.refund(refundOf('R-1'))).toMatchObject({ kind: 'done', value: { outRefundNo: 'R-1' } })
    await shop.untilCalm(HOUR)
    expect(shop.booked(ORDER)?.refunds).toMatchObject([{ outRefundNo: 'R-1', status: 'refunded' }])
  })
})

describe('what goes back by itself, where a failed refund uses its number up', () => {
  /** One order, paid twice: the second payment is on its way back. */
  async function givenADuplicate(isUnreachable: boolean) {
    const stand = weChatStand()
    const shop = await openShop({ stand, policy: { switch: 'overlap' } })
    const first = promptText(await shop.prompted(ORDER))
    shop.switchTo('wx-2')
    // Both stay open: no close gets through.
    shop.line.mishap = ({ verb, reach }) => (verb === 'close' ? unreachable() : reach())
    const second = promptText(await shop.prompted(ORDER))
    for (const prompt of [first, second]) await shop.act(ORDER, 'pay', prompt)
    await shop.notifies()
    if (isUnreachable) shop.line.mishap = ({ verb, reach }) => (verb === 'refund' ? unreachable() : reach())
    await shop.till.followUp()
    const refunds = async () => (await shop.order(ORDER)).refunds
    return { shop, refunds, wallet: stand.wallet }
  }

  test('is sent again under its number while the wallet never had it', async () => {
    const { shop, refunds } = await givenADuplicate(true)
    const [refused] = await refunds()
    expect(refused).toMatchObject({ kind: 'duplicate', status: 'failed' })
    shop.line.mishap = ({ reach }) => reach()
    await shop.untilCalm()
    expect(await refunds()).toMatchObject([{ outRefundNo: refused?.outRefundNo, status: 'refunded' }])
  })

  test('waits for an operator once the number is used up, who gives it a new one; not before', async () => {
    const { shop, refunds, wallet } = await givenADuplicate(false)
    const [{ outRefundNo = '', account = '' } = {}] = await refunds()
    expect(await shop.till.decide({ ...LI, account, outRefundNo })).toMatchObject({ failure: { code: 'CONFLICT' } })
    wallet.settleRefund({ mchId: account === 'wx-1' ? '1900000109' : '1900000110', outRefundNo }, 'failed', shop.clock.at)
    await shop.untilCalm()
    expect(await refunds()).toMatchObject([{ status: 'closed' }])
    done(await shop.till.decide({ ...LI, account, outRefundNo }))
    await shop.untilCalm()
    const [old, fresh] = await refunds()
    expect([old?.status, fresh?.status]).toEqual(['closed', 'refunded'])
    expect(fresh?.outRefundNo).not.toBe(outRefundNo)
  })
})
