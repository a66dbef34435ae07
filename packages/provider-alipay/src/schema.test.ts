import { X509Certificate } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  APP_PRIVATE_PEM,
  APP_PRIVATE_PKCS1,
  APP_PUBLIC,
  certified,
  EC_PRIVATE,
  entry,
  WALLET_PUBLIC_PEM,
} from './alipay.fixture.ts'
import { snOf } from './certificates.ts'
import plugin from './index.ts'
import { KEYS } from './vectors.fixture.ts'

const parse = (changes: Record<string, unknown>) => plugin.config.safeParse({ ...entry, ...changes })
const { certificates } = certified

describe('an account entry', () => {
  test.each<[string, Record<string, unknown>]>([
    ['with keys as the key tool writes them for Java', {}],
    ['with keys as it writes them for the other languages', { privateKey: APP_PRIVATE_PKCS1 }],
    ['with keys as PEM', { privateKey: APP_PRIVATE_PEM, alipayPublicKey: WALLET_PUBLIC_PEM }],
    ['with the three certificates', certified],
    [
      'with the certificates of a rotation',
      { ...certified, certificates: { ...certificates, alipayCert: [certificates.alipayCert] } },
    ],
    ['of a service provider', { appAuthToken: '202601BB0123456789abcdef0123456789abcdef' }],
    ['with its content encrypted', { contentKey: KEYS.content_key }],
    ['of a mini program and a store', { opAppId: '2021000000000042', storeId: 'S1' }],
    ['with doubts decided', { doubts: { nativeProduct: 'QR_CODE_OFFLINE', giveUpSeconds: 60 } }],
    ['without an address of its own', { notifyUrl: undefined }],
  ])('is taken %s', (_what, changes) => {
    expect(parse(changes).error?.issues ?? []).toEqual([])
  })

  test.each<[string, RegExp, Record<string, unknown>]>([
    ['appId', /expected string/, { appId: 2021000122671080 }],
    ['appId', /应用 APPID/, { appId: 'wx0123456789abcdef' }],
    ['sellerId', /begin with 2088/, { sellerId: '2021000122671080' }],
    ['sellerId', /expected string/, { sellerId: undefined }],
    ['privateKey', /应用私钥/, { privateKey: 'not a key at all' }],
    ['privateKey', /应用私钥/, { privateKey: EC_PRIVATE }],
    ['privateKey', /应用私钥/, { privateKey: entry.privateKey.slice(0, -40) }],
    ['alipayPublicKey', /支付宝公钥/, { alipayPublicKey: 'not a key at all' }],
    ['alipayPublicKey', /支付宝公钥/, { alipayPublicKey: entry.privateKey }],
    ['alipayPublicKey', /支付宝公钥/, { alipayPublicKey: APP_PRIVATE_PEM }],
    ['alipayPublicKey', /found the application's own/, { alipayPublicKey: APP_PUBLIC }],
    ['alipayPublicKey', /expected either alipayPublicKey .* or certificates/, { alipayPublicKey: undefined }],
    ['alipayPublicKey', /expected either/, { ...certified, alipayPublicKey: entry.alipayPublicKey }],
    ['certificates.appCert', /belongs to privateKey/, { ...certified, privateKey: entry.privateKey }],
    ['certificates.appCert', /PEM certificate/, { ...certified, certificates: { ...certificates, appCert: 'x' } }],
    [
      'certificates.alipayCert',
      /found the application's own/,
      { ...certified, certificates: { ...certificates, alipayCert: certificates.appCert } },
    ],
    ['certificates.alipayCert', /./, { ...certified, certificates: { ...certificates, alipayCert: [] } }],
    ['certificates.rootCert', /expected string/, { ...certified, certificates: { ...certificates, rootCert: undefined } }],
    ['notifyUrl', /without query string/, { notifyUrl: 'https://shop.example/notify?wallet=alipay' }],
    ['notifyUrl', /http\(s\) address/, { notifyUrl: '/notify' }],
    ['appAuthToken', /at least 8/, { appAuthToken: 'short' }],
    ['appAuthToken', /at most 40/, { appAuthToken: 'x1'.repeat(21) }],
    ['contentKey', /Base64 of 16 bytes/, { contentKey: 'aYA0GP8JEW+D7/UFaskCWAAA' }],
    ['contentKey', /at least 24/, { contentKey: 'c2hvcnQ=' }],
    ['opAppId', /小程序 APPID/, { opAppId: 'wx0123456789abcdef' }],
    ['storeId', /商户门店编号/, { storeId: '' }],
    ['doubts.giveUpSeconds', /./, { doubts: { giveUpSeconds: 5 } }],
    ['doubts', /nrecognized/, { doubts: { giveUp: 60 } }],
    ['', /nrecognized/, { mchId: '1900000109' }],
  ])('%s is refused with a sentence: %s', (path, sentence, changes) => {
    const found = parse(changes).error
    expect(found?.issues.map((issue) => [issue.path.join('.'), issue.message])).toContainEqual([
      path,
      expect.stringMatching(sentence),
    ])
    expect(found?.message).not.toContain(entry.privateKey.slice(0, 40))
  })

  test('one that is wrong in two places says both', () => {
    const found = parse({ privateKey: 'not a key at all', alipayPublicKey: undefined }).error
    expect(found?.issues.map((issue) => issue.path.join('.')).sort()).toEqual(['alipayPublicKey', 'privateKey'])
  })
})

describe('what core gets to hold', () => {
  test('is the one public key of the wallet by one name, and our own by another', () => {
    const { privateKeys = {}, pinned = {}, pinnedOnly } = plugin.keys(plugin.config.parse(entry))
    expect([privateKeys.app?.type, pinned.alipay?.type, Object.keys(pinned), pinnedOnly]).toEqual([
      'private',
      'public',
      ['alipay'],
      ['alipay'],
    ])
  })

  test("is the wallet's certificates by their numbers, the present one first", () => {
    const alipayCert = [certificates.alipayCert, certificates.rootCert]
    const rotating = { ...entry, ...certified, certificates: { ...certificates, alipayCert } }
    const { pinned = {} } = plugin.keys(plugin.config.parse(rotating))
    expect(Object.keys(pinned)).toEqual(alipayCert.map((pem) => snOf(new X509Certificate(pem))))
    expect(Object.values(pinned).map(({ type }) => type)).toEqual(['public', 'public'])
  })

  test('recordings show no secret', () => {
    const config = plugin.config.parse({ ...entry, appAuthToken: '202601BB0123456789abcdef', contentKey: KEYS.content_key })
    const secrets = [entry.privateKey, '202601BB0123456789abcdef', KEYS.content_key]
    expect(plugin.keys(config).secrets?.map((secret) => secret.reveal())).toEqual(secrets)
    expect(JSON.stringify(config)).not.toMatch(/202601BB/)
  })
})

test('an editor can say of every field what goes there, with its Chinese term', () => {
  const { properties = {} } = z.toJSONSchema(plugin.config, { io: 'input', unrepresentable: 'any' })
  const inside = properties.certificates
  const all = { ...properties, ...(typeof inside === 'object' && inside.properties) }
  expect(Object.keys(all)).toContain('rootCert')
  for (const [name, field] of Object.entries(all)) {
    expect(field, name).toMatchObject({ description: expect.stringMatching(/[一-鿿]/) })
  }
})
