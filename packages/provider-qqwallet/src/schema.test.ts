import { isSecret } from '@tpkit/core'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import plugin from './index.ts'
import { KEY } from './qqwallet.fixture.ts'

const entry = { mchId: '1900000109', apiKey: KEY }
const parse = (changes: Record<string, unknown>) => plugin.config.safeParse({ ...entry, ...changes })

function accepted(changes: Record<string, unknown>) {
  const found = parse(changes)
  if (found.success) return found.data
  throw new Error(found.error.message)
}

describe('an account entry', () => {
  test('the least that is needed: merchant number and key', () => {
    const config = accepted({})
    expect(Object.keys(config).sort()).toEqual(['apiKeys', 'mchId'])
    expect(config.apiKeys.every(isSecret)).toBe(true)
    expect(plugin.protocol(config).payee).toEqual({ mchId: '1900000109' })
  })

  test('a list of keys is a rotation, in its order', () => {
    const newer = 'newer0123456789newer0123456789ne'
    expect(accepted({ apiKey: [newer, KEY] }).apiKeys.map((key) => key.reveal())).toEqual([newer, KEY])
  })

  test('everything that may be said', () => {
    const full = {
      appId: '1007033799',
      notifyUrl: 'https://merchant.example/qq',
      defaultPayerIp: '203.0.113.7',
      operatorId: 'op-7',
      operatorPassword: '111111',
      refundAccount: 'REFUND_SOURCE_RECHARGE_FUNDS',
      appKey: 'test-app-key-0001',
      subMchId: '9000000101',
      subAppId: '1007033790',
      deviceInfo: 'till-1',
      doubts: { miniTradeType: 'JSAPI', largestAmountFen: 5_000_000 },
    }
    expect(accepted(full)).toMatchObject({ ...full, operatorPassword: expect.anything(), appKey: expect.anything() })
    expect(JSON.stringify(accepted(full))).not.toMatch(/111111|test-app-key/)
    expect(plugin.protocol(accepted(full)).payee).toEqual({
      mchId: '1900000109',
      appId: '1007033799',
      subMchId: '9000000101',
      subAppId: '1007033790',
    })
  })

  test.each<[string, Record<string, unknown>]>([
    ['mchId', { mchId: undefined }],
    ['mchId', { mchId: 1900000109 }],
    ['mchId', { mchId: 'merchant' }],
    ['apiKey', { apiKey: undefined }],
    ['apiKey', { apiKey: '' }],
    ['apiKey', { apiKey: '   ' }],
    ['apiKey', { apiKey: 'changeme' }],
    ['apiKey', { apiKey: KEY.slice(1) }],
    ['apiKey', { apiKey: `${KEY}x` }],
    ['apiKey', { apiKey: `${KEY.slice(0, 30)} x` }],
    ['apiKey', { apiKey: [] }],
    ['apiKey', { apiKey: [KEY, ''] }],
    ['appId', { appId: 'an app' }],
    ['notifyUrl', { notifyUrl: 'https://merchant.example/qq?x=1' }],
    ['defaultPayerIp', { defaultPayerIp: '::1' }],
    ['operatorId', { operatorId: '' }],
    ['operatorPassword', { operatorPassword: '' }],
    ['refundAccount', { refundAccount: 'CASH' }],
    ['certificate', { certificate: {} }],
    ['certificate', { certificate: { p12: 'base64:AAAA', key: '-----BEGIN PRIVATE KEY-----' } }],
    ['certificate.cert', { certificate: { cert: 'not PEM', key: '-----BEGIN PRIVATE KEY-----' } }],
    ['certificate.key', { certificate: { key: '-----BEGIN ENCRYPTED PRIVATE KEY-----' } }],
    ['certificate.p12', { certificate: { p12: 'text' } }],
    ['', { apiKeys: [KEY] }],
    ['appKey', { appKey: 'short' }],
    ['subMchId', { subMchId: 'sub merchant' }],
    ['subMchId', { subMchId: 9000000101 }],
    ['subAppId', { subMchId: '9000000101', subAppId: 'x y' }],
    ['subAppId', { subAppId: '1007033790' }],
    ['deviceInfo', { deviceInfo: '' }],
    ['deviceInfo', { deviceInfo: 'x'.repeat(33) }],
    ['deviceInfo', { deviceInfo: 'till 1, floor 2' }],
    ['doubts', { doubts: { miniTradetype: 'JSAPI' } }],
    ['doubts.miniTradeType', { doubts: { miniTradeType: 'MICROAPP' } }],
    ['doubts.quietSeconds', { doubts: { quietSeconds: -1 } }],
    ['doubts.quietSeconds', { doubts: { quietSeconds: '60' } }],
    ['doubts.quietSeconds', { doubts: { quietSeconds: 0.5 } }],
    ['certificate', { certificate: { pfx: 'base64:AAAA' } }],
  ])('%s is refused where it is wrong: %o', (path, changes) => {
    const found = parse(changes)
    expect(found.error?.issues.map((issue) => issue.path.join('.'))).toContain(path)
    expect(found.error?.message).not.toContain(KEY.slice(1))
  })
})

describe('what core gets to hold', () => {
  test('a .p12 opens with the merchant number unless told otherwise', () => {
    const identity = (certificate: Record<string, string>) => plugin.keys(accepted({ certificate })).identity
    const opened = identity({ p12: 'base64:AAAA' })
    expect(opened?.kind === 'p12' && opened.passphrase.reveal()).toBe('1900000109')
    expect(opened?.kind === 'p12' && [...opened.bytes]).toEqual([0, 0, 0])
    const other = identity({ p12: 'base64:AAAA', passphrase: 'hunter2' })
    expect(other?.kind === 'p12' && other.passphrase.reveal()).toBe('hunter2')
  })

  test('recordings never show keys, password, its digest or pass phrase; the merchant number is no secret', () => {
    const shown = (certificate: Record<string, string>) =>
      plugin.keys(accepted({ operatorPassword: '111111', certificate })).secrets?.map((secret) => secret.reveal())
    expect(shown({ p12: 'base64:AAAA' })).toEqual([KEY, '111111', '96e79218965eb72c92a549dd5a330112'])
    expect(shown({ p12: 'base64:AAAA', passphrase: 'hunter2' })).toContain('hunter2')
    const { secrets = [] } = plugin.keys(accepted({ appKey: 'test-app-key-0001' }))
    expect(secrets.map((secret) => secret.reveal())).toEqual([KEY, 'test-app-key-0001'])
  })
})

describe('what an editor shows', () => {
  const { properties = {}, required } = z.toJSONSchema(plugin.config, { io: 'input', unrepresentable: 'any' })
  const inside = (name: string) => {
    const found = properties[name]
    return (typeof found === 'object' && found.properties) || {}
  }

  test('every field says what goes there, with its Chinese term', () => {
    const fields = { ...properties, ...inside('certificate') }
    expect(Object.keys(fields)).toEqual(expect.arrayContaining(['mchId', 'apiKey', 'doubts', 'p12', 'passphrase']))
    for (const [name, field] of Object.entries(fields)) {
      expect(field, name).toMatchObject({ description: expect.stringMatching(/^[A-Z].*(?:[一-鿿]|APPID).*\.$/) })
    }
    expect(required).toEqual(['mchId', 'apiKey'])
  })

  test('every doubt says what is open', () => {
    expect(Object.keys(inside('doubts')).length).toBeGreaterThan(10)
    for (const [name, field] of Object.entries(inside('doubts'))) {
      expect(field, name).toMatchObject({ description: expect.stringMatching(/./) })
    }
  })
})
