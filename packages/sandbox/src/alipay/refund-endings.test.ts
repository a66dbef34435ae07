import { describe, expect, test } from 'vitest'
import type { RefundEnding } from '../wallet.ts'
import {
  ask,
  DAY,
  HOUR,
  NOW,
  newWallet,
  notified,
  OURS,
  only,
  paidTrade,
  precreate,
  query,
  refund,
  refundQuery,
  refused,
  SECOND,
  type TestedWallet,
} from './asking.fixture.ts'

const R1 = { mchId: OURS.mchId, outRefundNo: 'R_1' }

/** A wallet whose refunds take an hour, with one of 5.00 yuan under way; the notify of its payment is done. */
function slowWallet(): TestedWallet {
  const wallet = newWallet({ refundDelayMs: HOUR })
  paidTrade(wallet)
  wallet.delivered(only(wallet.due(NOW)).id, { status: 200, body: 'success' }, NOW)
  expect(ask(wallet, refund())).toMatchObject({ code: '10000', fund_change: 'N', refund_fee: '0.00' })
  return wallet
}

const NOTHING = { code: '10000', msg: 'Success' }
const found = (wallet: TestedWallet, now = NOW): unknown => ask(wallet, refundQuery(), { now })
const BACK = { refund_status: 'REFUND_SUCCESS', refund_amount: '5.00' }

describe('a refund that is under way', () => {
  test('is not told before its money is back, and not moved twice by a repeat', () => {
    const wallet = slowWallet()
    expect(found(wallet, NOW + HOUR - 1)).toEqual(NOTHING)
    expect(ask(wallet, refund(), { now: NOW + HOUR - 1 })).toMatchObject({ fund_change: 'N', refund_fee: '0.00' })
    expect(wallet.due(NOW + HOUR - 1)).toEqual([])
    expect(found(wallet, NOW + HOUR)).toMatchObject(BACK)
    expect(ask(wallet, refund(), { now: NOW + HOUR })).toMatchObject({ fund_change: 'N', refund_fee: '5.00' })
    expect(wallet.books(NOW + HOUR)[0]?.refunds).toMatchObject([{ amount: 500n, status: 'refunded' }])
    expect(notified(only(wallet.due(NOW + HOUR)))).toMatchObject({ out_biz_no: 'R_1', refund_fee: '5.00' })
  })

  test('holds its money: nobody else gets it meanwhile', () => {
    const rest = { out_request_no: 'R_2', refund_amount: '14.91' }
    expect(refused(slowWallet(), refund(rest))).toBe('40004 ACQ.REASON_TRADE_REFUND_FEE_ERR')
  })

  test('leaves the trade as it is until it ends', () => {
    const wallet = newWallet({ refundDelayMs: HOUR })
    paidTrade(wallet)
    ask(wallet, refund({ refund_amount: '19.90' }))
    expect(ask(wallet, query())).toMatchObject({ trade_status: 'TRADE_SUCCESS' })
    expect(ask(wallet, query(), { now: NOW + HOUR })).toMatchObject({ trade_status: 'TRADE_CLOSED' })
  })
})

describe('how it ends', () => {
  test.each<[RefundEnding, string, boolean]>([
    ['refunded', 'refunded', true],
    ['failed', 'failed', false],
    ['changed', 'failed', false],
    ['unsure', 'processing', false],
  ])('%s', (ending, booked, isBack) => {
    const wallet = slowWallet()
    wallet.settleRefund(R1, ending, NOW + SECOND)
    for (const now of [NOW + SECOND, NOW + DAY])
      expect(found(wallet, now)).toEqual(isBack ? expect.objectContaining(BACK) : NOTHING)
    expect(wallet.books(NOW + DAY)[0]?.refunds).toMatchObject([{ status: booked }])
    expect(wallet.due(NOW + DAY)).toHaveLength(isBack ? 1 : 0)
  })

  test('once, and only where one is under way', () => {
    const wallet = slowWallet()
    wallet.settleRefund(R1, 'failed', NOW)
    expect(() => wallet.settleRefund(R1, 'refunded', NOW)).toThrow(/found one that has ended/)
    expect(() => wallet.settleRefund({ ...R1, outRefundNo: 'R_2' }, 'refunded', NOW)).toThrow(/found no such refund/)
    const done = newWallet()
    paidTrade(done)
    ask(done, refund())
    expect(() => done.settleRefund(R1, 'failed', NOW)).toThrow(/found one that has ended/)
  })

  test('is decided for the one that is under way, where two trades have the number', () => {
    const wallet = slowWallet()
    wallet.settleRefund(R1, 'refunded', NOW)
    paidTrade(wallet, precreate({ out_trade_no: 'T_10002' }))
    ask(wallet, refund({ out_trade_no: 'T_10002' }))
    wallet.settleRefund(R1, 'failed', NOW)
    expect(found(wallet)).toMatchObject(BACK)
    expect(ask(wallet, refundQuery({ out_trade_no: 'T_10002' }))).toEqual(NOTHING)
  })
})

describe('a refund that failed', () => {
  test('is tried again under its number, and is one refund', () => {
    const wallet = slowWallet()
    wallet.settleRefund(R1, 'failed', NOW)
    expect(ask(wallet, refund())).toMatchObject({ fund_change: 'N' })
    wallet.settleRefund(R1, 'refunded', NOW)
    expect(found(wallet)).toMatchObject(BACK)
    expect(wallet.books(NOW)[0]?.refunds).toHaveLength(1)
  })

  test('leaves its money with the merchant: another number takes all of it, and the first one finds nothing', () => {
    const wallet = slowWallet()
    wallet.settleRefund(R1, 'failed', NOW)
    ask(wallet, refund({ out_request_no: 'R_2', refund_amount: '19.90' }))
    expect(refused(wallet, refund())).toBe('40004 ACQ.REASON_TRADE_REFUND_FEE_ERR')
    expect(refused(wallet, refund(), { now: NOW + HOUR })).toBe('40004 ACQ.TRADE_HAS_CLOSE')
  })

  test('keeps its amount', () => {
    const wallet = slowWallet()
    wallet.settleRefund(R1, 'failed', NOW)
    expect(refused(wallet, refund({ refund_amount: '4.00' }))).toBe('40004 ACQ.DISCORDANT_REPEAT_REQUEST')
  })
})

describe('magic amounts', () => {
  function magic(yuan: string): { readonly wallet: TestedWallet; readonly asked: ReturnType<typeof refund> } {
    const wallet = newWallet()
    paidTrade(wallet, precreate({ total_amount: '1000.00' }))
    return { wallet, asked: refund({ refund_amount: yuan }) }
  }

  test('fails once: the repeat moves the money', () => {
    const { wallet, asked } = magic('953.51')
    expect(ask(wallet, asked)).toMatchObject({ fund_change: 'N', refund_fee: '0.00' })
    expect(found(wallet)).toEqual(NOTHING)
    expect(ask(wallet, asked)).toMatchObject({ fund_change: 'Y', refund_fee: '953.51' })
    expect(found(wallet)).toMatchObject({ refund_status: 'REFUND_SUCCESS' })
  })

  test.each(['953.52', '953.53'])('fails, however often it is repeated: %s', (yuan) => {
    const { wallet, asked } = magic(yuan)
    for (const _ of [1, 2, 3]) expect(ask(wallet, asked)).toMatchObject({ fund_change: 'N', refund_fee: '0.00' })
    expect(found(wallet)).toEqual(NOTHING)
    expect(wallet.books(NOW)[0]?.refunds).toMatchObject([{ status: 'failed' }])
    expect(wallet.due(NOW)).toHaveLength(1)
  })

  test('is not sure: a system error, and the repeat moves the money', () => {
    const { wallet, asked } = magic('953.54')
    expect(refused(wallet, asked)).toBe('40004 ACQ.SYSTEM_ERROR')
    expect(found(wallet)).toEqual(NOTHING)
    expect(wallet.books(NOW)[0]?.refunds).toMatchObject([{ status: 'processing' }])
    expect(ask(wallet, asked)).toMatchObject({ fund_change: 'Y', refund_fee: '953.54' })
  })

  test('takes three days', () => {
    const { wallet, asked } = magic('953.55')
    expect(ask(wallet, asked)).toMatchObject({ fund_change: 'N' })
    expect(found(wallet, NOW + 3 * DAY - 1)).toEqual(NOTHING)
    expect(found(wallet, NOW + 3 * DAY)).toMatchObject({ refund_status: 'REFUND_SUCCESS' })
  })

  test('is refused, for the payer is gone', () => {
    const { wallet, asked } = magic('953.56')
    expect(refused(wallet, asked)).toBe('40004 ACQ.REFUND_ACCOUNT_NOT_EXIST')
    expect(wallet.books(NOW)[0]?.refunds).toEqual([])
  })
})
