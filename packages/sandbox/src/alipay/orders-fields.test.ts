import { describe, expect, test } from 'vitest'
import {
  type Asking,
  ask,
  create,
  NOW,
  newWallet,
  OURS,
  page,
  precreate,
  type Question,
  query,
  refused,
  send,
  textOf,
  type Values,
  wap,
} from './asking.fixture.ts'

const code = (biz: Values, question: (biz: Values) => Question = precreate): string =>
  refused(newWallet(), question(biz)).replace('40004 ACQ.', '')

describe('amounts', () => {
  test.each<[unknown, bigint]>([
    ['19.90', 1990n],
    ['19.9', 1990n],
    ['20', 2000n],
    [20, 2000n],
    [19.99, 1999n],
    [1.1, 110n],
    ['0.01', 1n],
    ['100000000', 10_000_000_000n],
    ['100000000.00', 10_000_000_000n],
  ])('%j is taken', (total_amount, fen) => {
    const wallet = newWallet()
    ask(wallet, precreate({ total_amount }))
    expect(wallet.bills(NOW)).toMatchObject([{ total: fen }])
  })

  test.each<[unknown, string]>([
    [undefined, 'INVALID_PARAMETER'],
    ['', 'INVALID_PARAMETER'],
    ['1.005', 'INVALID_PARAMETER'],
    [0.1 + 0.2, 'INVALID_PARAMETER'],
    ['-1.00', 'INVALID_PARAMETER'],
    ['1e2', 'INVALID_PARAMETER'],
    [' 1.00', 'INVALID_PARAMETER'],
    ['1,00', 'INVALID_PARAMETER'],
    ['.5', 'INVALID_PARAMETER'],
    [{ amount: 1 }, 'INVALID_PARAMETER'],
    ['0.00', 'TOTAL_FEE_EXCEED'],
    [0, 'TOTAL_FEE_EXCEED'],
    ['100000000.01', 'TOTAL_FEE_EXCEED'],
  ])('%j is refused', (total_amount, refusal) => expect(code({ total_amount })).toBe(refusal))

  test('that can be discounted and that cannot are the total together', () => {
    const parts = (total_amount: string): Values => ({
      total_amount,
      discountable_amount: '8.00',
      undiscountable_amount: '80.88',
    })
    expect(code(parts('88.88'))).toBe('10000 undefined')
    expect(code(parts('88.80'))).toBe('INVALID_PARAMETER')
    expect(code({ total_amount: '88.88', discountable_amount: '8.00' })).toBe('10000 undefined')
  })
})

describe('members', () => {
  const long = (length: number): string => 'x'.repeat(length)
  test.each<[string, Values, string]>([
    ['no number', { out_trade_no: undefined }, 'INVALID_PARAMETER'],
    ['a number of 65 letters', { out_trade_no: long(65) }, 'INVALID_PARAMETER'],
    ['a number of 64 letters', { out_trade_no: long(64) }, '10000 undefined'],
    ['a hyphen in the number', { out_trade_no: 'T-10001' }, '10000 undefined'],
    ['another letter in the number', { out_trade_no: 'T#10001' }, 'INVALID_PARAMETER'],
    ['a number that is none', { out_trade_no: 10001 }, 'INVALID_PARAMETER'],
    ['no subject', { subject: null }, 'INVALID_PARAMETER'],
    ['a subject of blanks', { subject: '  ' }, 'INVALID_PARAMETER'],
    ['a subject of 257 letters', { subject: long(257) }, 'INVALID_PARAMETER'],
    ['a subject of 256 letters', { subject: '天'.repeat(256) }, '10000 undefined'],
    ['a body of 129 letters', { body: long(129) }, 'INVALID_PARAMETER'],
    ['another seller', { seller_id: '2088000000000009' }, 'INVALID_RECEIVE_ACCOUNT'],
    ['the seller', { seller_id: OURS.mchId }, '10000 undefined'],
    ['both kinds of channels', { enable_pay_channels: 'balance', disable_pay_channels: 'pcredit' }, 'INVALID_PARAMETER'],
    ['channels', { disable_pay_channels: 'pcredit,creditCard' }, '10000 undefined'],
    ['150 goods', { goods_detail: Array(150).fill({}) }, '10000 undefined'],
    ['151 goods', { goods_detail: Array(151).fill({}) }, 'SUB_GOODS_SIZE_MAX_COUNT'],
    ['the product of the QR code', { product_code: 'QR_CODE_OFFLINE' }, '10000 undefined'],
    ['another product', { product_code: 'QUICK_WAP_WAY' }, 'INVALID_PARAMETER'],
    ['a member that nobody knows', { sandbox: { a: [1] } }, '10000 undefined'],
  ])('%s', (_, biz, expected) => expect(code(biz)).toBe(expected))

  test.each(['a/b', 'a=b', 'a&b'])('a subject with a letter that the pages forbid: %s', (subject) => {
    expect(code({ subject })).toBe('INVALID_PARAMETER')
    expect(ask(newWallet({ strictSubject: false }), precreate({ subject }))).toMatchObject({ code: '10000' })
  })

  test('an emoji is a letter as any', () => {
    const wallet = newWallet()
    ask(wallet, create({ subject: '茶 🍵 "x" \\ <b>' }))
    expect(wallet.books(NOW)).toMatchObject([{ subject: '茶 🍵 "x" \\ <b>' }])
  })
})

describe('addresses', () => {
  test.each(['https://m.example/notify?a=1&b=2', 'http://127.0.0.1:9/notify'])('%s is taken', (notify_url) =>
    expect(ask(newWallet(), precreate({}, { notify_url }))).toMatchObject({ code: '10000' }),
  )

  test.each(['/notify', 'm.example/notify', 'ftp://m.example/', 'https://', `https://m.example/${'x'.repeat(256)}`])(
    '%s is refused',
    (notify_url) => expect(refused(newWallet(), precreate({}, { notify_url }))).toBe('40002 isv.invalid-parameter'),
  )

  test.each(['http://127.0.0.1:9/notify', 'https://localhost/notify', 'http://192.168.0.7/', 'http://[::1]/'])(
    '%s is refused where the wallet is strict',
    (notify_url) => {
      const wallet = newWallet({ strictNotifyUrl: true })
      expect(refused(wallet, precreate({}, { notify_url }))).toBe('40002 isv.invalid-parameter')
    },
  )
})

describe('what a browser is refused', () => {
  test.each<[Question, string]>([
    [page({ product_code: undefined }), 'ACQ.INVALID_PARAMETER'],
    [wap({ product_code: 'FAST_INSTANT_TRADE_PAY' }), 'ACQ.INVALID_PARAMETER'],
    [page({ total_amount: '0' }), 'ACQ.TOTAL_FEE_EXCEED'],
    [page({}, { return_url: 'javascript:alert(1)' }), 'invalid-parameter'],
  ])('stands on a page in GBK', (question, expected) => {
    const answer = send(newWallet(), question)
    expect([answer.status, answer.headers]).toEqual([200, [['Content-Type', 'text/html;charset=GBK']]])
    expect(textOf(answer, 'gbk')).toContain(`错误代码：${expected}<`)
  })

  test('names the code without its prefix', () => {
    const shown = (how: Asking): string => textOf(send(newWallet(), page(), how), 'gbk')
    expect(shown({ parameters: { app_id: '2021009999999999' } })).toContain('错误代码：invalid-app-id<')
    expect(shown({ signature: () => 'AAAA' })).toContain('错误代码：invalid-signature<')
  })

  test('what it said itself is escaped', () => {
    const question = page({ subject: '<script>' })
    const text = textOf(send(newWallet(), question, { signature: () => 'AAAA' }), 'gbk')
    expect(text).toContain('&lt;script&gt;')
    expect(text).not.toContain('<script>')
  })

  test('leaves nothing', () => {
    const wallet = newWallet()
    send(wallet, page({ total_amount: '0' }))
    expect([wallet.bills(NOW), refused(wallet, query())]).toEqual([[], '40004 ACQ.TRADE_NOT_EXIST'])
  })
})
