import type { WalletAnswer } from '@tpkit/core'
import { describe, expect, test } from 'vitest'
import {
  ask,
  close,
  headerOf,
  NOW,
  newWallet,
  PROVIDER,
  PUBLIC_KEY,
  paidOrder,
  prepay,
  type Question,
  query,
  refundQuery,
  SECOND,
  send,
  signerOf,
} from './asking.fixture.ts'
import { changedPaths, namesStruck, paidWith, refundedWith } from './faults.fixture.ts'

describe('the proof of an answer', () => {
  const spoilt = (fault: string, question = query()): WalletAnswer => {
    const wallet = paidWith({ fault })
    const answer = send(wallet, question)
    expect(namesStruck(wallet)).toEqual([fault])
    expect(answer.body).toEqual(send(paidWith(), question).body)
    return answer
  }
  const signature = (answer: WalletAnswer): string | undefined => headerOf(answer, 'Wechatpay-Signature')

  test('unsigned-answer: there is none', () => {
    expect(spoilt('unsigned-answer').headers.filter(([name]) => /^wechatpay/i.test(name))).toEqual([])
  })

  test.each(['broken-signature', 'signature-probe'])('%s: it fits nothing', (fault) => {
    const answer = spoilt(fault)
    expect(signerOf(answer)).toBeUndefined()
    expect(signature(answer)?.startsWith('WECHATPAY/SIGNTEST/')).toBe(fault === 'signature-probe')
  })

  test('stale-answer: it fits, and is ten minutes old', () => {
    const answer = spoilt('stale-answer')
    expect([signerOf(answer), headerOf(answer, 'Wechatpay-Timestamp')]).toEqual([PUBLIC_KEY.id, String(NOW / SECOND - 600)])
  })

  test('repeated-header: the right signature comes twice', () => {
    const found = spoilt('repeated-header').headers.filter(([name]) => name === 'Wechatpay-Signature')
    expect([found.length, new Set(found.map(([, value]) => value)).size]).toEqual([2, 1])
  })

  test('other-key-answer: a stranger signs under the id of the wallet', () => {
    const answer = spoilt('other-key-answer')
    expect([signerOf(answer), signerOf(answer, 'stranger')]).toEqual([undefined, PUBLIC_KEY.id])
  })

  test('key-rotated: it names a key that nobody has', () => {
    const answer = spoilt('key-rotated')
    expect([signerOf(answer), signerOf(answer, 'stranger')]).toEqual([undefined, 'F'.repeat(40)])
  })

  test('of a 204 is spoilt as any other', () => {
    const wallet = newWallet()
    ask(wallet, prepay())
    wallet.faults.arm([{ fault: 'broken-signature' }])
    const answer = send(wallet, close())
    expect([answer.status, signerOf(answer)]).toEqual([204, undefined])
  })
})

describe('what a signed answer says', () => {
  const OPTIONAL = ['attach', 'bank_type', 'payer.openid', 'trade_state_desc', 'trade_type']
  const changed = (fault: string, question: Question): readonly string[] => {
    const wallet = refundedWith({ fault })
    const paths = changedPaths(ask(wallet, question), ask(refundedWith(), question))
    expect(namesStruck(wallet)).toEqual([fault])
    return paths
  }

  test.each([
    ['other-order-answer', ['out_trade_no', 'transaction_id'], ['out_trade_no', 'transaction_id']],
    ['other-amount-answer', ['amount.total'], ['amount.refund', 'amount.total']],
    ['clock-skew', ['success_time'], ['create_time']],
    ['few-fields-answer', OPTIONAL, ['channel', 'create_time', 'funds_account', 'user_received_account']],
    [
      'extra-field-answer',
      ['sandbox_new_field', 'sandbox_new_object.list.0', 'sandbox_new_object.list.1'],
      ['sandbox_new_field', 'sandbox_new_object.list.0', 'sandbox_new_object.list.1'],
    ],
  ])('%s changes %j of an order, %j of a refund, and nothing else', (fault, ofOrder, ofRefund) => {
    expect([changed(fault, query()), changed(fault, refundQuery())]).toEqual([ofOrder, ofRefund])
  })

  test('foreign-merchant-answer: another merchant, or another service provider', () => {
    expect(changed('foreign-merchant-answer', query())).toEqual(['mchid'])
    const wallet = newWallet()
    paidOrder(wallet, prepay(), { as: PROVIDER })
    const right = ask(wallet, query(), { as: PROVIDER })
    wallet.faults.arm([{ fault: 'foreign-merchant-answer' }])
    expect(changedPaths(ask(wallet, query(), { as: PROVIDER }), right)).toEqual(['sp_mchid'])
  })

  test('clock-skew: by so much', () => {
    const wallet = paidWith({ fault: 'clock-skew', value: -60_000 })
    expect(ask(wallet, query())).toMatchObject({ success_time: '2026-01-05T11:59:00+08:00' })
  })

  test('a fault that has nothing to change does not count', () => {
    const wallet = newWallet({ faults: [{ fault: 'other-amount-answer' }, { fault: 'short-file' }] })
    ask(wallet, prepay())
    expect(namesStruck(wallet)).toEqual([])
  })
})
