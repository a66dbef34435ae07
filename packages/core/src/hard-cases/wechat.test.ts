import { createHook } from 'node:async_hooks'
import { verify } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Received } from '../contract/http.ts'
import { cny } from '../money.ts'
import { merchantKeys, merchantSignatureHolds, SERIAL, walletHeaders, walletKeys, wechat } from './wechat.fixture.ts'
import { fakeTP, NOW, wire } from './world.fixture.ts'

const keys = { privateKeys: { merchant: merchantKeys.privateKey }, pinned: { [SERIAL]: walletKeys.publicKey } }
const order = { outTradeNo: 'ORDER_1', subject: 'tea', total: cny.fen(1990) }

function signedAnswer(body: string) {
  return { headers: walletHeaders(body), body }
}

describe('hard case 1: RSA signatures around the answer', () => {
  it('signs a native payment off the event loop, and the wallet can verify it', async () => {
    const asyncWork: string[] = []
    const hook = createHook({ init: (_id, type) => void asyncWork.push(type) }).enable()
    const connection = wire((request) => {
      expect(merchantSignatureHolds(request)).toBe(true)
      return signedAnswer('{"code_url":"weixin://wxpay/bizpayurl?pr=1"}')
    })
    const outcome = await fakeTP(
      wechat(() => []),
      connection,
      { keys },
    ).pay({ scene: 'native', ...order })
    hook.disable()
    expect(outcome).toMatchObject({ kind: 'done', value: { prompt: { kind: 'qr', text: 'weixin://wxpay/bizpayurl?pr=1' } } })
    expect(asyncWork).toContain('SIGNREQUEST') // a job of the thread pool; the synchronous call makes none
  })

  it('signs the JSAPI launch parameters after the answer', async () => {
    const connection = wire(() => signedAnswer('{"prepay_id":"wx1"}'))
    const outcome = await fakeTP(
      wechat(() => []),
      connection,
      { keys },
    ).pay({ scene: 'jsapi', payerId: 'o1', ...order })
    if (outcome.kind !== 'done' || outcome.value.prompt?.kind !== 'invoke') throw new Error('expected launch parameters')
    const { params } = outcome.value.prompt
    const text = `wx8888888888888888\n${Math.floor(NOW / 1000)}\nnonce\nprepay_id=wx1\n`
    expect(verify('RSA-SHA256', Buffer.from(text), merchantKeys.publicKey, Buffer.from(params.paySign ?? '', 'base64'))).toBe(
      true,
    )
  })

  it('calls the outcome unknown when the launch signature fails after the wallet took the order', async () => {
    const connection = wire(() => signedAnswer('{"prepay_id":"wx1"}'))
    let signatures = 0
    const signer = {
      sign: async () => {
        signatures += 1
        if (signatures > 1) throw new Error('the HSM went away')
        return Buffer.from('ok')
      },
      seal: async () => Buffer.alloc(0),
      unseal: async () => Buffer.alloc(0),
    }
    const outcome = await fakeTP(
      wechat(() => []),
      connection,
      { keys, signer },
    ).pay({ scene: 'jsapi', payerId: 'o1', ...order })
    expect(outcome).toMatchObject({ kind: 'unknown', failure: { code: 'INTERNAL', retry: 'same-number' }, checkAfterMs: 5_000 })
  })

  it('sends nothing and throws when the private key is missing', async () => {
    const connection = wire(() => signedAnswer('{}'))
    const paying = fakeTP(
      wechat(() => []),
      connection,
    ).pay({ scene: 'native', ...order })
    await expect(paying).rejects.toMatchObject({ code: 'CONFIG' })
    expect(connection.sent).toHaveLength(0)
  })
})

describe('hard case 2: a notify under a serial that is not known', () => {
  const body = '{"id":"EV-1"}'
  const notify: Received = received(walletHeaders(body))
  const learned = [{ id: SERIAL, pem: walletKeys.publicKey.export({ type: 'spki', format: 'pem' }).toString() }]

  function received(headers: Record<string, string>): Received {
    return {
      headers: new Map(Object.entries(headers).map(([name, value]) => [name, [value]])),
      query: '',
      body: Buffer.from(body),
    }
  }

  it('refreshes exactly once, then verifies', async () => {
    const connection = wire(() => ({}))
    const tp = fakeTP(
      wechat(() => learned),
      connection,
    )
    await expect(tp.notify(notify)).resolves.toMatchObject({ id: 'EV-1' })
    await expect(tp.notify(notify)).resolves.toMatchObject({ id: 'EV-1' })
    expect(connection.sent).toHaveLength(1)
  })

  it('refreshes once for a thousand at once', async () => {
    const connection = wire(() => ({}))
    const tp = fakeTP(
      wechat(() => learned),
      connection,
    )
    const notices = await Promise.all(Array.from({ length: 1000 }, () => tp.notify(notify)))
    expect(notices).toHaveLength(1000)
    expect(connection.sent).toHaveLength(1)
  })

  it('gives a final answer when the refresh did not bring the serial, and asks again only after a minute', async () => {
    let nowMs = NOW
    const connection = wire(() => ({}))
    const tp = fakeTP(
      wechat(() => []),
      connection,
      { clock: { nowMs: () => nowMs } },
    )
    await expect(tp.notify(notify)).rejects.toMatchObject({ code: 'UNVERIFIED' })
    await expect(tp.notify(notify)).rejects.toMatchObject({ code: 'UNVERIFIED' })
    expect(connection.sent).toHaveLength(1)
    nowMs += 60_001
    await expect(tp.notify(notify)).rejects.toMatchObject({ code: 'UNVERIFIED' })
    expect(connection.sent).toHaveLength(2)
  })

  it('asks nobody for ids that exist only as configured keys', async () => {
    const connection = wire(() => ({}))
    const tp = fakeTP(
      wechat(() => learned),
      connection,
      { keys: { pinnedOnly: ['PUB_KEY_ID_'] } },
    )
    await expect(tp.notify(received(walletHeaders(body, 'PUB_KEY_ID_7')))).rejects.toMatchObject({ code: 'UNVERIFIED' })
    expect(connection.sent).toHaveLength(0)
  })

  it('never lets a learned key replace a configured one', async () => {
    const foreign = [{ id: SERIAL, pem: merchantKeys.publicKey.export({ type: 'spki', format: 'pem' }).toString() }]
    const tp = fakeTP(
      wechat(() => foreign),
      wire(() => ({})),
      { keys },
    )
    await expect(tp.trust()).resolves.toBe(1)
    await expect(tp.notify(notify)).resolves.toMatchObject({ id: 'EV-1' })
  })

  it('says that it cannot tell, instead of "not genuine", when the refresh itself fails', async () => {
    const connection = wire(() => {
      throw new Error('the line is down')
    })
    await expect(
      fakeTP(
        wechat(() => learned),
        connection,
      ).notify(notify),
    ).rejects.toMatchObject({ code: 'INTERNAL' })
  })

  it('shares what another process learned, and asks for it once for a thousand at once', async () => {
    const connection = wire(() => ({}))
    let reads = 0
    const read = async () => {
      reads += 1
      return learned
    }
    const protocol = wechat(() => [])
    const tp = fakeTP(protocol, connection, { keyRing: { read, write: async () => undefined } })
    await Promise.all(Array.from({ length: 1000 }, () => tp.notify(notify)))
    expect({ reads, asked: connection.sent.length }).toEqual({ reads: 1, asked: 0 })
  })

  it('verifies also while the key store is down and when one of the learned keys cannot be read', async () => {
    const down = { read: () => Promise.reject(new Error('down')), write: () => Promise.reject(new Error('down')) }
    const protocol = wechat(() => [{ id: 'BROKEN', pem: 'not a key' }, ...learned])
    const tp = fakeTP(
      protocol,
      wire(() => ({})),
      { keyRing: down },
    )
    await expect(tp.notify(notify)).resolves.toMatchObject({ id: 'EV-1' })
  })

  it('refreshes behind the callers after twelve hours', async () => {
    let nowMs = NOW
    const connection = wire(() => ({}))
    const tp = fakeTP(
      wechat(() => learned),
      connection,
      { clock: { nowMs: () => nowMs } },
    )
    await tp.notify(notify)
    nowMs += 12 * 60 * 60_000
    await tp.notify(notify)
    await expect.poll(() => connection.sent.length).toBe(2)
  })
})
