import { cny, type Received } from 'tpkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { notified } from './wechatpay-notify.fixture.ts'
import { openWeChatShop, TOTAL, type WeChatShop } from './wechatpay-shop.fixture.ts'

let shop: WeChatShop

beforeAll(async () => {
  shop = await openWeChatShop({ notifyPausesMs: [50, 50], refundDelayMs: 3_600_000 })
})

afterAll(() => shop.close())

const first = async (path: string): Promise<Received> => {
  const [found] = await shop.notifies(path)
  return found ?? Promise.reject(new Error('expected a notify, found none'))
}

describe('their code proves and opens what the sandbox posts', () => {
  test('of a payment: it holds what a query answers, and our provider finds the same facts', async () => {
    const { merchant, account, ours, sold } = shop
    const transactionId = await sold('NOTIFY_1')
    const received = await first('NOTIFY_1')
    const { genuine, envelope, open } = notified(received, account)
    expect(genuine).toBe(true)
    expect(envelope).toMatchObject({ event_type: 'TRANSACTION.SUCCESS', resource: { original_type: 'transaction' } })
    expect(open()).toEqual((await merchant.query('NOTIFY_1')).data)
    const facts = [{ kind: 'payment', status: 'paid', total: TOTAL, transactionId, outTradeNo: 'NOTIFY_1', source: 'notify' }]
    expect(await ours.notify(received)).toMatchObject({ id: envelope.id, facts })
  })

  test.each<[how: string, action: string, told: string, ours: string]>([
    ['done', 'refund-done', 'SUCCESS', 'refunded'],
    ['closed', 'refund-fail', 'CLOSED', 'closed'],
    ['abnormal', 'refund-unsure', 'ABNORMAL', 'processing'],
  ])('of a refund that is %s, as our provider says', async (how, action, told, status) => {
    const { account, merchant, ...stall } = shop
    const outTradeNo = `REFUND_${how}`
    const transactionId = await stall.sold(outTradeNo)
    const refund = { out_trade_no: outTradeNo, out_refund_no: `R_${how}`, notify_url: stall.notifyUrl(`R_${how}`) }
    await merchant.refund({ ...refund, amount: { refund: 500, total: 1990, currency: 'CNY' } })
    await stall.control('trigger', { outTradeNo, action })
    const received = await first(`R_${how}`)
    const { genuine, envelope, open } = notified(received, account)
    expect(genuine).toBe(true)
    expect(envelope).toMatchObject({
      event_type: `REFUND.${told}`,
      resource: { original_type: 'refund', associated_data: 'refund' },
    })
    const numbers = { out_trade_no: outTradeNo, out_refund_no: `R_${how}`, transaction_id: transactionId, mchid: account.mchId }
    expect(open()).toMatchObject({ ...numbers, refund_status: told, amount: { total: 1990, refund: 500 } })
    const facts = [{ kind: 'refund', status, outRefundNo: `R_${how}`, amount: cny.fen(500), source: 'notify' }]
    expect(await shop.ours.notify(received)).toMatchObject({ id: envelope.id, facts })
  })

  test('with empty associated data; of another merchant, so that our provider does not open it', async () => {
    const stall = await shop.enrol({ associatedData: 'empty' })
    await stall.sold('NOTIFY_2')
    const { genuine, envelope, open } = notified(await first('NOTIFY_2'), stall.account)
    expect([genuine, envelope.resource.associated_data]).toEqual([true, ''])
    expect(open()).toMatchObject({ out_trade_no: 'NOTIFY_2', trade_state: 'SUCCESS' })
    await expect(shop.ours.notify(await first('NOTIFY_2'))).rejects.toMatchObject({ code: 'UNVERIFIED' })
  })

  test('again, until it is acknowledged: the same event, signed anew', async () => {
    await shop.sold('DEAF_001')
    const tries = (await shop.notifies('DEAF_001', 2)).map((received) => notified(received, shop.account))
    expect(tries.map(({ genuine }) => genuine)).toEqual([true, true])
    expect(new Set(tries.map(({ envelope }) => envelope.id)).size).toBe(1)
    expect(tries[0]?.open()).toEqual(tries[1]?.open())
    // The third try would have come by now.
    await new Promise((resolve) => setTimeout(resolve, 400))
    expect(await shop.notifies('DEAF_001')).toHaveLength(2)
  })
})

/** What their code finds in a copy that was spoilt on its way. */
async function spoilt(
  fault: string,
): Promise<{ readonly received: Received; readonly genuine: boolean; readonly opens: boolean }> {
  const outTradeNo = fault.toUpperCase().slice(0, 32).replaceAll('-', '_')
  await shop.sold(outTradeNo)
  await shop.notifies(outTradeNo)
  await shop.control('replay', { outTradeNo, fault })
  const received = (await shop.notifies(outTradeNo, 2))[1]
  if (!received) throw new Error('expected a second notify, found none')
  const { genuine, open } = notified(received, shop.account)
  return { received, genuine, opens: hasThrown(open) === undefined }
}

function hasThrown(run: () => unknown): unknown {
  try {
    run()
    return undefined
  } catch (error) {
    return error
  }
}

describe('their code refuses, as our provider does', () => {
  test.each<[fault: string, genuine: boolean, opens: boolean]>([
    ['notify-forged', false, true],
    ['notify-unsigned', false, true],
    ['notify-broken-signature', false, true],
    ['notify-signature-probe', false, true],
    ['notify-other-key', false, true],
    ['notify-key-rotated', false, true],
    ['notify-rewritten', false, true],
    ['notify-tag-cut', true, false],
    ['notify-tag-flipped', true, false],
    ['notify-other-data', true, false],
  ])('%s', async (fault, genuine, opens) => {
    const { received, ...found } = await spoilt(fault)
    expect(found).toEqual({ genuine, opens })
    await expect(shop.ours.notify(received)).rejects.toMatchObject({ code: 'UNVERIFIED' })
  })
})

describe('where the two part: their helpers know a signature, and not a message', () => {
  test.each<[what: string, fault: string]>([
    ['an old one, sent again: nothing of theirs looks at the time of a notify', 'notify-stale'],
    ['a signature header that came twice: their decoder stops at the first end', 'notify-repeated-header'],
  ])('%s', async (_what, fault) => {
    const { received, ...found } = await spoilt(fault)
    expect(found).toEqual({ genuine: true, opens: true })
    await expect(shop.ours.notify(received)).rejects.toMatchObject({ code: 'UNVERIFIED' })
  })

  test.each(['notify-foreign-merchant', 'notify-other-order', 'notify-wrong-amount', 'notify-foreign-currency'])(
    '%s: genuine to both; whose it is, the shop must compare',
    async (fault) => {
      const { received, ...found } = await spoilt(fault)
      expect(found).toEqual({ genuine: true, opens: true })
      expect((await shop.ours.notify(received)).facts).toHaveLength(1)
    },
  )
})
