import { gunzipSync } from 'node:zlib'
import type { FaultRule, WalletAnswer } from '@tpkit/core'
import { describe, expect, test } from 'vitest'
import {
  ask,
  close,
  got,
  headerOf,
  jsonOf,
  MINUTE,
  NOW,
  newWallet,
  PUBLIC_KEY,
  prepay,
  type Question,
  query,
  refund,
  refundQuery,
  refused,
  send,
  sent,
  signerOf,
} from './asking.fixture.ts'
import { applied, NEXT_NOON, readBill } from './bills.fixture.ts'
import { namesStruck, refundedWith } from './faults.fixture.ts'
import { WECHAT_FAULTS } from './faults.ts'
import type { WeChatWallet } from './wallet.ts'

const NEW = prepay('native', { out_trade_no: 'T-new-1' })
const order = (wallet: WeChatWallet, now = NOW): WalletAnswer | undefined => sent(wallet, NEW, { now })
const isDone = (wallet: WeChatWallet, now = NOW): boolean => wallet.books(now).some(({ outTradeNo }) => outTradeNo === 'T-new-1')
const text = (answer: WalletAnswer | undefined): string => new TextDecoder().decode(answer?.body)

describe('a call that is not done', () => {
  test.each([
    ['drop-before', undefined],
    ['http-500-before', 500],
    ['http-503', 503],
    ['http-429', 429],
    ['redirect', 302],
    ['outage', 503],
  ])('%s', (fault, status) => {
    const wallet = newWallet({ faults: [{ fault }] })
    expect(order(wallet)?.status).toBe(status)
    expect(isDone(wallet, NOW + 60 * MINUTE)).toBe(false)
    expect(namesStruck(wallet)).toEqual([fault])
  })

  test('busy-undone: signed, and only for a request that is genuine', () => {
    const wallet = newWallet({ faults: [{ fault: 'busy-undone' }] })
    const answer = order(wallet) ?? expect.fail('expected an answer')
    expect([answer.status, jsonOf(answer).code, signerOf(answer)]).toEqual([500, 'SYSTEM_ERROR', PUBLIC_KEY.id])
    expect(isDone(wallet)).toBe(false)
    expect(refused(wallet, NEW, { timestamp: '1' })).toBe('401 SIGN_ERROR')
    expect(namesStruck(wallet)).toEqual(['busy-undone'])
  })
})

describe('a call that is done', () => {
  test.each<[string, (answer: WalletAnswer | undefined, right: WalletAnswer | undefined) => void]>([
    ['drop-after', (answer) => expect(answer).toBeUndefined()],
    ['http-502-after', (answer) => expect(answer?.status).toBe(502)],
    ['html-200', (answer) => expect([answer?.status, text(answer).slice(0, 15)]).toEqual([200, '<!DOCTYPE html>'])],
    ['half-body', (answer, right) => expect(answer?.body).toEqual(right?.body.slice(0, right.body.byteLength >> 1))],
    ['empty-body', (answer) => expect([answer?.status, text(answer)]).toEqual([200, ''])],
    ['slow', (answer, right) => expect(answer).toEqual({ ...right, delayMs: 3000 })],
    ['hang', (answer, right) => expect(answer).toEqual({ ...right, delayMs: 600_000 })],
  ])('%s', (fault, holds) => {
    const wallet = newWallet({ faults: [{ fault }] })
    holds(order(wallet), order(newWallet()))
    expect(isDone(wallet)).toBe(true)
    expect(namesStruck(wallet)).toEqual([fault])
  })

  test('outage-late: answered 503 for a while, and done when that is over', () => {
    const wallet = newWallet({ faults: [{ fault: 'outage-late', value: 10 * MINUTE, times: 1 }] })
    expect([order(wallet)?.status, order(wallet, NOW + 9 * MINUTE)?.status]).toEqual([503, 503])
    expect([isDone(wallet, NOW + 10 * MINUTE - 1), isDone(wallet, NOW + 10 * MINUTE)]).toEqual([false, true])
  })

  test('paid-before-answer: the notify is due before the delayed answer is', () => {
    const wallet = newWallet({ faults: [{ fault: 'paid-before-answer' }] })
    expect(order(wallet)?.delayMs).toBe(3000)
    expect(wallet.due(NOW)).toHaveLength(1)
    expect(ask(wallet, query('T-new-1'))).toMatchObject({ trade_state: 'SUCCESS' })
    expect(namesStruck(wallet)).toEqual(['paid-before-answer'])
  })

  test.each([
    ['busy-done', '500 SYSTEM_ERROR'],
    ['respelled-code', '500 SYSTEMERROR'],
    ['unlisted-code', '400 SANDBOX_NEW_CODE'],
  ])('%s: a signed %s, also in the place of a 204', (fault, told) => {
    const wallet = newWallet({ faults: [{ fault }] })
    expect(refused(wallet, NEW)).toBe(told)
    expect(isDone(wallet)).toBe(true)
    const answer = send(wallet, close('T-new-1'))
    expect([signerOf(answer), headerOf(answer, 'Content-Type')]).toEqual([PUBLIC_KEY.id, 'application/json; charset=utf-8'])
    expect(wallet.books(NOW)).toMatchObject([{ status: 'closed' }])
  })

  test.each<[string, Question, string]>([
    ['pay', NEW, '400 ORDER_CLOSED'],
    ['refund', refund({ out_refund_no: 'R-2' }), '403 NOT_ENOUGH'],
    ['query', query(), '404 ORDER_NOT_EXIST'],
    ['queryRefund', refundQuery(), '404 RESOURCE_NOT_EXISTS'],
  ])('unsigned-refusal of %s: one that would be believed if it were signed', (_, question, told) => {
    const wallet = refundedWith({ fault: 'unsigned-refusal' })
    const answer = send(wallet, question)
    expect([`${answer.status} ${String(jsonOf(answer).code)}`, headerOf(answer, 'Wechatpay-Signature')]).toEqual([
      told,
      undefined,
    ])
    expect(namesStruck(wallet)).toEqual(['unsigned-refusal'])
  })
})

test.each(['', '&tar_type=GZIP'])('short-file: a line is missing, its totals are not%s', (packed) => {
  const wallet = refundedWith({ fault: 'short-file' })
  const { path } = applied(wallet, `trade?bill_date=2026-01-05${packed}`)
  const { body } = send(wallet, got(path), { now: NEXT_NOON })
  const bill = readBill(packed ? gunzipSync(body) : Buffer.from(body))
  expect(bill.rows.map((row) => row.交易状态)).toEqual(['REFUND'])
  expect(bill.totals).toMatchObject({ 总交易单数: '2.0', 订单总金额: '19.90' })
  expect(namesStruck(wallet)).toEqual(['short-file'])
})

describe('magic amounts', () => {
  const ordered = (wallet: WeChatWallet, number: string, total: number): string =>
    refused(wallet, prepay('native', { out_trade_no: number, amount: { total } }))

  test('a busy wallet: each order of the amount once, done or not', () => {
    const wallet = newWallet()
    expect([ordered(wallet, 'T-10001', 95_306), ordered(wallet, 'T-10002', 95_307), ordered(wallet, 'T-10003', 95_306)]).toEqual(
      Array(3).fill('500 SYSTEM_ERROR'),
    )
    expect(wallet.books(NOW).map(({ outTradeNo }) => outTradeNo)).toEqual(['T-10001', 'T-10003'])
    expect([ordered(wallet, 'T-10001', 95_306), ordered(wallet, 'T-10002', 95_307)]).toEqual(['200 undefined', '200 undefined'])
  })

  test('mean nothing where the wallet is told so', () => {
    expect(ordered(newWallet({ magicAmounts: false }), 'T-10001', 95_307)).toBe('200 undefined')
  })
})

describe('a rule', () => {
  const struck = (rule: Partial<FaultRule>): readonly (string | undefined)[] => {
    const wallet = refundedWith({ fault: 'slow', ...rule })
    const transaction = wallet.books(NOW)[0]?.transactionId ?? ''
    send(wallet, got(`/v3/pay/transactions/id/${transaction}?mchid=1900000109`))
    send(wallet, refundQuery())
    send(wallet, refund({ out_trade_no: undefined, transaction_id: transaction }))
    send(wallet, got('/v3/certificates'))
    return wallet.faults.trace().map(({ call, outTradeNo }) => `${call} ${outTradeNo}`)
  }

  test('knows calls by what they mean, and orders by any of their numbers', () => {
    expect(struck({})).toEqual(['query T-10001', 'queryRefund T-10001', 'refund T-10001', 'trust undefined'])
    expect(struck({ outTradeNo: 'T-10001' })).toHaveLength(3)
    expect(struck({ call: 'trust' })).toHaveLength(1)
  })
})

test.each(WECHAT_FAULTS.filter(({ at }) => at === 'call').map(({ name }) => name))('%s strikes', (fault) => {
  const wallet = refundedWith()
  const { path } = applied(wallet, 'trade?bill_date=2026-01-05')
  wallet.faults.arm([{ fault }])
  sent(wallet, NEW)
  sent(wallet, query())
  sent(wallet, got(path), { now: NEXT_NOON })
  expect(namesStruck(wallet)).toContain(fault)
})
