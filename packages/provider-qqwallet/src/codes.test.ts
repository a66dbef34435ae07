import { readFileSync } from 'node:fs'
import type { Evidence, Exchange, Finding } from '@tpkit/core'
import { describe, expect, test } from 'vitest'
import { CODES, ruleFor } from './codes.ts'
import { manifest } from './manifest.ts'
import { qqwallet } from './protocol.ts'
import { account, at, drive, NOW, order, payment, refund, refusal, unsignedRefusal } from './qqwallet.fixture.ts'

const protocol = qqwallet(account)
type Write = 'pay' | 'refund' | 'close'

function write(call: Write): Exchange<Finding<unknown, Evidence>> {
  if (call === 'pay') return protocol.pay(order, at)
  return call === 'refund' ? protocol.refund(refund, at) : protocol.close(payment, at)
}

const WRITES = ['pay', 'refund', 'close'] as const
const REQUEST_MISTAKES = [
  'LACK_PARAMS',
  'PARAM_ERROR',
  'SIGNERROR',
  'XML_FORMAT_ERROR',
  'REQUIRE_POST_METHOD',
  'POST_DATA_EMPTY',
  'NOT_UTF8',
  'NOAUTH',
  'APPID_NOT_EXIST',
  'MCHID_NOT_EXIST',
  'APPID_MCHID_NOT_MATCH',
]

describe('writes: what a signed code proves', () => {
  test.each<[Write, string, string, string, string]>([
    ['pay', 'ORDERPAID', 'unknown', 'CONFLICT', 'same-number'],
    ['pay', 'OUT_TRADE_NO_USED', 'unknown', 'CONFLICT', 'same-number'],
    ['pay', 'ORDERCLOSED', 'refused', 'CONFLICT', 'never'],
    ['pay', 'SYSTEMERROR', 'unknown', 'UNAVAILABLE', 'same-number'],
    ['close', 'ORDERPAID', 'refused', 'CONFLICT', 'never'],
    ['close', 'ORDERNOTEXIST', 'refused', 'NOT_FOUND', 'later'],
    ['close', 'SYSTEMERROR', 'unknown', 'UNAVAILABLE', 'same-number'],
    ['refund', 'NOTENOUGH', 'refused', 'FUNDS', 'same-number'],
    ['refund', 'USER_ACCOUNT_ABNORMAL', 'refused', 'DECLINED', 'never'],
    ['refund', 'INVALID_TRANSACTIONID', 'refused', 'INVALID', 'after-fix'],
    ['refund', 'ORDERNOTEXIST', 'refused', 'NOT_FOUND', 'after-fix'],
    ['refund', 'SYSTEMERROR', 'unknown', 'UNAVAILABLE', 'same-number'],
  ])('%s %s is %s', (call, code, kind, failure, retry) => {
    expect(drive(write(call), refusal(code)).reply).toMatchObject({
      kind,
      failure: { code: failure, retry, provider: { code, message: '订单' }, message: expect.stringContaining(code) },
    })
  })

  test.each(['ORDERPAID', 'OUT_TRADE_NO_USED'])('pay %s asks at once: money may be there already', (code) => {
    expect(drive(write('pay'), refusal(code)).reply).toMatchObject({ kind: 'unknown', checkAfterMs: 0 })
  })

  test('close ORDERCLOSED is done: closed already', () => {
    expect(drive(write('close'), refusal('ORDERCLOSED')).reply).toMatchObject({
      kind: 'done',
      evidence: 'verified',
      value: { kind: 'payment', status: 'closed', outTradeNo: payment.outTradeNo },
    })
  })

  test('letter case of a code does not matter', () => {
    expect(drive(write('pay'), refusal('OrderClosed')).reply).toMatchObject({ kind: 'refused' })
  })

  describe.each(WRITES)('%s', (call) => {
    test.each(REQUEST_MISTAKES)('%s is refused, signed or not: the wallet looks at it first', (code) => {
      expect(drive(write(call), refusal(code)).reply).toMatchObject({ kind: 'refused', evidence: 'verified' })
      expect(drive(write(call), unsignedRefusal(code)).reply).toMatchObject({
        kind: 'refused',
        evidence: { unsigned: { status: 200, code } },
        failure: { retry: 'after-fix' },
      })
    })

    test.each(['SOMETHING_NEW', 'USERPAYING', 'constructor', ''])('the unlisted code "%s" is unknown', (code) => {
      expect(drive(write(call), refusal(code)).reply).toMatchObject({ kind: 'unknown' })
    })

    test('without signature nothing is believed that the wallet decides later', () => {
      const later = CODES.filter((rule) => !rule.decided).map(({ code }) => code)
      for (const code of later) expect(drive(write(call), unsignedRefusal(code)).reply).toMatchObject({ kind: 'unknown' })
      expect(later.length).toBeGreaterThan(8)
    })
  })

  test('a code of one call proves nothing on another', () => {
    expect(drive(write('refund'), refusal('ORDERCLOSED')).reply).toMatchObject({ kind: 'unknown' })
    expect(drive(write('pay'), refusal('NOTENOUGH')).reply).toMatchObject({ kind: 'unknown' })
    expect(drive(write('close'), refusal('OUT_TRADE_NO_USED')).reply).toMatchObject({ kind: 'unknown' })
  })
})

describe('reads throw the failure', () => {
  test.each([
    ['SYSTEMERROR', 'UNAVAILABLE'],
    ['SIGNERROR', 'UNAUTHORIZED'],
    ['MCHID_NOT_EXIST', 'CONFIG'],
    ['SOMETHING_NEW', 'UNAVAILABLE'],
  ])('%s', (code, failure) => {
    const thrown = expect.objectContaining({ code: failure, provider: { code, message: '订单' } })
    expect(() => drive(protocol.query(payment, at), refusal(code))).toThrow(thrown)
    expect(() => drive(protocol.queryRefund(refund, at), refusal(code))).toThrow(thrown)
  })

  test('"no such order" is an answer only when it is signed', () => {
    const [young, absent] = [
      { ...payment, startedAt: NOW },
      { kind: 'absent', evidence: 'verified' },
    ]
    expect(drive(protocol.query(young, at), refusal('ORDERNOTEXIST')).reply).toMatchObject(absent)
    expect(drive(protocol.queryRefund(refund, at), refusal('ORDERNOTEXIST')).reply).toEqual(absent)
    const thrown = expect.objectContaining({ code: 'UNVERIFIED' })
    expect(() => drive(protocol.query(young, at), unsignedRefusal('ORDERNOTEXIST'))).toThrow(thrown)
    expect(() => drive(protocol.queryRefund(refund, at), unsignedRefusal('ORDERNOTEXIST'))).toThrow(thrown)
  })
})

describe('the table', () => {
  test('the manifest lists exactly the codes that are decided before execution', () => {
    expect(manifest.decidedBeforeExecution).toEqual(REQUEST_MISTAKES.map((code) => ({ status: 200, code })))
  })

  test('only refusals are decided before execution, for every call', () => {
    for (const rule of CODES.filter(({ decided }) => decided)) expect(rule).toMatchObject({ judgement: 'refused', on: 'any' })
  })

  test('no code has two rules for one call', () => {
    const pairs = CODES.flatMap(({ code, on }) => (on === 'any' ? ['any'] : on).map((call) => `${code} ${call}`))
    expect(new Set(pairs).size).toBe(pairs.length)
  })

  test.each(['qqwallet.md', 'qqwallet.zh-CN.md'])(
    '%s explains every code, with its failure and retry advice, and no other',
    (page) => {
      const text = readFileSync(new URL(`../../../docs/providers/${page}`, import.meta.url), 'utf8')
      const rows = text
        .split('\n')
        .filter((line) => /^\| [A-Z_]{6,}/.test(line) && /unknown|refused|done|absent|不存在/.test(line))
      const documented = rows.flatMap((row) => row.split('|')[1]?.match(/[A-Z][A-Z0-9_]{5,}/g) ?? [])
      expect(new Set(documented)).toEqual(new Set(CODES.map(({ code }) => code)))
      for (const { code, failure, retry } of CODES.filter(({ judgement }) => judgement === 'refused')) {
        expect(rows.some((row) => row.includes(code) && row.includes(`| ${failure} | ${retry} |`))).toBe(true)
      }
    },
  )

  test('the default is unknown', () => {
    expect(ruleFor('pay', 'never seen')).toMatchObject({ judgement: 'unknown', retry: 'same-number' })
  })
})
