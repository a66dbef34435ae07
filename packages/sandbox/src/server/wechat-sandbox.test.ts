import { createPrivateKey, createPublicKey, sign, verify, X509Certificate } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { call, merchantServer, type Reply } from './http.fixture.ts'
import { startWeChatSandbox, type WeChatSandbox, type WeChatSandboxOptions } from './wechat-sandbox.ts'
import type { WeChatAccount } from './wechatpay/account.ts'

const fileOf = (reference: string): string => reference.replace(/^file:/, '')
const read = (reference: string): Promise<string> => readFile(fileOf(reference), 'utf8')

async function sandboxFor(options: WeChatSandboxOptions = {}): Promise<WeChatSandbox> {
  const sandbox = await startWeChatSandbox(options)
  onTestFinished(sandbox.close)
  return sandbox
}

/** One signed call, as a merchant's own client makes it. */
async function asks(account: WeChatAccount, method: string, path: string, content?: object, now = Date.now()): Promise<Reply> {
  const { headers, body } = await signed(account, { method, path, content, now })
  return call(`${account.endpoints['https://api.mch.weixin.qq.com']}${path}`, { method, headers, ...(body !== '' && { body }) })
}

interface Asked {
  readonly method: string
  readonly path: string
  readonly content: object | undefined
  readonly now: number
}

async function signed(account: WeChatAccount, asked?: Asked) {
  const { method, path, content, now } = asked ?? { method: 'POST', path: NATIVE, content: order(account), now: Date.now() }
  const body = content ? JSON.stringify(content) : ''
  const timestamp = String(Math.floor(now / 1000))
  const text = `${method}\n${path}\n${timestamp}\nnonce\n${body}\n`
  const signature = sign('sha256', Buffer.from(text), createPrivateKey(await read(account.privateKey))).toString('base64')
  const said = `mchid="${account.mchId}",nonce_str="nonce",signature="${signature}",timestamp="${timestamp}",serial_no="${account.serial}"`
  const authorization = `WECHATPAY2-SHA256-RSA2048 ${said}`
  const headers = { authorization, 'content-type': 'application/json', 'wechatpay-serial': account.publicKeyId }
  return { method, headers, body }
}

function order({ mchId, appId }: WeChatAccount, more: object = {}): object {
  const notify_url = 'https://shop.example.com/notify'
  return { appid: appId, mchid: mchId, description: 'Tea', out_trade_no: 'T-0001', notify_url, amount: { total: 1990 }, ...more }
}

const NATIVE = '/v3/pay/transactions/native'
const QUERY = (mchId: string): string => `/v3/pay/transactions/out-trade-no/T-0001?mchid=${mchId}`

function control({ controlUrl }: WeChatSandbox, path: string, body: object): Promise<Reply> {
  const headers = { 'content-type': 'application/json' }
  return call(controlUrl + path, { method: 'POST', headers, body: JSON.stringify(body) })
}

async function isSigned(reply: Reply, account: WeChatAccount): Promise<boolean> {
  const [timestamp, nonce, signature] = ['timestamp', 'nonce', 'signature'].map((name) => reply.header(`wechatpay-${name}`) ?? '')
  const key = createPublicKey(await read(account.publicKey))
  return verify('sha256', Buffer.from(`${timestamp}\n${nonce}\n${reply.text}\n`), key, Buffer.from(signature ?? '', 'base64'))
}

describe('the account', () => {
  test('can be pasted: it names the doors, the files and the keys', async () => {
    const { account, url } = await sandboxFor({ wechatpay: { mchId: '1900000999', apiV3Key: 'k'.repeat(32) } })
    expect(account).toEqual({
      plugin: '@tpkit/provider-wechatpay',
      mchId: '1900000999',
      appId: expect.stringMatching(/^wx[0-9a-f]{16}$/),
      apiV3Key: 'k'.repeat(32),
      serial: expect.stringMatching(/^[0-9A-F]{40}$/),
      privateKey: expect.stringMatching(/^file:\/.*apiclient_key\.pem$/),
      publicKey: expect.stringMatching(/^file:\/.*pub_key\.pem$/),
      publicKeyId: expect.stringMatching(/^PUB_KEY_ID_[0-9]+$/),
      endpoints: { 'https://api.mch.weixin.qq.com': url, 'https://api2.mch.weixin.qq.com': url },
    })
  })

  test('has a certificate of its number and key, and a private key that its owner alone reads', async () => {
    const { account } = await sandboxFor()
    const dir = dirname(fileOf(account.privateKey))
    const certificate = new X509Certificate(await readFile(join(dir, 'apiclient_cert.pem')))
    expect(certificate.serialNumber).toBe(account.serial)
    expect(certificate.checkPrivateKey(createPrivateKey(await read(account.privateKey)))).toBe(true)
    expect((await stat(fileOf(account.privateKey))).mode & 0o777).toBe(0o600)
  })

  test('stays right in the next run where its numbers and its key were kept', async () => {
    const kept = { mchId: '1900000998', apiV3Key: 'k'.repeat(32), serial: 'AB'.repeat(20), appId: 'wx0123456789abcdef' }
    const { account } = await sandboxFor({ wechatpay: kept, publicKeyId: 'PUB_KEY_ID_1' })
    expect(account).toMatchObject({ ...kept, publicKeyId: 'PUB_KEY_ID_1' })
    expect((await asks(account, 'POST', NATIVE, order(account))).status).toBe(200)
  })

  test.each([
    [{ mchId: '1' }, /mchId: expected 8 to 10 digits/],
    [{ apiV3Key: 'short' }, /apiV3Key: expected exactly 32 characters .*, found 5 that are not/],
    [{ appId: 'wx1' }, /appId: expected "wx" and 16/],
    [{ serial: 'xyz' }, /serial: expected 40 hex digits/],
    [{ name: ' ' }, /name: expected text/],
    [{ subMerchants: [{ subMchId: '7' }] }, /subMchId: expected 8 to 10 digits/],
  ])('that no library would take is refused: %j', async (wechatpay, sentence) => {
    await expect(startWeChatSandbox({ wechatpay })).rejects.toThrow(sentence)
  })
})

describe('the doors', () => {
  test('speak the protocol, signed with the key that the merchant was given', async () => {
    const { account } = await sandboxFor()
    const reply = await asks(account, 'POST', NATIVE, order(account))
    expect(JSON.parse(reply.text)).toEqual({ code_url: expect.stringMatching(/^weixin:\/\/wxpay\/bizpayurl\?pr=/) })
    expect(reply.header('wechatpay-serial')).toBe(account.publicKeyId)
    expect(await isSigned(reply, account)).toBe(true)
  })

  test('stand behind TLS as well, and ask for no certificate', async () => {
    const { account, tlsUrl } = await sandboxFor()
    const ca = await readFile(join(dirname(fileOf(account.privateKey)), 'ca.pem'), 'utf8')
    const reply = await call(`${tlsUrl}/v3/certificates`, { tls: { ca } })
    expect(JSON.parse(reply.text)).toMatchObject({ code: 'SIGN_ERROR' })
  })

  test('send a header twice where a fault does', async () => {
    const { account } = await sandboxFor({ faults: [{ fault: 'repeated-header' }] })
    const { headers } = await fetch(`${account.endpoints['https://api.mch.weixin.qq.com']}${NATIVE}`, await signed(account))
    expect(headers.get('wechatpay-signature')?.split(', ')).toHaveLength(2)
  })

  test('tell a payment by a signed notify whose content the APIv3 key opens', async () => {
    const heard: { headers: NodeJS.Dict<string[]>; body: string }[] = []
    const shop = await merchantServer(async (request, response) => {
      let body = ''
      for await (const chunk of request) body += String(chunk)
      heard.push({ headers: request.headersDistinct, body })
      response.writeHead(204).end()
    })
    const sandbox = await sandboxFor()
    const { account } = sandbox
    await asks(account, 'POST', NATIVE, order(account, { notify_url: `${shop}/notify` }))
    expect((await control(sandbox, '/trigger', { outTradeNo: 'T-0001', action: 'pay' })).status).toBe(200)
    await expect.poll(() => heard.length).toBe(1)
    expect(heard[0]?.headers['wechatpay-serial']).toEqual([account.publicKeyId])
    expect(JSON.parse(heard[0]?.body ?? '')).toMatchObject({ event_type: 'TRANSACTION.SUCCESS' })
  })
})

describe('a clock that was put forward', () => {
  test('is the wallet’s alone: what it signs says the merchants’ time, and their calls are timely', async () => {
    const sandbox = await sandboxFor()
    const { account } = sandbox
    await asks(account, 'POST', NATIVE, order(account))
    expect((await control(sandbox, '/clock', { advance: '3d' })).status).toBe(200)
    const reply = await asks(account, 'GET', QUERY(account.mchId))
    expect([reply.status, JSON.parse(reply.text)]).toEqual([200, expect.objectContaining({ trade_state: 'NOTPAY' })])
    expect(Math.abs(Number(reply.header('wechatpay-timestamp')) * 1000 - Date.now())).toBeLessThan(60_000)
  })

  test('that begins behind is the wallet’s alone as well, also once it was put forward to the present', async () => {
    const sandbox = await sandboxFor({ behindMs: 2 * 86_400_000 })
    const { account } = sandbox
    expect((await asks(account, 'POST', NATIVE, order(account))).status).toBe(200)
    await control(sandbox, '/clock', { advance: '2d' })
    expect((await asks(account, 'GET', QUERY(account.mchId))).status).toBe(200)
    const { now, advancedMs } = JSON.parse((await call(`${sandbox.controlUrl}/clock`)).text)
    expect([Math.abs(Date.parse(now) - Date.now()) < 60_000, advancedMs]).toEqual([true, 2 * 86_400_000])
  })

  test('leaves a merchant’s own wrong clock refused', async () => {
    const { account } = await sandboxFor()
    const reply = await asks(account, 'POST', NATIVE, order(account), Date.now() - 3_600_000)
    expect([reply.status, JSON.parse(reply.text)]).toEqual([401, expect.objectContaining({ code: 'SIGN_ERROR' })])
  })
})

describe('the phone', () => {
  test('opens the order of an H5 link, in which the address to come back to was added', async () => {
    const { account, url } = await sandboxFor()
    const scene_info = { payer_client_ip: '203.0.113.7', h5_info: { type: 'Wap' } }
    const reply = await asks(account, 'POST', '/v3/pay/transactions/h5', order(account, { scene_info }))
    const link = String(JSON.parse(reply.text).h5_url)
    expect(link.startsWith(`${url}/phone/h5?`)).toBe(true)
    const there = await call(`${link}&redirect_url=${encodeURIComponent('https://shop.example.com/back')}`)
    expect(there.status).toBe(303)
    const page = await call(url + (there.header('location') ?? ''))
    expect([page.status, page.text]).toEqual([200, expect.stringContaining('WeChat Pay')])
  })

  test('shows a payment code that the counter can scan', async () => {
    const sandbox = await sandboxFor()
    const reply = await control(sandbox, '/payment-code', {})
    expect(JSON.parse(reply.text)).toEqual({ code: expect.stringMatching(/^1[0-5][0-9]{16}$/) })
  })
})

describe('one more merchant', () => {
  test('has a number and keys of their own, in the shared wallet or one to themselves', async () => {
    const sandbox = await sandboxFor()
    const second = await sandbox.enrol({ name: 'Second shop' })
    const own = await sandbox.enrol({ ownWallet: true })
    for (const { account } of [second, own]) {
      expect(account.serial).not.toBe(sandbox.account.serial)
      expect((await asks(account, 'POST', NATIVE, order(account))).status).toBe(200)
    }
    expect(own.wallet.books(own.clock.now()).map(({ mchId }) => mchId)).toEqual([own.account.mchId])
  })

  test('is taken in over HTTP, with the fields that this wallet knows', async () => {
    const sandbox = await sandboxFor()
    const taken = await control(sandbox, '/merchants', { name: 'Third shop', subMerchants: [{ subMchId: '1900000201' }] })
    expect([taken.status, JSON.parse(taken.text)]).toEqual([
      201,
      expect.objectContaining({ plugin: '@tpkit/provider-wechatpay' }),
    ])
    const refused = await control(sandbox, '/merchants', { apiKey: 'k'.repeat(32) })
    expect([refused.status, refused.text]).toEqual([400, expect.stringContaining('apiKey: expected one of mchId, apiV3Key')])
  })

  test('signs for themselves alone: with another merchant’s key they are refused', async () => {
    const sandbox = await sandboxFor()
    const { account } = await sandbox.enrol()
    const mixed = { ...account, privateKey: sandbox.account.privateKey }
    expect((await asks(mixed, 'POST', NATIVE, order(mixed))).status).toBe(401)
  })
})

test('what happened to it can be saved, and happens again elsewhere, its clock included', async () => {
  const { replayCase } = await import('../tpcase/replay.ts')
  const sandbox = await sandboxFor()
  await asks(sandbox.account, 'POST', NATIVE, order(sandbox.account))
  await control(sandbox, '/clock', { advance: '10m' })
  await asks(sandbox.account, 'GET', QUERY(sandbox.account.mchId))
  const saved = await call(`${sandbox.controlUrl}/case`)
  expect(saved.text).toContain('"wallet": "wechatpay"')
  expect(replayCase(saved.text)).toEqual([])
})

test('the inspector pastes a test that makes the same wallet', async () => {
  const sandbox = await sandboxFor()
  await asks(sandbox.account, 'POST', NATIVE, order(sandbox.account))
  const page = await call(`${sandbox.inspectorUrl}/1/test`)
  expect(page.text).toMatch(/import \{ weChatWallet \}[\s\S]*apiclient_cert\.pem[\s\S]*expect\(answer\?\.status\)\.toBe\(200\)/)
})
