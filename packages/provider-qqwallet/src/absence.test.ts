import { describe, expect, test } from 'vitest'
import { qqwallet } from './protocol.ts'
import { account, at, drive, NOW, payment, refusal, sentFields, TRANSACTION } from './qqwallet.fixture.ts'

const protocol = qqwallet(account)
const [HOUR, DAY] = [3_600_000, 86_400_000]
const refund = { ...payment, outRefundNo: 'R-0001' }
const reads = [
  ['query', (ref: object) => protocol.query({ ...payment, ...ref }, at)],
  ['queryRefund', (ref: object) => protocol.queryRefund({ ...refund, ...ref }, at)],
] as const

const ABSENT = { kind: 'absent', evidence: 'verified' }
const notExist = (start: (typeof reads)[number][1], ref: object) => drive<unknown>(start(ref), refusal('ORDERNOTEXIST')).reply

describe.each(reads)(
  '%s: a paid order older than 30 days is not there by our numbers, and must not be called absent',
  (call, start) => {
    const failure = { code: 'NOT_FOUND', retry: 'after-fix', provider: { code: 'ORDERNOTEXIST', message: '订单' } }
    const sentence = new RegExp(`^${call}: expected .*; found ORDERNOTEXIST, .*; give startedAt .* transactionId$`)
    const unproven = expect.objectContaining({ ...failure, message: expect.stringMatching(sentence) })

    test('without any time, its age is not known', () => {
      expect(() => notExist(start, {})).toThrow(unproven)
    })

    test.each([
      ['written down 400 days ago', { startedAt: NOW - 400 * DAY }],
      ['written down 29 days ago: too near to the border', { startedAt: NOW - 29 * DAY }],
      ['paid 29 days ago', { paidAt: NOW - 29 * DAY }],
      ['started 29 days ago at the earliest, by its expiry', { expiresAt: NOW - 29 * DAY + 2 * HOUR }],
      ['one time old, another young', { startedAt: NOW, expiresAt: NOW - 40 * DAY }],
      ['written down tomorrow, which is a mistake', { startedAt: NOW + DAY }],
      ['written down in seconds instead of milliseconds', { startedAt: NOW / 1_000 }],
    ])('%s', (_what, times) => {
      expect(() => notExist(start, times)).toThrow(unproven)
    })

    test.each([
      ['written down just now', { startedAt: NOW }],
      ['by a clock that is an hour ahead', { startedAt: NOW + HOUR }],
      ['written down less than 29 days ago', { startedAt: NOW - 29 * DAY + 1 }],
      ['paid less than 29 days ago', { paidAt: NOW - 29 * DAY + 1 }],
      ['still to be paid', { expiresAt: NOW + 2 * HOUR }],
      ['started less than 29 days ago, by its expiry', { expiresAt: NOW - 29 * DAY + 2 * HOUR + 1 }],
    ])('it is absent when %s', (_what, ref) => {
      expect(notExist(start, ref)).toMatchObject(ABSENT)
    })
  },
)

describe("asked for by the wallet's number of the order, which the wallet itself gave", () => {
  const [[, query], [, queryRefund]] = reads

  test('an order is never absent, however young: the number is wrong, and nothing is said about ours', () => {
    for (const startedAt of [NOW, NOW - 400 * DAY]) {
      const wrong = expect.objectContaining({
        code: 'NOT_FOUND',
        retry: 'after-fix',
        message: expect.stringMatching(
          /^query: expected the transactionId that the wallet named for this order, found ORDERNOTEXIST/,
        ),
      })
      expect(() => notExist(query, { transactionId: TRANSACTION, startedAt })).toThrow(wrong)
    }
  })

  test('a refund of it may be absent at any age', () => {
    expect(notExist(queryRefund, { transactionId: TRANSACTION, startedAt: NOW - 400 * DAY })).toMatchObject(ABSENT)
  })
})

describe('a time that is none would pass every rule about age', () => {
  const { outTradeNo, total } = payment
  const calls = [
    ...reads,
    ['refund', (ref: object) => protocol.refund({ ...refund, amount: total, ...ref }, at)],
    ['close', (ref: object) => protocol.close({ outTradeNo, total, ...ref }, at)],
  ] as const
  const wrong = [Number.NaN, 1.5, 2 ** 53, Number.POSITIVE_INFINITY, '2016-07-12', new Date(NOW), null]

  test.each(calls)('%s refuses it before anything is sent', (_call, start) => {
    for (const name of ['startedAt', 'paidAt', 'expiresAt']) {
      const invalid = expect.objectContaining({
        code: 'INVALID',
        message: expect.stringMatching(`^${name}: expected whole milli`),
      })
      for (const value of wrong) expect(() => sentFields(start({ [name]: value, transactionId: TRANSACTION }))).toThrow(invalid)
    }
  })
})
