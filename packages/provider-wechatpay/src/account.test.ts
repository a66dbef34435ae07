import { Secret } from '@tpkit/core'
import { describe, expect, test } from 'vitest'
import { accountOf } from './account.ts'
import type { WeChatPayConfig } from './config.ts'
import { wechatpay } from './protocol.ts'
import { KEYS } from './vectors.fixture.ts'
import { account, at, firstRequest, order, sub } from './wallet.fixture.ts'

const secrets = (...keys: readonly string[]) => ({ apiV3Keys: keys.map((key) => new Secret(key)) })

describe('an account that no command could be sent with is none: CONFIG, by the name of its field', () => {
  test.each<[string, RegExp, object]>([
    ['mchId', /商户号/, { mchId: '' }],
    ['appId', /AppID/, { appId: '' }],
    ['serial', /商户API证书序列号/, { serial: '' }],
    ['apiV3Keys', /at least one/, { apiV3Keys: [] }],
    ['apiV3Keys[0]', /32 characters/, secrets('k'.repeat(31))],
    ['apiV3Keys[1]', /32 characters/, secrets('k'.repeat(32), 'k'.repeat(33))],
    ['apiV3Keys[0]', /32 characters/, secrets('钥'.repeat(32))],
    ['subAppId', /subMchId/, { subAppId: sub.subAppId }],
    ['notifyUrl', /without query string/, { notifyUrl: 'https://shop.example/n?x=1' }],
    ['notifyUrl', /at most 255/, { notifyUrl: `https://shop.example/${'n'.repeat(255)}` }],
    ['defaultPayerIp', /IPv4/, { defaultPayerIp: 'localhost' }],
    ['doubts.quietSeconds', /whole number/, { doubts: { quietSeconds: -1 } }],
    ['doubts.quiet', /one of/, { doubts: { quiet: 1 } }],
  ])('%s %s', (field, words, changes) => {
    // As plain JavaScript would call it.
    const wrong = () => wechatpay({ ...account, ...changes } as WeChatPayConfig)
    expect(wrong).toThrow(expect.objectContaining({ code: 'CONFIG', message: expect.stringMatching(words) }))
    expect(wrong).toThrow(expect.objectContaining({ message: expect.stringContaining(`${field}: expected `) }))
    expect(wrong).toThrow(expect.not.objectContaining({ message: expect.stringMatching(/kkk|钥钥/) }))
  })
})

describe('who it is', () => {
  test.each([
    ['a merchant', {}, { mchId: account.mchId, appId: account.appId }],
    ['for a sub-merchant', { subMchId: sub.subMchId }, { mchId: account.mchId, appId: account.appId, subMchId: sub.subMchId }],
    ['for a sub-merchant with an application', sub, { mchId: account.mchId, appId: account.appId, ...sub }],
  ])('%s', (_what, changes, payee) => {
    expect(wechatpay({ ...account, ...changes }).payee).toEqual(payee)
    expect(accountOf({ ...account, ...changes }).partner).toBe('subMchId' in payee)
  })

  test('needs no address and no public key of its own', () => {
    const { notifyUrl: _url, publicKeyId: _id, ...least } = account
    expect(accountOf(least)).not.toHaveProperty('notifyUrl')
    expect(wechatpay(least).payee).toEqual({ mchId: account.mchId, appId: account.appId })
  })

  test('IPv6 is an address as well', () => {
    expect(accountOf({ ...account, defaultPayerIp: '2001:db8::1' }).defaultPayerIp).toBe('2001:db8::1')
  })

  test('printing it shows no key', () => {
    const found = accountOf(account)
    expect(found.boxKeys).toHaveLength(1)
    expect(JSON.stringify(found)).not.toContain(KEYS.api_v3_key)
  })
})

describe('the manifest', () => {
  const { manifest } = wechatpay({ ...account, doubts: { largestAmountFen: 5_000, quietSeconds: 60, earliestCloseSeconds: 300 } })

  test('follows the doubts of the account', () => {
    expect(manifest.limits.maxAmount).toBe(5_000n)
    expect(manifest.timing).toMatchObject({ quietMs: 60_000, earliestCloseMs: 300_000 })
    expect(wechatpay(account).manifest.limits.maxAmount).toBe(1_000_000_000n)
  })

  test('is this, whole: whoever changes a number here changes what is sent and when', () => {
    const SECOND = 1_000
    const MINUTE = 60 * SECOND
    const { decidedBeforeExecution: _codes, sensitiveFields: _fields, ...rest } = wechatpay(account).manifest
    expect(rest).toEqual({
      provider: 'wechatpay',
      title: { en: 'WeChat Pay', zh: '微信支付' },
      status: 'ready',
      scenes: ['native', 'jsapi', 'mini', 'app', 'h5', 'micropay'],
      abilities: ['close', 'reverse', 'queryRefund', 'statement', 'trust', 'probe'],
      except: { notify: ['micropay'], close: ['micropay'] },
      origins: ['https://api.mch.weixin.qq.com', 'https://api2.mch.weixin.qq.com'],
      identityFor: [],
      limits: {
        currencies: ['CNY'],
        maxAmount: 1_000_000_000n,
        outTradeNo: { minLength: 6, maxLength: 32, alphabet: '0-9A-Za-z_|*-' },
        outRefundNo: { minLength: 1, maxLength: 64, alphabet: '0-9A-Za-z_|*@-' },
        subjectLength: 127,
        attachLength: 128,
        refundWindowDays: 365,
        maxRefunds: 50,
        maxMessageBytes: 1_114_112,
      },
      timing: {
        callTimeoutMs: 10 * SECOND,
        quietMs: 5 * MINUTE,
        promptLifeMs: {
          ...{ native: 120 * MINUTE, jsapi: 120 * MINUTE, mini: 120 * MINUTE, app: 120 * MINUTE, h5: 5 * MINUTE },
          micropay: 45 * SECOND,
        },
        earliestCloseMs: 0,
        micropay: { pollMs: 5 * SECOND, giveUpMs: 45 * SECOND, earliestReverseMs: 15 * SECOND },
        statement: { readyAfterMs: 600 * MINUTE, keptDays: 92 },
        refundSpacingMs: MINUTE,
        earliestRefundQueryMs: 0,
        failedRefundRepeatsNumber: false,
        followUpMs: [5, 30, 60, 180, 300, 600, 1_800].map((seconds) => seconds * SECOND),
      },
    })
  })

  test('names what a recording must not show', () => {
    expect([...wechatpay(account).manifest.sensitiveFields].sort()).toEqual(
      [
        ...['auth_code', 'openid', 'sp_openid', 'sub_openid', 'payer_client_ip', 'device_ip', 'user_received_account'],
        ...['bank_account', 'real_name'],
      ].sort(),
    )
  })

  test('requests go to an origin that it names', () => {
    expect(manifest.origins).toContain(new URL(firstRequest(wechatpay(account).pay(order, at)).url).origin)
  })
})
