import { describe, expect, test } from 'vitest'
import { ask, MERCHANT, NOW, newWallet, only, paidOrder, xmlOf } from './asking.fixture.ts'
import { isSigned } from './sign.ts'
import type { QQWalletOptions } from './wallet.ts'
import { qqWallet } from './wallet.ts'

const WRONG_AMOUNT = { fault: 'notify-wrong-amount' }

const SUCCESS = { status: 200, body: '<xml><return_code>SUCCESS</return_code></xml>' }
const FAIL = { status: 200, body: '<xml><return_code>FAIL</return_code></xml>' }

function notifyOf(options: Partial<QQWalletOptions> = {}, values: Record<string, string> = {}): Record<string, string> {
  const wallet = newWallet(options)
  paidOrder(wallet, values)
  const { body } = only(wallet.due(NOW))
  const fields = xmlOf({ status: 200, body })
  expect(isSigned(fields, MERCHANT.apiKey)).toBe(true)
  return Object.fromEntries(fields)
}

describe('the notify of a payment', () => {
  test('goes to the address of the order, at once', () => {
    const wallet = newWallet()
    paidOrder(wallet, { notify_url: 'http://127.0.0.1:9/own' })
    expect(only(wallet.due(NOW))).toMatchObject({ url: 'http://127.0.0.1:9/own', attempt: 1 })
  })

  test('says what was paid, signed', () => {
    expect(notifyOf({}, { attach: '深圳分店', device_info: 'WP1' })).toMatchObject({
      mch_id: MERCHANT.mchId,
      device_info: 'WP1',
      trade_type: 'NATIVE',
      trade_state: 'SUCCESS',
      bank_type: 'BALANCE',
      fee_type: 'CNY',
      total_fee: '1990',
      cash_fee: '1990',
      out_trade_no: 'T-1',
      attach: '深圳分店',
      time_end: '20260105120000',
    })
  })

  test('has neither return_code nor result_code', () => {
    expect(notifyOf()).not.toHaveProperty('return_code')
    expect(notifyOf()).not.toHaveProperty('result_code')
  })

  test('names application and payer where the order named an application', () => {
    expect(notifyOf()).not.toHaveProperty('openid')
    const appId = '1007033799'
    const fields = notifyOf({ merchants: [{ ...MERCHANT, appId }] }, { appid: appId })
    expect(fields).toMatchObject({ appid: appId, openid: expect.stringMatching(/^[0-9A-F]{32}$/) })
  })

  test('has every value in CDATA', () => {
    const wallet = newWallet()
    paidOrder(wallet)
    const xml = new TextDecoder().decode(only(wallet.due(NOW)).body)
    expect(xml.replace(/<(\w+)><!\[CDATA\[[^\]]*\]\]><\/\1>/g, '')).toBe('<xml></xml>')
  })

  test('is not made before the payment', () => {
    const wallet = newWallet()
    const { code_url: code = '' } = ask(wallet, 'order')
    wallet.act(code, 'no-funds', NOW)
    wallet.act(code, 'cancel', NOW)
    expect(wallet.due(NOW)).toEqual([])
  })
})

describe('the schedule', () => {
  const SECONDS = [15, 15, 30, 180, 1800, 1800, 1800, 1800, 3600]

  test.each([
    ['no answer', undefined],
    ['FAIL', FAIL],
    ['another status', { ...SUCCESS, status: 500 }],
    ['a redirect', { ...SUCCESS, status: 302 }],
    ['plain text', { status: 200, body: 'SUCCESS' }],
    ['broken XML', { status: 200, body: '<xml><return_code>SUCCESS</xml>' }],
    ['another case', { status: 200, body: '<xml><return_code>success</return_code></xml>' }],
    ['a page', { status: 200, body: '<html>SUCCESS</html>' }],
  ])('%s: the same message again after the pause', (_, answer) => {
    const wallet = newWallet()
    paidOrder(wallet)
    const first = only(wallet.due(NOW))
    wallet.delivered(first.id, answer, NOW + 100)
    expect(wallet.due(NOW + 100 + 14_999)).toEqual([])
    const second = only(wallet.due(NOW + 100 + 15_000))
    expect(second).toEqual({ ...first, attempt: 2 })
  })

  test('runs through all pauses and then gives up', () => {
    const wallet = newWallet()
    paidOrder(wallet)
    let now = NOW
    for (const seconds of [0, ...SECONDS]) {
      now += seconds * 1000
      expect(wallet.due(now - 1)).toEqual([])
      wallet.delivered(only(wallet.due(now)).id, undefined, now)
    }
    expect(wallet.due(now + 1e12)).toEqual([])
  })

  test.each([SUCCESS.body, '<xml>\n<return_code><![CDATA[SUCCESS]]></return_code><return_msg></return_msg></xml>'])(
    'ends with an acknowledgement: %s',
    (body) => {
      const wallet = newWallet()
      paidOrder(wallet)
      wallet.delivered(only(wallet.due(NOW)).id, { status: 200, body }, NOW)
      expect(wallet.due(NOW + 1e12)).toEqual([])
    },
  )

  test('each try is handed out once, and reported once', () => {
    const wallet = newWallet()
    paidOrder(wallet)
    const { id } = only(wallet.due(NOW))
    expect(wallet.due(NOW + 1e6)).toEqual([])
    wallet.delivered(id, FAIL, NOW)
    wallet.delivered(id, SUCCESS, NOW) // a late second report of the first try
    expect(only(wallet.due(NOW + 15_000)).attempt).toBe(2)
  })

  test('can be given', () => {
    const wallet = newWallet({ notifyPausesMs: [7] })
    paidOrder(wallet)
    wallet.delivered(only(wallet.due(NOW)).id, undefined, NOW)
    wallet.delivered(only(wallet.due(NOW + 7)).id, undefined, NOW + 7)
    expect(wallet.due(NOW + 1e12)).toEqual([])
  })
})

describe('told to break the amount', () => {
  test('the notify is signed and names another amount; books and query keep the right one', () => {
    expect(notifyOf({ faults: [WRONG_AMOUNT] })).toMatchObject({ total_fee: '1', cash_fee: '1' })
    expect(notifyOf({ faults: [WRONG_AMOUNT] }, { total_fee: '1' })).toMatchObject({ total_fee: '2' })
    expect(notifyOf({ faults: [] })).toMatchObject({ total_fee: '1990' })

    const wallet = newWallet({ faults: [WRONG_AMOUNT] })
    paidOrder(wallet)
    expect(wallet.books(NOW)).toMatchObject([{ total: 1990n }])
    expect(ask(wallet, 'query', { out_trade_no: 'T-1' })).toMatchObject({ total_fee: '1990' })
  })
})

test('one seed, one history; another seed, other numbers', () => {
  const history = (seed: string) => {
    const wallet = qqWallet({ merchants: [MERCHANT], seed })
    return [ask(wallet, 'order'), paidOrder(wallet, { out_trade_no: 'T-2' }), ask(wallet, 'refund', { out_trade_no: 'T-2' })]
  }
  expect(history('a')).toEqual(history('a'))
  const [first, other] = [history('a'), history('b')]
  expect(first[0]).not.toHaveProperty('code_url', Object(other[0]).code_url)
  expect(first[1]).not.toBe(other[1])
})
