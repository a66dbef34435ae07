import { describe, expect, test } from 'vitest'
import {
  address,
  app,
  ask,
  create,
  DAY,
  MINUTE,
  NOW,
  newWallet,
  orderString,
  page,
  precreate,
  query,
  type TestedWallet,
  type Values,
  wap,
} from './asking.fixture.ts'

const statusOf = (wallet: TestedWallet, now = NOW): unknown => ask(wallet, query(), { now }).trade_status

describe('what a browser or an application opens', () => {
  const WAYS: readonly (readonly [string, (biz?: Values) => string, string])[] = [
    ['a page', (biz) => address(page(biz)), 'page'],
    ['a phone', (biz) => address(wap(biz)), 'h5'],
    ['an application', (biz) => orderString(app(biz)), 'app'],
  ]

  test.each(WAYS)('%s: nothing is there before the payer comes, and everything afterwards', (_, opens, scene) => {
    const wallet = newWallet()
    expect([wallet.books(NOW), wallet.bills(NOW)]).toEqual([[], []])
    wallet.act(opens(), 'wrong-password', NOW)
    expect(statusOf(wallet)).toBe('WAIT_BUYER_PAY')
    wallet.act(opens(), 'pay', NOW + MINUTE)
    expect(statusOf(wallet, NOW + MINUTE)).toBe('TRADE_SUCCESS')
    expect(wallet.books(NOW + MINUTE)).toMatchObject([{ status: 'paid', outTradeNo: 'T_10001', total: 1990n }])
    expect(wallet.bills(NOW + MINUTE)).toMatchObject([{ scene }])
    expect(() => wallet.act(opens(), 'pay', NOW + MINUTE)).toThrow(/paid already/)
  })

  test.each(WAYS)('%s: what was changed on the way is refused, and leaves nothing', (_, opens) => {
    const wallet = newWallet()
    const changed = opens().replace('19.90', '00.01')
    expect(() => wallet.act(changed, 'pay', NOW)).toThrow(/is refused: isv\.invalid-signature/)
    expect(() => wallet.act(opens().replace(/sign=[^&]*/, ''), 'pay', NOW)).toThrow(/isv\.missing-signature/)
    expect([wallet.books(NOW), wallet.bills(NOW)]).toEqual([[], []])
  })

  test.each(WAYS)('%s: its expiry holds, however long it lay there', (_, opens) => {
    const late = opens({ time_expire: '2026-01-05 12:30:00' })
    expect(() => newWallet().act(late, 'pay', NOW + 30 * MINUTE)).toThrow(/expired/)
    newWallet().act(late, 'pay', NOW + 30 * MINUTE - 1)
  })

  test('a form whose address says the charset already', () => {
    const wallet = newWallet()
    wallet.act(address(page()).replace('gateway.do?', 'gateway.do?charset=utf-8?'), 'pay', NOW)
    expect(statusOf(wallet)).toBe('TRADE_SUCCESS')
  })

  test('a phone: the time that is given begins when the payer comes, and is five minutes at least', () => {
    const wallet = newWallet()
    wallet.act(address(wap({ timeout_express: '1m' })), 'cancel', NOW + DAY)
    expect(statusOf(wallet, NOW + DAY + 5 * MINUTE - 1)).toBe('WAIT_BUYER_PAY')
    expect(statusOf(wallet, NOW + DAY + 5 * MINUTE)).toBe('TRADE_CLOSED')
  })

  test('the number of a trade with another amount is refused', () => {
    const wallet = newWallet()
    ask(wallet, create())
    expect(() => wallet.act(address(page({ total_amount: '1.00' })), 'pay', NOW)).toThrow(/ACQ\.CONTEXT_INCONSISTENT/)
  })

  test('text that leads nowhere says so', () => {
    const wallet = newWallet()
    const texts = ['https://qr.alipay.com/bax0', orderString(page()), address(app()), address(precreate()), '', '2026010522001']
    for (const text of texts) expect(() => wallet.act(text, 'pay', NOW)).toThrow(/no order belongs to the code/)
  })
})
