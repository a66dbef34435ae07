import { describe, expect, test } from 'vitest'
import {
  ask,
  codepay,
  DAY,
  MINUTE,
  NOW,
  newWallet,
  PROVIDER,
  PROVIDER_OF_ANOTHER,
  paidOrder,
  query,
  refused,
  reverse,
  SECOND,
  send,
  type Values,
} from './asking.fixture.ts'
import type { WeChatWallet, WeChatWalletOptions } from './wallet.ts'

const total = (amount: number): Values => ({ amount: { total: amount, currency: 'CNY' } })

/** A wallet whose payer has shown a code; `scan` scans it, as often as it is called. */
function counter(options: Partial<WeChatWalletOptions> = {}, values: Values = {}) {
  const wallet = newWallet(options)
  const code = wallet.paymentCode(NOW)
  return { wallet, code, scan: codepay(code, values) }
}

/** A counter where the payer has to type a password, and the code was scanned. */
function waiting(): { readonly wallet: WeChatWallet; readonly code: string; readonly scan: ReturnType<typeof codepay> } {
  const found = counter({ password: 'always' })
  ask(found.wallet, found.scan)
  return found
}

describe('a code that is scanned', () => {
  test('pays at once, and the answer is the order', () => {
    const { wallet, scan } = counter()
    const told = ask(wallet, scan)
    expect(told).toMatchObject({ trade_state: 'SUCCESS', trade_type: 'MICROPAY', amount: { total: 1990, payer_total: 1990 } })
    expect(ask(wallet, query())).toEqual(told)
  })

  test('is taken for a sub-merchant too', () => {
    const { wallet, scan } = counter()
    expect(ask(wallet, scan, { as: PROVIDER })).toMatchObject({ sub_mchid: PROVIDER.subMchId, trade_state: 'SUCCESS' })
  })

  test('is not notified, whatever happens', () => {
    const { wallet, scan } = counter()
    ask(wallet, scan)
    expect(wallet.due(NOW + DAY)).toEqual([])
    const typed = waiting()
    typed.wallet.act(typed.code, 'pay', NOW)
    expect(typed.wallet.due(NOW + DAY)).toEqual([])
  })

  test('pays one order once', () => {
    const { wallet, code, scan } = counter()
    ask(wallet, scan)
    expect(refused(wallet, codepay(code, { out_trade_no: 'T-10002' }))).toBe('400 AUTH_CODE_INVALID')
    expect(wallet.books(NOW)).toHaveLength(1)
  })

  test('has to be one that was shown, and lately', () => {
    const { wallet, scan } = counter()
    expect(refused(wallet, codepay('130000000000000000'))).toBe('400 AUTH_CODE_INVALID')
    expect(refused(wallet, scan, { now: NOW + 5 * MINUTE })).toBe('400 AUTH_CODE_INVALID')
    expect(wallet.books(NOW)).toEqual([])
  })

  test.each<[string, Values]>([
    ['no code', { payer: {} }],
    ['no scene_info', { scene_info: undefined }],
    ['an empty scene_info', { scene_info: {} }],
    ['no amount', { amount: {} }],
  ])('%s is refused, and the code is still good', (_, values) => {
    const { wallet, code, scan } = counter()
    expect(refused(wallet, codepay(code, values))).toBe('400 PARAM_ERROR')
    expect(ask(wallet, scan)).toMatchObject({ trade_state: 'SUCCESS' })
  })
})

describe('a payer who has to type the password', () => {
  test.each([
    ['200', 200, { trade_state: 'USERPAYING' }],
    ['202', 202, { code: 'USERPAYING', message: '需要用户输入支付密码' }],
  ] as const)('is told as %s', (userPayingAs, status, told) => {
    const { wallet, scan } = counter({ password: 'always', userPayingAs })
    expect(send(wallet, scan).status).toBe(status)
    expect(ask(wallet, scan)).toEqual(told)
    expect(ask(wallet, query())).toMatchObject({ trade_state: 'USERPAYING' })
  })

  test('pays with the right one; the wrong one leaves it waiting', () => {
    const { wallet, code, scan } = waiting()
    wallet.act(code, 'wrong-password', NOW)
    expect(ask(wallet, scan)).toEqual({ trade_state: 'USERPAYING' })
    wallet.act(code, 'pay', NOW)
    expect(ask(wallet, scan)).toMatchObject({ trade_state: 'SUCCESS', trade_type: 'MICROPAY' })
  })

  test.each([
    ['no-funds', '403 NOT_ENOUGH'],
    ['cancel', '400 AUTH_CODE_INVALID'],
  ] as const)('%s ends it unpaid, and the code is used up', (action, told) => {
    const { wallet, code, scan } = waiting()
    wallet.act(code, action, NOW)
    expect(refused(wallet, scan)).toBe(told)
    expect(ask(wallet, query())).toMatchObject({ trade_state: 'PAYERROR' })
    expect(() => wallet.act(code, 'pay', NOW)).toThrow(/waits for no password any more/)
  })

  test('is one above the limit', () => {
    const at = (amount: number): unknown => {
      const { wallet, scan } = counter({ password: 999n }, total(amount))
      return ask(wallet, scan).trade_state
    }
    expect([at(999), at(1000)]).toEqual(['SUCCESS', 'USERPAYING'])
  })
})

describe('magic amounts', () => {
  test('no funds at once', () => {
    const { wallet, scan } = counter({}, total(95_301))
    expect(refused(wallet, scan)).toBe('403 NOT_ENOUGH')
    expect(ask(wallet, query())).toMatchObject({ trade_state: 'PAYERROR' })
  })

  test('a password that is typed after ten seconds', () => {
    const { wallet, scan } = counter({}, total(95_303))
    expect(ask(wallet, scan)).toEqual({ trade_state: 'USERPAYING' })
    expect(ask(wallet, query(), { now: NOW + 10 * SECOND - 1 })).toMatchObject({ trade_state: 'USERPAYING' })
    expect(ask(wallet, query(), { now: NOW + 10 * SECOND })).toMatchObject({ trade_state: 'SUCCESS' })
  })

  test('a reverse that has to be called again', () => {
    const { wallet, scan } = counter({ password: 'never' }, total(95_305))
    ask(wallet, scan)
    expect(refused(wallet, reverse())).toBe('500 SYSTEM_ERROR')
    expect(ask(wallet, query())).toMatchObject({ trade_state: 'SUCCESS' })
    ask(wallet, reverse())
    expect(ask(wallet, query())).toMatchObject({ trade_state: 'REVOKED' })
  })
})

describe('a repeat', () => {
  test('with the same is told how the first one stands, though the code is used', () => {
    const { wallet, scan } = counter()
    const first = ask(wallet, scan)
    expect(ask(wallet, scan, { now: NOW + DAY })).toEqual(first)
    expect(wallet.books(NOW)).toHaveLength(1)
  })

  test.each([
    ['paid', 'never', '400 INVALID_REQUEST'],
    ['waiting', 'always', '403 OUT_TRADE_NO_USED'],
  ] as const)('with another amount, or for another sub-merchant, is told nothing of it: %s', (_, password, told) => {
    const { wallet, code, scan } = counter({ password })
    ask(wallet, scan, { as: PROVIDER })
    expect(refused(wallet, codepay(code, total(1)), { as: PROVIDER })).toBe(told)
    expect(refused(wallet, codepay(code), { as: PROVIDER_OF_ANOTHER })).toBe('403 OUT_TRADE_NO_USED')
    expect(wallet.books(NOW)).toHaveLength(1)
  })

  test('of a number that was paid by a QR code is refused', () => {
    const { wallet, scan } = counter()
    paidOrder(wallet)
    expect(refused(wallet, scan)).toBe('400 INVALID_REQUEST')
  })
})
