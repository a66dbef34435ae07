import { createPrivateKey, createPublicKey, sign, verify, X509Certificate } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { AlipayAccount } from './alipay/account.ts'
import { type AlipaySandbox, type AlipaySandboxOptions, startAlipaySandbox } from './alipay-sandbox.ts'
import { call, merchantServer, type Reply } from './http.fixture.ts'

const fileOf = (reference: string): string => reference.replace(/^file:/, '')
const read = (reference = ''): Promise<string> => readFile(fileOf(reference), 'utf8')

async function sandboxFor(options: AlipaySandboxOptions = {}): Promise<AlipaySandbox> {
  const sandbox = await startAlipaySandbox(options)
  onTestFinished(sandbox.close)
  return sandbox
}

type Content = Readonly<Record<string, string>>

/** A call's parameters, signed as a merchant's own client does it. */
async function signed(account: AlipayAccount, method: string, content: Content, more: Content = {}): Promise<URLSearchParams> {
  const own = { app_id: account.appId, charset: 'utf-8', sign_type: 'RSA2', version: '1.0', timestamp: '2026-11-23 12:00:00' }
  const parameters: Content = { ...own, method, biz_content: JSON.stringify(content), ...more }
  const text = Object.keys(parameters)
    .sort()
    .map((name) => `${name}=${parameters[name]}`)
    .join('&')
  const signature = sign('sha256', Buffer.from(text), createPrivateKey(await read(account.privateKey))).toString('base64')
  return new URLSearchParams({ ...parameters, sign: signature })
}

async function asks(account: AlipayAccount, method: string, content: Content, more: Content = {}): Promise<Reply> {
  const form = await signed(account, method, content, more)
  const headers = { 'content-type': 'application/x-www-form-urlencoded;charset=utf-8' }
  return call(`${account.endpoints['https://openapi.alipay.com']}/gateway.do`, { method: 'POST', headers, body: form.toString() })
}

/** What an answer says, as it stands between its name and its signature. */
function payloadOf({ text }: Reply): { readonly text: string; readonly fields: Content; readonly sign: string } {
  const [, payload = '', tail = ''] = /^\{"\w+_response":(\{.*\})(,"(?:alipay_cert_sn|sign)".*)\}$/s.exec(text) ?? []
  return { text: payload, fields: JSON.parse(payload), sign: JSON.parse(`{${tail.slice(1)}}`).sign }
}

const ORDER = { out_trade_no: 'T_0001', total_amount: '19.90', subject: 'Tea' }

function control({ controlUrl }: AlipaySandbox, path: string, body: object): Promise<Reply> {
  const headers = { 'content-type': 'application/json' }
  return call(controlUrl + path, { method: 'POST', headers, body: JSON.stringify(body) })
}

describe('the account', () => {
  test('can be pasted: it names the doors and the files', async () => {
    const { account, url } = await sandboxFor({ alipay: { mchId: '2088000000000999' } })
    expect(account).toEqual({
      plugin: '@tpkit/provider-alipay',
      appId: expect.stringMatching(/^2021[0-9]{12}$/),
      sellerId: '2088000000000999',
      privateKey: expect.stringMatching(/^file:\/.*appPrivateKey\.pem$/),
      alipayPublicKey: expect.stringMatching(/^file:\/.*alipayPublicKey_RSA2\.pem$/),
      endpoints: { 'https://openapi.alipay.com': url, 'https://dwbillcenter.alipay.com': url },
    })
  })

  test('has a private key that its owner alone reads', async () => {
    const { account } = await sandboxFor()
    expect((await stat(fileOf(account.privateKey))).mode & 0o777).toBe(0o600)
  })

  test('is in certificate mode where that is wanted: three files that belong together', async () => {
    const { account } = await sandboxFor({ certificates: true })
    const { appCert, alipayCert, rootCert } = account.certificates ?? {}
    const [own, wallet, root] = await Promise.all(
      [appCert, alipayCert, rootCert].map(async (name) => new X509Certificate(await read(name))),
    )
    expect(account.alipayPublicKey).toBeUndefined()
    expect(own?.checkPrivateKey(createPrivateKey(await read(account.privateKey)))).toBe(true)
    expect([own, wallet].map((one) => root && one?.checkIssued(root) && one.verify(root.publicKey))).toEqual([true, true])
  })

  test.each([
    [{ mchId: '1900000109' }, /mchId: expected 16 digits that begin with 2088/],
    [{ appId: 'wx1' }, /appId: expected 10 to 32 digits/],
    [{ aesKey: 'short' }, /aesKey: expected Base64 of 16 bytes .*, found something else/],
    [{ name: ' ' }, /name: expected text/],
  ])('that no library would take is refused: %j', async (alipay, sentence) => {
    await expect(startAlipaySandbox({ alipay })).rejects.toThrow(sentence)
  })
})

describe('the doors', () => {
  test('speak the protocol, signed with the key that the merchant was given', async () => {
    const { account } = await sandboxFor()
    const { fields, text, sign: signature } = payloadOf(await asks(account, 'alipay.trade.precreate', ORDER))
    expect(fields).toMatchObject({ code: '10000', qr_code: expect.stringMatching(/^https:\/\/qr\.alipay\.com\//) })
    const key = createPublicKey(await read(account.alipayPublicKey))
    expect(verify('sha256', Buffer.from(text), key, Buffer.from(signature, 'base64'))).toBe(true)
  })

  test('stand behind TLS as well, and ask for no certificate', async () => {
    const { account, tlsUrl } = await sandboxFor()
    const dir = dirname(fileOf(account.privateKey))
    const reply = await call(`${tlsUrl}/gateway.do`, { tls: { ca: await readFile(join(dir, 'ca.pem'), 'utf8') } })
    expect(reply.text).toContain('isv.missing-app-id')
  })

  test('tell a payment by a signed notify', async () => {
    const heard: string[] = []
    const shop = await merchantServer(async (request, response) => {
      let body = ''
      for await (const chunk of request) body += String(chunk)
      heard.push(body)
      response.end('success')
    })
    const sandbox = await sandboxFor()
    await asks(sandbox.account, 'alipay.trade.precreate', ORDER, { notify_url: `${shop}/notify` })
    expect((await control(sandbox, '/trigger', { outTradeNo: 'T_0001', action: 'pay' })).status).toBe(200)
    await expect.poll(() => heard.length).toBe(1)
    expect(Object.fromEntries(new URLSearchParams(heard[0]))).toMatchObject({
      ...{ trade_status: 'TRADE_SUCCESS', out_trade_no: 'T_0001', total_amount: '19.90' },
      ...{ app_id: sandbox.account.appId, seller_id: sandbox.account.sellerId, sign_type: 'RSA2' },
    })
  })
})

describe('the cashier', () => {
  test('is a page that the form of an order leads to, with a code for a phone and buttons for a browser', async () => {
    const { account, url } = await sandboxFor()
    const form = await signed(
      account,
      'alipay.trade.page.pay',
      { ...ORDER, product_code: 'FAST_INSTANT_TRADE_PAY' },
      { return_url: 'https://shop.example.com/back' },
    )
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const page = await call(`${url}/gateway.do`, { method: 'POST', headers, body: form.toString() })
    expect([page.status, page.text]).toEqual([200, expect.stringMatching(/19\.90[\s\S]*<svg/)])
    const action = /action="([^"]+)"/.exec(page.text)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const paid = await call(url + action, { method: 'POST', headers, body: 'action=pay' })
    expect([paid.status, paid.header('location')]).toEqual([
      303,
      expect.stringMatching(/^https:\/\/shop\.example\.com\/back\?.*total_amount=19\.90.*sign=/),
    ])
  })
})

describe('the phone', () => {
  test('finds the order of a QR code, in the wallet of whoever made it', async () => {
    const sandbox = await sandboxFor()
    const own = await sandbox.enrol({ ownWallet: true })
    const { fields } = payloadOf(await asks(own.account, 'alipay.trade.precreate', ORDER))
    const token = fields.qr_code?.split('/').at(-1)
    const there = await call(`${sandbox.url}/qr/${token}`)
    const page = await call(sandbox.url + (there.header('location') ?? ''))
    expect([there.status, page.status, page.text]).toEqual([303, 200, expect.stringContaining('Alipay')])
  })

  test('shows a payment code that the counter can scan', async () => {
    const reply = await control(await sandboxFor(), '/payment-code', {})
    expect(JSON.parse(reply.text)).toEqual({ code: expect.stringMatching(/^(?:2[5-9]|30)[0-9]{14,22}$/) })
  })
})

describe('one more merchant', () => {
  test('has numbers and keys of their own, in the shared wallet or one to themselves', async () => {
    const sandbox = await sandboxFor()
    const second = await sandbox.enrol({ name: 'Second shop' })
    const own = await sandbox.enrol({ ownWallet: true })
    for (const { account } of [second, own]) {
      expect(account.appId).not.toBe(sandbox.account.appId)
      expect(payloadOf(await asks(account, 'alipay.trade.precreate', ORDER)).fields.code).toBe('10000')
    }
    const mixed = { ...second.account, privateKey: sandbox.account.privateKey }
    expect(payloadOf(await asks(mixed, 'alipay.trade.query', ORDER)).fields.sub_code).toBe('isv.invalid-signature')
  })

  test('is taken in over HTTP, with the fields that this wallet knows', async () => {
    const sandbox = await sandboxFor()
    const taken = await control(sandbox, '/merchants', { name: 'Third shop' })
    expect([taken.status, JSON.parse(taken.text)]).toEqual([201, expect.objectContaining({ plugin: '@tpkit/provider-alipay' })])
    const refused = await control(sandbox, '/merchants', { certificates: true })
    expect([refused.status, refused.text]).toEqual([400, expect.stringContaining('started with certificates: true')])
  })
})

test('what happened to it can be saved, and happens again elsewhere', async () => {
  const { replayCase } = await import('../tpcase/replay.ts')
  const sandbox = await sandboxFor()
  await asks(sandbox.account, 'alipay.trade.precreate', ORDER)
  await control(sandbox, '/trigger', { outTradeNo: 'T_0001', action: 'pay' })
  await asks(sandbox.account, 'alipay.trade.query', { out_trade_no: 'T_0001' })
  const saved = await call(`${sandbox.controlUrl}/case`)
  expect(saved.text).toContain('"wallet": "alipay"')
  expect(replayCase(saved.text)).toEqual([])
})

test('the inspector pastes a test that makes the same wallet', async () => {
  const sandbox = await sandboxFor()
  await asks(sandbox.account, 'alipay.trade.precreate', ORDER)
  const page = await call(`${sandbox.inspectorUrl}/1/test`)
  expect(page.text).toMatch(/import \{ alipayWallet \}[\s\S]*appPrivateKey\.pem[\s\S]*expect\(answer\?\.status\)\.toBe\(200\)/)
})
