import { type KeyObject, sign } from 'node:crypto'
import { createTP, type HttpRequest, type HttpResponse, Secret, type TP, type TrustedKey } from '@tpkit/core'
import type { RecordedCall } from '@tpkit/core/ports'
import { describe, expect, test } from 'vitest'
import { entry } from './alipay.fixture.ts'
import { chain, PINNED, withCertificates } from './certificate.fixture.ts'
import type { AlipayConfig } from './config.ts'
import plugin, { type AlipayAbility, type AlipayScene } from './index.ts'
import { alipay } from './protocol.ts'
import {
  account,
  counter,
  NOTIFIED,
  NOW,
  notified,
  order,
  PAID,
  parameters,
  payment,
  privateKey,
  raw,
  refund,
  refusal,
  success,
  TRUSTED,
  unsignedRefusal,
} from './wallet.fixture.ts'

type Gateway = (request: HttpRequest, method: string) => HttpResponse

interface Opened {
  readonly tp: TP<AlipayScene, AlipayAbility>
  readonly sent: readonly string[]
  readonly recorded: readonly RecordedCall[]
}

/** A TP over a gateway that is played by hand: the rules of core stand between. */
function opened(gateway: Gateway, config: AlipayConfig = account, pinned: ReadonlyMap<string, KeyObject> = TRUSTED): Opened {
  const [sent, recorded, learned]: [string[], RecordedCall[], TrustedKey[]] = [[], [], []]
  const tp = createTP({
    account: 'alipay-main',
    protocol: alipay(config),
    keys: {
      privateKeys: { app: privateKey },
      pinned: Object.fromEntries(pinned),
      secrets: [new Secret('202601BB0123456789abcdef')],
    },
    connection: {
      send: async (request) => {
        const { method = '' } = parameters(request)
        sent.push(method)
        return gateway(request, method)
      },
      download: () => Promise.reject(new Error('no files here')),
      close: async () => undefined,
    },
    clock: { nowMs: () => NOW },
    random: { bytes: (length) => new Uint8Array(length) },
    signer: {
      sign: async (key, text) => sign('RSA-SHA256', text, key),
      seal: () => Promise.reject(new Error('nothing is sealed')),
      unseal: () => Promise.reject(new Error('nothing is sealed')),
    },
    unpack: { unpack: (packed) => packed },
    keyRing: { read: async () => learned, write: async (_account, keys) => void learned.splice(0, learned.length, ...keys) },
    log: { write: () => undefined },
    recorder: { record: (call) => void recorded.push(call) },
  })
  return { tp, sent, recorded }
}

const writes = ({ tp }: Opened) => ({
  native: () => tp.pay(order),
  micropay: () => tp.pay(counter),
  refund: () => tp.refund(refund),
  close: () => tp.close(payment),
  reverse: () => tp.reverse(payment),
})

describe('the plugin', () => {
  test('loads by its name, and is ready', async () => {
    const { default: found } = await import('@tpkit/provider-alipay')
    expect(found).toBe(plugin)
    expect(plugin.manifest).toMatchObject({ provider: plugin.name, status: 'ready' })
    const protocol = plugin.protocol(plugin.config.parse(entry))
    expect(protocol.payee).toEqual({ mchId: entry.sellerId, appId: entry.appId })
  })

  test('has exactly the abilities that it declares', () => {
    const { tp } = opened(() => raw('{}'))
    const verbs = ['acknowledge', 'manifest', 'notify', 'pay', 'payee', 'query', 'refund']
    expect(Object.keys(tp).sort()).toEqual([...verbs, ...plugin.manifest.abilities].sort())
  })
})

describe('the manifest', () => {
  const { scenes, origins, limits, timing, createdOnScan } = plugin.manifest

  test('names each scene once and its prompt, and https origins only', () => {
    expect(Object.keys(timing.promptLifeMs).sort()).toEqual([...new Set(scenes)].sort())
    expect(origins.every((origin) => new URL(origin).origin === origin && origin.startsWith('https://'))).toBe(true)
  })

  test('says which orders begin with their payer', () => {
    expect(createdOnScan).toEqual(['page', 'h5', 'app', 'native'])
  })

  test('has numbers and times that can be kept', () => {
    for (const { minLength, maxLength, alphabet } of [limits.outTradeNo, limits.outRefundNo]) {
      expect(minLength).toBeLessThan(maxLength)
      expect(() => new RegExp(`^[${alphabet}]$`)).not.toThrow()
    }
    expect(timing.quietMs).toBe(300_000)
    expect(timing.micropay).toEqual({ pollMs: 5_000, giveUpMs: 45_000, earliestReverseMs: 1_000 })
    expect([timing.refundSpacingMs, timing.earliestRefundQueryMs]).toEqual([3_000, 10_000])
    expect(timing.followUpMs).toEqual([...timing.followUpMs].sort((a, b) => a - b))
  })
})

describe('what core makes of it', () => {
  test('page, h5 and app start without a request', async () => {
    const stand = opened(() => raw('', 500))
    for (const scene of ['page', 'h5', 'app'] as const) {
      expect(await stand.tp.pay({ ...order, scene })).toMatchObject({ kind: 'done', value: { prompt: expect.anything() } })
    }
    expect(stand.sent).toEqual([])
  })

  test.each<[string, Gateway]>([
    ['no gateway', () => raw('', 502)],
    ['half an answer', () => raw('{"alipay_trade_pay_response":{"code":"100')],
    ['an unsigned success', (_request, method) => raw(`{"${method.replaceAll('.', '_')}_response":{"code":"10000"}}`)],
    ['a success under another key', (_request, method) => success(method, PAID, { key: privateKey })],
    ['a system error', (_request, method) => refusal(method, 'ACQ.SYSTEM_ERROR')],
    ['20000', (_request, method) => refusal(method, 'isp.unknow-error', '20000')],
    ['a code of next year', (_request, method) => refusal(method, 'ACQ.NEXT_YEAR')],
    ['an unsigned code of orders', (_request, method) => unsignedRefusal(method, 'ACQ.TRADE_NOT_EXIST', '40004')],
    ['an unsigned code of next year', (_request, method) => unsignedRefusal(method, 'isv.next-year')],
  ])('%s: every write stays unknown, and a question is not answered', async (_what, gateway) => {
    const stand = opened(gateway)
    for (const [name, call] of Object.entries(writes(stand))) {
      expect(await call(), name).toMatchObject({ kind: 'unknown', failure: { retry: 'same-number' } })
    }
    await expect(stand.tp.query(payment)).rejects.toThrow()
    await expect(stand.tp.queryRefund(refund)).rejects.toThrow()
  })

  test('what the gateway refuses before it knows the application is refused, without a signature', async () => {
    const stand = opened((_request, method) => unsignedRefusal(method, 'isv.invalid-app-id'))
    for (const [name, call] of Object.entries(writes(stand))) {
      expect(await call(), name).toMatchObject({ kind: 'refused', failure: { code: 'CONFIG', retry: 'after-fix' } })
    }
  })

  test('after an unknown outcome a refusal says nothing of the earlier call', async () => {
    const { tp } = opened((_request, method) => refusal(method, 'ACQ.SELLER_BALANCE_NOT_ENOUGH'))
    expect(await tp.refund(refund)).toMatchObject({ kind: 'refused' })
    expect(await tp.refund(refund, { afterUnknown: true })).toMatchObject({ kind: 'unknown' })
  })

  test('an absence lasts five minutes longer than the payer may open the order, and five minutes after a refund was sent', async () => {
    const { tp } = opened((_request, method) => refusal(method, 'ACQ.TRADE_NOT_EXIST'))
    expect(await tp.query({ ...payment, sentAt: NOW, expiresAt: NOW + 60_000 })).toEqual({
      kind: 'absent',
      mayAppearUntil: NOW + 360_000,
    })
    expect(await tp.query({ ...payment, sentAt: NOW - 900_000, expiresAt: NOW - 300_001 })).toEqual({ kind: 'absent' })
    expect(await tp.queryRefund({ ...refund, refundSentAt: NOW - 10_000 })).toEqual({
      kind: 'absent',
      mayAppearUntil: NOW + 290_000,
    })
  })

  test('a recording shows no payment code, no token and no payer', async () => {
    const secret = '202601BB0123456789abcdef'
    const stand = opened((_request, method) => success(method, { ...PAID, buyer_open_id: 'O-1' }), {
      ...account,
      appAuthToken: new Secret(secret),
    })
    await stand.tp.pay(counter)
    await stand.tp.pay({ ...order, scene: 'mini', payerId: 'O-1' })
    await stand.tp.query(payment)
    const text = JSON.stringify(stand.recorded)
    for (const hidden of [counter.authCode, secret, 'O-1', PAID.buyer_logon_id, PAID.buyer_user_id])
      expect(text).not.toContain(hidden)
    expect(text).toContain('alipay.trade.pay')
  })
})

describe('a wallet that goes on with a new certificate', () => {
  const fresh = { key: chain.fresh.key, certificateSn: chain.fresh.sn }
  const gateway: Gateway = (_request, method) =>
    method === 'alipay.trade.query'
      ? success(method, PAID, fresh)
      : success(method, { alipay_cert_content: Buffer.from(chain.fresh.pem).toString('base64') }, fresh)

  test('is believed after its certificate was fetched and led to the root, once for all answers and notifies', async () => {
    const { tp, sent } = opened(gateway, withCertificates, PINNED)
    expect(await tp.query(payment)).toMatchObject({ status: 'paid' })
    expect(await tp.query(payment)).toMatchObject({ status: 'paid' })
    const { facts } = await tp.notify(notified({ ...NOTIFIED, alipay_cert_sn: chain.fresh.sn }, chain.fresh.key))
    expect(facts).toHaveLength(1)
    expect(sent).toEqual(['alipay.trade.query', 'alipay.open.app.alipaycert.download', 'alipay.trade.query'])
  })

  test('is not, where what it fetches is the certificate of an application', async () => {
    const { tp } = opened(
      (request, method) =>
        method === 'alipay.trade.query'
          ? gateway(request, method)
          : success(
              method,
              { alipay_cert_content: Buffer.from(withCertificates.certificates?.appCert ?? '').toString('base64') },
              fresh,
            ),
      withCertificates,
      PINNED,
    )
    await expect(tp.query(payment)).rejects.toMatchObject({ code: 'UNVERIFIED' })
  })
})
