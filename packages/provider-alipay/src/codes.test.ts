import { describe, expect, test } from 'vitest'
import { isDecided, ruleFor, spelled } from './code-rules.ts'
import { CODES, UNLISTED } from './codes.ts'
import { decided } from './doubts.ts'
import type { Call } from './endpoints.ts'
import { findingOf } from './finding.ts'
import { manifestOf } from './manifest.ts'

const WRITES: readonly Call[] = ['pay', 'micropay', 'close', 'reverse', 'refund']
const READS: readonly Call[] = ['query', 'queryRefund', 'statement', 'trust', 'probe']
const CALLS = [...WRITES, ...READS]
const signed = (code: string, subCode: string) => ({ kind: 'refusal', code, subCode, evidence: 'verified' }) as const
const rowsOf = ({ code, on }: (typeof CODES)[number]) => (on === 'any' ? CALLS : on).map((call) => `${call} ${code}`)

describe('the table of codes', () => {
  test('has one row for a code and a call', () => {
    const rows = CODES.filter(({ on }) => on !== 'any').flatMap(rowsOf)
    expect(rows.filter((row, index) => rows.indexOf(row) !== index)).toEqual([])
    const general = CODES.filter(({ on }) => on === 'any').map(({ code }) => code)
    expect(new Set(general).size).toBe(general.length)
  })

  test('says what to do, in a sentence that shows no code', () => {
    for (const { advice, failure, retry } of [...CODES, UNLISTED]) {
      expect(advice).toMatch(/^(?=.{10,190}$)[^.].*[^.]$/)
      expect(advice).not.toMatch(/ACQ\.|isv\./)
      // What the payer or time cures, a change of the account does not.
      expect([failure, retry]).not.toEqual(['DECLINED', 'same-number'])
    }
  })

  test('calls decided what the gateway says before it looks at any order, and nothing of orders', () => {
    const before = CODES.filter((rule) => rule.decided)
    expect(
      before.every(
        ({ code, judgement, on }) => /^isv\.|^app-cert-expired$/.test(code) && judgement === 'refused' && on === 'any',
      ),
    ).toBe(true)
    expect(manifestOf(decided()).decidedBeforeExecution).toEqual(before.map(({ code }) => ({ status: 200, code })))
    expect(before.some(({ code }) => code.endsWith('*') || code.includes('limited'))).toBe(false)
  })

  test.each([
    ['40001', true],
    ['40002', true],
    ['40003', true],
    ['40006', true],
    ['20000', false],
    ['20001', false],
    ['40004', false],
    ['40005', false],
    ['', false],
  ])('an unsigned refusal under %s may be decided: %o', (gatewayCode, may) => {
    expect(isDecided({ decided: true }, gatewayCode)).toBe(may)
    expect(isDecided({}, gatewayCode)).toBe(false)
  })
})

describe('what a code proves', () => {
  test('20000 proves nothing to any call, whatever stands beside it', () => {
    for (const call of CALLS) {
      for (const { code } of CODES) expect(ruleFor(call, '20000', code).judgement, `${call} ${code}`).toBe('unknown')
      expect(ruleFor(call, '20000', '20000').judgement).toBe('unknown')
    }
  })

  test('a system error, and a code that is not in the table, prove nothing either', () => {
    for (const call of WRITES) {
      for (const code of [
        'ACQ.SYSTEM_ERROR',
        'isp.unknow-error',
        'CODE_OF_NEXT_YEAR',
        '40004',
        'constructor',
        '__proto__',
        'toString',
        '',
      ]) {
        expect(findingOf(call, signed('40004', code)), `${call} ${code}`).toMatchObject({ kind: 'unknown' })
      }
    }
  })

  test('a code stands for its own calls only', () => {
    for (const { code, on } of CODES.filter((rule) => rule.on !== 'any' && !rule.code.endsWith('*'))) {
      const general = CODES.find((rule) => rule.code === code && rule.on === 'any')
      const others = CALLS.filter(
        (call) => !CODES.some((rule) => rule.code === code && rule.on !== 'any' && rule.on.includes(call)),
      )
      for (const call of others) expect(ruleFor(call, '40004', code), `${call} ${code} (${on})`).toBe(general ?? UNLISTED)
    }
  })

  test('"no such order" is an answer to questions, and undoes nothing', () => {
    expect(CALLS.map((call) => [call, ruleFor(call, '40004', 'ACQ.TRADE_NOT_EXIST').judgement])).toEqual([
      ['pay', 'unknown'],
      ['micropay', 'unknown'],
      ['close', 'refused'],
      ['reverse', 'refused'],
      ['refund', 'refused'],
      ['query', 'absent'],
      ['queryRefund', 'absent'],
      ['statement', 'unknown'],
      ['trust', 'unknown'],
      ['probe', 'absent'],
    ])
  })

  test('no code makes a write done', () => {
    for (const call of WRITES) for (const { code } of CODES) expect(findingOf(call, signed('40004', code)).kind).not.toBe('done')
  })

  test('an empty day is one of bills', () => {
    expect(CODES.filter(({ judgement }) => judgement === 'empty').flatMap(rowsOf)).toEqual([
      'statement NO_BILL_DATA',
      'statement BILL_NOT_EXIST',
    ])
  })
})

describe('spellings', () => {
  test.each([
    ['ACQ.TRADE_NOT_EXIST', 'ACQ.TRADE_NOT_EXIST'],
    ['TRADE_NOT_EXIST', 'ACQ.TRADE_NOT_EXIST'],
    ['AQC.SYSTEM_ERROR', 'ACQ.SYSTEM_ERROR'],
    ['aop.ACQ.SYSTEM_ERROR', 'ACQ.SYSTEM_ERROR'],
    ['invalid-app-id', 'isv.invalid-app-id'],
    ['NO_BILL_DATA', 'NO_BILL_DATA'],
    ['CODE_OF_NEXT_YEAR', 'CODE_OF_NEXT_YEAR'],
    ['acq.trade_not_exist', 'acq.trade_not_exist'],
    ['constructor', 'constructor'],
  ])('%s is %s', (came, expected) => {
    expect(spelled(came)).toBe(expected)
  })

  test('a family stands for its members', () => {
    for (const code of ['ACQ.BEYOND_PER_RECEIPT_RESTRICTION', 'ACQ.MERCHANT_PERM_RECEIPT_DAY_LIMIT'])
      expect(ruleFor('pay', '40004', code)).toMatchObject({ judgement: 'refused', failure: 'LIMIT' })
    expect(ruleFor('refund', '40004', 'ACQ.BEYOND_PER_RECEIPT_RESTRICTION')).toBe(UNLISTED)
  })
})
