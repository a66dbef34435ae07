import { describe, expect, test } from 'vitest'
import {
  ask,
  create,
  DAY,
  MINUTE,
  NOW,
  newWallet,
  paidTrade,
  prompt,
  type Question,
  query,
  refused,
  SECOND,
  type TestedWallet,
  type Values,
} from './asking.fixture.ts'

const statusOf = (wallet: TestedWallet, now = NOW): unknown => ask(wallet, query(), { now }).trade_status

describe('time', () => {
  test.each<[string, (biz: Values) => Question, Values, number]>([
    ['a mini program has fifteen days', create, { product_code: 'JSAPI_PAY', op_app_id: '2021' }, 15 * DAY],
    ['the counter has three hours', create, {}, 180 * MINUTE],
    ['minutes', create, { timeout_express: '90m' }, 90 * MINUTE],
    ['hours', create, { timeout_express: '2h' }, 120 * MINUTE],
    ['days', create, { timeout_express: '1d' }, DAY],
    ['the end of the day in Beijing', create, { timeout_express: '1c' }, 12 * 60 * MINUTE],
    ['a moment, which counts first', create, { time_expire: '2026-01-05 12:01:00', timeout_express: '1d' }, MINUTE],
  ])('%s', (_, question, biz, after) => {
    const wallet = newWallet()
    const code = prompt(ask(wallet, question(biz)))
    expect(statusOf(wallet, NOW + after - 1)).toBe('WAIT_BUYER_PAY')
    expect(statusOf(wallet, NOW + after)).toBe('TRADE_CLOSED')
    expect(wallet.books(NOW + after)).toMatchObject([{ status: 'closed' }])
    expect(() => wallet.act(code, 'pay', NOW + after)).toThrow(/has expired/)
  })

  test.each(['1.5h', '0m', '16d', '1s', '60', '-1m', '1 m'])('%j is no time', (timeout_express) => {
    expect(refused(newWallet(), create({ timeout_express }))).toBe('40004 ACQ.INVALID_PARAMETER')
  })

  test.each([
    ['2026-01-05 12:00:00', '40004 ACQ.NOW_TIME_AFTER_EXPIRE_TIME_ERROR'],
    ['2026-01-05T12:30:00', '40004 ACQ.INVALID_PARAMETER'],
    ['20260105123000', '40004 ACQ.INVALID_PARAMETER'],
    ['2026-02-30 12:30:00', '40004 ACQ.INVALID_PARAMETER'],
  ])('a trade until %s is refused', (time_expire, code) => expect(refused(newWallet(), create({ time_expire }))).toBe(code))

  test("a moment is the merchants' one, however far the wallet's clock is ahead", () => {
    const wallet = newWallet()
    wallet.ahead?.(31 * MINUTE)
    const now = NOW + 31 * MINUTE
    ask(wallet, create({ time_expire: '2026-01-05 12:15:00' }), { now })
    expect(statusOf(wallet, now + 15 * MINUTE - 1)).toBe('WAIT_BUYER_PAY')
    expect(statusOf(wallet, now + 15 * MINUTE)).toBe('TRADE_CLOSED')
  })

  test('a paid trade is refundable for twelve months, and finished then', () => {
    const wallet = newWallet()
    paidTrade(wallet)
    expect(statusOf(wallet, NOW + 365 * DAY - SECOND)).toBe('TRADE_SUCCESS')
    expect(statusOf(wallet, NOW + 365 * DAY)).toBe('TRADE_FINISHED')
    const short = newWallet({ refundWindowMs: 90 * DAY })
    paidTrade(short)
    expect(statusOf(short, NOW + 90 * DAY)).toBe('TRADE_FINISHED')
  })
})
