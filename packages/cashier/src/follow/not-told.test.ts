import { describe, expect, test } from 'vitest'
import type { PayOrder } from '../cashier.ts'
import { HOUR, MINUTE, nativeOrder, openShop, promptText, SECOND } from '../shop.fixture.ts'
import { weChatStand } from '../wechat-accounts.fixture.ts'

const ORDER = 'TEA-0001'

/** At a counter whose wallet tells of nothing, closes nothing, and asks for the payer's password. */
async function givenACode() {
  const stand = weChatStand()
  const shop = await openShop({ stand })
  const total = { amount: 200_000n, currency: 'CNY' }
  const authCode = stand.wallet.paymentCode(shop.clock.at)
  const order: PayOrder<'micropay'> = { ...nativeOrder(ORDER), scene: 'micropay', total, authCode, payerIp: '203.0.113.7' }
  expect(await shop.till.pay(order)).toMatchObject({ value: { prompt: { kind: 'wait' } } })
  return { shop, typePassword: () => stand.wallet.act(authCode, 'pay', shop.clock.at) }
}

describe('a scene of which its wallet tells nothing', () => {
  test('is asked after as often as the manifest says, and nobody waits for a notify', async () => {
    const { shop, typePassword } = await givenACode()
    const { micropay } = shop.ports.wallets.account('wx-1').manifest.timing
    typePassword()
    expect(await shop.books.claim.nextDueAt()).toBe(shop.clock.at + (micropay?.pollMs ?? 0))
    shop.after(micropay?.pollMs ?? 0)
    expect(await shop.notifies()).toEqual([])
    await shop.till.followUp()
    expect(await shop.order(ORDER)).toMatchObject({ status: 'paid' })
    expect(await shop.events()).toEqual(['payment.succeeded'])
  })
})

describe('a scene that its wallet does not close', () => {
  test.for([
    ['the merchant ends it', (shop: Awaited<ReturnType<typeof openShop>>) => shop.till.close({ orderNo: ORDER })],
    ['its payer takes too long', async () => undefined],
  ] as const)('is reversed, and no close is ever sent: %s', async ([, end]) => {
    const { shop } = await givenACode()
    await end(shop)
    await shop.untilCalm()
    expect(shop.booked(ORDER)).toMatchObject({ status: 'reversed' })
    expect(await shop.order(ORDER)).toMatchObject({ status: 'closed' })
    expect(shop.line.calls).toContain('reverse')
    expect(shop.line.calls).not.toContain('close')
  })

  test('stays paid where the payer was quicker and nothing can be reversed', async () => {
    const { shop, typePassword } = await givenACode()
    const real = shop.ports.wallets.account('wx-1')
    const abilities = real.manifest.abilities.filter((ability) => ability !== 'reverse')
    shop.accounts.set('wx-1', { ...real, manifest: { ...real.manifest, abilities } })
    expect(await shop.till.close({ orderNo: ORDER })).toMatchObject({ kind: 'unknown' })
    typePassword()
    await shop.untilCalm(HOUR)
    expect(await shop.order(ORDER)).toMatchObject({ status: 'paid', refunds: [] })
    for (const call of ['close', 'reverse']) expect(shop.line.calls).not.toContain(call)
  })

  test('is only watched where it cannot be reversed either', async () => {
    const shop = await openShop({ stand: weChatStand() })
    const real = shop.ports.wallets.account('wx-1')
    const manifest = { ...real.manifest, except: { close: ['native'] as const } }
    shop.accounts.set('wx-1', { ...real, manifest })
    const prompt = promptText(await shop.prompted(ORDER))
    expect(await shop.till.close({ orderNo: ORDER })).toMatchObject({ kind: 'unknown' })
    await shop.untilCalm(10 * MINUTE)
    expect(shop.line.calls).not.toContain('close')
    await shop.act(ORDER, 'pay', prompt)
    await shop.untilCalm(HOUR)
    expect(await shop.order(ORDER)).toMatchObject({ status: 'paid' })
  })
})

describe('a wallet that closes nothing within five minutes', () => {
  test('is not asked to before', async () => {
    const shop = await openShop({ stand: weChatStand({ earliestCloseSeconds: 300 }) })
    const start = shop.clock.at
    await shop.prompted(ORDER)
    expect(await shop.till.close({ orderNo: ORDER })).toMatchObject({ kind: 'unknown' })
    await shop.untilCalm(299 * SECOND)
    expect(shop.line.calls).not.toContain('close')
    shop.clock.at = start + 299 * SECOND
    await shop.untilCalm(2 * SECOND)
    expect(shop.line.calls).toContain('close')
    expect(await shop.order(ORDER)).toMatchObject({ status: 'closed' })
  })
})
