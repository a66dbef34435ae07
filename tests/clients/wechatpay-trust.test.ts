import { X509Certificate } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Aes, Decorator, Formatter, Rsa, Wechatpay } from 'wechatpay-axios-plugin'
import { openWeChatShop, type WeChatShop, type WeChatStall } from './wechatpay-shop.fixture.ts'
import { type Certs, publicKeyOf, read, v3Merchant } from './wechatpay-v3.fixture.ts'

const HOUR_MS = 3_600_000

let shop: WeChatShop

/** The wallet's next certificate is listed after an hour, signs after two, and is the only one after three; by its own clock. */
beforeAll(async () => {
  shop = await openWeChatShop({ rotation: { listedAfterMs: HOUR_MS, signsAfterMs: 2 * HOUR_MS, endsAfterMs: 3 * HOUR_MS } })
})

afterAll(() => shop.close())

interface Listed {
  readonly serial_no: string
  readonly encrypt_certificate: { readonly nonce: string; readonly associated_data: string; readonly ciphertext: string }
}

type Transformers = readonly ((this: object, data: string, headers: object, status?: number) => unknown)[]

/** 下载平台证书, before any certificate is known: opened with their Aes, and then the answer verified with what was in it. */
async function downloaded({ account, merchant }: WeChatStall): Promise<Certs> {
  const certs: Record<string, string> = {}
  const open = (text: string) => {
    const { data } = JSON.parse(text) as { readonly data: readonly Listed[] } // the form that the wallet's pages tell
    for (const { serial_no, encrypt_certificate: box } of data)
      certs[serial_no] = Aes.AesGcm.decrypt(box.ciphertext, account.apiV3Key, box.nonce, box.associated_data)
    return text
  }
  const verify = Decorator.responseVerifier(certs) as Transformers[number] // typed as `Function`
  await merchant.get('v3/certificates', { transformResponse: [open, verify] satisfies Transformers })
  return certs
}

const believer = ({ account }: WeChatStall, certs: Certs) => v3Merchant(account, certs)
const unknownKey = { code: 'EV3_RES_HEADER_PLATFORM_SERIAL' }

describe('a merchant with the public key alone', () => {
  test('is answered and notified with it, without naming it in their requests', async () => {
    const { merchant, account, sold, notifies } = shop
    await sold('PUBLIC_1')
    expect((await merchant.query('PUBLIC_1')).serial).toBe(account.publicKeyId)
    const [notify] = await notifies('PUBLIC_1')
    expect(notify?.headers.get('wechatpay-serial')).toEqual([account.publicKeyId])
  })

  test("believes no other key under its id, the merchant's own among them", async () => {
    const { account } = shop
    await shop.place('native', 'PUBLIC_2')
    const own = new X509Certificate(read(account.privateKey.replace('_key', '_cert'))).publicKey
    const pem = own.export({ type: 'spki', format: 'pem' }).toString()
    const wrong = believer(shop, { [account.publicKeyId]: pem })
    await expect(wrong.query('PUBLIC_2')).rejects.toMatchObject({ code: 'EV3_RES_HEADER_SIGNATURE_DIGEST' })
    await expect(believer(shop, { PUB_KEY_ID_1: pem }).query('PUBLIC_2')).rejects.toMatchObject(unknownKey)
  })
})

describe('a merchant with platform certificates', () => {
  test('downloads them, opens them with the APIv3 key, and believes answers and notifies', async () => {
    const stall = await shop.enrol({ signsWith: 'certificate' })
    const certs = await downloaded(stall)
    const [serial = ''] = Object.keys(certs)
    expect(Object.keys(certs)).toHaveLength(1)
    expect(new X509Certificate(certs[serial] ?? '').serialNumber).toBe(serial)
    await stall.place('native', 'CERT_0001').catch(() => undefined) // their client with the public key cannot believe the answer
    const { query } = believer(stall, certs)
    expect(await query('CERT_0001')).toMatchObject({ serial, data: { trade_state: 'NOTPAY' } })
    await stall.control('trigger', { outTradeNo: 'CERT_0001', action: 'pay' })
    const [notify] = await stall.notifies('CERT_0001')
    const [timestamp = '', nonce = '', signature = '', named = ''] = ['timestamp', 'nonce', 'signature', 'serial'].map(
      (name) => notify?.headers.get(`wechatpay-${name}`)?.[0],
    )
    const text = Formatter.response(timestamp, nonce, new TextDecoder().decode(notify?.body))
    expect(named).toBe(serial)
    expect(Rsa.verify(text, signature, certs[serial] ?? '')).toBe(true)
  })

  test('with another APIv3 key opens none', async () => {
    const stall = await shop.enrol({ signsWith: 'certificate' })
    const mistaken = { ...stall, account: { ...stall.account, apiV3Key: 'k'.repeat(32) } }
    await expect(downloaded(mistaken)).rejects.toThrow('authenticate')
  })

  test('goes over to the next one: listed, then signing, then alone; who missed it, refuses', async () => {
    const stall = await shop.enrol({ signsWith: 'certificate' })
    await stall.place('native', 'ROTATE_01').catch(() => undefined)
    const first = await downloaded(stall)
    const [old = ''] = Object.keys(first)
    const time = (length: string) => stall.control('clock', { advance: length })
    await time('61m')
    const both = await downloaded(stall)
    const next = Object.keys(both).find((serial) => serial !== old) ?? ''
    expect(Object.keys(both).sort()).toEqual([old, next].sort())
    expect((await believer(stall, first).query('ROTATE_01')).serial).toBe(old)
    await time('1h')
    expect((await believer(stall, both).query('ROTATE_01')).serial).toBe(next)
    await expect(believer(stall, first).query('ROTATE_01')).rejects.toMatchObject(unknownKey)
    // Whoever names the old one is answered with it, until it is withdrawn.
    const headers = { 'Wechatpay-Serial': old }
    expect((await believer(stall, first).query('ROTATE_01', { headers })).serial).toBe(old)
    await time('1h')
    expect(Object.keys(await downloaded(stall))).toEqual([next])
    expect((await believer(stall, both).query('ROTATE_01', { headers })).serial).toBe(next)
  })
})

describe('a merchant who goes over to the public key', () => {
  test('holds both: each answer comes with the key that its request names, notifies with either', async () => {
    const stall = await shop.enrol({ signsWith: 'both' })
    const { account, control, notifies } = stall
    const certificates = await downloaded(stall)
    const [certificate = ''] = Object.keys(certificates)
    const { query } = believer(stall, { ...certificates, ...publicKeyOf(account) })
    const named = (serial: string) => ({ headers: { 'Wechatpay-Serial': serial } })
    const numbers = Array.from({ length: 8 }, (_, index) => `BOTH_000${index}`)
    for (const outTradeNo of numbers) {
      await stall.place('native', outTradeNo).catch(() => undefined)
      await control('trigger', { outTradeNo, action: 'pay' })
    }
    expect((await query('BOTH_0000')).serial).toBe(certificate)
    expect((await query('BOTH_0000', named(certificate))).serial).toBe(certificate)
    expect((await query('BOTH_0000', named(account.publicKeyId))).serial).toBe(account.publicKeyId)
    const signers = await Promise.all(
      numbers.map(async (path) => (await notifies(path))[0]?.headers.get('wechatpay-serial')?.[0]),
    )
    expect(new Set(signers)).toEqual(new Set([certificate, account.publicKeyId]))
    // Half of the way is not enough.
    await expect(believer(stall, publicKeyOf(account)).query('BOTH_0000')).rejects.toMatchObject(unknownKey)
  })
})

describe('where the two part', () => {
  test('a certificate that is put in while the answer comes, as their command line does, does not reach their verifier', async () => {
    const { account } = await shop.enrol({ signsWith: 'certificate' })
    const certs: Record<string, string> = { any: read(account.publicKey) }
    const { client } = v3Merchant(account, certs)
    const inject = (text: string) => {
      Object.assign(certs, { later: 'a certificate' })
      return text
    }
    const { transformResponse } = client.client.v3.defaults
    const usual = Array.isArray(transformResponse) ? transformResponse : []
    const sent = client.chain('v3/certificates').get<object>({ transformResponse: [inject, ...usual] })
    await expect(sent).rejects.toMatchObject({ message: expect.stringMatching(/your's \[ 'any' \]/), ...unknownKey })
    expect(certs).toHaveProperty('later')
  })

  test('their client does not start without any key of the wallet, or with the merchant’s own certificate among them', () => {
    const given = { mchid: '1900000109', serial: 'A'.repeat(40), privateKey: read(shop.account.privateKey) }
    expect(() => new Wechatpay({ ...given, certs: {} })).toThrow('certs')
    expect(() => new Wechatpay({ ...given, certs: { [given.serial]: 'x' } })).toThrow('not allowed')
  })
})
