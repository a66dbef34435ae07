import { describe, expect, test } from 'vitest'
import {
  ask,
  cancel,
  close,
  codepay,
  create,
  ENCRYPTED,
  NOW,
  OURS,
  only,
  PROVIDER,
  page,
  precreate,
  prompt,
  query,
  refund,
  refundQuery,
  sent,
} from './asking.fixture.ts'
import { billAddress, downloaded, newFaulty, paidWith } from './faults.fixture.ts'
import type { AlipayWallet } from './wallet.ts'

const last = (wallet: AlipayWallet) => wallet.exchanges().at(-1)
const inspected = (wallet: AlipayWallet) => wallet.inspect(last(wallet)?.id ?? '')

describe('a notify', () => {
  test('is right', () => {
    const wallet = paidWith()
    wallet.due(NOW)
    const { signature } = inspected(wallet) ?? {}
    expect(signature).toMatchObject({ cause: 'right' })
    expect(signature?.text).toMatch(/^app_id=2021000000000001&auth_app_id=.*&version=1\.0$/)
    expect(signature?.text).not.toContain('sign_type')
  })

  test.each(['notify-forged', 'notify-broken-signature', 'notify-other-key', 'notify-downgraded'])('is spoilt by %s', (fault) => {
    const wallet = paidWith({ fault })
    wallet.due(NOW)
    expect(inspected(wallet)?.signature).toMatchObject({ cause: 'spoilt', sentence: { en: expect.stringContaining(fault) } })
  })

  test('is shown with what it says, and with its answer', () => {
    const wallet = paidWith()
    const { id } = only(wallet.due(NOW))
    wallet.delivered(id, { status: 200, body: 'success' }, NOW)
    expect(last(wallet)).toMatchObject({
      from: 'wallet',
      call: 'notify',
      mchId: OURS.mchId,
      outTradeNo: 'T_10001',
      answer: { status: 200 },
    })
    const fields = new Map(inspected(wallet)?.fields)
    expect([fields.get('trade_status'), fields.get('subject')]).toEqual(['TRADE_SUCCESS', '天虹南山店 超市'])
  })
})

describe('what passed', () => {
  test('is listed with what was meant, and whose it was', () => {
    const wallet = newFaulty()
    wallet.act(prompt(ask(wallet, precreate())), 'pay', NOW)
    for (const question of [refund(), refundQuery(), query(), cancel(), page({ out_trade_no: 'T_2' })]) sent(wallet, question)
    ask(wallet, create({ out_trade_no: 'T_3' }))
    ask(wallet, close({ out_trade_no: 'T_3' }))
    expect(wallet.exchanges().map(({ call, mchId, outTradeNo }) => [call, mchId, outTradeNo])).toEqual([
      ...['pay', 'refund', 'queryRefund', 'query', 'reverse'].map((call) => [call, OURS.mchId, 'T_10001']),
      ['pay', OURS.mchId, 'T_2'],
      ['pay', OURS.mchId, 'T_3'],
      ['close', OURS.mchId, 'T_3'],
    ])
    ask(wallet, precreate(), { as: PROVIDER })
    expect(last(wallet)).toMatchObject({ call: 'pay', mchId: PROVIDER.mchId })
  })

  test("is found by Alipay's number, too", () => {
    const wallet = paidWith()
    const trade_no = wallet.books(NOW)[0]?.transactionId
    ask(wallet, query({ out_trade_no: undefined, trade_no }))
    expect(last(wallet)).toMatchObject({ call: 'query', outTradeNo: 'T_10001' })
  })

  test('is a statement where it is the file of one', () => {
    const wallet = paidWith()
    downloaded(wallet, billAddress(wallet))
    expect(wallet.exchanges().map(({ call }) => call)).toEqual(['pay', 'statement', 'statement'])
    expect(inspected(wallet)?.signature).toBeUndefined()
  })

  test('shows the members of biz_content and of the answer, encrypted or not', () => {
    for (const as of [OURS, ENCRYPTED]) {
      const wallet = newFaulty()
      ask(wallet, precreate({ goods_detail: [{ goods_id: '7' }] }), { as })
      const found = inspected(wallet)
      const [fields, answer] = [new Map(found?.fields), new Map(found?.answerFields)]
      expect([fields.get('app_id'), fields.get('total_amount'), fields.get('goods_detail.0.goods_id')]).toEqual([
        as.appId,
        '19.90',
        '7',
      ])
      expect([answer.get('code'), answer.get('out_trade_no'), answer.has('sign')]).toEqual(['10000', 'T_10001', true])
    }
  })

  test('reads GBK', () => {
    const wallet = newFaulty()
    ask(wallet, precreate(), { charset: 'gbk' })
    expect(new Map(inspected(wallet)?.fields).get('subject')).toBe('天虹南山店 超市')
  })

  test('shows a payment code shortened, and as it was sent in the bytes', () => {
    const wallet = newFaulty()
    const code = wallet.paymentCode(NOW)
    ask(wallet, codepay(code))
    const found = inspected(wallet)
    expect(new Map(found?.fields).get('auth_code')).toBe(`${code.slice(0, 2)}…${code.slice(-4)}`)
    expect(JSON.stringify([found?.fields, found?.signature])).not.toContain(code)
    expect(decodeURIComponent(Buffer.from(found?.exchanged.request.body ?? []).toString())).toContain(code)
  })

  test('names the faults that struck it', () => {
    const wallet = paidWith({ fault: 'broken-signature' })
    sent(wallet, query())
    expect(last(wallet)?.faults).toEqual(['broken-signature'])
  })
})
