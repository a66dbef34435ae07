import { verify } from 'node:crypto'
import type { PayCommand, Prompt } from '@tpkit/core'
import { Secret } from '@tpkit/core'
import { describe, expect, test } from 'vitest'
import { withCertificates } from './certificate.fixture.ts'
import type { SignedScene } from './order.ts'
import { alipay } from './protocol.ts'
import { account, appKey, at, drive, NOW, order } from './wallet.fixture.ts'

const protocol = alipay(account)
const GATEWAY = 'https://openapi.alipay.com/gateway.do'
const DAY = 86_400_000

function start(command: PayCommand<SignedScene>, by = protocol) {
  const driven = drive(by.pay(command, at))
  const { reply } = driven
  if (reply.kind !== 'done' || !reply.value.prompt) throw new Error('expected a prompt')
  return { ...driven, prompt: reply.value.prompt, evidence: reply.evidence }
}

/** What the payer's browser or app carries to the wallet. */
function carried(prompt: Prompt): Readonly<Record<string, string>> {
  if (prompt.kind === 'form') return { ...Object.fromEntries(new URL(prompt.action).searchParams), ...prompt.fields }
  if (prompt.kind === 'redirect') return Object.fromEntries(new URL(prompt.url).searchParams)
  if (prompt.kind === 'invoke') return Object.fromEntries(new URLSearchParams(prompt.params.orderStr))
  throw new Error(`expected no prompt ${prompt.kind}`)
}

const SCENES: readonly (readonly [PayCommand<SignedScene>, string, string])[] = [
  [{ ...order, scene: 'page' }, 'alipay.trade.page.pay', 'FAST_INSTANT_TRADE_PAY'],
  [{ ...order, scene: 'h5' }, 'alipay.trade.wap.pay', 'QUICK_WAP_WAY'],
  [{ ...order, scene: 'app' }, 'alipay.trade.app.pay', 'QUICK_MSECURITY_PAY'],
]

describe.each(SCENES)('$scene', (command, method, product) => {
  test('is signed here, and nothing is sent: that is its only evidence', () => {
    const { requests, evidence, prompt, texts } = start(command)
    expect([requests, evidence]).toEqual([[], 'nothing-sent'])
    const { sign = '', ...params } = carried(prompt)
    expect(params).toMatchObject({
      app_id: account.appId,
      method,
      charset: 'utf-8',
      sign_type: 'RSA2',
      timestamp: '2026-11-23 10:00:00',
      notify_url: account.notifyUrl,
    })
    const text = Object.keys(params)
      .sort()
      .map((name) => `${name}=${params[name]}`)
      .join('&')
    expect(texts).toEqual([text])
    expect(verify('RSA-SHA256', Buffer.from(text), appKey, Buffer.from(sign, 'base64'))).toBe(true)
    expect(JSON.parse(params.biz_content ?? '')).toEqual({
      out_trade_no: 'A1',
      total_amount: '88.88',
      subject: '龙井茶',
      product_code: product,
    })
  })

  test('says when it ends: with the order, or after fifteen days', () => {
    expect(start(command).prompt.expiresAt).toBe(NOW + 15 * DAY)
    const { prompt } = start({ ...command, expiresAt: NOW + 900_500 })
    expect(prompt.expiresAt).toBe(NOW + 900_000)
    expect(JSON.parse(carried(prompt).biz_content ?? '')).toMatchObject({ time_expire: '2026-11-23 10:15:00' })
  })

  test('names certificates, and whom a service provider acts for', () => {
    const protocols = alipay({ ...withCertificates, appAuthToken: new Secret('202601BB0123456789abcdef') })
    const params = carried(start(command, protocols).prompt)
    expect(params).toMatchObject({
      app_cert_sn: expect.any(String),
      alipay_root_cert_sn: expect.any(String),
      app_auth_token: '202601BB0123456789abcdef',
    })
  })
})

describe('how it gets there', () => {
  test('page: a form for the browser; the charset stands in the address, to be read before the fields are decoded', () => {
    const { prompt } = start({
      ...order,
      scene: 'page',
      extra: { alipay: { qrPayMode: '4', qrcodeWidth: 200, integrationType: 'PCWEB', goodsType: '1' } },
    })
    if (prompt.kind !== 'form') throw new Error('expected a form')
    const { origin, pathname, searchParams } = new URL(prompt.action)
    expect([origin + pathname, searchParams.get('charset')]).toEqual([GATEWAY, 'utf-8'])
    expect(Object.keys(prompt.fields)).toEqual(['biz_content'])
    expect(JSON.parse(carried(prompt).biz_content ?? '')).toMatchObject({
      qr_pay_mode: '4',
      qrcode_width: '200',
      integration_type: 'PCWEB',
      goods_type: '1',
    })
  })

  test('h5: one address, every value of it escaped', () => {
    const { prompt } = start({
      ...order,
      scene: 'h5',
      subject: '茶 100%+',
      extra: { alipay: { quitUrl: 'https://shop.example/cart?a=1&b=2' } },
    })
    if (prompt.kind !== 'redirect') throw new Error('expected an address')
    expect(prompt.url.startsWith(`${GATEWAY}?`)).toBe(true)
    expect(prompt.url).toMatch(/^[!-~]+$/)
    expect(JSON.parse(carried(prompt).biz_content ?? '')).toMatchObject({
      subject: '茶 100%+',
      quit_url: 'https://shop.example/cart?a=1&b=2',
    })
  })

  test('app: one text for the client, unchanged', () => {
    const { prompt } = start({ ...order, scene: 'app' })
    expect(prompt).toMatchObject({
      kind: 'invoke',
      bridge: 'alipay-app',
      params: { orderStr: expect.stringMatching(/^app_id=2021000000000001&method=/) },
    })
  })

  test('where the browser goes afterwards is signed, too, and may have a query string', () => {
    for (const scene of ['page', 'h5'] as const) {
      const returnUrl = 'https://shop.example/back?order=1'
      expect(carried(start({ ...order, scene, returnUrl }).prompt)).toMatchObject({ return_url: returnUrl })
      for (const wrong of [
        'javascript:alert(1)',
        '/back',
        `https://shop.example/${'x'.repeat(256)}`,
        'https://u:p@shop.example/',
      ])
        expect(() => start({ ...order, scene, returnUrl: wrong })).toThrow(expect.objectContaining({ code: 'INVALID' }))
    }
  })

  test('app payments of a service provider may go without the token', () => {
    const provider = alipay({
      ...account,
      appAuthToken: new Secret('202601BB0123456789abcdef'),
      doubts: { appPayToken: 'leave-out' },
    })
    expect(carried(start({ ...order, scene: 'app' }, provider).prompt)).not.toHaveProperty('app_auth_token')
    expect(carried(start({ ...order, scene: 'page' }, provider).prompt)).toHaveProperty('app_auth_token')
  })
})
