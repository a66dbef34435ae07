import { verify } from 'node:crypto'
import type { PayCommand, Prompt } from '@tpkit/core'
import { describe, expect, test } from 'vitest'
import type { WeChatPayConfig } from './config.ts'
import type { PreparedScene } from './order.ts'
import { wechatpay } from './protocol.ts'
import { account, at, drive, merchantKey, NOW, order, refusal, signed, sub } from './wallet.fixture.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const PREPAY = 'wx201410272009395522657a690389285100'
const ANSWER = {
  prepay_id: PREPAY,
  code_url: 'weixin://wxpay/bizpayurl?pr=JyC91EIz1',
  h5_url: 'https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id=wx2016&package=405458',
}

interface Asked {
  readonly config?: WeChatPayConfig
  readonly answer?: object
  readonly changes?: object
}

function pay(scene: PreparedScene, { config = account, answer = ANSWER, changes = {} }: Asked = {}) {
  // The changes are the scene's own; their union is what the compiler cannot follow.
  const command = { ...order, payerId: 'o1', payerIp: '203.0.113.7', ...changes, scene } as PayCommand<PreparedScene>
  return drive(wechatpay(config).pay(command, at), signed(answer)).reply
}

function prompt(scene: PreparedScene, asked?: Asked): Prompt {
  const reply = pay(scene, asked)
  if (reply.kind !== 'done' || !reply.value.prompt) throw new Error('expected a prompt')
  return reply.value.prompt
}

function params(scene: PreparedScene, asked?: Asked): Readonly<Record<string, string>> {
  const found = prompt(scene, asked)
  if (found.kind !== 'invoke') throw new Error('expected launch parameters')
  return found.params
}

/** Four lines, as the payer's phone and the wallet read them. */
function fits(lines: readonly (string | undefined)[], signature = ''): boolean {
  const text = Buffer.from(lines.map((line) => `${line}\n`).join(''))
  return verify('RSA-SHA256', text, merchantKey, Buffer.from(signature, 'base64'))
}

describe('what the front end gets', () => {
  test('native: the code, unchanged, for two hours', () => {
    expect(pay('native')).toEqual({
      kind: 'done',
      evidence: 'verified',
      value: {
        outTradeNo: order.outTradeNo,
        prepayId: PREPAY,
        prompt: { kind: 'qr', text: ANSWER.code_url, expiresAt: NOW + 2 * HOUR },
      },
    })
  })

  test('h5: the address, for five minutes', () => {
    expect(prompt('h5')).toEqual({ kind: 'redirect', url: ANSWER.h5_url, expiresAt: NOW + 5 * MINUTE })
  })

  test('h5 with a way back: one parameter behind it, escaped, and nothing else changed', () => {
    const returnUrl = 'https://shop.example/done?order=1&x=茶#top'
    const found = prompt('h5', { changes: { returnUrl } })
    const behind = '&redirect_url=https%3A%2F%2Fshop.example%2Fdone%3Forder%3D1%26x%3D%E8%8C%B6%23top'
    expect(found).toMatchObject({ url: ANSWER.h5_url + behind })
    if (found.kind === 'redirect') expect(new URL(found.url).searchParams.get('redirect_url')).toBe(returnUrl)
  })

  test('jsapi: six names, and a signature over four of the values', () => {
    const { paySign, ...rest } = params('jsapi')
    expect(prompt('jsapi')).toMatchObject({ bridge: 'WeixinJSBridge.getBrandWCPayRequest', expiresAt: NOW + 2 * HOUR })
    expect(rest).toEqual({
      appId: account.appId,
      timeStamp: '1735689600',
      nonceStr: 'n'.repeat(32),
      package: `prepay_id=${PREPAY}`,
      signType: 'RSA',
    })
    expect(fits([rest.appId, rest.timeStamp, rest.nonceStr, rest.package], paySign)).toBe(true)
    expect(fits([rest.appId, rest.timeStamp, rest.nonceStr, PREPAY], paySign)).toBe(false)
  })

  test('mini: the same less the appId, which is signed all the same', () => {
    const { appId: _, ...same } = params('jsapi')
    expect(params('mini')).toEqual(same)
    expect(prompt('mini')).toMatchObject({ bridge: 'wx.requestPayment' })
    expect(fits([account.appId, same.timeStamp, same.nonceStr, same.package], same.paySign)).toBe(true)
  })

  test('app: names in small letters, and the bare prepay id is signed', () => {
    const { sign, ...rest } = params('app')
    expect(prompt('app')).toMatchObject({ bridge: 'WXPay', expiresAt: NOW + 2 * HOUR })
    expect(rest).toEqual({
      appid: account.appId,
      partnerid: account.mchId,
      prepayid: PREPAY,
      package: 'Sign=WXPay',
      noncestr: 'n'.repeat(32),
      timestamp: '1735689600',
    })
    expect(fits([rest.appid, rest.timestamp, rest.noncestr, PREPAY], sign)).toBe(true)
    expect(fits([rest.appid, rest.timestamp, rest.noncestr, `prepay_id=${PREPAY}`], sign)).toBe(false)
  })

  test.each(['jsapi', 'mini', 'app'] as const)(
    "%s of a service provider: the sub-merchant's application opens the cashier",
    (scene) => {
      const found = params(scene, { config: { ...account, ...sub } })
      const { timeStamp = found.timestamp, nonceStr = found.noncestr, paySign = found.sign } = found
      const handle = scene === 'app' ? PREPAY : `prepay_id=${PREPAY}`
      expect(fits([sub.subAppId, timeStamp, nonceStr, handle], paySign)).toBe(true)
      // Whose merchant number stands there: the provider's own.
      if (scene === 'app') expect(found).toMatchObject({ appid: sub.subAppId, partnerid: account.mchId })
      if (scene === 'jsapi') expect(found.appId).toBe(sub.subAppId)
    },
  )

  test("and where the sub-merchant has none, the provider's", () => {
    const config = { ...account, subMchId: sub.subMchId }
    expect(params('jsapi', { config }).appId).toBe(account.appId)
    expect(params('app', { config }).appid).toBe(account.appId)
  })
})

describe('a prompt ends', () => {
  test.each([
    ['native', 2 * HOUR],
    ['jsapi', 2 * HOUR],
    ['mini', 2 * HOUR],
    ['app', 2 * HOUR],
    ['h5', 5 * MINUTE],
  ] as const)('%s: by itself, or earlier with the order', (scene, lifeMs) => {
    const ends = (expiresAt?: number) => prompt(scene, { changes: { expiresAt } }).expiresAt
    expect(ends()).toBe(NOW + lifeMs)
    expect(ends(NOW + 24 * HOUR)).toBe(NOW + lifeMs)
    // The wire knows whole seconds.
    expect(ends(NOW + 2 * MINUTE + 999)).toBe(NOW + 2 * MINUTE)
  })
})

describe('an answer without what the scene shows', () => {
  test.each([
    ['native', 'code_url'],
    ['h5', 'h5_url'],
    ['jsapi', 'prepay_id'],
    ['mini', 'prepay_id'],
    ['app', 'prepay_id'],
  ] as const)('%s without %s: MALFORMED', (scene, name) => {
    for (const value of [undefined, null, '']) {
      expect(() => prompt(scene, { answer: { ...ANSWER, [name]: value } })).toThrow(
        expect.objectContaining({ code: 'MALFORMED', message: expect.stringContaining(name) }),
      )
    }
  })

  test('a refused order signs nothing for the front end', () => {
    const { steps, reply } = drive(wechatpay(account).pay({ ...order, scene: 'app' }, at), refusal('ORDER_CLOSED'))
    expect(reply).toMatchObject({ kind: 'refused' })
    expect(steps.filter((step) => step.do === 'sign')).toHaveLength(1)
  })
})
