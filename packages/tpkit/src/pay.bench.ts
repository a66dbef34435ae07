/**
 * What `tp.pay` costs above a bare call on the same connection: field rules, building, signing, reading, verifying,
 * judging. The connection answers at once, so the difference of the two mean times is tpkit's own.
 * Run: `npx vitest bench --run pay.bench`. The test runner's module loader adds to it: plain Node takes about half.
 */
import { createTP, Secret } from '@tpkit/core'
import { qqwallet } from '@tpkit/provider-qqwallet/protocol'
import { qqWallet } from '@tpkit/sandbox'
import { test } from 'vitest'
import { cny } from './index.ts'

const NOW = Date.UTC(2026, 10, 23, 4)
const apiKey = 'test-key-0123456789abcdef0123456'
const protocol = qqwallet({ mchId: '1900000109', apiKeys: [new Secret(apiKey)], notifyUrl: 'https://shop.example/notify' })
const command = { scene: 'native', outTradeNo: 'ORDER_1', subject: 'Tea for two', total: cny.fen(1990) } as const

function notHere(): never {
  throw new Error('not in this bench')
}

/** One real, signed answer of the sandbox's wallet; every later call gets its bytes again. */
function answering() {
  const wallet = qqWallet({ merchants: [{ mchId: '1900000109', apiKey }] })
  let kept:
    | { readonly status: number; readonly headers: ReadonlyMap<string, readonly string[]>; readonly body: Uint8Array }
    | undefined
  return {
    send: async (request: { readonly method: string; readonly url: string; readonly body?: Uint8Array }) => {
      const { origin, pathname } = new URL(request.url)
      const asked = { method: request.method, origin, path: pathname, headers: new Map(), body: request.body ?? new Uint8Array() }
      const { status = 0, body = new Uint8Array() } = wallet.handle(asked, NOW) ?? {}
      kept ??= { status, body, headers: new Map() }
      return kept
    },
    download: notHere,
    close: async () => undefined,
  }
}

test('tp.pay above a bare call', async ({ bench }) => {
  const connection = answering()
  const tp = createTP({
    account: 'main',
    protocol,
    keys: {},
    connection,
    clock: { nowMs: () => NOW },
    random: { bytes: (length) => new Uint8Array(length) },
    signer: { sign: notHere, seal: notHere, unseal: notHere },
    unpack: { unpack: notHere },
    keyRing: { read: async () => [], write: async () => undefined },
    log: { write: () => undefined },
  })
  const outcome = await tp.pay(command)
  if (outcome.kind !== 'done') throw new Error(`expected a payment that is taken, found ${outcome.failure.message}`)
  const request = { method: 'POST', url: 'https://qpay.qq.com/cgi-bin/pay/qpay_unified_order.cgi' }
  await bench.compare(
    bench('a bare call', async () => {
      await connection.send(request)
    }),
    bench('tp.pay', async () => {
      await tp.pay(command)
    }),
  )
})
