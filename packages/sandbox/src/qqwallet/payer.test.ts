import { describe, expect, test } from 'vitest'
import { ask, MINUTE, NOW, newWallet } from './asking.fixture.ts'

const codeOf = (wallet: ReturnType<typeof newWallet>): string => ask(wallet, 'order').code_url ?? ''

describe('the payer', () => {
  test('pays an open order', () => {
    const wallet = newWallet()
    wallet.act(codeOf(wallet), 'pay', NOW)
    expect(wallet.books(NOW)).toMatchObject([
      { outTradeNo: 'T-1', status: 'paid', total: 1990n, currency: 'CNY', paidAt: NOW, refunds: [] },
    ])
  })

  test.each(['no-funds', 'cancel', 'wrong-password'] as const)('after %s the order is still open and can be paid', (action) => {
    const wallet = newWallet()
    const code = codeOf(wallet)
    wallet.act(code, action, NOW)
    expect(wallet.books(NOW)).toMatchObject([{ status: 'open' }])
    expect(ask(wallet, 'query', { out_trade_no: 'T-1' })).toMatchObject({ trade_state: 'NOTPAY' })
    wallet.act(code, 'pay', NOW)
    expect(wallet.books(NOW)).toMatchObject([{ status: 'paid' }])
  })

  test('cannot pay twice', () => {
    const wallet = newWallet()
    const code = codeOf(wallet)
    wallet.act(code, 'pay', NOW)
    expect(() => wallet.act(code, 'pay', NOW)).toThrow(/T-1 is paid already/)
  })

  test('cannot pay a closed order', () => {
    const wallet = newWallet()
    const code = codeOf(wallet)
    ask(wallet, 'close')
    expect(() => wallet.act(code, 'pay', NOW)).toThrow(/closed by the merchant/)
    expect(wallet.books(NOW)).toMatchObject([{ status: 'closed' }])
  })

  test('cannot pay an expired order', () => {
    const wallet = newWallet()
    const code = codeOf(wallet)
    expect(() => wallet.act(code, 'pay', NOW + 120 * MINUTE)).toThrow(/expired/)
    wallet.act(code, 'pay', NOW + 120 * MINUTE - 1)
  })

  test('cannot pay what is not known', () => {
    expect(() => newWallet().act('https://qpay.qq.com/qr/00000000', 'pay', NOW)).toThrow(/no order belongs to the code/)
  })

  test.each([
    ['JSAPI', 'jsapi'],
    ['APP', 'app'],
    ['MINIAPP', 'mini'],
  ])('pays in a client of the wallet, which was given the prepay id: %s', (type, scene) => {
    const wallet = newWallet()
    const { prepay_id: prepayId = '' } = ask(wallet, 'order', { trade_type: type })
    expect(wallet.bills(NOW)).toMatchObject([{ scene, promptText: prepayId, mchId: '1900000109' }])
    wallet.act(prepayId, 'pay', NOW)
    expect(wallet.books(NOW)).toMatchObject([{ status: 'paid' }])
  })

  test('every code is another one', () => {
    const wallet = newWallet()
    const codes = Array.from({ length: 300 }, (_, n) => ask(wallet, 'order', { out_trade_no: `T-${n}` }).code_url)
    expect(new Set(codes).size).toBe(300)
  })
})

test('the phone shows every order with what a payer must know', () => {
  const wallet = newWallet()
  const code = codeOf(wallet)
  const [bill] = wallet.bills(NOW)
  expect(bill).toMatchObject({
    merchant: 'Test shop',
    subject: '天虹南山店-超市',
    total: 1990n,
    status: 'open',
    promptText: code,
  })
  expect(code.endsWith(bill?.token ?? 'no bill')).toBe(true)
  expect(wallet.bills(NOW + 120 * MINUTE)).toMatchObject([{ status: 'expired' }])
})
