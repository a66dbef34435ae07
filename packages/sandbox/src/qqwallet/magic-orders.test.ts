import { describe, expect, test } from 'vitest'
import { MAGIC_AMOUNTS, type MagicName } from '../magic.ts'
import { ask, DAY, FAILED, NOW, newDesk, only, paidOrder, scan } from './asking.fixture.ts'
import type { QQDesk } from './desk.ts'

/** The magic amount of that name, as a field. */
function magic(name: MagicName): string {
  return String(MAGIC_AMOUNTS.find((row) => row.name === name)?.fen)
}

const tradeState = (desk: QQDesk, now = NOW) => ask(desk, 'query', { out_trade_no: 'T-1' }, { now }).trade_state

describe('a magic total decides', () => {
  test('no-funds: a payment code is refused, the order is there and unpaid', () => {
    const desk = newDesk()
    expect(scan(desk, { total_fee: magic('no-funds') })).toMatchObject(FAILED('NOTENOUGH'))
    expect(tradeState(desk)).toBe('NOTPAY')
    expect(desk.books(NOW)).toMatchObject([{ status: 'open' }])
  })

  test('no-funds: whoever scans a QR code and pays has not paid', () => {
    const desk = newDesk()
    desk.act(ask(desk, 'order', { total_fee: magic('no-funds') }).code_url ?? '', 'pay', NOW)
    expect(tradeState(desk)).toBe('NOTPAY')
  })

  test('password: waits, whatever the desk is told of passwords', () => {
    const desk = newDesk({ password: 'never' })
    expect(scan(desk, { total_fee: magic('password') })).toMatchObject(FAILED('USERPAYING'))
    expect(tradeState(desk, NOW + 3_600_000)).toBe('USERPAYING')
  })

  test('password-then-paid: paid after ten seconds, whoever looks first, and notified as of then', () => {
    const desk = newDesk()
    scan(desk, { total_fee: magic('password-then-paid') })
    expect(tradeState(desk, NOW + 9999)).toBe('USERPAYING')
    expect(desk.due(NOW + 9999)).toEqual([])
    expect(only(desk.due(NOW + 60_000)).attempt).toBe(1)
    expect(desk.books(NOW + 60_000)).toMatchObject([{ status: 'paid', paidAt: NOW + 10_000 }])
  })

  test.each(['close', 'reverse'] as const)('password-then-paid: never, after a %s', (operation) => {
    const desk = newDesk()
    scan(desk, { total_fee: magic('password-then-paid') })
    ask(desk, operation, {}, { now: NOW + 9999 })
    expect(desk.due(NOW + DAY)).toEqual([])
    expect(desk.books(NOW + DAY)[0]?.transactionId).toBeUndefined()
  })

  test.each(['cancel', 'no-funds'] as const)('password-then-paid: never, after %s', (action) => {
    const desk = newDesk()
    const code = desk.paymentCode(NOW)
    ask(desk, 'micropay', { auth_code: code, total_fee: magic('password-then-paid') })
    desk.act(code, action, NOW)
    expect(tradeState(desk, NOW + 60_000)).toBe('NOTPAY')
  })

  test('password-then-paid: a payer who is faster pays once', () => {
    const desk = newDesk()
    const code = desk.paymentCode(NOW)
    ask(desk, 'micropay', { auth_code: code, total_fee: magic('password-then-paid') })
    desk.act(code, 'pay', NOW + 1)
    expect(desk.books(NOW + 60_000)).toMatchObject([{ paidAt: NOW + 1 }])
    expect(desk.due(NOW + 60_000)).toHaveLength(1)
  })

  test('discount: the payer pays 20.00 less', () => {
    expect(scan(newDesk(), { total_fee: magic('discount') })).toMatchObject({ coupon_fee: '2000', cash_fee: '93304' })
  })

  test('reverse-recall: the first reverse asks to be called again', () => {
    const desk = newDesk()
    scan(desk, { total_fee: magic('reverse-recall') })
    expect(ask(desk, 'reverse')).toMatchObject({ recall: 'Y' })
    expect(ask(desk, 'reverse')).toMatchObject({ recall: 'N' })
    expect(tradeState(desk)).toBe('REVOKED')
  })
})

describe('a magic refund decides', () => {
  /** The states of one refund, before its end, after it, and after the end of a repeat. */
  function history(name: MagicName): readonly unknown[] {
    const desk = newDesk()
    paidOrder(desk, { total_fee: '100000' })
    const refund = (now: number) => ask(desk, 'refund', { out_trade_no: 'T-1', refund_fee: magic(name) }, { now })
    const status = (now: number) => ask(desk, 'refundQuery', { out_refund_no: 'R-1' }, { now }).refund_status_0
    refund(NOW)
    const first = [status(NOW), status(NOW + 60_000)]
    refund(NOW + 60_000)
    return [...first, status(NOW + 120_000)]
  }

  test.each([
    ['refund-fails-once', ['PROCESSING', 'FAIL', 'SUCCESS']],
    ['refund-fails', ['PROCESSING', 'FAIL', 'FAIL']],
    ['refund-changed', ['PROCESSING', 'CHANGE', 'CHANGE']],
    ['refund-unsure', ['PROCESSING', 'NOTSURE', 'SUCCESS']],
    ['refund-slow', ['PROCESSING', 'PROCESSING', 'PROCESSING']],
  ] as const)('%s: %j', (name, states) => {
    expect(history(name)).toEqual(states)
  })

  test('refund-no-account: refused, however often, and nothing of it is in the books', () => {
    const desk = newDesk()
    paidOrder(desk, { total_fee: '100000' })
    for (const now of [NOW, NOW + DAY]) {
      const answer = ask(desk, 'refund', { out_trade_no: 'T-1', refund_fee: magic('refund-no-account') }, { now })
      expect(answer).toMatchObject(FAILED('USER_ACCOUNT_ABNORMAL'))
    }
    expect(desk.books(NOW)).toMatchObject([{ refunds: [] }])
    expect(tradeState(desk)).toBe('SUCCESS')
  })

  test('refund-slow: three days', () => {
    const desk = newDesk()
    paidOrder(desk, { total_fee: '100000' })
    ask(desk, 'refund', { out_trade_no: 'T-1', refund_fee: magic('refund-slow') })
    const status = (now: number) => ask(desk, 'refundQuery', { out_refund_no: 'R-1' }, { now }).refund_status_0
    expect(status(NOW + 3 * DAY - 1)).toBe('PROCESSING')
    expect(status(NOW + 3 * DAY)).toBe('SUCCESS')
  })
})

test('a desk that is told to ignore the table does', () => {
  const desk = newDesk({ magicAmounts: false })
  for (const [n, { fen }] of MAGIC_AMOUNTS.entries()) {
    const total = { out_trade_no: `T-${n}`, total_fee: String(fen) }
    expect(scan(desk, total)).toMatchObject({ trade_state: 'SUCCESS', cash_fee: String(fen) })
    const refund = { out_trade_no: `T-${n}`, out_refund_no: `R-${n}`, refund_fee: String(fen) }
    ask(desk, 'refund', refund)
    const { refund_status_0: status } = ask(desk, 'refundQuery', { out_refund_no: `R-${n}` }, { now: NOW + 60_000 })
    expect(status).toBe('SUCCESS')
  }
})
