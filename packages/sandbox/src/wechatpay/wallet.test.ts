import { describe, expect, test } from 'vitest'
import {
  ask,
  CERTIFICATE,
  MERCHANT,
  NOW,
  newWallet,
  OTHER,
  OURS,
  only,
  PROVIDER,
  paidOrder,
  prepay,
  prompt,
  query,
  refund,
  refused,
  send,
} from './asking.fixture.ts'
import type { WeChatMerchant } from './merchant.ts'

describe('merchants', () => {
  const enrolled = (changes: Partial<WeChatMerchant>) => () => newWallet({ merchants: [{ ...MERCHANT, ...changes }] })

  test.each<[string, Partial<WeChatMerchant>, RegExp]>([
    ['a number of letters', { mchId: 'shop' }, /expected 8 to 10 digits/],
    ['a short number', { mchId: '1234567' }, /expected 8 to 10 digits/],
    ['a sub-merchant without a number', { subMerchants: [{ subMchId: '' }] }, /expected 8 to 10 digits/],
    ['a short APIv3 key', { apiV3Key: 'short' }, /expected an apiV3Key of 32 characters/],
    ['an APIv3 key of 32 characters and more bytes', { apiV3Key: '密'.repeat(32) }, /expected an apiV3Key of 32 characters/],
  ])('%s is refused', (_, changes, sentence) => expect(enrolled(changes)).toThrow(sentence))

  test('each number is there once, also when one is taken in later', () => {
    expect(() => newWallet({ merchants: [MERCHANT, MERCHANT] })).toThrow(/listed twice/)
    const wallet = newWallet({ merchants: [] })
    expect(refused(wallet, prepay())).toBe('404 MCH_NOT_EXISTS')
    wallet.enrol(MERCHANT)
    expect(ask(wallet, prepay())).toHaveProperty('code_url')
    expect(() => wallet.enrol(MERCHANT)).toThrow(/listed twice/)
  })

  test('a certificate brings its serial number; a bare public key needs one', () => {
    const { certificate } = CERTIFICATE
    expect(() => newWallet({ merchants: [{ ...MERCHANT, certificate: certificate ?? '' }] })).not.toThrow()
    const pem = MERCHANT.certificate
    expect(enrolled({ certificate: pem.replaceAll('CERTIFICATE', 'PUBLIC KEY') })).toThrow(
      /expected a serial beside a bare public key/,
    )
  })
})

test('a setting of another type is refused: plain JavaScript writes 100 where 100n is meant', () => {
  const given = JSON.parse('{"couponFee":100}')
  expect(() => newWallet(given)).toThrow(/sandbox couponFee: expected a bigint, such as 0n, found a number/)
})

describe("the payer's phone", () => {
  test('shows what is to be paid, to whom, and where it stands', () => {
    const wallet = newWallet({ couponFee: 90n, merchants: [{ ...MERCHANT, name: 'Test shop' }] })
    ask(wallet, prepay('h5'))
    expect(only(wallet.bills(NOW))).toMatchObject({
      wallet: { zh: '微信支付', en: 'WeChat Pay' },
      merchant: 'Test shop',
      scene: 'h5',
      outTradeNo: 'T-10001',
      total: 1990n,
      payerTotal: 1900n,
      status: 'open',
    })
    paidOrder(wallet, prepay('h5'))
    expect(only(wallet.bills(NOW)).status).toBe('paid')
  })

  test('names the sub-merchant', () => {
    const wallet = newWallet()
    ask(wallet, prepay(), { as: PROVIDER })
    expect(only(wallet.bills(NOW)).merchant).toBe(PROVIDER.subMchId)
  })

  test('pays what it was shown, once', () => {
    const wallet = newWallet()
    const code = prompt(ask(wallet, prepay()))
    wallet.act(code, 'pay', NOW)
    expect(() => wallet.act(code, 'pay', NOW)).toThrow(/paid already/)
    expect(() => wallet.act('weixin://wxpay/bizpayurl?pr=0000000', 'pay', NOW)).toThrow(/no order belongs to the code/)
  })

  test('knows an order by its prepay id as well as by its link', () => {
    const wallet = newWallet()
    const link = new URL(prompt(ask(wallet, prepay('h5'))))
    wallet.act(link.searchParams.get('prepay_id') ?? '', 'pay', NOW)
    expect(ask(wallet, query())).toMatchObject({ trade_state: 'SUCCESS' })
  })

  test.each([
    [95_301, 'NOTPAY', 95_301],
    [95_304, 'SUCCESS', 93_304],
  ])('magic amounts: %i fen is %s then', (total, state, payerTotal) => {
    const wallet = newWallet()
    wallet.act(prompt(ask(wallet, prepay('native', { amount: { total } }))), 'pay', NOW)
    expect(ask(wallet, query())).toMatchObject({ trade_state: state })
    expect(only(wallet.bills(NOW)).payerTotal ?? only(wallet.bills(NOW)).total).toBe(BigInt(payerTotal))
  })
})

test('the same number of two merchants is two orders', () => {
  const wallet = newWallet()
  paidOrder(wallet)
  ask(wallet, prepay(), { as: OTHER })
  expect(wallet.books(NOW).map(({ mchId, status }) => [mchId, status])).toEqual([
    [OURS.mchId, 'paid'],
    [OTHER.mchId, 'open'],
  ])
})

test('one seed, one history, to the byte; another seed, other numbers', () => {
  const history = (seed: string) => {
    const wallet = newWallet({ seed })
    const answers = [send(wallet, prepay()), send(wallet, prepay('jsapi', { out_trade_no: 'T-10002' }))]
    const id = paidOrder(wallet, prepay('native', { out_trade_no: 'T-10003' }))
    return [...answers, id, send(wallet, refund({ out_trade_no: 'T-10003' })), wallet.due(NOW)]
  }
  expect(history('a')).toEqual(history('a'))
  const [first, other] = [history('a'), history('b')]
  for (const [index, each] of first.entries()) expect(each).not.toEqual(other[index])
})
