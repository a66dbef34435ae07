import { readFileSync } from 'node:fs'
import type { Evidence, Exchange, Finding } from '@tpkit/core'
import { describe, expect, test } from 'vitest'
import { CODES, NUMERIC_CODES, ruleFor } from './codes.ts'
import { qqwallet } from './protocol.ts'
import { account, at, counter, drive, NOW, order, payment, refund, refusal, unsignedRefusal } from './qqwallet.fixture.ts'

const protocol = qqwallet(account)
const { manifest } = protocol
type Write = (typeof WRITES)[number]

const EXCHANGES: Readonly<Record<Write, () => Exchange<Finding<unknown, Evidence>>>> = {
  pay: () => protocol.pay(order, at),
  micropay: () => protocol.pay(counter, at),
  refund: () => protocol.refund(refund, at),
  close: () => protocol.close(payment, at),
  reverse: () => protocol.reverse(payment, at),
}

function write(call: Write): Exchange<Finding<unknown, Evidence>> {
  return EXCHANGES[call]()
}

const WRITES = ['pay', 'micropay', 'refund', 'close', 'reverse'] as const
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
    ['micropay', 'ORDERPAID', 'unknown', 'CONFLICT', 'same-number'],
    ['micropay', 'NOTENOUGH', 'refused', 'FUNDS', 'ask-payer'],
    ['micropay', 'AUTH_CODE_INVALID', 'refused', 'DECLINED', 'ask-payer'],
    ['micropay', 'SYSTEMERROR', 'unknown', 'UNAVAILABLE', 'same-number'],
    ['reverse', 'ORDERNOTEXIST', 'refused', 'NOT_FOUND', 'later'],
    ['reverse', 'SYSTEMERROR', 'unknown', 'UNAVAILABLE', 'same-number'],
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

    test.each(['SOMETHING_NEW', 'TRANSFER_FAIL', 'constructor', ''])('the unlisted code "%s" is unknown', (code) => {
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
    for (const call of ['pay', 'refund', 'close', 'reverse'] as const) {
      expect(drive(write(call), refusal('USERPAYING')).reply).toMatchObject({ kind: 'unknown' })
      expect(drive(write(call), refusal('', { retcode: '66227006' })).reply).toMatchObject({ kind: 'unknown' })
    }
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

  test('the four numbers of the old interface, and no other, count as retcode', () => {
    expect([...NUMERIC_CODES].sort()).toEqual(['130231024', '66227005', '66227006', '66227008'])
  })

  test.each(['qqwallet.md', 'qqwallet.zh-CN.md'])('%s has every rule of the table, and no other', (page) => {
    const text = readFileSync(new URL(`../../../docs/providers/${page}`, import.meta.url), 'utf8')
    const rules = CODES.flatMap((rule) =>
      (rule.on === 'any' ? ['any'] : rule.on).map((call) => sentence(rule.code, call, rule.judgement, rule)),
    )
    expect(documented(text).sort()).toEqual(rules.sort())
  })

  test('a rule of the call comes before one for any', () => {
    expect(ruleFor('micropay', 'SYSTEMERROR')).toMatchObject({ on: ['micropay'], checkAfterMs: 5_000 })
    for (const call of ['pay', 'refund', 'fundStatement', 'probe'] as const) {
      expect(ruleFor(call, 'SYSTEMERROR')).toMatchObject({ on: 'any' })
      expect(ruleFor(call, 'SYSTEMERROR')).not.toHaveProperty('checkAfterMs')
    }
  })

  test('the default is unknown', () => {
    expect(ruleFor('pay', 'never seen')).toMatchObject({ judgement: 'unknown', retry: 'same-number' })
  })
})

/** The page's rows: `| CODE, CODE ● | call, call | outcome | failure | retry | …`. */
function documented(page: string): string[] {
  const rows = page
    .split('\n')
    .filter((line) => /^\| (?:[A-Z_]{6,}|[0-9]{8,9})[^|]*\|/.test(line) && line.split('|').length === 8)
  return rows.flatMap((row) => {
    const [, codes = '', calls = '', outcome = '', failure = '', retry = ''] = row.split('|').map((cell) => cell.trim())
    const rule = { failure, retry, decided: codes.includes('●') }
    const names = codes.match(/[A-Z0-9_]{6,}/g) ?? []
    return names.flatMap((code) => calls.split(/[,、] ?/).map((call) => sentence(code, call, outcome, rule)))
  })
}

function sentence(
  code: string,
  call: string,
  outcome: string,
  rule: { failure: string; retry: string; decided?: boolean },
): string {
  return `${code} on ${call}: ${outcome}, ${rule.failure}, ${rule.retry}${rule.decided ? ', before execution' : ''}`
}
