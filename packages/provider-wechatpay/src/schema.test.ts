import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import plugin from './index.ts'
import { EC_PRIVATE, entry, MERCHANT_PUBLIC, PLATFORM_CERTIFICATE, PLATFORM_SERIAL, PUBLIC_KEY_ID } from './wechatpay.fixture.ts'

const parse = (changes: Record<string, unknown>) => plugin.config.safeParse({ ...entry, ...changes })

describe('an account entry', () => {
  test.each<[string, Record<string, unknown>]>([
    ['with the public key', {}],
    [
      'with platform certificates instead',
      { publicKey: undefined, publicKeyId: undefined, platformCertificates: [PLATFORM_CERTIFICATE] },
    ],
    ['with neither: certificates are downloaded', { publicKey: undefined, publicKeyId: undefined }],
    ['with both, while they change over', { platformCertificates: [PLATFORM_CERTIFICATE] }],
    ['with a list of keys, which is a rotation', { apiV3Key: [entry.apiV3Key, 'k'.repeat(32)] }],
    ['of a service provider', { subMchId: '1900000110', subAppId: 'wxfedcba9876543210' }],
    ['without an address of its own', { notifyUrl: undefined }],
    ['of a sandbox on this machine', { notifyUrl: 'http://127.0.0.1:4000/notify' }],
  ])('is taken %s', (_what, changes) => {
    expect(parse(changes).error?.issues ?? []).toEqual([])
  })

  test.each<[string, RegExp, Record<string, unknown>]>([
    ['mchId', /expected string/, { mchId: 1900000109 }],
    ['mchId', /8 to 10 digits/, { mchId: '19000001099' }],
    ['appId', /begins with "wx"/, { appId: '1007033799' }],
    ['apiV3Key', /at least 32 characters/, { apiV3Key: entry.apiV3Key.slice(1) }],
    ['apiV3Key', /the 32 characters of the APIv3 key/, { apiV3Key: `${entry.apiV3Key}0` }],
    ['serial', /40 hex digits/, { serial: '5157' }],
    ['privateKey', /apiclient_key\.pem/, { privateKey: 'not a key at all' }],
    ['privateKey', /apiclient_key\.pem/, { privateKey: EC_PRIVATE }],
    ['privateKey', /apiclient_key\.pem/, { privateKey: entry.publicKey }],
    ['publicKey', /file:pub_key\.pem/, { publicKey: PLATFORM_CERTIFICATE }],
    ['publicKey', /file:pub_key\.pem/, { publicKey: entry.privateKey }],
    ['publicKey', /found the merchant's own/, { publicKey: MERCHANT_PUBLIC }],
    ['publicKey', /beside publicKeyId/, { publicKey: undefined }],
    ['publicKeyId', /beside publicKey/, { publicKeyId: undefined }],
    ['publicKeyId', /PUB_KEY_ID_/, { publicKeyId: '0119000001' }],
    ['platformCertificates.0', /PEM certificate/, { platformCertificates: ['no certificate'] }],
    ['platformCertificates', /./, { platformCertificates: [] }],
    [
      'platformCertificates',
      /found the merchant's own/,
      { platformCertificates: [PLATFORM_CERTIFICATE], serial: PLATFORM_SERIAL },
    ],
    ['doubts.quietSeconds', /<=86400/, { doubts: { quietSeconds: 86_401 } }],
    ['defaultPayerIp', /IPv4/, { defaultPayerIp: 'localhost' }],
    ['notifyUrl', /without query string/, { notifyUrl: 'https://shop.example/notify?wallet=wechat' }],
    ['notifyUrl', /https address/, { notifyUrl: 'http://shop.example/notify' }],
    ['subMchId', /beside subAppId/, { subAppId: 'wxfedcba9876543210' }],
    ['', /nrecognized/, { apiKey: entry.apiV3Key }],
  ])('%s is refused with a sentence: %s', (path, sentence, changes) => {
    const found = parse(changes).error
    expect(found?.issues.map((issue) => [issue.path.join('.'), issue.message])).toContainEqual([
      path,
      expect.stringMatching(sentence),
    ])
    expect(found?.message).not.toMatch(new RegExp(`${entry.apiV3Key.slice(1)}|BEGIN [A-Z ]*KEY-----\\\\n`))
  })

  test('one that is wrong in two places says both', () => {
    const found = parse({ privateKey: 'not a key at all', subAppId: 'wxfedcba9876543210' }).error
    expect(found?.issues.map((issue) => issue.path.join('.')).sort()).toEqual(['privateKey', 'subMchId'])
  })
})

test('core holds the keys under the ids that the wallet names, and recordings show no secret', () => {
  const config = plugin.config.parse({ ...entry, platformCertificates: [PLATFORM_CERTIFICATE] })
  const { privateKeys = {}, pinned = {}, pinnedOnly, secrets = [] } = plugin.keys(config)
  expect(Object.keys(privateKeys)).toEqual(['merchant'])
  // The public key first: the wallet is asked to answer with it.
  expect(Object.keys(pinned)).toEqual([PUBLIC_KEY_ID, expect.stringMatching(/^[0-9A-F]{40}$/)])
  expect(pinnedOnly).toEqual(['PUB_KEY_ID_'])
  expect(secrets.map((secret) => secret.reveal())).toEqual([entry.apiV3Key, entry.privateKey.trim()])
  expect(JSON.stringify(config)).not.toContain(entry.apiV3Key)
})

test('an editor can say of every field what goes there, with its Chinese term', () => {
  const { properties = {} } = z.toJSONSchema(plugin.config, { io: 'input', unrepresentable: 'any' })
  expect(Object.keys(properties)).toContain('platformCertificates')
  for (const [name, field] of Object.entries(properties)) {
    expect(field, name).toMatchObject({ description: expect.stringMatching(/[一-鿿]|AppID/) })
  }
})
