import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { describe, expect, test, vi } from 'vitest'
import { MERCHANT, signedXml } from '../../qqwallet/asking.fixture.ts'
import type { QQMerchant } from '../../qqwallet/merchant.ts'
import { readXml } from '../../qqwallet/xml.ts'
import { replayCase } from '../../tpcase/replay.ts'
import { call, sandboxFor } from '../http.fixture.ts'
import type { Sandbox } from '../sandbox.ts'
import { ROUTES } from './control.ts'

const JSON_TYPE = { 'content-type': 'application/json' }
const NOON = Date.UTC(2026, 0, 5, 4)

const start = (): Promise<Sandbox> => sandboxFor({ qqwallet: MERCHANT, clock: () => NOON })
const get = async (sandbox: Sandbox, path: string): Promise<unknown> => JSON.parse((await call(sandbox.controlUrl + path)).text)

async function order(sandbox: Sandbox, merchant: QQMerchant = MERCHANT): Promise<string> {
  const body = signedXml('order', {}, merchant)
  const { text } = await call(`${sandbox.url}/cgi-bin/pay/qpay_unified_order.cgi`, { method: 'POST', body })
  return readXml(text)?.get('code_url') ?? ''
}

/** A sandbox with one order that was paid, and told of once; nobody heard it. */
async function paid(): Promise<Sandbox> {
  const sandbox = await start()
  await act(sandbox, { prompt: await order(sandbox), action: 'pay' })
  await vi.waitFor(async () => expect(await get(sandbox, '/deliveries')).toHaveLength(1))
  return sandbox
}

/** The same, and money is on its way back under these numbers. */
async function refunding(...numbers: readonly string[]): Promise<Sandbox> {
  const sandbox = await paid()
  const [ca, cert, key] = await Promise.all(
    [sandbox.account.ca, sandbox.account.certificate.cert, sandbox.account.certificate.key].map((file) =>
      readFile(file.replace(/^file:/, ''), 'utf8'),
    ),
  )
  for (const outRefundNo of numbers) {
    const body = signedXml('refund', { out_trade_no: 'T-1', out_refund_no: outRefundNo })
    const url = `${sandbox.tlsUrl}/cgi-bin/pay/qpay_refund.cgi`
    await call(url, { method: 'POST', body, tls: { ca: ca ?? '', cert: cert ?? '', key: key ?? '' } })
  }
  return sandbox
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

/** Any call; answers with the status and what the JSON says. */
async function ask(sandbox: Sandbox, name: string, body?: unknown): Promise<readonly [number, unknown]> {
  const [method = '', path = ''] = name.split(' ')
  const text = body === undefined ? {} : { body: JSON.stringify(body) }
  const reply = await call(sandbox.controlUrl + path, { method, headers: JSON_TYPE, ...text })
  return [reply.status, JSON.parse(reply.text)]
}

const sentence = (pattern: RegExp) => ({ error: expect.stringMatching(pattern) })

describe('an order by its number', () => {
  const trigger = (sandbox: Sandbox, action: string, more: object = {}) =>
    ask(sandbox, 'POST /trigger', { outTradeNo: 'T-1', action, ...more })

  test.each(['wrong-password', 'no-funds', 'cancel'])('stays open after %s', async (action) => {
    const sandbox = await start()
    await order(sandbox)
    expect(await trigger(sandbox, action)).toEqual([200, { ok: true }])
    expect(await get(sandbox, '/books')).toMatchObject([{ status: 'open' }])
  })

  test('is paid, once', async () => {
    const sandbox = await start()
    await order(sandbox)
    expect(await trigger(sandbox, 'pay')).toEqual([200, { ok: true }])
    expect(await get(sandbox, '/books')).toMatchObject([{ status: 'paid' }])
    expect(await trigger(sandbox, 'pay')).toEqual([409, sentence(/paid already/)])
  })

  test.each([
    ['refund-done', 'refunded'],
    ['refund-fail', 'failed'],
    ['refund-change', 'closed'],
    ['refund-unsure', 'processing'],
  ])('has its refund decided by %s', async (action, status) => {
    const sandbox = await refunding('R-1')
    expect(await trigger(sandbox, action)).toEqual([200, { ok: true }])
    expect(await get(sandbox, '/books')).toMatchObject([{ refunds: [{ outRefundNo: 'R-1', status }] }])
  })

  test('of several refunds names the one that is meant', async () => {
    const sandbox = await refunding('R-1', 'R-2')
    expect(await trigger(sandbox, 'refund-fail')).toEqual([409, sentence(/say outRefundNo/)])
    expect(await trigger(sandbox, 'refund-fail', { outRefundNo: 'R-3' })).toEqual([409, sentence(/refund R-3: expected/)])
    expect(await trigger(sandbox, 'refund-fail', { outRefundNo: 'R-2' })).toEqual([200, { ok: true }])
    expect(await get(sandbox, '/books')).toMatchObject([{ refunds: [{ status: 'processing' }, { status: 'failed' }] }])
  })

  test('of two merchants names the one that is meant', async () => {
    const sandbox = await start()
    const { account } = await sandbox.enrol()
    await order(sandbox)
    await order(sandbox, account)
    expect(await trigger(sandbox, 'pay')).toEqual([409, sentence(/say mchId/)])
    expect(await trigger(sandbox, 'pay', { mchId: account.mchId })).toEqual([200, { ok: true }])
    expect(await get(sandbox, '/books')).toMatchObject([{ status: 'open' }, { status: 'paid' }])
    expect(await get(sandbox, `/books?mchId=${account.mchId}`)).toMatchObject([{ mchId: account.mchId }])
  })

  test.each([
    ['an unknown number', 'T-2', 'pay', 404, /expected an order of this wallet/],
    ['no number', '', 'pay', 400, /outTradeNo: expected text/],
    ['a number that is none', 1, 'pay', 400, /outTradeNo: expected text in quotes/],
    ['an unknown action', 'T-1', 'steal', 400, /action: expected one of pay, .*refund-unsure, found "steal"/],
    ['no refund under way', 'T-1', 'refund-done', 409, /expected a refund that is under way/],
  ])('is refused with a sentence for %s', async (_, outTradeNo, action, status, pattern) => {
    const sandbox = await start()
    await order(sandbox)
    expect(await ask(sandbox, 'POST /trigger', { outTradeNo, action })).toEqual([status, sentence(pattern)])
  })
})

describe('a notify', () => {
  test('goes out again as often as told', async () => {
    const sandbox = await paid()
    expect(await ask(sandbox, 'POST /replay', { outTradeNo: 'T-1', times: 3 })).toEqual([200, { ok: true }])
    await vi.waitFor(async () => expect(await get(sandbox, '/deliveries')).toHaveLength(4))
  })

  test.each([
    [{ times: 0 }, 400, /times: expected a whole number from 1 to 100/],
    [{ times: 101 }, 400, /from 1 to 100/],
    [{ times: '2' }, 400, /times: expected a number without quotes/],
    [{ times: null }, 400, /times: expected a number without quotes, found null/],
    [{ fault: '' }, 400, /fault: expected one of notify-lost/],
    [{ fault: 'notify-steal' }, 400, /expected a fault of the catalogue/],
    [{ fault: 'drop-after' }, 400, /fault: expected one of notify-lost/],
    [{ outTradeNo: 'T-2' }, 404, /expected an order of this wallet/],
  ])('is not repeated for %j', async (wish, status, pattern) => {
    expect(await ask(await paid(), 'POST /replay', { outTradeNo: 'T-1', ...wish })).toEqual([status, sentence(pattern)])
  })

  test('is not there for an order that nobody paid', async () => {
    const sandbox = await start()
    await order(sandbox)
    expect(await ask(sandbox, 'POST /replay', { outTradeNo: 'T-1' })).toEqual([
      409,
      sentence(/expected one that was paid, found it open/),
    ])
  })
})

describe('faults', () => {
  const RULES = [{ fault: 'http-503', call: 'pay', times: 1 }]

  test.each([
    ['text in JSON', { rules: 'http-503@pay*1' }],
    ['a list', RULES],
    ['a list with a name', { rules: RULES }],
  ])('are armed by %s, strike, and stand in the trace', async (_, rules) => {
    const sandbox = await start()
    expect(await ask(sandbox, 'PUT /faults', rules)).toMatchObject([200, { rules: RULES, trace: [] }])
    await order(sandbox)
    const [, shown] = await ask(sandbox, 'GET /faults')
    expect(shown).toMatchObject({
      catalogue: expect.arrayContaining([expect.objectContaining({ name: 'http-503', at: 'call', effect: 'unproven' })]),
      trace: [{ fault: 'http-503', call: 'pay', outTradeNo: 'T-1', at: '2026-01-05T04:00:00.000Z' }],
    })
    expect(await get(sandbox, '/books')).toEqual([])
  })

  test('are armed by plain text, and disarmed by none', async () => {
    const sandbox = await start()
    const put = (body: string) =>
      call(`${sandbox.controlUrl}/faults`, { method: 'PUT', headers: { 'content-type': 'text/plain' }, body })
    expect(JSON.parse((await put('http-503@pay*1, notify-lost')).text)).toMatchObject({
      rules: [...RULES, { fault: 'notify-lost' }],
    })
    expect(JSON.parse((await put('')).text)).toMatchObject({ rules: [] })
  })

  test.each([
    [{ rules: 'http-5033' }, /did you mean http-503/],
    [{ rules: 'a b' }, /expected fault\[:value\]/],
    [[{ fault: 'nothing' }], /expected a fault of the catalogue/],
    [[{ fault: 'http-503', times: 'x' }], /rules: expected objects of fault, call/],
    [[{ fault: 'http-503', __proto__x: 1 }], /rules: expected objects/],
    [[{ fault: 'http-503', call: 7 }], /rules: expected objects/],
    [[{ fault: 'http-503', call: 'steal' }], /http-503@: expected one of pay, .*found "steal"/],
    [[{ fault: 'http-503', call: 'probe' }], /a probe arrives as a query, so say query/],
    [[null], /rules: expected objects/],
    [7, /rules: expected text such as/],
    [{ rules: {} }, /rules: expected text such as/],
  ])('are refused whole with a sentence: %j', async (rules, pattern) => {
    const sandbox = await start()
    await ask(sandbox, 'PUT /faults', RULES)
    expect(await ask(sandbox, 'PUT /faults', rules)).toEqual([400, sentence(pattern)])
    expect(await ask(sandbox, 'GET /faults')).toMatchObject([200, { rules: RULES }])
  })
})

describe('the clock', () => {
  test('goes forward, and what was due by then has happened', async () => {
    const sandbox = await start()
    await order(sandbox)
    expect(await ask(sandbox, 'GET /clock')).toEqual([200, { now: '2026-01-05T04:00:00.000Z', advancedMs: 0 }])
    expect(await ask(sandbox, 'POST /clock', { advance: '3h' })).toEqual([
      200,
      { now: '2026-01-05T07:00:00.000Z', advancedMs: 10_800_000 },
    ])
    expect(await get(sandbox, '/books')).toMatchObject([{ status: 'closed' }])
    expect(await ask(sandbox, 'POST /clock', { advance: 500 })).toMatchObject([200, { now: '2026-01-05T07:00:00.500Z' }])
  })

  test('hurries a notify that waits for its next try', async () => {
    const sandbox = await paid()
    expect(await ask(sandbox, 'POST /clock', { advance: 'PT15S' })).toMatchObject([200, { advancedMs: 15_000 }])
    await vi.waitFor(async () => expect(await get(sandbox, '/deliveries')).toMatchObject([{ attempt: 1 }, { attempt: 2 }]))
  })

  test.each([{}, { advance: '-31m' }, { advance: -1 }, { advance: 'soon' }, { advance: null }, { advance: ['1m'] }])(
    'does not go back or astray: %j',
    async (wish) => {
      expect(await ask(await start(), 'POST /clock', wish)).toEqual([400, sentence(/advance: expected a length of time such as/)])
    },
  )
})

describe('what passed', () => {
  test('is listed, and shown whole with its signature explained', async () => {
    const sandbox = await start()
    await order(sandbox)
    expect(await get(sandbox, '/exchanges')).toMatchObject([
      { id: '1', from: 'merchant', call: 'pay', outTradeNo: 'T-1', status: 200 },
    ])
    const whole = await get(sandbox, '/exchanges/1')
    expect(whole).toMatchObject({
      request: {
        method: 'POST',
        url: 'https://qpay.qq.com/cgi-bin/pay/qpay_unified_order.cgi',
        body: expect.stringContaining('<xml>'),
      },
      answer: { status: 200, body: expect.stringContaining('code_url') },
      signature: { cause: 'right', text: expect.stringMatching(/&key=\[secret\]$/) },
    })
    expect(JSON.stringify(whole)).not.toContain(MERCHANT.apiKey)
  })

  test('is not there under another number', async () => {
    expect(await ask(await start(), 'GET /exchanges/9')).toEqual([404, sentence(/expected one of the latest/)])
  })

  test('bytes that are no text come as Base64', async () => {
    const sandbox = await start()
    const socketBody = Buffer.from([0x3c, 0xff, 0xfe])
    await fetch(`${sandbox.url}/cgi-bin/pay/qpay_unified_order.cgi`, { method: 'POST', body: socketBody })
    expect(await get(sandbox, '/exchanges/1')).toMatchObject({ request: { bodyBase64: socketBody.toString('base64') } })
  })

  test('is a case that plays again elsewhere', async () => {
    const sandbox = await paid()
    const { text, header } = await call(`${sandbox.controlUrl}/case`)
    expect(header('content-disposition')).toContain('sandbox.tpcase')
    expect(replayCase(text)).toEqual([])
  })
})

describe('merchants', () => {
  test('are listed, and taken in', async () => {
    const sandbox = await start()
    const [status, account] = await ask(sandbox, 'POST /merchants', { name: 'Second shop' })
    expect([status, account]).toMatchObject([
      201,
      { plugin: '@tpkit/provider-qqwallet', mchId: expect.stringMatching(/^[0-9]{10}$/) },
    ])
    expect(await get(sandbox, '/merchants')).toEqual([sandbox.account, account])
  })

  test('with a wallet of their own are found by mchId', async () => {
    const sandbox = await start()
    await ask(sandbox, 'POST /merchants', { mchId: '1800000001', ownWallet: true })
    expect(await ask(sandbox, 'PUT /faults?mchId=1800000001', 'http-503')).toMatchObject([
      200,
      { rules: [{ fault: 'http-503' }] },
    ])
    expect(await ask(sandbox, 'GET /faults')).toMatchObject([200, { rules: [] }])
    expect(await ask(sandbox, 'POST /clock?mchId=1800000001', { advance: '1h' })).toMatchObject([200, { advancedMs: 3_600_000 }])
    expect(await ask(sandbox, 'GET /clock')).toMatchObject([200, { advancedMs: 0 }])
  })

  test('with sub-merchants are service providers: every order belongs to one of them', async () => {
    const sandbox = await start()
    const provider = { mchId: '1800000002', apiKey: 'test-key-of-a-service-provider-0' }
    await ask(sandbox, 'POST /merchants', { ...provider, subMerchants: [{ subMchId: '1800000003', name: 'Corner shop' }] })
    for (const [outTradeNo, more] of [
      ['T-1', {}],
      ['T-2', { sub_mch_id: '1800000003' }],
    ] as const) {
      const body = signedXml('order', { out_trade_no: outTradeNo, ...more }, provider)
      await fetch(`${sandbox.url}/cgi-bin/pay/qpay_unified_order.cgi`, { method: 'POST', body })
    }
    expect(await get(sandbox, '/books')).toMatchObject([{ outTradeNo: 'T-2', subMchId: '1800000003' }])
  })

  test.each([
    [{ subMerchants: {} }, 400, /subMerchants: expected a list/],
    [{ subMerchants: ['1800000003'] }, 400, /subMerchants: expected a JSON object/],
    [{ subMerchants: [{ name: 'Corner shop' }] }, 400, /subMchId: expected text, found none/],
    [{ subMerchants: [{ subMchId: '1800000003', appId: 'x' }] }, 400, /appId: expected one of subMchId, name, subAppId/],
    [{ subMerchants: [{ subMchId: 'x' }] }, 400, /expected 8 to 10 digits as subMchId/],
    [{ mchId: MERCHANT.mchId }, 409, /is taken/],
    [{ mchId: '../x' }, 400, /expected 8 to 10 digits/],
    [{ apiKey: '' }, 400, /apiKey/],
    [{ apiKey: 'test-key-short' }, 400, /apiKey: expected exactly 32 characters.*, found 14 that are not/],
    [{ apiKey: 'test-key with spaces, 32 of them' }, 400, /apiKey: expected exactly 32 characters without spaces/],
    [{ opUserPassword: '12345' }, 400, /opUserPassword: expected at least 6 characters/],
    [{ opUserId: 'a b' }, 400, /opUserId: expected/],
    [{ appId: 'an app' }, 400, /appId: expected/],
    [{ appKey: 'short' }, 400, /appKey: expected at least 8 characters/],
    [{ name: ' ' }, 400, /name: expected text that a payer can read/],
    [
      { subMerchants: [{ subMchId: '1800000003' }, { subMchId: '1800000003' }] },
      400,
      /subMchId: expected .* found 1800000003 twice/,
    ],
    [{ subMerchants: [{ subMchId: '1800000003', name: '' }] }, 400, /a name that a payer can read for 1800000003/],
    [{ subMerchants: [{ subMchId: '1800000003', subAppId: '' }] }, 400, /subAppId: expected/],
    [{ mchId: 1800000001 }, 400, /mchId: expected text in quotes/],
    [{ ownWallet: null }, 400, /ownWallet: expected true or false/],
    [{ mchid: '1800000001' }, 400, /mchid: expected one of mchId, apiKey/],
    [{ name: 7 }, 400, /name: expected text in quotes/],
    [{ ownWallet: 'yes' }, 400, /ownWallet: expected true or false/],
    [[], 400, /expected a JSON object/],
  ])('are refused with a sentence: %j', async (wish, status, pattern) => {
    expect(await ask(await start(), 'POST /merchants', wish)).toEqual([status, sentence(pattern)])
  })
})

describe('what nobody would read is refused, and nothing happens', () => {
  const WISHES: Readonly<Record<string, object>> = {
    'POST /act': { prompt: 'x', action: 'pay' },
    'POST /trigger': { outTradeNo: 'T-1', action: 'pay' },
    'POST /replay': { outTradeNo: 'T-1' },
    'POST /clock': { advance: '1h' },
    'POST /payment-code': {},
    'POST /merchants': {},
    'PUT /faults': { rules: 'http-503' },
  }
  const WRITES = Object.keys(WISHES)

  test('every call that has a body is in here', () => {
    expect(WRITES.toSorted()).toEqual(
      Object.keys(ROUTES)
        .filter((name) => !name.startsWith('GET'))
        .sort(),
    )
  })

  test.each(WRITES)('%s: a misspelt field', async (name) => {
    const sandbox = await start()
    const wish = { ...WISHES[name], mchid: MERCHANT.mchId }
    expect(await ask(sandbox, name, wish)).toEqual([400, sentence(/^mchid: expected/)])
    expect(await get(sandbox, '/clock')).toMatchObject({ advancedMs: 0 })
    expect(await get(sandbox, '/faults')).toMatchObject({ rules: [] })
    expect(await get(sandbox, '/merchants')).toHaveLength(1)
  })

  test.each(WRITES.filter((name) => name !== 'PUT /faults'))('%s: a merchant number that is no text', async (name) => {
    const sandbox = await start()
    for (const mchId of [1900000111, {}, null, ['1900000111'], ''])
      expect(await ask(sandbox, name, { ...WISHES[name], mchId })).toEqual([400, sentence(/^mchId: expected text/)])
  })

  test("so that no other merchant's order is paid", async () => {
    const sandbox = await start()
    await order(sandbox)
    for (const mchId of [1900000111, '1900000111', {}])
      expect(await ask(sandbox, 'POST /trigger', { outTradeNo: 'T-1', action: 'pay', mchId })).toEqual([
        typeof mchId === 'string' ? 404 : 400,
        sentence(/^mchId: expected/),
      ])
    expect(await get(sandbox, '/books')).toMatchObject([{ status: 'open' }])
  })

  test.each([
    ['a misspelt name', '?mchid=1900000109', 400, /^mchid: expected one of mchId/],
    ['no number', '?mchId=', 400, /^mchId: expected the number of a merchant, found none/],
    ['two numbers', '?mchId=1900000109&mchId=1900000110', 400, /expected one merchant, found 1900000109 and 1900000110/],
    ['a stranger', '?mchId=1999999999', 404, /expected a merchant of this sandbox, found none named 1999999999/],
  ])('in the address, too: %s', async (_, query, status, pattern) => {
    const sandbox = await start()
    for (const name of ['GET /books', 'GET /clock', 'POST /clock', 'PUT /faults'])
      expect(await ask(sandbox, name + query, name.startsWith('GET') ? undefined : WISHES[name])).toEqual([
        status,
        sentence(pattern),
      ])
  })

  test('address and body name one merchant', async () => {
    const wish = { advance: '1h', mchId: '1900000110' }
    expect(await ask(await start(), `POST /clock?mchId=${MERCHANT.mchId}`, wish)).toEqual([
      400,
      sentence(/expected one merchant/),
    ])
  })
})

test('a body that is too large is refused in JSON, too', async () => {
  const sandbox = await start()
  const rules = 'x'.repeat(70_000)
  expect(await ask(sandbox, 'PUT /faults?mchId=1', { rules })).toEqual([413, sentence(/expected at most 65536 bytes/)])
})

test('the phone shows a new payment code each time', async () => {
  const sandbox = await start()
  const [, first] = await ask(sandbox, 'POST /payment-code')
  expect(first).toEqual({ code: expect.stringMatching(/^91[0-9]{16}$/) })
  expect((await ask(sandbox, 'POST /payment-code', {}))[1]).not.toEqual(first)
})

test('docs/sandbox.md names every call, and no other', () => {
  const page = readFileSync(new URL('../../../../../docs/sandbox.md', import.meta.url), 'utf8')
  const named = [...page.matchAll(/`(GET|POST|PUT) \/_sandbox(\/[^`?]+)`/g)].map(([, method, path]) => `${method} ${path}`)
  expect([...new Set(named)].sort()).toEqual(Object.keys(ROUTES).sort())
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

  test.each(['/_sandbox/merchants', '/_sandbox/books', '/inspector', '/phone', '/'])(
    'may not even look: GET %s',
    async (path) => {
      const sandbox = await start()
      const { status, text } = await call(sandbox.url + path, { headers: { origin: 'http://evil.example' } })
      expect([status, JSON.parse(text)]).toEqual([403, sentence(/^Origin: expected a page of this sandbox/)])
    },
  )

  test('our own origin passes', async () => {
    const sandbox = await start()
    expect(await call(sandbox.phoneUrl, { headers: { origin: sandbox.url } })).toMatchObject({ status: 200 })
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
