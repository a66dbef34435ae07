import { cny, createTP, type PayCommand, type TP } from '@tpkit/core'
import { describe, expect, test } from 'vitest'
import plugin, { type WeChatPayScene } from './index.ts'
import { entry } from './wechatpay.fixture.ts'

const NOW = Date.UTC(2026, 0, 5)
const never = (): never => {
  throw new Error('a planned provider sends nothing and asks for nothing')
}

function opened(changes: Record<string, unknown> = {}): TP<WeChatPayScene> {
  const config = plugin.config.parse({ ...entry, ...changes })
  return createTP({
    account: 'wechat-main',
    protocol: plugin.protocol(config),
    keys: plugin.keys(config),
    connection: { send: never, download: never, close: async () => undefined },
    clock: { nowMs: () => NOW },
    random: { bytes: (length) => new Uint8Array(length) },
    signer: { sign: never, seal: never, unseal: never },
    unpack: { unpack: never },
    keyRing: { read: never, write: never },
    log: { write: () => undefined },
  })
}

const tp = opened()
const attempt = { outTradeNo: 'T-000001', total: cny.fen(888) }
const PLANNED = {
  code: 'UNSUPPORTED',
  retry: 'never',
  message: expect.stringMatching(/WeChat Pay \(微信支付\), which is planned.*nothing was sent; use an account .*tpkit plugins/),
}

describe('a planned provider', () => {
  test('loads by its name', async () => {
    const { default: found } = await import('@tpkit/provider-wechatpay')
    expect(found).toBe(plugin)
  })

  test.each<PayCommand<WeChatPayScene>>([
    { ...attempt, subject: 'tea', scene: 'native' },
    { ...attempt, subject: 'tea', scene: 'jsapi', payerId: 'o1' },
    { ...attempt, subject: 'tea', scene: 'mini', payerId: 'o1' },
    { ...attempt, subject: 'tea', scene: 'app' },
    { ...attempt, subject: 'tea', scene: 'h5' },
    { ...attempt, subject: 'tea', scene: 'micropay', authCode: '134567890123456789' },
  ])('pay refuses, and nothing was sent: $scene', async (command) => {
    expect(await tp.pay(command)).toEqual({ kind: 'refused', failure: PLANNED })
  })

  test('refund refuses, and nothing was sent', async () => {
    const outcome = await tp.refund({ ...attempt, outRefundNo: 'R-1', amount: cny.fen(888) })
    expect(outcome).toEqual({ kind: 'refused', failure: PLANNED })
  })

  test('after an unknown outcome its refusal says nothing of the earlier call', async () => {
    expect(await tp.pay({ ...attempt, subject: 'tea', scene: 'native' }, { afterUnknown: true })).toMatchObject({
      kind: 'unknown',
    })
  })

  test('query and notify throw', async () => {
    await expect(tp.query(attempt)).rejects.toMatchObject(PLANNED)
    await expect(tp.notify({ headers: new Map(), query: '', body: Buffer.from('{}') })).rejects.toMatchObject(PLANNED)
  })

  test('what is not there is not declared', () => {
    expect(plugin.manifest).toMatchObject({ provider: plugin.name, status: 'planned', abilities: [] })
    expect(Object.keys(tp).sort()).toEqual(['acknowledge', 'manifest', 'notify', 'pay', 'payee', 'query', 'refund'])
  })

  test('it still knows who the account is, and answers in the dialect of the wallet, which reads the status', () => {
    expect(opened({ subMchId: '1900000110', subAppId: 'wxfedcba9876543210' }).payee).toEqual({
      mchId: '1900000109',
      appId: 'wx0123456789abcdef',
      subMchId: '1900000110',
      subAppId: 'wxfedcba9876543210',
    })
    const answers = (['accepted', 'later', 'refused'] as const).map(tp.acknowledge)
    expect(answers.map(({ status, body }) => [status, JSON.parse(body).code])).toEqual([
      [200, 'SUCCESS'],
      [500, 'FAIL'],
      [401, 'FAIL'],
    ])
  })
})

describe('the manifest', () => {
  const { scenes, origins, limits, timing, title } = plugin.manifest

  test('names the wallet in both languages, each scene once and its prompt, and https origins only', () => {
    expect(title).toEqual({ en: 'WeChat Pay', zh: '微信支付' })
    expect(Object.keys(timing.promptLifeMs).sort()).toEqual([...new Set(scenes)].sort())
    expect(origins.every((origin) => new URL(origin).origin === origin && origin.startsWith('https://'))).toBe(true)
  })

  test('has numbers and times that can be kept', () => {
    for (const { minLength, maxLength, alphabet } of [limits.outTradeNo, limits.outRefundNo]) {
      expect(minLength).toBeLessThan(maxLength)
      expect(() => new RegExp(`^[${alphabet}]$`)).not.toThrow()
    }
    expect(Object.values(timing.promptLifeMs).every((life) => life > 0)).toBe(true)
    expect(timing.followUpMs).toEqual([...timing.followUpMs].sort((a, b) => a - b))
  })
})
