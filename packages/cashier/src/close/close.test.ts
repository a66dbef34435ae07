import { describe, expect, test } from 'vitest'
import { lostAfter, MINUTE, openShop, promptText } from '../shop.fixture.ts'

describe('close', () => {
  test('ends the order at the wallet and here', async () => {
    const shop = await openShop()
    const order = await shop.prompted('T-1')
    shop.after(6 * MINUTE)
    expect(await shop.till.close({ orderNo: 'T-1' })).toMatchObject({ kind: 'done', value: { status: 'closed' } })
    expect(() => shop.wallet.act(promptText(order), 'pay', shop.clock.at)).toThrow()
    expect(await shop.till.close({ orderNo: 'T-1' })).toMatchObject({ kind: 'done' })
    expect(await shop.pay('T-1')).toMatchObject({ kind: 'refused', failure: { code: 'CONFLICT' } })
  })

  test('that comes too early for the wallet is not known yet, and follow-up ends it', async () => {
    const shop = await openShop()
    await shop.prompted('T-1')
    const answer = await shop.till.close({ orderNo: 'T-1' })
    expect(answer).toMatchObject({ kind: 'unknown', value: { status: 'open' } })
    expect(answer.kind === 'unknown' && answer.checkAfterMs).toBeGreaterThan(0)
    expect(await shop.pay('T-1')).toMatchObject({ kind: 'refused' })
    await shop.untilCalm(10 * MINUTE)
    expect(await shop.order('T-1')).toMatchObject({ status: 'closed' })
  })

  test('of what was paid a moment ago is refused, and the payment stands', async () => {
    const shop = await openShop()
    await shop.prompted('T-1')
    await shop.act('T-1')
    shop.loseNotifies()
    shop.after(6 * MINUTE)
    expect(await shop.till.close({ orderNo: 'T-1' })).toMatchObject({ kind: 'refused', value: { status: 'paid' } })
    expect(await shop.events()).toEqual(['payment.succeeded'])
  })

  test('whose answer is lost is unknown, and never "closed" before the wallet says so', async () => {
    const shop = await openShop()
    await shop.prompted('T-1')
    shop.after(6 * MINUTE)
    shop.line.mishap = lostAfter
    expect(await shop.till.close({ orderNo: 'T-1' })).toMatchObject({ kind: 'unknown', value: { status: 'open' } })
    shop.line.mishap = ({ reach }) => reach()
    await shop.untilCalm(10 * MINUTE)
    expect(await shop.order('T-1')).toMatchObject({ status: 'closed' })
  })

  test('of an order that is not there, or is another merchant’s, finds none', async () => {
    const shop = await openShop()
    await shop.prompted('T-1')
    for (const ref of [{ orderNo: 'T-2' }, { orderNo: 'T-1', merchant: 'other' }])
      expect(await shop.till.close(ref)).toMatchObject({ kind: 'refused', failure: { code: 'NOT_FOUND' } })
  })

  test('ends what is sent at this very moment: the prompt comes too late to be paid', async () => {
    const shop = await openShop()
    const [paid, closed] = await Promise.all([shop.pay('T-1'), shop.till.close({ orderNo: 'T-1' })])
    expect([paid.kind, closed.kind]).toEqual(['done', 'unknown'])
    expect(paid.value?.prompt).toBeUndefined()
    await shop.untilCalm(10 * MINUTE)
    expect(await shop.order('T-1')).toMatchObject({ status: 'closed' })
  })
})
