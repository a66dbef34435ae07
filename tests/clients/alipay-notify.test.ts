import { parse } from 'node:querystring'
import type { Received } from 'tpkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AlipayShop, openAlipayShop, SUBJECT, TOTAL } from './alipay-shop.fixture.ts'

/** Nothing in it that the older of their checks stumbles over. */
const PLAIN = { subject: 'tea' }

let shop: AlipayShop

beforeAll(async () => {
  shop = await openAlipayShop({ notifyPausesMs: [50, 50], notifiesClosed: true })
  await shop.sold('SPOILT_1', PLAIN)
})

afterAll(() => shop.close())

const ODD = 'a=1&b=2 50% off + 中文 %E4%BD'

/** The form as a shop's framework reads it: names and values, decoded once. */
function fieldsIn({ body }: Received): Readonly<Record<string, string>> {
  return Object.fromEntries(new URLSearchParams(new TextDecoder().decode(body)))
}

/** What both of their checks say: the older one decodes every value once more. */
function checked(received: Received): { readonly v1: unknown; readonly v2: unknown } {
  const fields = fieldsIn(received)
  return { v1: outcome(() => shop.sdk.checkNotifySign(fields)), v2: outcome(() => shop.sdk.checkNotifySignV2(fields)) }
}

function outcome(run: () => unknown): unknown {
  try {
    return run()
  } catch (error) {
    return error instanceof Error ? error.name : error
  }
}

const notifyOf = async (outTradeNo: string, index = 0): Promise<Received> => {
  const found = (await shop.notifies(outTradeNo, index + 1))[index]
  return found ?? Promise.reject(new Error('expected a notify, found none'))
}

describe('their code proves what the sandbox posts', () => {
  test('of a payment: it says what a query says, and our provider finds the same facts', async () => {
    const tradeNo = await shop.sold('NOTIFY_1', { ...PLAIN, passback_params: 'a1' })
    const received = await notifyOf('NOTIFY_1')
    expect(checked(received)).toEqual({ v1: true, v2: true })
    const fields = fieldsIn(received)
    const { appId, sellerId } = shop.account
    const told = { notify_type: 'trade_status_sync', trade_status: 'TRADE_SUCCESS', app_id: appId, seller_id: sellerId }
    const queried = await shop.exec('trade.query', { out_trade_no: 'NOTIFY_1' })
    const same = { trade_no: tradeNo, total_amount: '19.90', gmt_payment: queried.sendPayDate, passback_params: 'a1' }
    expect(fields).toMatchObject({ ...told, ...same, out_trade_no: 'NOTIFY_1' })
    const facts = [{ kind: 'payment', status: 'paid', total: TOTAL, transactionId: tradeNo, source: 'notify' }]
    expect(await shop.ours.notify(received)).toMatchObject({ id: fields.notify_id, facts })
  })

  test('of refunds: in part the trade goes on, as a whole it is closed; our provider books what was asked for', async () => {
    await shop.sold('NOTIFY_2')
    const refund = { out_trade_no: 'NOTIFY_2', refund_amount: '5.00', out_request_no: 'R1' }
    await shop.exec('trade.refund', refund)
    const part = await notifyOf('NOTIFY_2', 1)
    await shop.exec('trade.refund', { ...refund, refund_amount: '14.90', out_request_no: 'R2' })
    const whole = await notifyOf('NOTIFY_2', 2)
    for (const [received, trade_status, refund_fee, out_biz_no] of [
      [part, 'TRADE_SUCCESS', '5.00', 'R1'],
      [whole, 'TRADE_CLOSED', '19.90', 'R2'],
    ] as const) {
      expect(checked(received).v2).toBe(true)
      expect(fieldsIn(received)).toMatchObject({
        trade_status,
        refund_fee,
        out_biz_no,
        gmt_refund: expect.stringMatching(/\.\d+$/),
      })
      const facts = [
        { kind: 'payment', status: 'paid', total: TOTAL },
        { kind: 'refund', status: 'refunded', outRefundNo: out_biz_no, outTradeNo: 'NOTIFY_2' },
      ]
      expect(await shop.ours.notify(received)).toMatchObject({ facts })
    }
  })

  test('of a trade that is closed unpaid', async () => {
    await shop.act(await shop.place('NOTIFY_3'), 'cancel')
    await shop.exec('trade.close', { out_trade_no: 'NOTIFY_3' })
    const received = await notifyOf('NOTIFY_3')
    expect([checked(received).v2, fieldsIn(received).trade_status]).toEqual([true, 'TRADE_CLOSED'])
    expect(await shop.ours.notify(received)).toMatchObject({ facts: [{ kind: 'payment', status: 'closed' }] })
  })

  test('again, until it hears success: the same message under the same id', async () => {
    await shop.sold('DEAF_1')
    const tries = [await notifyOf('DEAF_1'), await notifyOf('DEAF_1', 1)]
    expect(tries.map((received) => checked(received).v2)).toEqual([true, true])
    expect(new Set(tries.map((received) => fieldsIn(received).notify_id)).size).toBe(1)
    // The third try would have come by now.
    await new Promise((resolve) => setTimeout(resolve, 250))
    expect(await shop.notifies('DEAF_1')).toHaveLength(2)
  })
})

/** A copy of the notify of one order that was spoilt on its way. */
async function spoilt(fault: string): Promise<Received> {
  const before = await shop.notifies('SPOILT_1')
  await shop.control('replay', { outTradeNo: 'SPOILT_1', fault })
  return notifyOf('SPOILT_1', before.length)
}

describe('their code refuses, as our provider does', () => {
  test.each([
    ['notify-forged'],
    ['notify-unsigned'],
    ['notify-sign-empty'],
    ['notify-broken-signature'],
    ['notify-other-key'],
    ['notify-key-rotated'],
    ['notify-half-body'],
    ['notify-empty-body'],
    ['notify-sign-repeated'],
    ['notify-wrong-charset'],
  ])('%s', async (fault) => {
    const received = await spoilt(fault)
    expect(checked(received).v2).toBe(false)
    expect(checked(received).v1).not.toBe(true)
    await expect(shop.ours.notify(received)).rejects.toMatchObject({ code: expect.stringMatching(/^(?:UNVERIFIED|MALFORMED)$/) })
  })

  test('a field that was added, taken away, or changed by one letter', async () => {
    const { body } = await notifyOf('SPOILT_1')
    const text = new TextDecoder().decode(body)
    for (const other of [`${text}&refund_fee=0.01`, text.replace(/&subject=[^&]*/, ''), text.replace('SPOILT_1', 'SPOILT_2')]) {
      const received = { headers: new Map(), query: '', body: new TextEncoder().encode(other) }
      expect(checked(received).v2).toBe(false)
      await expect(shop.ours.notify(received)).rejects.toMatchObject({ code: 'UNVERIFIED' })
    }
  })
})

describe('their code believes, as our provider does; whose it is, the shop must compare', () => {
  test.each([
    ['notify-wrong-amount'],
    ['notify-foreign-merchant'],
    ['notify-foreign-app'],
    ['notify-other-order'],
    ['notify-extra-field'],
    ['notify-few-fields'],
    ['notify-bad-time'],
    ['notify-zero-refund'],
  ])('%s', async (fault) => {
    const received = await spoilt(fault)
    expect(checked(received).v2).toBe(true)
    expect((await shop.ours.notify(received)).facts).toHaveLength(1)
  })
})

describe('where the two part', () => {
  test('odd letters: their older check decodes once more, and stumbles or refuses; the newer one and ours read them once', async () => {
    await shop.sold('ODD_1', { subject: SUBJECT, body: ODD })
    const received = await notifyOf('ODD_1')
    expect(checked(received)).toEqual({ v1: 'URIError', v2: true })
    expect(fieldsIn(received)).toMatchObject({ subject: SUBJECT, body: ODD })
    expect(await shop.ours.notify(received)).toMatchObject({ facts: [{ raw: { subject: SUBJECT, body: ODD } }] })
    await shop.sold('ODD_2', { ...PLAIN, passback_params: encodeURIComponent('id=1&名=中文') })
    expect(checked(await notifyOf('ODD_2'))).toEqual({ v1: false, v2: true })
    expect(await shop.ours.notify(await notifyOf('ODD_2'))).toMatchObject({ facts: [{ status: 'paid' }] })
  })

  test('values that something on the way escaped once more: their older check believes them', async () => {
    await shop.sold('TWICE_1', PLAIN)
    const twice = Object.entries(fieldsIn(await notifyOf('TWICE_1'))).map(([name, value]) => {
      const once = encodeURIComponent(value)
      return `${name}=${name === 'sign' ? once : encodeURIComponent(once)}`
    })
    const received = { headers: new Map(), query: '', body: new TextEncoder().encode(twice.join('&')) }
    expect(checked(received)).toEqual({ v1: true, v2: false })
    await expect(shop.ours.notify(received)).rejects.toMatchObject({ code: 'UNVERIFIED' })
  })

  test('SHA-1, because the message says so: theirs takes the algorithm from the message, ours from the account', async () => {
    const received = await spoilt('notify-downgraded')
    expect(checked(received)).toEqual({ v1: true, v2: true })
    await expect(shop.ours.notify(received)).rejects.toMatchObject({ code: 'UNVERIFIED' })
  })

  test('another algorithm: theirs throws, where a shop expects yes or no', async () => {
    await shop.sold('SM2_1', PLAIN)
    const fields = { ...fieldsIn(await notifyOf('SM2_1')), sign_type: 'SM2' }
    expect(outcome(() => shop.sdk.checkNotifySignV2(fields))).toBe('TypeError')
    const body = new TextEncoder().encode(String(new URLSearchParams(fields)))
    await expect(shop.ours.notify({ headers: new Map(), query: '', body })).rejects.toMatchObject({ code: 'UNVERIFIED' })
  })

  test('GBK: theirs knows UTF-8 alone, ours verifies the bytes that came', async () => {
    const received = await spoilt('notify-gbk')
    expect(checked(received).v2).toBe(false)
    expect(await shop.ours.notify(received)).toMatchObject({ facts: [{ status: 'paid', raw: { body: '沙箱：一杯茶' } }] })
  })

  test('a signature that came twice, as most frameworks hand it over: theirs throws', async () => {
    const received = await spoilt('notify-sign-repeated')
    const fields = { ...parse(new TextDecoder().decode(received.body)) }
    expect(fields.sign).toHaveLength(2)
    expect(outcome(() => shop.sdk.checkNotifySignV2(fields))).toBe('TypeError')
  })

  test('two fields pushed together into one: the signed text is the same, and ours looks for that', async () => {
    await shop.sold('PUSHED_1', PLAIN)
    const { total_amount, subject, ...rest } = fieldsIn(await notifyOf('PUSHED_1'))
    const pushed = { ...rest, subject: `${subject}&total_amount=${total_amount}` }
    expect(shop.sdk.checkNotifySignV2(pushed)).toBe(true)
    const body = new TextEncoder().encode(String(new URLSearchParams(pushed)))
    await expect(shop.ours.notify({ headers: new Map(), query: '', body })).rejects.toMatchObject({ code: 'UNVERIFIED' })
  })
})
