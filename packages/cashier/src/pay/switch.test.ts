import { describe, expect, test } from 'vitest'
import { lostAfter, MINUTE, openShop, promptText, unreachable } from '../shop.fixture.ts'

/** An order with an open prompt at the first account, and a configuration that leads to the second. */
async function givenASwitch(policy: 'wait' | 'overlap', waitMs = 6 * MINUTE) {
  const shop = await openShop({ policy: { switch: policy } })
  const old = promptText(await shop.prompted('T-1'))
  shop.after(waitMs)
  shop.switchTo('qq-2')
  return { shop, old }
}

describe('an order that the configuration leads elsewhere', () => {
  test('closes its old attempt first, and then starts at the new account', async () => {
    const { shop, old } = await givenASwitch('wait')
    const order = await shop.prompted('T-1')
    expect(order).toMatchObject({
      account: 'qq-2',
      attempts: [
        { account: 'qq-1', status: 'closed' },
        { account: 'qq-2', status: 'pending' },
      ],
    })
    expect(() => shop.wallet.act(old, 'pay', shop.clock.at)).toThrow()
  })

  test('that was paid meanwhile is paid: nothing is started', async () => {
    const { shop, old } = await givenASwitch('wait')
    shop.wallet.act(old, 'pay', shop.clock.at)
    shop.loseNotifies()
    expect(await shop.pay('T-1')).toMatchObject({ kind: 'done', value: { status: 'paid', account: 'qq-1' } })
    expect((await shop.order('T-1')).attempts).toHaveLength(1)
  })

  test('waits where the old attempt cannot be closed yet, and says until when', async () => {
    const { shop } = await givenASwitch('wait', 0)
    const answer = await shop.pay('T-1')
    expect(answer).toMatchObject({ kind: 'refused', failure: { code: 'CONFLICT' }, value: { attempts: [{ account: 'qq-1' }] } })
    expect(answer.kind === 'refused' && answer.retryAt).toBeGreaterThan(shop.clock.at)
    shop.clock.at = answer.kind === 'refused' ? (answer.retryAt ?? 0) : 0
    expect(await shop.prompted('T-1')).toMatchObject({ account: 'qq-2' })
  })

  test('overlaps where the policy says so, and the second success goes back', async () => {
    const { shop, old } = await givenASwitch('overlap', 0)
    const order = await shop.prompted('T-1')
    expect(order.attempts.map(({ status }) => status)).toEqual(['pending', 'pending'])
    shop.wallet.act(promptText(order), 'pay', shop.clock.at)
    shop.wallet.act(old, 'pay', shop.clock.at)
    await shop.notifies()
    await shop.untilCalm()
    const after = await shop.order('T-1')
    expect(after.status).toBe('paid')
    expect(after.attempts.map(({ status }) => status)).toEqual(['paid', 'paid'])
    expect(after.refunds).toMatchObject([{ kind: 'duplicate', status: 'refunded', amount: { amount: 1990n } }])
    expect(await shop.events()).toEqual(['payment.succeeded', 'payment.duplicate', 'refund.succeeded'])
  })

  test('in another scene is switched as well', async () => {
    const shop = await openShop()
    await shop.prompted('T-1')
    shop.after(6 * MINUTE)
    const answer = await shop.till.pay({
      method: 'wallet',
      orderNo: 'T-1',
      subject: 'Tea 茶',
      total: { amount: 1990n, currency: 'CNY' },
      scene: 'jsapi',
    })
    expect(answer).toMatchObject({ kind: 'done', value: { prompt: { kind: 'invoke' } } })
    expect((await shop.order('T-1')).attempts.map(({ status }) => status)).toEqual(['closed', 'pending'])
  })
})

describe('failover', () => {
  const rules = [
    { use: [{ account: 'qq-1', weight: 1 }], when: {} },
    { use: [{ account: 'qq-2', weight: 1 }], when: {} },
  ] as const

  test('takes the next account where the first provably did not happen', async () => {
    const shop = await openShop({ policy: { failover: true }, rules: [...rules] })
    shop.line.mishap = ({ account, reach }) => (account === 'qq-1' ? unreachable() : reach())
    const order = await shop.prompted('T-1')
    expect(order.attempts.map(({ account, status }) => [account, status])).toEqual([
      ['qq-1', 'failed'],
      ['qq-2', 'pending'],
    ])
    // The repeat stays where the payer already is.
    shop.line.mishap = ({ reach }) => reach()
    expect(await shop.prompted('T-1')).toMatchObject({ account: 'qq-2' })
  })

  test('never takes it while the first is unknown', async () => {
    const shop = await openShop({ policy: { failover: true }, rules: [...rules] })
    shop.line.mishap = lostAfter
    expect(await shop.pay('T-1')).toMatchObject({ kind: 'unknown', value: { attempts: [{ account: 'qq-1' }] } })
    expect((await shop.order('T-1')).attempts).toHaveLength(1)
  })

  test('is off unless the method says so', async () => {
    const shop = await openShop({ rules: [...rules] })
    shop.line.mishap = unreachable
    expect(await shop.pay('T-1')).toMatchObject({ kind: 'refused' })
    expect((await shop.order('T-1')).attempts).toHaveLength(1)
  })

  test('an account whose breaker is open is passed over without a call', async () => {
    const shop = await openShop({
      policy: { failover: true },
      rules: [...rules],
      settings: { breaker: { failures: 1, resetMs: MINUTE } },
    })
    shop.line.mishap = ({ account, reach }) => (account === 'qq-1' ? unreachable() : reach())
    await shop.prompted('T-1')
    const calls = shop.line.calls.length
    expect((await shop.prompted('T-2')).attempts).toMatchObject([{ account: 'qq-2' }])
    expect(shop.line.calls.length).toBe(calls + 1)
  })
})
