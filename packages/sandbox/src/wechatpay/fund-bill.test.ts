import { describe, expect, test } from 'vitest'
import {
  abnormalRefund,
  ask,
  codepay,
  DAY,
  fen,
  got,
  MINUTE,
  NOW,
  newWallet,
  OURS,
  paidOrder,
  prepay,
  refund,
  refused,
  reverse,
  SECOND,
} from './asking.fixture.ts'
import { billOf, fenOf, NEXT_NOON } from './bills.fixture.ts'

const TODAY = 'fundflow?bill_date=2026-01-05'
const TITLES =
  '记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号'

/** What moved, as a person reads it. */
const moved = (wallet: ReturnType<typeof newWallet>, asked = TODAY, now = NEXT_NOON): readonly (readonly unknown[])[] =>
  billOf(wallet, asked, { now }).rows.map((row) => [row.业务类型, row.收支类型, row.收支金额, row.账户结余])

describe('the fund bill', () => {
  test('has a line for the payment, one for its fee and one for the refund, and a balance', () => {
    const wallet = newWallet()
    const id = paidOrder(wallet)
    const { refund_id } = ask(wallet, refund(), { now: NOW + MINUTE })
    const bill = billOf(wallet, TODAY)
    expect(bill.titles.join()).toBe(TITLES)
    expect(moved(wallet)).toEqual([
      ['交易', '收入', '19.90', '19.90'],
      ['扣除交易手续费', '支出', '0.12', '19.78'],
      ['退款', '支出', '5.00', '14.78'],
    ])
    expect(bill.rows.map((row) => [row.记账时间, row.微信支付业务单号, row.业务凭证号])).toEqual([
      ['2026-01-05 12:00:00', id, 'T-10001'],
      ['2026-01-05 12:00:00', id, 'T-10001'],
      ['2026-01-05 12:01:00', refund_id, 'R-1'],
    ])
    expect(bill.totals).toEqual({ 资金流水总笔数: '3.0', 收入笔数: '1.0', 收入金额: '19.90', 支出笔数: '2.0', 支出金额: '5.12' })
  })

  test('numbers its lines, each once', () => {
    const wallet = newWallet()
    for (let number = 10_000; number < 10_005; number += 1) paidOrder(wallet, prepay('native', { out_trade_no: `T-${number}` }))
    const numbers = billOf(wallet, TODAY).rows.map((row) => row.资金流水单号)
    expect(new Set(numbers).size).toBe(numbers.length)
  })

  test('brings money back that could not go', () => {
    const wallet = newWallet({ feeBasisPoints: 0n })
    paidOrder(wallet)
    ask(wallet, refund())
    wallet.settleRefund({ mchId: OURS.mchId, outRefundNo: 'R-1' }, 'failed', NOW + SECOND)
    expect(moved(wallet)).toEqual([
      ['交易', '收入', '19.90', '19.90'],
      ['退款', '支出', '5.00', '14.90'],
      ['退款退回', '收入', '5.00', '19.90'],
    ])
  })

  test('takes the money of an abnormal refund once, though it is sent again', () => {
    const wallet = newWallet({ feeBasisPoints: 0n })
    paidOrder(wallet)
    const { refund_id } = ask(wallet, refund())
    wallet.settleRefund({ mchId: OURS.mchId, outRefundNo: 'R-1' }, 'unsure', NOW)
    ask(wallet, abnormalRefund(String(refund_id)), { now: NOW + MINUTE })
    expect(moved(wallet)).toEqual([
      ['交易', '收入', '19.90', '19.90'],
      ['退款', '支出', '5.00', '14.90'],
    ])
  })

  test('of a reverse is one of a refund', () => {
    const wallet = newWallet({ feeBasisPoints: 0n })
    ask(wallet, codepay(wallet.paymentCode(NOW)))
    ask(wallet, reverse())
    expect(moved(wallet).at(-1)).toEqual(['退款', '支出', '19.90', '0.00'])
  })

  test('begins with what the day before left', () => {
    const wallet = newWallet({ feeBasisPoints: 0n })
    paidOrder(wallet)
    ask(wallet, refund(fen(90)), { now: NOW + DAY })
    expect(moved(wallet, 'fundflow?bill_date=2026-01-06', NEXT_NOON + DAY)).toEqual([['退款', '支出', '0.90', '19.00']])
  })

  test.each(['OPERATION', 'FEES'])('of another account is none: everything passes through the basic one: %s', (account) => {
    const wallet = newWallet()
    paidOrder(wallet)
    const asked = (type: string): string =>
      refused(wallet, got(`/v3/bill/fundflowbill?bill_date=2026-01-05&account_type=${type}`), { now: NEXT_NOON })
    expect([asked('BASIC'), asked(account)]).toEqual(['200 undefined', '400 NO_STATEMENT_EXIST'])
  })

  test('comes packed too', () => {
    const wallet = newWallet()
    paidOrder(wallet)
    expect(fenOf(billOf(wallet, `${TODAY}&tar_type=GZIP`).totals.收入金额)).toBe(1990n)
  })
})
