import { describe, expect, test } from 'vitest'
import { keyPair } from './certificate.fixture.ts'
import { alipay } from './protocol.ts'
import { account, at, drive, form, NOTIFIED, signedParams, TRADE_NO } from './wallet.fixture.ts'

const protocol = alipay(account)
const read = (query: string) => drive(protocol.verifyReturn(query, at)).reply
const failing = (code: string) => expect.objectContaining({ code })

const BACK = {
  charset: 'utf-8',
  out_trade_no: 'A1',
  method: 'alipay.trade.page.pay.return',
  total_amount: '88.88',
  trade_no: TRADE_NO,
  auth_app_id: account.appId,
  version: '1.0',
  app_id: account.appId,
  sign_type: 'RSA2',
  seller_id: account.sellerId,
  timestamp: '2026-11-23 10:01:10',
}
const QUERY = form(signedParams(BACK))

describe('what the browser brought back', () => {
  test('names the order, and never that it is paid', () => {
    expect(read(QUERY)).toEqual({ outTradeNo: 'A1', transactionId: TRADE_NO })
    expect(read(`?${QUERY}`)).toEqual({ outTradeNo: 'A1', transactionId: TRADE_NO })
  })

  test.each(['order=17&', 'items[0]=a&debug&', 'x=%zz&x=1&'])(
    'the shop’s own parameters (%s) stand beside it, unsigned',
    (own) => {
      expect(read(own + QUERY)).toEqual({ outTradeNo: 'A1', transactionId: TRADE_NO })
    },
  )

  test('what the wallet may sign beside it tomorrow is signed, too', () => {
    expect(read(form(signedParams({ ...BACK, trade_hint: 'x' })))).toEqual({ outTradeNo: 'A1', transactionId: TRADE_NO })
  })

  test.each<[string, string]>([
    ['a changed amount', QUERY.replace('88.88', '88.89')],
    ['another order', QUERY.replace('out_trade_no=A1', 'out_trade_no=A2')],
    ['the order twice', `${QUERY}&out_trade_no=A2`],
    ['no signature', form(BACK)],
    ['an empty one', form({ ...BACK, sign: '' })],
    ['another key', form(signedParams(BACK, keyPair().privateKey))],
    ['another kind of signature', form(signedParams({ ...BACK, sign_type: 'RSA' }))],
    ['the rule of 消息服务', form(signedParams(BACK, undefined, 'V2'))],
    ['another account’s', form(signedParams({ ...BACK, seller_id: '2088000000000001' }))],
    ['another application’s', form(signedParams({ ...BACK, app_id: '2021000000000002' }))],
    ['nothing', ''],
  ])('%s is not believed', (_what, query) => {
    expect(() => read(query)).toThrow(failing('UNVERIFIED'))
  })

  test('a field that was pushed into another is noticed: the signed text would be the same', () => {
    const { version, ...rest } = BACK
    const { sign = '' } = signedParams(BACK)
    expect(() => read(form({ ...rest, trade_no: `${TRADE_NO}&version=${version}`, sign }))).toThrow(failing('UNVERIFIED'))
  })

  test.each(['out_trade_no', 'app_id', 'seller_id', 'charset'])('without %s there is nothing to show', (name) => {
    const rest = Object.fromEntries(Object.entries(BACK).filter(([one]) => one !== name))
    expect(() => read(form(signedParams(rest)))).toThrow(failing('MALFORMED'))
  })

  test('a notify in its place has fields that are not its own', () => {
    const hint = read(form(signedParams(NOTIFIED)))
    expect(hint).toEqual({ outTradeNo: 'A1', transactionId: TRADE_NO })
  })
})
