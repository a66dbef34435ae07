import { verify, X509Certificate } from 'node:crypto'
import type { WalletAnswer } from '@tpkit/core'
import { describe, expect, test } from 'vitest'
import {
  ask,
  CERTIFIED,
  certificate as downloadOf,
  ENCRYPTED,
  FIRST,
  isSigned,
  NOW,
  PLAIN_KEY,
  precreate,
  prompt,
  type Question,
  query,
  refundQuery,
  SERIALS,
  send,
  textOf,
} from './asking.fixture.ts'
import {
  askedOf,
  changedNames,
  EXPIRED,
  isStrangers,
  namesStruck,
  newFaulty,
  paidWith,
  refundedWith,
  said,
} from './faults.fixture.ts'

describe('the proof of an answer', () => {
  const spoilt = (fault: string): WalletAnswer => {
    const wallet = paidWith({ fault })
    const answer = send(wallet, query())
    expect(namesStruck(wallet)).toEqual([fault])
    return answer
  }
  const right = said(send(paidWith(), query()))

  test('unsigned-answer: there is none', () => {
    const told = said(spoilt('unsigned-answer'))
    expect([told.raw, told.sign]).toEqual([right.raw, undefined])
  })

  test('broken-signature: it fits nothing', () => {
    const told = said(spoilt('broken-signature'))
    expect([told.raw, told.sign?.length, isSigned(told)]).toEqual([right.raw, right.sign?.length, false])
  })

  test.each(['other-key-answer', 'key-rotated', 'other-certificate-answer', 'expired-certificate-answer'])(
    '%s: a stranger signs, in key mode too',
    (fault) => {
      const told = said(spoilt(fault))
      expect([told.raw, isSigned(told), isStrangers(told)]).toEqual([right.raw, false, true])
    },
  )

  test('edited-answer: another amount behind the same signature', () => {
    const told = said(spoilt('edited-answer'))
    expect([told.values.total_amount, told.sign, isSigned(told)]).toEqual(['19.97', right.sign, false])
  })

  test('rewritten-answer: the same JSON, and other bytes than were signed', () => {
    const answer = spoilt('rewritten-answer')
    expect(JSON.parse(textOf(answer))).toEqual(JSON.parse(textOf(send(paidWith(), query()))))
    expect(textOf(answer)).not.toContain(right.raw)
  })

  test('other-method-answer: signed, under the name of another', () => {
    const told = said(spoilt('other-method-answer'))
    expect([told.name, told.raw, isSigned(told)]).toEqual(['alipay_trade_fastpay_refund_query_response', right.raw, true])
    expect(askedOf(refundedWith({ fault: 'other-method-answer' }), refundQuery()).name).toBe('alipay_trade_query_response')
  })
})

describe('the certificate that an answer names', () => {
  const named = (fault: string) => {
    const wallet = newFaulty({ walletKeys: [FIRST, EXPIRED], faults: [{ fault }] })
    return askedOf(wallet, precreate(), { as: CERTIFIED })
  }

  test.each([
    ['other-key-answer', SERIALS.first],
    ['key-rotated', 'f'.repeat(32)],
    ['other-certificate-answer', SERIALS.app],
  ])('%s: a stranger signs under %s', (fault, sn) => {
    const told = named(fault)
    expect([told.sn, isStrangers(told)]).toEqual([sn, true])
  })

  test('expired-certificate-answer: one that can be downloaded, and is over', () => {
    const { sn, raw, sign } = named('expired-certificate-answer')
    const certificate = new X509Certificate(EXPIRED.certificate ?? '')
    expect(verify('sha256', Buffer.from(raw), certificate.publicKey, Buffer.from(sign ?? '', 'base64'))).toBe(true)
    expect(Date.parse(certificate.validTo)).toBeLessThan(NOW)
    const wallet = newFaulty({ walletKeys: [FIRST, EXPIRED] })
    const { alipay_cert_content } = ask(wallet, downloadOf(sn ?? ''), { as: CERTIFIED })
    expect(Buffer.from(String(alipay_cert_content), 'base64').toString()).toBe(EXPIRED.certificate)
  })
})

test('an encrypted answer is opened, changed, encrypted and signed again', () => {
  const wallet = newFaulty({ walletKeys: [PLAIN_KEY] })
  wallet.act(prompt(ask(wallet, precreate(), { as: ENCRYPTED })), 'pay', NOW)
  wallet.faults.arm([{ fault: 'other-amount-answer' }])
  const told = askedOf(wallet, query(), { as: ENCRYPTED })
  expect([told.raw.startsWith('"'), isSigned(told), told.values.total_amount]).toEqual([true, true, '19.91'])
})

test('rewritten-answer, edited-answer: an encrypted one is spoilt as well', () => {
  const wallet = newFaulty({ faults: [{ fault: 'rewritten-answer' }] })
  const answer = send(wallet, precreate(), { as: ENCRYPTED })
  const [right, told] = [said(send(newFaulty(), precreate(), { as: ENCRYPTED })), said(answer)]
  expect([JSON.parse(told.raw), told.raw === right.raw, isSigned(told)]).toEqual([JSON.parse(right.raw), false, false])
  wallet.faults.arm([{ fault: 'edited-answer' }])
  const edited = textOf(send(wallet, precreate(), { as: ENCRYPTED }))
  expect(edited.replace(/(?<=_response":")./, '')).toBe(
    textOf(send(newFaulty(), precreate(), { as: ENCRYPTED })).replace(/(?<=_response":")./, ''),
  )
})

describe('what a signed answer says', () => {
  const OPTIONAL = [
    'buyer_open_id',
    'buyer_pay_amount',
    'buyer_user_id',
    'fund_bill_list',
    'invoice_amount',
    'point_amount',
    'receipt_amount',
    'send_pay_date',
  ]
  const changed = (fault: string, question: Question): readonly string[] => {
    const wallet = refundedWith({ fault })
    const names = changedNames(ask(wallet, question), ask(refundedWith(), question))
    expect(namesStruck(wallet)).toEqual(names.length > 0 ? [fault] : [])
    return names
  }

  test.each([
    ['other-order-answer', ['out_trade_no', 'trade_no'], ['out_trade_no', 'trade_no']],
    ['other-amount-answer', ['total_amount'], ['refund_amount', 'total_amount']],
    ['clock-skew', ['send_pay_date'], ['gmt_refund_pay']],
    ['extra-field-answer', ['sandbox_new_field', 'sandbox_new_object'], ['sandbox_new_field', 'sandbox_new_object']],
  ])('%s changes %j of a trade, %j of a refund, and nothing else', (fault, ofTrade, ofRefund) => {
    const options = { query_options: ['gmt_refund_pay'] }
    expect([changed(fault, query()), changed(fault, refundQuery(options))]).toEqual([ofTrade, ofRefund])
  })

  test('few-fields-answer takes what no page promises, and no more', () => {
    for (const name of changed('few-fields-answer', query()))
      expect(name).toMatch(/^(?:buyer_\w+|\w+_amount|fund_bill_list|send_pay_date|store_\w+)$/)
    expect(changed('few-fields-answer', query())).toEqual(expect.arrayContaining(OPTIONAL))
  })

  test('clock-skew: by so much', () => {
    const wallet = paidWith({ fault: 'clock-skew', value: -60_000 })
    expect(ask(wallet, query())).toMatchObject({ send_pay_date: '2026-01-05 11:59:00' })
  })
})
