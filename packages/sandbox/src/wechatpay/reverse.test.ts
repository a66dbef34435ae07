import { describe, expect, test } from 'vitest'
import {
  ask,
  close,
  codepay,
  DAY,
  fen,
  NOW,
  newWallet,
  OTHER,
  PROVIDER,
  PROVIDER_OF_ANOTHER,
  prepay,
  query,
  refund,
  refused,
  reverse,
} from './asking.fixture.ts'
import type { WeChatWalletOptions } from './wallet.ts'

/** A wallet whose payer has shown a code, and a question that scans it. */
function counter(options: Partial<WeChatWalletOptions> = {}) {
  const wallet = newWallet(options)
  const code = wallet.paymentCode(NOW)
  return { wallet, code, scan: codepay(code) }
}

describe('a reverse', () => {
  test('of an unpaid order: it can never be paid', () => {
    const { wallet, code, scan } = counter({ password: 'always' })
    ask(wallet, scan)
    expect(ask(wallet, reverse())).toEqual({ appid: 'wx8888888888888888', mchid: '1900000109', out_trade_no: 'T-10001' })
    expect(ask(wallet, query())).toMatchObject({ trade_state: 'REVOKED' })
    expect(() => wallet.act(code, 'pay', NOW)).toThrow(/reversed/)
    expect(refused(wallet, scan)).toBe('400 ORDER_CLOSED')
    expect(wallet.books(NOW)).toMatchObject([{ status: 'reversed', refunds: [] }])
  })

  test('of a paid order: what is still there goes back, once', () => {
    const { wallet, scan } = counter()
    ask(wallet, scan)
    ask(wallet, refund(fen(500)))
    ask(wallet, reverse())
    ask(wallet, reverse())
    expect(wallet.books(NOW)).toMatchObject([{ status: 'reversed', refunds: [{ amount: 500n }, { amount: 1490n }] }])
    expect(refused(wallet, refund({ ...fen(1), out_refund_no: 'R-2' }))).toBe('400 INVALID_REQUEST')
    expect(refused(wallet, close())).toBe('400 ORDER_CLOSED')
  })

  test('by a service provider names everybody', () => {
    const { wallet, scan } = counter()
    ask(wallet, scan, { as: PROVIDER })
    expect(refused(wallet, reverse(), { as: PROVIDER_OF_ANOTHER })).toBe('404 ORDER_NOT_EXIST')
    expect(ask(wallet, reverse(), { as: PROVIDER })).toMatchObject({ sp_mchid: PROVIDER.mchId, sub_mchid: PROVIDER.subMchId })
  })

  test('comes within seven days', () => {
    const { wallet, scan } = counter()
    ask(wallet, scan)
    expect(refused(wallet, reverse(), { now: NOW + 7 * DAY + 1 })).toBe('400 INVALID_REQUEST')
    expect(wallet.books(NOW)).toMatchObject([{ status: 'paid' }])
    ask(wallet, reverse(), { now: NOW + 7 * DAY })
    expect(wallet.books(NOW)).toMatchObject([{ status: 'reversed' }])
  })

  test('is for payment codes alone, and for orders that are there', () => {
    const wallet = newWallet()
    ask(wallet, prepay())
    expect(refused(wallet, reverse())).toBe('400 INVALID_REQUEST')
    expect(refused(wallet, reverse('T-unknown'))).toBe('404 ORDER_NOT_EXIST')
    expect(refused(wallet, reverse(), { as: OTHER })).toBe('404 ORDER_NOT_EXIST')
  })
})
