import { gunzipSync } from 'node:zlib'
import type { FaultRule, WalletAnswer } from '@tpkit/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ask, MERCHANT, MINUTE, NOW, newWallet, type Operation, send, xmlOf } from './asking.fixture.ts'
import { armedAfterRefund, namesStruck, sent } from './faults.fixture.ts'
import { QQ_FAULTS } from './faults.ts'
import type { QQMerchant } from './merchant.ts'
import { isSigned, md5 } from './sign.ts'
import type { QQWallet } from './wallet.ts'

const FOUND = { out_trade_no: 'T-1' }
const isDone = (wallet: QQWallet, now = NOW): boolean => wallet.books(now).some(({ outTradeNo }) => outTradeNo === 'T-new')
const order = (wallet: QQWallet, now = NOW): WalletAnswer | undefined => sent(wallet, 'order', { out_trade_no: 'T-new' }, { now })
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
    const fields = ask(wallet, 'order')
    expect(fields).toMatchObject({ return_code: 'SUCCESS', result_code: 'FAIL', err_code: 'SYSTEMERROR', mch_id: MERCHANT.mchId })
    expect(wallet.books(NOW)).toEqual([])
    expect(xmlOf(send(wallet, 'order', {}, { body: '<xml><mch_id>1900000109</mch_id></xml>' })).get('err_code')).toBe('SIGNERROR')
    expect(namesStruck(wallet)).toEqual(['busy-undone'])
  })

  test.each(['busy-undone', 'busy-done'])('%s names the algorithm of a merchant who agreed on another', (fault) => {
    const merchant: QQMerchant = { ...MERCHANT, signType: 'HMAC-SHA256' }
    const wallet = newWallet({ merchants: [merchant], faults: [{ fault }] })
    const fields = xmlOf(send(wallet, 'order', { sign_type: 'HMAC-SHA256' }, { merchant }))
    expect(Object.fromEntries(fields)).toMatchObject({
      err_code: 'SYSTEMERROR',
      err_code_des: '系统错误',
      sign_type: 'HMAC-SHA256',
    })
    expect(isSigned(fields, merchant.apiKey, 'HMAC-SHA256')).toBe(true)
  })

  test('busy-undone: a request that names no algorithm of its merchant is not genuine', () => {
    const wallet = newWallet({ faults: [{ fault: 'busy-undone' }] })
    expect(xmlOf(send(wallet, 'order', { sign_type: 'HMAC-SHA256' })).get('err_code')).toBe('SIGNERROR')
  })
})

describe('a call that is done', () => {
  test.each<[string, (answer: WalletAnswer | undefined, right: WalletAnswer | undefined) => void]>([
    ['drop-after', (answer) => expect(answer).toBeUndefined()],
    ['http-502-after', (answer) => expect(answer?.status).toBe(502)],
    ['html-200', (answer) => expect([answer?.status, text(answer).slice(0, 15)]).toEqual([200, '<!DOCTYPE html>'])],
    ['half-body', (answer, right) => expect(text(answer)).toBe(text(right).slice(0, text(right).length >> 1))],
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
    expect(order(wallet)?.status).toBe(503)
    expect(order(wallet, NOW + 9 * MINUTE)?.status).toBe(503)
    expect(isDone(wallet, NOW + 10 * MINUTE - 1)).toBe(false)
    expect(isDone(wallet, NOW + 10 * MINUTE)).toBe(true)
    expect(order(wallet, NOW + 10 * MINUTE)?.status).toBe(200)
  })

  test('what was left for later is done once, however often somebody looks', () => {
    const next = (looks: number): WalletAnswer | undefined => {
      const wallet = newWallet({ faults: [{ fault: 'outage-late', times: 1 }] })
      order(wallet)
      for (let look = 0; look < looks; look += 1) wallet.books(NOW + MINUTE)
      return order(wallet, NOW + MINUTE)
    }
    expect(next(3)).toEqual(next(0))
  })

  test('what was left for later is done although the wallet behaves by then', () => {
    const wallet = newWallet({ faults: [{ fault: 'outage-late' }] })
    order(wallet)
    wallet.faults.arm([])
    expect(isDone(wallet, NOW + MINUTE)).toBe(true)
  })

  test('paid-before-answer: the notify is due before the delayed answer is', () => {
    const wallet = newWallet({ faults: [{ fault: 'paid-before-answer' }] })
    expect(order(wallet)?.delayMs).toBe(3000)
    expect(wallet.due(NOW)).toHaveLength(1)
    expect(ask(wallet, 'query', { out_trade_no: 'T-new' }, { now: NOW })).toMatchObject({ trade_state: 'SUCCESS' })
    expect(namesStruck(wallet)).toEqual(['paid-before-answer'])
  })

  test('paid-before-answer at the counter: the payer types the password at once', () => {
    const wallet = newWallet({ faults: [{ fault: 'paid-before-answer' }], password: 'always' })
    sent(wallet, 'micropay', { auth_code: wallet.paymentCode(NOW) })
    expect(wallet.due(NOW)).toHaveLength(1)
  })
})

/** The answer to a query of a paid and refunded order, read; and the same without faults. */
function queried(fault: string, operation: Operation = 'query'): [changed: Map<string, string>, right: Map<string, string>] {
  const fields = (rules: readonly FaultRule[]): Map<string, string> =>
    new Map(xmlOf(send(armedAfterRefund(...rules), operation, FOUND)))
  return [fields([{ fault }]), fields([])]
}

const changedNames = ([changed, right]: [Map<string, string>, Map<string, string>]): readonly string[] =>
  [...new Set([...changed.keys(), ...right.keys()])].filter((name) => changed.get(name) !== right.get(name))

describe('an answer that the wallet signs', () => {
  test.each([
    ['busy-done', 'SYSTEMERROR'],
    ['unlisted-code', 'SANDBOX_NEW_CODE'],
  ])('%s: a refusal with code %s', (fault, code) => {
    const [fields] = queried(fault)
    expect(Object.fromEntries(fields)).toMatchObject({ return_code: 'SUCCESS', result_code: 'FAIL', err_code: code })
    expect(fields.has('trade_state')).toBe(false)
    expect(isSigned(fields, MERCHANT.apiKey)).toBe(true)
  })

  test.each([
    ['other-order-answer', ['out_trade_no', 'transaction_id', 'sign']],
    ['foreign-merchant-answer', ['mch_id', 'sign']],
    ['other-amount-answer', ['total_fee', 'sign']],
    ['extra-field-answer', ['sign', 'sandbox_new_field']],
    ['odd-case-state', ['trade_state', 'sign']],
    ['clock-skew', ['time_end', 'sign']],
  ])('%s changes %j and nothing else', (fault, names) => {
    const found = queried(fault)
    expect(new Set(changedNames(found))).toEqual(new Set(names))
    expect(isSigned(found[0], MERCHANT.apiKey)).toBe(true)
  })

  test('the odd case is that of old pages, and the skew is ten minutes', () => {
    expect(queried('odd-case-state')[0].get('trade_state')).toBe('Refund')
    expect(queried('odd-case-state', 'refundQuery')[0].get('refund_status_0')).toBe('Processing')
    expect(queried('clock-skew')[0].get('time_end')).toBe('20260105121000')
  })

  test('amounts of refunds, too', () => {
    expect(queried('other-amount-answer', 'refundQuery')[0].get('refund_fee_0')).toBe('501')
  })
})

describe('an answer that proves nothing', () => {
  test.each([
    ['unsigned-answer', (fields: Map<string, string>) => !fields.has('sign')],
    ['broken-signature', (fields: Map<string, string>) => !isSigned(fields, MERCHANT.apiKey)],
    ['other-key-answer', (fields: Map<string, string>) => isSigned(fields, md5(`not ${MERCHANT.apiKey}`))],
    ['key-rotated', (fields: Map<string, string>) => isSigned(fields, md5(`next ${MERCHANT.apiKey}`))],
  ])('%s changes the signature alone', (fault, holds) => {
    const found = queried(fault)
    expect(changedNames(found)).toEqual(['sign'])
    expect(holds(found[0])).toBe(true)
  })

  test('key-rotated takes the key that the merchant was given', () => {
    const wallet = newWallet({
      merchants: [{ ...MERCHANT, nextApiKey: 'test-key-of-next-month-0000000000' }],
      faults: [{ fault: 'key-rotated' }],
    })
    expect(isSigned(xmlOf(send(wallet, 'order')), 'test-key-of-next-month-0000000000')).toBe(true)
  })

  test.each([
    ['order', 'ORDERCLOSED'],
    ['query', 'ORDERNOTEXIST'],
    ['refund', 'NOTENOUGH'],
  ] as const)('unsigned-refusal of %s: a code that would be believed if it were signed', (operation, code) => {
    const wallet = armedAfterRefund({ fault: 'unsigned-refusal' })
    const fields = xmlOf(send(wallet, operation, { ...FOUND, ...(operation === 'order' && { out_trade_no: 'T-new' }) }))
    expect(Object.fromEntries(fields)).toMatchObject({ result_code: 'FAIL', err_code: code })
    expect(fields.has('sign')).toBe(false)
  })

  test('return-code-fail: no code, no signature', () => {
    const [fields] = queried('return-code-fail')
    expect([...fields.keys()]).toEqual(['return_code', 'return_msg'])
    expect(fields.get('return_code')).toBe('FAIL')
  })
})

describe('short-file: a line of a statement is missing', () => {
  const [TOMORROW, plainly] = [NOW + 30 * 60 * MINUTE, { bill_date: '20260105' }]
  const file = (rules: readonly FaultRule[], operation: 'statement' | 'fundStatement', values = {}): WalletAnswer =>
    send(armedAfterRefund(...rules), operation, { ...plainly, ...values }, { now: TOMORROW })

  test.each(['statement', 'fundStatement'] as const)('%s', (operation) => {
    const [whole, short] = [[], [{ fault: 'short-file' }]].map((rules) => text(file(rules, operation)).split('\n'))
    expect(short).toEqual(whole?.toSpliced(1, 1))
    expect(whole?.length).toBeGreaterThan(4)
  })

  test('packed', () => {
    const unpacked = (answer: WalletAnswer): string => gunzipSync(answer.body).toString()
    const packed = { tar_type: 'GZIP' }
    expect(unpacked(file([{ fault: 'short-file' }], 'statement', packed))).toBe(
      text(file([{ fault: 'short-file' }], 'statement')),
    )
  })

  test('where there is no line, and where the answer is no file, there is nothing to take away', () => {
    const wallet = newWallet({ faults: [{ fault: 'short-file' }] })
    send(wallet, 'statement', plainly, { now: TOMORROW })
    send(wallet, 'statement', plainly)
    send(wallet, 'order')
    expect(namesStruck(wallet)).toEqual([])
  })
})

describe('faults together', () => {
  test('each finds what the stages before it left', () => {
    const wallet = newWallet({
      faults: [{ fault: 'slow' }, { fault: 'half-body' }, { fault: 'extra-field-answer' }, { fault: 'unsigned-answer' }],
    })
    const answer = order(wallet)
    expect(answer?.delayMs).toBe(3000)
    expect(text(answer)).not.toContain('</xml>')
    expect(namesStruck(wallet)).toEqual(['extra-field-answer', 'unsigned-answer', 'half-body', 'slow'])
  })

  test('a field that comes after the signature was taken away does not bring it back', () => {
    const wallet = newWallet({ faults: [{ fault: 'unsigned-answer' }, { fault: 'extra-field-answer' }] })
    const fields = xmlOf(send(wallet, 'order'))
    expect([fields.has('sign'), fields.has('sandbox_new_field')]).toEqual([false, true])
  })

  test('whoever answers in the place of the wallet leaves nothing to change', () => {
    const wallet = newWallet({ faults: [{ fault: 'unsigned-answer' }, { fault: 'http-503' }, { fault: 'drop-before' }] })
    expect(order(wallet)?.status).toBe(503)
    expect(namesStruck(wallet)).toEqual(['http-503'])
  })

  test('a fault that has nothing to change does not strike', () => {
    const wallet = newWallet({
      faults: [{ fault: 'other-amount-answer' }, { fault: 'odd-case-state' }, { fault: 'unsigned-answer', call: 'refund' }],
    })
    expect(order(wallet)).toEqual(order(newWallet()))
    expect(namesStruck(wallet)).toEqual([])
  })

  test('one order alone, also where the call names it by a number of the wallet', () => {
    const wallet = armedAfterRefund({ fault: 'drop-after', outTradeNo: 'T-1' })
    const [paid] = wallet.books(NOW)
    expect(sent(wallet, 'query', { transaction_id: paid?.transactionId ?? '' })).toBeUndefined()
    expect(sent(wallet, 'refundQuery', { refund_id: paid?.refunds[0]?.refundId ?? '' })).toBeUndefined()
    expect(order(wallet)?.status).toBe(200)
  })

  test('an address without an operation, and a stranger, meet no fault of messages', () => {
    const wallet = newWallet({ faults: [{ fault: 'unsigned-answer' }] })
    expect(send(wallet, 'order', {}, { origin: 'https://evil.example' }).status).toBe(404)
    expect(namesStruck(wallet)).toEqual([])
  })
})

test('every fault of the catalogue strikes somewhere', () => {
  for (const { name } of QQ_FAULTS) {
    const wallet = armedAfterRefund({ fault: name })
    order(wallet)
    for (const operation of ['query', 'refundQuery'] as const) sent(wallet, operation, FOUND)
    sent(wallet, 'statement', { bill_date: '20260105' }, { now: NOW + 30 * 60 * MINUTE })
    for (const { id } of wallet.due(NOW)) wallet.delivered(id, undefined, NOW)
    expect(namesStruck(wallet), name).toContain(name)
  }
})

describe('the same seed and the same calls', () => {
  const rule = fc.record(
    {
      fault: fc.constantFrom(...QQ_FAULTS.map(({ name }) => name)),
      percent: fc.integer({ min: 1, max: 100 }),
      times: fc.integer({ min: 1, max: 3 }),
    },
    { requiredKeys: ['fault'] },
  )
  const move = fc.record({
    operation: fc.constantFrom('order', 'pay', 'refund', 'query', 'due', 'close'),
    order: fc.nat(2),
    waitMs: fc.constantFrom(0, 1000, 60_000),
  })

  test('leave the same trace, answers, notifies and books', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(rule, { maxLength: 4 }), fc.array(move, { maxLength: 25 }), (seed, faults, moves) => {
        const history = (): readonly unknown[] => {
          const wallet = newWallet({ seed, faults })
          let now = NOW
          const results = moves.map(({ operation, order: number, waitMs }) => {
            now += waitMs
            const bill = wallet.bills(now).find(({ outTradeNo, status }) => outTradeNo === `T-${number}` && status === 'open')
            if (operation === 'pay') return bill && wallet.act(bill.promptText, 'pay', now)
            if (operation !== 'due') return sent(wallet, operation, { out_trade_no: `T-${number}` }, { now })
            const deliveries = wallet.due(now)
            for (const { id } of deliveries) wallet.delivered(id, undefined, now)
            return deliveries
          })
          return [results, wallet.faults.trace(), wallet.books(now)]
        }
        expect(history()).toEqual(history())
      }),
    )
  })
})
