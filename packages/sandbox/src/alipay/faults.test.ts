import type { FaultRule, WalletAnswer } from '@tpkit/core'
import { describe, expect, test } from 'vitest'
import {
  ask,
  close,
  create,
  isSigned,
  MINUTE,
  NOW,
  page,
  precreate,
  type Question,
  query,
  refund,
  refundQuery,
  refused,
  send,
  sent,
} from './asking.fixture.ts'
import {
  askedOf,
  billAddress,
  downloaded,
  NEXT_NOON,
  namesStruck,
  newFaulty,
  pageIn,
  paidWith,
  refundedWith,
  said,
} from './faults.fixture.ts'
import { ALIPAY_FAULTS } from './faults.ts'
import type { AlipayWallet } from './wallet.ts'

const NEW = create({ out_trade_no: 'T_new' })
const order = (wallet: AlipayWallet, now = NOW): WalletAnswer | undefined => sent(wallet, NEW, { now })
const isDone = (wallet: AlipayWallet, now = NOW): boolean => wallet.books(now).some(({ outTradeNo }) => outTradeNo === 'T_new')

describe('a call that is not done', () => {
  test.each([
    ['drop-before', undefined],
    ['http-500-before', 500],
    ['http-503', 503],
    ['http-429', 429],
    ['redirect', 302],
    ['outage', 503],
  ])('%s', (fault, status) => {
    const wallet = newFaulty({ faults: [{ fault }] })
    expect(order(wallet)?.status).toBe(status)
    expect(isDone(wallet, NOW + 60 * MINUTE)).toBe(false)
    expect(namesStruck(wallet)).toEqual([fault])
  })

  test('busy-undone: signed, and only for a request that is genuine', () => {
    const wallet = newFaulty({ faults: [{ fault: 'busy-undone' }] })
    const told = askedOf(wallet, NEW)
    expect([told.values, isSigned(told)]).toEqual([
      { code: '20000', msg: 'Service Currently Unavailable', sub_code: 'isp.unknow-error', sub_msg: '系统繁忙' },
      true,
    ])
    expect(isDone(wallet)).toBe(false)
    expect(refused(wallet, NEW, { signs: () => 'something' })).toBe('40002 isv.invalid-signature')
    expect(namesStruck(wallet)).toEqual(['busy-undone'])
  })

  test('busy-undone is told to servers alone: a browser gets its page', () => {
    const wallet = newFaulty({ faults: [{ fault: 'busy-undone' }] })
    expect(send(wallet, page()).headers).toContainEqual(['content-type', 'text/html; charset=utf-8'])
    expect(namesStruck(wallet)).toEqual([])
  })
})

describe('a call that is done', () => {
  test.each<[string, (answer: WalletAnswer | undefined, right: WalletAnswer | undefined) => void]>([
    ['drop-after', (answer) => expect(answer).toBeUndefined()],
    ['http-502-after', (answer) => expect(answer?.status).toBe(502)],
    ['html-200', (answer) => expect([answer?.status, pageIn(answer).slice(0, 15)]).toEqual([200, '<!DOCTYPE html>'])],
    ['gbk-page', (answer) => expect([answer?.status, pageIn(answer)]).toEqual([200, expect.stringContaining('支付宝')])],
    ['half-body', (answer, right) => expect(answer?.body).toEqual(right?.body.slice(0, right.body.byteLength >> 1))],
    ['empty-body', (answer) => expect([answer?.status, pageIn(answer)]).toEqual([200, ''])],
    ['slow', (answer, right) => expect(answer).toEqual({ ...right, delayMs: 3000 })],
    ['hang', (answer, right) => expect(answer).toEqual({ ...right, delayMs: 600_000 })],
  ])('%s', (fault, holds) => {
    const wallet = newFaulty({ faults: [{ fault }] })
    holds(order(wallet), order(newFaulty()))
    expect(isDone(wallet)).toBe(true)
    expect(namesStruck(wallet)).toEqual([fault])
  })

  test('outage-late: answered 503 for a while, and done when that is over', () => {
    const wallet = newFaulty({ faults: [{ fault: 'outage-late', value: 10 * MINUTE, times: 1 }] })
    expect([order(wallet)?.status, order(wallet, NOW + 9 * MINUTE)?.status]).toEqual([503, 503])
    expect([isDone(wallet, NOW + 10 * MINUTE - 1), isDone(wallet, NOW + 10 * MINUTE)]).toEqual([false, true])
  })

  test.each([
    ['a trade', NEW],
    ['a QR code that nobody has scanned', precreate({ out_trade_no: 'T_new' })],
  ])('paid-before-answer: the notify of %s is due before the delayed answer is', (_, question) => {
    const wallet = newFaulty({ faults: [{ fault: 'paid-before-answer' }] })
    expect(sent(wallet, question)?.delayMs).toBe(3000)
    expect(wallet.due(NOW)).toHaveLength(1)
    expect(ask(wallet, query({ out_trade_no: 'T_new' }))).toMatchObject({ trade_status: 'TRADE_SUCCESS' })
    expect(namesStruck(wallet)).toEqual(['paid-before-answer'])
  })

  test.each([
    ['busy-done', '20000 isp.unknow-error'],
    ['busy-in-business', '40004 ACQ.SYSTEM_ERROR'],
    ['misspelled-code', '40004 AQC.SYSTEM_ERROR'],
    ['unlisted-code', '40004 ACQ.SANDBOX_NEW_CODE'],
  ])('%s: a signed %s', (fault, words) => {
    const wallet = newFaulty({ faults: [{ fault }] })
    expect(refused(wallet, NEW)).toBe(words)
    expect(isDone(wallet)).toBe(true)
    const told = askedOf(wallet, close({ out_trade_no: 'T_new' }))
    expect([told.values.out_trade_no, isSigned(told)]).toEqual(['T_new', true])
    expect(wallet.books(NOW)).toMatchObject([{ status: 'closed' }])
  })

  test.each<[string, Question, string]>([
    ['pay', NEW, 'ACQ.TRADE_HAS_CLOSE'],
    ['refund', refund({ out_request_no: 'R_2' }), 'ACQ.SELLER_BALANCE_NOT_ENOUGH'],
    ['query', query(), 'ACQ.TRADE_NOT_EXIST'],
    ['queryRefund', refundQuery(), 'ACQ.TRADE_NOT_EXIST'],
  ])('unsigned-refusal of %s: one that would be believed if it were signed', (_, question, words) => {
    const wallet = refundedWith({ fault: 'unsigned-refusal' })
    const told = askedOf(wallet, question)
    expect([told.values.code, told.values.sub_code, told.sign]).toEqual(['40004', words, undefined])
    expect(namesStruck(wallet)).toEqual(['unsigned-refusal'])
  })

  test('no-fund-change: the money moved, and only the question says so', () => {
    const wallet = paidWith({ fault: 'no-fund-change' })
    expect(ask(wallet, refund())).toMatchObject({ fund_change: 'N', refund_fee: '5.00' })
    expect(ask(wallet, refundQuery())).toMatchObject({ refund_status: 'REFUND_SUCCESS', refund_amount: '5.00' })
    expect(namesStruck(wallet)).toEqual(['no-fund-change'])
  })

  test('no-fund-change: where it would say N anyway, it says nothing', () => {
    const wallet = refundedWith({ fault: 'no-fund-change' })
    expect(ask(wallet, refund())).not.toHaveProperty('fund_change')
    expect(namesStruck(wallet)).toEqual(['no-fund-change'])
  })
})

describe('magic amounts', () => {
  const ordered = (wallet: AlipayWallet, number: string, total: string): string =>
    refused(wallet, create({ out_trade_no: number, total_amount: total }))

  test('a busy wallet: each order of the amount once, done or not', () => {
    const wallet = newFaulty()
    expect([ordered(wallet, 'T_1', '953.06'), ordered(wallet, 'T_2', '953.07'), ordered(wallet, 'T_3', '953.06')]).toEqual(
      Array(3).fill('20000 isp.unknow-error'),
    )
    expect(wallet.books(NOW).map(({ outTradeNo }) => outTradeNo)).toEqual(['T_1', 'T_3'])
    expect([ordered(wallet, 'T_1', '953.06'), ordered(wallet, 'T_2', '953.07')]).toEqual(['10000 undefined', '10000 undefined'])
  })

  test('mean nothing where the wallet is told so', () => {
    expect(ordered(newFaulty({ magicAmounts: false }), 'T_1', '953.07')).toBe('10000 undefined')
  })
})

describe('a rule', () => {
  const struck = (rule: Partial<FaultRule>): readonly (string | undefined)[] => {
    const wallet = refundedWith({ fault: 'slow', ...rule })
    const tradeNo = wallet.books(NOW)[0]?.transactionId ?? ''
    send(wallet, query({ out_trade_no: undefined, trade_no: tradeNo }))
    // Where both are there, Alipay's counts.
    send(wallet, refundQuery({ out_trade_no: 'T_other', trade_no: tradeNo }))
    send(wallet, refund({ out_request_no: 'R_2' }))
    downloaded(wallet, billAddress(wallet))
    return wallet.faults.trace().map(({ call, outTradeNo }) => `${call} ${outTradeNo}`)
  }

  test('knows calls by what they mean, and orders by any of their numbers', () => {
    const [statement, file] = ['statement undefined', 'statement undefined']
    expect(struck({})).toEqual(['query T_10001', 'queryRefund T_10001', 'refund T_10001', statement, file])
    expect(struck({ outTradeNo: 'T_10001' })).toHaveLength(3)
    expect(struck({ call: 'statement' })).toHaveLength(2)
  })
})

test.each(ALIPAY_FAULTS.filter(({ at }) => at === 'call').map(({ name }) => name))('%s strikes', (fault) => {
  const wallet = refundedWith()
  const address = billAddress(wallet)
  wallet.faults.arm([{ fault }])
  sent(wallet, NEW)
  sent(wallet, query())
  sent(wallet, refund({ out_request_no: 'R_2' }))
  downloaded(wallet, address, NEXT_NOON)
  expect(namesStruck(wallet)).toContain(fault)
})

test('a fault that has nothing to change does not count', () => {
  const wallet = newFaulty({
    faults: ['other-amount-answer', 'no-fund-change', 'short-file', 'zip-bomb'].map((fault) => ({ fault })),
  })
  expect(said(sent(wallet, precreate())).values.code).toBe('10000')
  expect(namesStruck(wallet)).toEqual([])
})
