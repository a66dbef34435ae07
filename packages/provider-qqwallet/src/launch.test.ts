import { createHmac } from 'node:crypto'
import { type PayCommand, Secret } from '@tpkit/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { launchSignature, type PreparedScene } from './launch.ts'
import { qqwallet } from './protocol.ts'
import { account, app, at, drive, firstRequest, NOW, order, payment, sentFields, sub, success } from './qqwallet.fixture.ts'

type Config = Parameters<typeof qqwallet>[0]
type Changes = Partial<PayCommand<PreparedScene>>

const HOUR = 3_600_000
const pay = (scene: PreparedScene, config: Config = account, changes: Changes = {}) =>
  // The changes are the scene's own; their union is what the compiler cannot follow.
  qqwallet(config).pay({ ...order, ...changes, scene } as PayCommand<PreparedScene>, at)

function prompt(scene: PreparedScene, config: Config = account, changes: Changes = {}) {
  const { appId: appid, subMchId: sub_mch_id } = config
  const answer = success({ prepay_id: 'TOKEN-0001', ...(appid && { appid }), ...(sub_mch_id && { sub_mch_id }) })
  const { reply } = drive(pay(scene, config, changes), answer)
  if (reply.kind !== 'done' || reply.value.prompt?.kind !== 'invoke') throw new Error('expected launch parameters')
  return reply.value.prompt
}

describe('each scene is sent as its trade type', () => {
  test.each([
    ['native', 'NATIVE'],
    ['jsapi', 'JSAPI'],
    ['app', 'APP'],
    ['mini', 'MINIAPP'],
  ] as const)('%s as %s', (scene, trade_type) => {
    expect(sentFields(pay(scene, { ...account, ...app })).trade_type).toBe(trade_type)
  })

  test.each([
    ['native', 'APP'],
    ['jsapi', 'NATIVE'],
    ['app', 'MWEB'],
    ['mini', 'NATIVE'],
  ] as const)('an answer to a %s order that says %s is no answer to ours', (scene, trade_type) => {
    const config = { ...account, ...app }
    expect(() => drive(pay(scene, config), success({ prepay_id: 'P', code_url: 'https://q', trade_type }))).toThrow(
      expect.objectContaining({ code: 'UNVERIFIED', message: expect.stringContaining('trade_type') }),
    )
  })

  test.each(['MINIAPP', 'JSAPI', 'Jsapi'])('a mini program may be called %s in the answer: which, is the doubt', (trade_type) => {
    expect(drive(pay('mini'), success({ prepay_id: 'P', trade_type })).reply).toMatchObject({ kind: 'done' })
  })

  test.each(['jsapi', 'app', 'mini'] as const)('%s without a prepay_id is malformed', (scene) => {
    expect(() => drive(pay(scene, { ...account, ...app }), success({ code_url: 'https://q' }))).toThrow(
      expect.objectContaining({ code: 'MALFORMED', message: expect.stringContaining('prepay_id') }),
    )
  })
})

describe('jsapi: mqq.tenpay.pay', () => {
  test('the bare prepay_id, the application and the merchant', () => {
    expect(prompt('jsapi', { ...account, appId: '1007033799' })).toEqual({
      kind: 'invoke',
      bridge: 'mqq.tenpay.pay',
      params: {
        tokenId: 'TOKEN-0001',
        appInfo: 'appid#1007033799|bargainor_id#1900000109|channel#wallet',
        pubAcc: '',
        pubAccHint: '',
      },
      expiresAt: NOW + 2 * HOUR,
    })
  })

  test('a public account to follow', () => {
    const extra = { qqwallet: { pubAcc: 'gh_1234', pubAccHint: '关注小店' } }
    expect(prompt('jsapi', account, { extra }).params).toMatchObject({ pubAcc: 'gh_1234', pubAccHint: '关注小店' })
    const sent = sentFields(pay('jsapi', account, { extra }))
    expect(Object.values(sent)).not.toContain('gh_1234')
  })

  test("a service provider's page launches as the sub-merchant's application", () => {
    const { params } = prompt('jsapi', { ...account, ...sub })
    expect(params.appInfo).toBe('appid#1007033790|bargainor_id#1900000109|channel#wallet')
  })
})

describe('mini: qq.requestPayment', () => {
  test('package and merchant, nothing signed', () => {
    expect(prompt('mini')).toMatchObject({
      bridge: 'qq.requestPayment',
      params: { package: 'prepay_id=TOKEN-0001', bargainor_id: '1900000109' },
    })
  })

  test('miniAppParam is sent as it is given, and must be JSON', () => {
    const extra = (miniAppParam: string) => ({ extra: { qqwallet: { miniAppParam } } })
    expect(sentFields(pay('mini', account, extra('{"path":"a?b=1"}'))).mini_app_param).toBe('{"path":"a?b=1"}')
    expect(() => firstRequest(pay('mini', account, extra('path=a')))).toThrow(/miniAppParam: expected JSON/)
  })
})

describe('app: QQWalletSDK', () => {
  const config = { ...account, ...app }

  test('everything that the SDK takes', () => {
    const { bridge, params, expiresAt } = prompt('app', config, { expiresAt: NOW + HOUR + 1 })
    expect([bridge, expiresAt]).toEqual(['QQWalletSDK', NOW + HOUR])
    expect(params).toEqual({
      appId: '1007033799',
      bargainorId: '1900000109',
      tokenId: 'TOKEN-0001',
      nonce: 'n'.repeat(32),
      pubAcc: '',
      pubAccHint: '',
      timeStamp: `${NOW / 1_000}`,
      sigType: 'HMAC-SHA1',
      sig: oracle(params, 'test-app-key-0001'),
    })
  })

  test('a public account is signed, its hint is not', () => {
    const followed = prompt('app', config, { extra: { qqwallet: { pubAcc: 'gh_1', pubAccHint: 'a' } } }).params
    const other = prompt('app', config, { extra: { qqwallet: { pubAcc: 'gh_1', pubAccHint: 'b' } } }).params
    expect(followed.sig).toBe(other.sig)
    expect(followed.sig).not.toBe(prompt('app', config).params.sig)
    expect(followed.sig).toBe(oracle(followed, 'test-app-key-0001'))
  })

  test.each([
    ['appId', { appKey: app.appKey }],
    ['appKey', { appId: app.appId }],
    ['appKey', { ...sub }],
  ])('without %s nothing is sent', (field, has) => {
    const broken = expect.objectContaining({ code: 'CONFIG', message: expect.stringContaining(`expected ${field}`) })
    expect(() => firstRequest(pay('app', { ...account, ...has }))).toThrow(broken)
  })

  test('the other scenes need neither', () => {
    for (const scene of ['native', 'jsapi', 'mini'] as const) expect(sentFields(pay(scene))).not.toHaveProperty('appid')
  })

  test("the key is the open platform's, and where a client's reading is chosen, the API key", () => {
    const { params } = prompt('app', { ...account, appId: app.appId, doubts: { launchKey: 'apiKey' } })
    expect(params.sig).toBe(oracle(params, account.apiKeys[0]?.reveal() ?? ''))
  })

  test('no key is in the parameters', () => {
    expect(JSON.stringify(prompt('app', config))).not.toContain('test-app-key')
  })
})

/** The page's rule once more, by hand: five names, sorted, HMAC-SHA1 under key and "&". */
function oracle({ appId, bargainorId, nonce, pubAcc, tokenId }: Readonly<Record<string, string>>, key: string): string {
  const text = `appId=${appId}&bargainorId=${bargainorId}&nonce=${nonce}&pubAcc=${pubAcc}&tokenId=${tokenId}`
  return createHmac('sha1', Buffer.from(`${key}&`, 'utf8'))
    .update(Buffer.from(text, 'utf8'))
    .digest()
    .toString('base64')
}

test('the launch signature is the rule of the page for any values', () => {
  const text = fc.string({ unit: 'binary', maxLength: 20 })
  const fields = fc.record({ appId: text, bargainorId: text, nonce: text, pubAcc: text, tokenId: text })
  fc.assert(
    fc.property(fields, fc.string({ minLength: 1, maxLength: 40 }), (signed, key) => {
      const shuffled = Object.fromEntries(Object.entries(signed).reverse())
      for (const fields of [signed, shuffled]) expect(launchSignature(fields, key)).toBe(oracle(signed, key))
    }),
  )
})

describe('extras belong to their scene', () => {
  const invalid = expect.objectContaining({ code: 'INVALID', message: expect.stringContaining('extra.qqwallet') })
  test.each([
    ['native', { pubAcc: 'gh_1' }],
    ['native', { miniAppParam: '{}' }],
    ['jsapi', { miniAppParam: '{}' }],
    ['mini', { pubAcc: 'gh_1' }],
    ['native', { billType: 'ALL' }],
    ['native', { refundAccount: 'REFUND_SOURCE_RECHARGE_FUNDS' }],
    ['native', { promotiontag: 'x' }],
    ['jsapi', { pubAcc: 'gh&tokenId=1' }],
    ['jsapi', { pubAcc: 'x'.repeat(65) }],
    ['jsapi', { pubAccHint: 'x'.repeat(129) }],
    ['jsapi', { contractCode: 'x'.repeat(65) }],
    ['native', { deviceInfo: 'a,b' }],
    ['native', { deviceInfo: 'x&total_fee=1' }],
  ] as const)('%s refuses %o before anything is sent', (scene, qqwallet) => {
    // As plain JavaScript would call it.
    const changes = { extra: { qqwallet } } as unknown as Changes
    expect(() => firstRequest(pay(scene, account, changes))).toThrow(invalid)
  })

  test('every name in its field', () => {
    const extra = { qqwallet: { contractCode: 'C-1', startedAt: NOW, deviceInfo: 'till-1', limitPay: 'no_credit' } } as const
    expect(sentFields(pay('jsapi', account, { extra }))).toMatchObject({
      contract_code: 'C-1',
      time_start: '20160712120000',
      device_info: 'till-1',
      limit_pay: 'no_credit',
      out_trade_no: payment.outTradeNo,
    })
  })
})

test('where the API key signs a launch, the first of a rotation does', () => {
  const newer = 'newer0123456789newer0123456789ne'
  const apiKeys = [new Secret(newer), ...account.apiKeys]
  const { params } = prompt('app', { ...account, apiKeys, appId: app.appId, doubts: { launchKey: 'apiKey' } })
  expect(params.sig).toBe(oracle(params, newer))
})
