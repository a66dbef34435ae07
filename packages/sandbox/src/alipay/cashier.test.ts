import type { WalletAnswer } from '@tpkit/core'
import { describe, expect, test } from 'vitest'
import {
  AUTH_APP_ID,
  arrived,
  ask,
  close,
  FIRST,
  MERCHANT,
  MINUTE,
  NOW,
  newWallet,
  OURS,
  opened,
  PROVIDER,
  page,
  precreate,
  type Question,
  query,
  refused,
  send,
  type TestedWallet,
  textOf,
  type Values,
  wap,
} from './asking.fixture.ts'

const location = ({ headers }: WalletAnswer): string | undefined =>
  headers.find(([name]) => name.toLowerCase() === 'location')?.[1]
const policy = ({ headers }: WalletAnswer): string => headers.find(([name]) => name === 'content-security-policy')?.[1] ?? ''

/** A browser that has opened what a page of the merchant's led to; it loads and presses as one. */
function browser(question: Question = page(), wallet: TestedWallet = newWallet(), accept = 'en') {
  const headers = { 'accept-language': accept }
  const first = send(wallet, question, { headers })
  const path = /action="([^"]+)"/.exec(textOf(first))?.[1]?.replaceAll('&amp;', '&') ?? ''
  const loaded = (method: string, at: string, body = '', now = NOW): WalletAnswer => {
    const sent = { origin: 'https://openapi.alipay.com', headers: new Map([['accept-language', [accept]]]) }
    return arrived(wallet.handle({ ...sent, method, path: at, body: new TextEncoder().encode(body) }, now))
  }
  return {
    wallet,
    first,
    path,
    load: (at = path, now = NOW) => loaded('GET', at, '', now),
    press: (action: string, now = NOW) => loaded('POST', path, `action=${action}`, now),
  }
}

const status = (wallet: TestedWallet): unknown => ask(wallet, query()).trade_status

describe('the page that a browser is answered with', () => {
  test('says what is to be paid, to whom, and has the buttons of a payer', () => {
    const wallet = newWallet({ merchants: [{ ...MERCHANT, name: 'Test shop' }] })
    const { first } = browser(page({ subject: 'Tea <b> "1"' }), wallet)
    const text = textOf(first)
    expect(first.status).toBe(200)
    expect(first.headers).toContainEqual(['content-type', 'text/html; charset=utf-8'])
    for (const part of ['¥19.90', 'Test shop', 'T_10001', 'Tea &lt;b&gt; &quot;1&quot;', '<svg', 'Sandbox: no real money'])
      expect(text).toContain(part)
    for (const action of ['pay', 'wrong-password', 'no-funds', 'cancel']) expect(text).toContain(`value="${action}"`)
    expect(text).not.toMatch(/<script|https?:\/\/(?!qr\.alipay\.com|www\.w3\.org)/)
  })

  test('comes for the address of a redirect as well as for a form', () => {
    const how = { place: 'query', http: 'GET' } as const
    for (const question of [page(), wap()]) expect(textOf(send(newWallet(), question, how))).toContain('T_10001')
  })

  test('speaks Chinese to who does', () => {
    expect(textOf(browser(page(), newWallet(), 'zh-CN,zh;q=0.9,en;q=0.8').first)).toMatch(
      /<html lang="zh-CN">[\s\S]*支付宝收银台/,
    )
    const { load, path } = browser()
    expect(textOf(load(path.replace('lang=en', 'lang=zh')))).toContain('待支付')
  })

  test('has a QR code on a big screen alone', () => {
    expect(textOf(browser(wap()).first)).not.toContain('<svg')
    expect(textOf(browser(wap()).first)).not.toContain('http-equiv="refresh"')
    expect(textOf(browser(page()).first)).toContain('http-equiv="refresh"')
  })

  test('is no sign-in: there is no trade, but the phone can be shown what to scan', () => {
    const { wallet, load } = browser()
    load()
    expect(wallet.books(NOW)).toEqual([])
    expect(refused(wallet, query())).toBe('40004 ACQ.TRADE_NOT_EXIST')
    expect(wallet.bills(NOW)).toMatchObject([
      { scene: 'page', status: 'open', promptText: expect.stringMatching(/^https:\/\/qr/) },
    ])
  })

  test('may lead to the merchant, and stand in a frame where that was asked for', () => {
    expect(policy(browser().first)).toBe(
      "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self' http://127.0.0.1:9; frame-ancestors 'none'",
    )
    expect(policy(browser(page({ qr_pay_mode: '1' })).first)).not.toContain('frame-ancestors')
    expect(policy(browser(page({ qr_pay_mode: '2' }, {})).first)).toMatch(/form-action 'self'; frame-ancestors 'none'$/)
  })

  test.each(['http://x;sandbox/', 'http://x,y/', "http://x'self'/"])(
    'an address brings no word of its own into the policy: %s',
    (url) => {
      for (const question of [page({}, { return_url: url }), wap({ quit_url: url }, {})])
        expect(policy(browser(question).first)).toMatch(/; form-action 'self'; frame-ancestors 'none'$/)
    },
  )

  test('has its style on the same host', () => {
    const { load, first } = browser()
    const style = /href="([^"]+\.css)"/.exec(textOf(first))?.[1] ?? ''
    expect(load(style).headers).toContainEqual(['content-type', 'text/css; charset=utf-8'])
  })

  test('opened again is the same one, and its time is that of the first', () => {
    const { wallet, path, load } = browser(page({ timeout_express: '10m' }))
    const again = send(wallet, page({ timeout_express: '10m' }), { now: NOW + 5 * MINUTE, headers: { 'accept-language': 'en' } })
    expect(textOf(again)).toContain(path.replaceAll('&', '&amp;'))
    expect(wallet.bills(NOW)).toHaveLength(1)
    expect(textOf(load(path, NOW + 10 * MINUTE))).toContain('The order has expired')
  })
})

describe('a payer who pays', () => {
  test('goes back to the merchant, with what the wallet signs, and no state among it', () => {
    const { wallet, press } = browser()
    const answer = press('pay')
    expect(answer.status).toBe(303)
    const [before = '', own = '', rest = ''] = /^([^?]+)\?(shop=7)&(.*)$/.exec(location(answer) ?? '')?.slice(1) ?? []
    expect([before, own]).toEqual(['http://127.0.0.1:9/return', 'shop=7'])
    expect(opened(rest)).toEqual({
      charset: 'utf-8',
      out_trade_no: 'T_10001',
      method: 'alipay.trade.page.pay.return',
      total_amount: '19.90',
      sign: expect.any(String),
      trade_no: ask(wallet, query()).trade_no,
      auth_app_id: OURS.appId,
      version: '1.0',
      app_id: OURS.appId,
      sign_type: 'RSA2',
      seller_id: OURS.mchId,
      timestamp: '2026-01-05 12:00:00',
    })
    expect(status(wallet)).toBe('TRADE_SUCCESS')
    expect(wallet.due(NOW)).toHaveLength(1)
  })

  test('in a phone comes back by its own method; for a service provider both applications are named', () => {
    const wallet = newWallet()
    const first = send(wallet, wap(), { as: PROVIDER })
    const path = /action="([^"]+)"/.exec(textOf(first))?.[1]?.replaceAll('&amp;', '&') ?? ''
    const request = {
      method: 'POST',
      origin: 'https://openapi.alipay.com',
      path,
      headers: new Map(),
      body: Buffer.from('action=pay'),
    }
    const back = location(arrived(wallet.handle(request, NOW)))?.replace(/^.*shop=7&/, '') ?? ''
    expect(opened(back)).toMatchObject({
      method: 'alipay.trade.wap.pay.return',
      app_id: PROVIDER.appId,
      auth_app_id: AUTH_APP_ID,
      seller_id: PROVIDER.mchId,
    })
  })

  test.each<[string, string, RegExp]>([
    ['no query of its own', 'http://127.0.0.1:9/return', /^http:\/\/127\.0\.0\.1:9\/return\?charset=/],
    ['a fragment', 'http://127.0.0.1:9/return#/done', /^http:\/\/127\.0\.0\.1:9\/return\?charset=.*#\/done$/],
    ['other letters', 'http://127.0.0.1:9/返回', /^http:\/\/127\.0\.0\.1:9\/%E8%BF%94%E5%9B%9E\?charset=/],
  ])('goes back to an address with %s', (_, return_url, expected) => {
    expect(location(browser(page({}, { return_url })).press('pay'))).toMatch(expected)
  })

  test('stays where the merchant named no address, and is told', () => {
    const { press, load, path } = browser(page({}, {}))
    expect(location(press('pay'))).toBe(path)
    expect(textOf(load())).toMatch(/class="message good" role="status">Paid</)
    expect(textOf(load())).not.toContain('<form')
  })

  test('with a phone is sent back when the page looks again', () => {
    const { wallet, load } = browser()
    wallet.act(wallet.bills(NOW)[0]?.promptText ?? '', 'pay', NOW)
    expect(location(load())).toMatch(/^http:\/\/127\.0\.0\.1:9\/return\?shop=7&charset=/)
  })

  test('in certificate mode comes back signed as notifies are', () => {
    const { press } = browser(page(), newWallet({ walletKeys: [FIRST] }))
    const back = location(press('pay'))?.replace(/^.*shop=7&/, '') ?? ''
    expect(() => opened(back)).toThrow()
  })
})

describe('a payer who does not', () => {
  test.each([
    ['wrong-password', 'Wrong password; nothing was paid.'],
    ['no-funds', 'Not enough funds; nothing was paid.'],
    ['cancel', 'Cancelled; nothing was paid.'],
  ])('%s: is told, and can still pay; the trade waits', (action, sentence) => {
    const { wallet, press, load } = browser()
    const next = location(press(action)) ?? ''
    expect(textOf(load(next))).toContain(sentence)
    expect(status(wallet)).toBe('WAIT_BUYER_PAY')
    expect(wallet.due(NOW)).toEqual([])
    expect(location(press('pay'))).toContain('/return?')
  })

  test('has not the money, as a magic amount says', () => {
    const { wallet, press, load } = browser(page({ total_amount: '953.01' }))
    expect(textOf(load(location(press('pay'))))).toContain('Not enough funds')
    expect(status(wallet)).toBe('WAIT_BUYER_PAY')
  })

  test('goes back where the merchant said, in a phone', () => {
    const quit_url = 'http://127.0.0.1:9/quit'
    expect(location(browser(wap({ quit_url })).press('cancel'))).toBe(quit_url)
    expect(textOf(browser(wap({ quit_url })).first)).toContain(`<a href="${quit_url}">`)
    const hostile = browser(wap({ quit_url: 'javascript:alert(1)' }))
    expect(textOf(hostile.first)).not.toContain('javascript')
    expect(location(hostile.press('cancel'))).toMatch(/^\/cashier\//)
  })
})

describe('what the payer finds over', () => {
  test.each<[string, (wallet: TestedWallet) => void, string]>([
    ['paid by a phone', (wallet) => wallet.act(wallet.bills(NOW)[0]?.promptText ?? '', 'pay', NOW), 'Paid'],
    ['closed', (wallet) => void ask(wallet, close()), 'The order was closed'],
  ])('%s', (_, ends, sentence) => {
    const { wallet, press } = browser(page({}, {}))
    press('cancel')
    ends(wallet)
    const answer = press('pay')
    expect(answer.status).toBe(409)
    expect(textOf(answer)).toContain(sentence)
  })

  test('expired', () => {
    const { press, wallet } = browser(page({ time_expire: '2026-01-05 12:10:00' }))
    const answer = press('pay', NOW + 10 * MINUTE)
    expect([answer.status, wallet.books(NOW + 10 * MINUTE)]).toEqual([409, []])
    expect(textOf(answer)).toContain('The order has expired')
  })

  test('taken up with another amount by another way', () => {
    const { wallet, press } = browser(page())
    const { qr_code } = ask(wallet, precreate({ total_amount: '1.00' }))
    wallet.act(String(qr_code), 'cancel', NOW)
    expect(press('pay').status).toBe(409)
    expect(wallet.books(NOW)).toMatchObject([{ status: 'open', total: 100n }])
  })
})

describe('addresses of the cashier', () => {
  test('that lead nowhere, and buttons that are none', () => {
    const { load, press } = browser()
    expect(load('/cashier/bax0').status).toBe(404)
    expect(load('/cashier').status).toBe(404)
    expect(press('refund').status).toBe(400)
    expect(press('').status).toBe(400)
  })

  const biz: Values = { subject: '"><img src=x onerror=alert(1)>' }
  test('nothing that was said becomes markup', () => {
    const { first, press } = browser(page({ ...biz, subject: '"><img src=x onerror' }), newWallet({ strictSubject: false }))
    expect(textOf(first)).not.toContain('<img')
    expect(textOf(press('x'))).not.toContain('<img')
  })
})
