import { describe, expect, test } from 'vitest'
import { ask, DAY, FAILED, MERCHANT, MINUTE, NOW, newDesk, OTHER_MERCHANT, only, scan, xmlOf } from './asking.fixture.ts'
import type { QQDesk } from './desk.ts'
import { isSigned } from './sign.ts'

const tradeState = (desk: QQDesk, now = NOW): string | undefined =>
  ask(desk, 'query', { out_trade_no: 'T-1' }, { now }).trade_state

describe('a payment code', () => {
  test('is 18 digits that begin with 91, and never the same', () => {
    const desk = newDesk()
    const codes = Array.from({ length: 300 }, () => desk.paymentCode(NOW))
    for (const code of codes) expect(code).toMatch(/^91[0-9]{16}$/)
    expect(new Set(codes).size).toBe(300)
  })

  test('is drawn from the seed', () => {
    expect(newDesk().paymentCode(NOW)).toBe(newDesk().paymentCode(NOW + DAY))
    expect(newDesk({ seed: 'a' }).paymentCode(NOW)).not.toBe(newDesk({ seed: 'b' }).paymentCode(NOW))
  })

  const INVALID = { ...FAILED('AUTH_CODE_INVALID'), retcode: '66227006' }

  test.each(['910000000000000000', '9100000', '921234567890123456', '91000000000000000x', '1'])(
    'that the wallet never showed pays nothing: %s',
    (code) => {
      const desk = newDesk()
      desk.paymentCode(NOW)
      expect(ask(desk, 'micropay', { auth_code: code })).toMatchObject(INVALID)
      expect(desk.books(NOW)).toEqual([])
    },
  )

  test('is good for five minutes', () => {
    const desk = newDesk()
    const [first, second] = [desk.paymentCode(NOW), desk.paymentCode(NOW)]
    expect(ask(desk, 'micropay', { auth_code: first }, { now: NOW + 5 * MINUTE })).toMatchObject(INVALID)
    const answer = ask(desk, 'micropay', { auth_code: second }, { now: NOW + 5 * MINUTE - 1 })
    expect(answer).toMatchObject({ trade_state: 'SUCCESS' })
  })

  test('pays one order, whoever scans it again', () => {
    const desk = newDesk()
    const code = desk.paymentCode(NOW)
    ask(desk, 'micropay', { auth_code: code })
    expect(ask(desk, 'micropay', { auth_code: code, out_trade_no: 'T-2' })).toMatchObject(INVALID)
    expect(ask(desk, 'micropay', { auth_code: code }, { merchant: OTHER_MERCHANT })).toMatchObject(INVALID)
    expect(desk.books(NOW)).toHaveLength(1)
  })

  test('is still good after a request that was refused for another reason', () => {
    const desk = newDesk()
    const code = desk.paymentCode(NOW)
    expect(ask(desk, 'micropay', { auth_code: code, total_fee: '0' })).toMatchObject(FAILED('PARAM_ERROR'))
    expect(ask(desk, 'micropay', { auth_code: code, device_info: '' })).toMatchObject(FAILED('LACK_PARAMS'))
    expect(ask(desk, 'micropay', { auth_code: code })).toMatchObject({ trade_state: 'SUCCESS' })
  })
})

describe('a code that is scanned', () => {
  test('pays at once, and the answer says what a query would', () => {
    const desk = newDesk()
    const answer = scan(desk, { attach: '深圳分店' })
    const { nonce_str: _, sign: __, ...query } = ask(desk, 'query', { out_trade_no: 'T-1' })
    expect(answer).toMatchObject(query)
    expect(query).toMatchObject({
      result_code: 'SUCCESS',
      trade_type: 'MICROPAY',
      trade_state: 'SUCCESS',
      bank_type: 'BALANCE',
      fee_type: 'CNY',
      total_fee: '1990',
      cash_fee: '1990',
      device_info: 'WP00000001',
      attach: '深圳分店',
      time_end: '20260105120000',
    })
    expect(desk.books(NOW)).toMatchObject([{ status: 'paid', paidAt: NOW, transactionId: answer.transaction_id }])
  })

  test('is notified, too, where there is an address', () => {
    const desk = newDesk()
    scan(desk)
    const fields = xmlOf({ status: 200, body: only(desk.due(NOW)).body })
    expect(isSigned(fields, MERCHANT.apiKey)).toBe(true)
    expect(Object.fromEntries(fields)).toMatchObject({ trade_type: 'MICROPAY', trade_state: 'SUCCESS', total_fee: '1990' })

    const silent = newDesk()
    scan(silent, { notify_url: '' })
    expect(silent.books(NOW)).toMatchObject([{ status: 'paid' }])
    expect(silent.due(NOW + DAY)).toEqual([])
  })

  test('under a paid number it is ORDERPAID, the same content or another', () => {
    const desk = newDesk()
    const code = desk.paymentCode(NOW)
    ask(desk, 'micropay', { auth_code: code })
    expect(ask(desk, 'micropay', { auth_code: code })).toMatchObject(FAILED('ORDERPAID'))
    expect(scan(desk, { total_fee: '1' })).toMatchObject(FAILED('ORDERPAID'))
    expect(desk.due(NOW)).toHaveLength(1)
  })

  test('under the number of an order of another scene it is OUT_TRADE_NO_USED, and the other way round', () => {
    const desk = newDesk({ password: 'always' })
    ask(desk, 'order')
    expect(scan(desk)).toMatchObject(FAILED('OUT_TRADE_NO_USED'))
    scan(desk, { out_trade_no: 'T-2' })
    expect(ask(desk, 'order', { out_trade_no: 'T-2' })).toMatchObject(FAILED('OUT_TRADE_NO_USED'))
  })

  test('a unified order is no way to it', () => {
    expect(ask(newDesk(), 'order', { trade_type: 'MICROPAY' })).toMatchObject(FAILED('PARAM_ERROR'))
    expect(scan(newDesk(), { trade_type: 'NATIVE' })).toMatchObject(FAILED('PARAM_ERROR'))
  })
})

describe('whether the payer types the password', () => {
  const USERPAYING = { ...FAILED('USERPAYING'), retcode: '66227005' }

  test.each([
    ['not up to 1000.00 yuan', {}, '100000', { trade_state: 'SUCCESS' }],
    ['above 1000.00 yuan', {}, '100001', USERPAYING],
    ['above another amount', { password: 1989n }, '1990', USERPAYING],
    ['not up to it', { password: 1990n }, '1990', { trade_state: 'SUCCESS' }],
    ['always', { password: 'always' }, '1', USERPAYING],
    ['never', { password: 'never' }, '99999999', { trade_state: 'SUCCESS' }],
  ] as const)('%s', (_, options, total, answer) => {
    expect(scan(newDesk(options), { total_fee: total })).toMatchObject(answer)
  })

  test('can be told by the trade state instead of a code', () => {
    const answer = scan(newDesk({ password: 'always', userPayingAs: 'trade_state' }))
    expect(answer).toMatchObject({ result_code: 'SUCCESS', trade_state: 'USERPAYING', total_fee: '1990' })
    expect(answer).not.toHaveProperty('transaction_id')
  })
})

describe('while the wallet waits for the password', () => {
  function waiting() {
    const desk = newDesk({ password: 'always' })
    const code = desk.paymentCode(NOW)
    ask(desk, 'micropay', { auth_code: code })
    return { desk, code, again: (now = NOW) => ask(desk, 'micropay', { auth_code: code }, { now }) }
  }

  test('nothing is paid: query and repeat say USERPAYING', () => {
    const { desk, again } = waiting()
    expect(tradeState(desk)).toBe('USERPAYING')
    expect(again()).toMatchObject(FAILED('USERPAYING'))
    expect(desk.books(NOW)).toMatchObject([{ status: 'open' }])
    expect(desk.due(NOW)).toEqual([])
  })

  test('a repeat with another content is OUT_TRADE_NO_USED', () => {
    const { desk, code } = waiting()
    expect(ask(desk, 'micropay', { auth_code: code, total_fee: '1' })).toMatchObject(FAILED('OUT_TRADE_NO_USED'))
    expect(scan(desk)).toMatchObject(FAILED('OUT_TRADE_NO_USED'))
  })

  test('the right one pays, and is notified', () => {
    const { desk, code, again } = waiting()
    desk.act(code, 'pay', NOW + 1000)
    expect(tradeState(desk)).toBe('SUCCESS')
    expect(again()).toMatchObject(FAILED('ORDERPAID'))
    expect(desk.books(NOW)).toMatchObject([{ status: 'paid', paidAt: NOW + 1000 }])
    expect(desk.due(NOW + 1000)).toHaveLength(1)
    expect(() => desk.act(code, 'pay', NOW + 1000)).toThrow(/T-1 is paid already/)
  })

  test('a wrong one changes nothing', () => {
    const { desk, code } = waiting()
    desk.act(code, 'wrong-password', NOW)
    expect(tradeState(desk)).toBe('USERPAYING')
    desk.act(code, 'pay', NOW)
    expect(tradeState(desk)).toBe('SUCCESS')
  })

  test.each([
    ['no-funds', { ...FAILED('NOTENOUGH'), retcode: '66227008' }],
    ['cancel', FAILED('AUTH_CODE_INVALID')],
  ] as const)('%s ends it: NOTPAY, the code is used up, a repeat says why', (action, answer) => {
    const { desk, code, again } = waiting()
    desk.act(code, action, NOW)
    expect(tradeState(desk)).toBe('NOTPAY')
    expect(again()).toMatchObject(answer)
    expect(() => desk.act(code, 'pay', NOW)).toThrow(/waits for no password any more/)
    expect(desk.books(NOW)).toMatchObject([{ status: 'open' }])
    expect(desk.bills(NOW)).toMatchObject([{ status: 'closed' }])
  })

  test('the order can be closed, and then never paid', () => {
    const { desk, code, again } = waiting()
    expect(ask(desk, 'close')).toMatchObject({ result_code: 'SUCCESS' })
    expect(() => desk.act(code, 'pay', NOW)).toThrow(/closed by the merchant/)
    expect(again()).toMatchObject(FAILED('ORDERCLOSED'))
    expect(tradeState(desk)).toBe('CLOSED')
  })

  test('two hours later it is over', () => {
    const { desk, code, again } = waiting()
    const late = NOW + 120 * MINUTE
    expect(tradeState(desk, late - 1)).toBe('USERPAYING')
    expect(tradeState(desk, late)).toBe('CLOSED')
    expect(again(late)).toMatchObject(FAILED('ORDERCLOSED'))
    expect(() => desk.act(code, 'pay', late)).toThrow(/expired/)
  })

  test('the phone shows what is to be paid, under the payment code', () => {
    const { desk, code } = waiting()
    const bill = { promptText: code, scene: 'micropay', status: 'open', total: 1990n, mchId: MERCHANT.mchId }
    expect(desk.bills(NOW)).toMatchObject([bill])
    expect(desk.bills(NOW)[0]).not.toHaveProperty('payerTotal')
  })
})
