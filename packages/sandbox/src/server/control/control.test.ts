import { describe, expect, test } from 'vitest'
import { MERCHANT, signedXml } from '../../qqwallet/asking.fixture.ts'
import { readXml } from '../../qqwallet/xml.ts'
import { call, sandboxFor } from '../http.fixture.ts'
import type { Sandbox } from '../sandbox.ts'

const JSON_TYPE = { 'content-type': 'application/json' }
const NOON = Date.UTC(2026, 0, 5, 4)

const start = (): Promise<Sandbox> => sandboxFor({ qqwallet: MERCHANT, clock: () => NOON })
const get = async (sandbox: Sandbox, path: string): Promise<unknown> => JSON.parse((await call(sandbox.controlUrl + path)).text)

async function order(sandbox: Sandbox): Promise<string> {
  const { text } = await call(`${sandbox.url}/cgi-bin/pay/qpay_unified_order.cgi`, {
    method: 'POST',
    body: signedXml('order', {}),
  })
  return readXml(text)?.get('code_url') ?? ''
}

function act(sandbox: Sandbox, wish: unknown, headers: Record<string, string> = JSON_TYPE) {
  const body = typeof wish === 'string' ? wish : JSON.stringify(wish)
  return call(`${sandbox.controlUrl}/act`, { method: 'POST', headers, body })
}

describe('the control API', () => {
  test('lets the payer pay, and shows the books in JSON', async () => {
    const sandbox = await start()
    expect(await get(sandbox, '/books')).toEqual([])
    const prompt = await order(sandbox)
    const { status, text } = await act(sandbox, { prompt, action: 'pay' })
    expect([status, JSON.parse(text)]).toEqual([200, { ok: true }])
    expect(await get(sandbox, '/books')).toEqual([
      {
        mchId: MERCHANT.mchId,
        outTradeNo: 'T-1',
        subject: '天虹南山店-超市',
        total: 1990,
        currency: 'CNY',
        status: 'paid',
        transactionId: expect.stringMatching(/^1900000109/),
        paidAt: '2026-01-05T04:00:00.000Z',
        refunds: [],
      },
    ])
  })

  test.each([
    ['an unknown code', { prompt: 'https://qpay.qq.com/qr/00000000', action: 'pay' }, 404, /no order belongs/],
    ['an unknown action', { prompt: 'x', action: 'steal' }, 400, /expected/],
    ['a missing field', { action: 'pay' }, 400, /expected/],
    ['null', null, 400, /expected/],
    ['broken JSON', '{', 400, /expected/],
  ])('refuses %s with a sentence', async (_, wish, status, sentence) => {
    const reply = await act(await start(), wish)
    expect(reply.status).toBe(status)
    expect(JSON.parse(reply.text).error).toMatch(sentence)
  })

  test('an order that is paid is a conflict', async () => {
    const sandbox = await start()
    const prompt = await order(sandbox)
    await act(sandbox, { prompt, action: 'pay' })
    const { status, text } = await act(sandbox, { prompt, action: 'pay' })
    expect([status, JSON.parse(text).error]).toEqual([409, expect.stringContaining('paid already')])
  })

  test.each(['/nothing', '', '/act', '/books/'])('GET %j is not there', async (path) => {
    expect(await call((await start()).controlUrl + path)).toMatchObject({ status: 404 })
  })
})

describe('a foreign page in the same browser', () => {
  const wish = { prompt: 'https://qpay.qq.com/qr/00000000', action: 'pay' }

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'application/jsonp', ''])(
    'cannot send a form: %j',
    async (type) => {
      expect(await act(await start(), wish, type ? { 'content-type': type } : {})).toMatchObject({ status: 415 })
    },
  )

  test.each(['http://evil.example', 'https://127.0.0.1', 'null'])('is recognised by its origin: %s', async (origin) => {
    expect(await act(await start(), wish, { ...JSON_TYPE, origin })).toMatchObject({ status: 403 })
  })

  test('our own origin passes', async () => {
    const sandbox = await start()
    expect(await act(sandbox, wish, { ...JSON_TYPE, origin: sandbox.url })).toMatchObject({ status: 404 })
  })

  test.each(['evil.example', 'evil.example:80', 'localhost.evil.example', '127.0.0.1.evil.example', '@'])(
    'cannot come by another name for this machine: %s',
    async (host) => {
      const sandbox = await start()
      for (const path of ['/_sandbox/books', '/_sandbox/deliveries', '/phone', '/']) {
        const { status, text } = await call(sandbox.url + path, { headers: { host } })
        expect([status, text]).toEqual([403, expect.stringContaining('Host')])
      }
    },
  )

  test.each(['localhost:1', '192.0.2.7', '[::1]:9'])('a name that cannot be pointed elsewhere passes: %s', async (host) => {
    expect(await call(`${(await start()).controlUrl}/books`, { headers: { host } })).toMatchObject({ status: 200 })
  })

  test('may not ask for permission either', async () => {
    const { controlUrl } = await start()
    const reply = await call(`${controlUrl}/act`, { method: 'OPTIONS', headers: { origin: 'http://evil.example' } })
    expect(reply.status).toBe(403)
    expect(reply.header('access-control-allow-origin')).toBeUndefined()
  })
})
