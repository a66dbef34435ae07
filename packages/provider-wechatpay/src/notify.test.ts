import { type Notice, Secret } from '@tpkit/core'
import type { Fields } from '@tpkit/wire'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { wechatpay } from './protocol.ts'
import { KEYS } from './vectors.fixture.ts'
import {
  account,
  at,
  CERTIFICATE_SERIAL,
  drive,
  envelope,
  NOW,
  PAID,
  PUBLIC_KEY_ID,
  platformKey,
  privateKey,
  received,
  signatureHeaders,
} from './wallet.fixture.ts'

const protocol = wechatpay(account)
const BODY = JSON.stringify(envelope('TRANSACTION.SUCCESS', PAID))
const HEADERS = signatureHeaders(BODY)
const OTHER_KEY = 'other0123456789other0123456789ot'
const failing = (code: string, words = '') => expect.objectContaining({ code, message: expect.stringContaining(words) })

function notify(body: string | Uint8Array | object, headers?: Fields, ours = protocol, nowMs = NOW): Notice {
  return drive(ours.notify(received(body, headers), { ...at, nowMs })).reply
}

const PAID_NOTICE = { id: 'EV-2018022511223320873', facts: [{ kind: 'payment', status: 'paid', source: 'notify' }] }

describe('whose key', () => {
  test.each([
    ['the public key', PUBLIC_KEY_ID, undefined],
    ['the platform certificate', CERTIFICATE_SERIAL, platformKey],
  ])('%s signs as well as the other: the wallet chooses', (_what, serial, key) => {
    expect(notify(BODY, signatureHeaders(BODY, { serial, ...(key && { key }) }))).toMatchObject(PAID_NOTICE)
  })

  test.each([
    ['PUB_KEY_ID_0119000001092025010100000000000002', 'compare publicKeyId'],
    [KEYS.platform2_cert_serial, 'no platform certificate'],
    [KEYS.mch_cert_serial, 'no platform certificate'],
    [CERTIFICATE_SERIAL.toLowerCase(), 'no platform certificate'],
    ['constructor', 'no platform certificate'],
  ])('%s, which nobody knows, is asked for once and then refused', (serial, words) => {
    const exchange = protocol.notify(received(BODY, signatureHeaders(BODY, { serial })), at)
    expect(exchange.next().value).toEqual({ do: 'key', id: serial })
    expect(() => exchange.next({ to: 'key', found: undefined })).toThrow(failing('UNVERIFIED', words))
  })

  test.each([
    ['the certificate, signed by the public key', { serial: CERTIFICATE_SERIAL }],
    ['the public key, signed by the certificate', { key: platformKey }],
    ['the public key, signed by the merchant', { key: privateKey }],
  ])('claiming %s: UNVERIFIED', (_what, signing) => {
    expect(() => notify(BODY, signatureHeaders(BODY, signing))).toThrow(failing('UNVERIFIED', 'a signature that fits'))
  })
})

describe('the clock', () => {
  test.each([300, 299, 0, -299, -300])('%i s off passes', (seconds) => {
    expect(notify(BODY, HEADERS, protocol, NOW + seconds * 1_000)).toMatchObject(PAID_NOTICE)
  })

  test.each([
    [301, '2025-01-01T00:05:01.000Z'],
    [-301, '2024-12-31T23:54:59.000Z'],
    [86_400, '2025-01-02T00:00:00.000Z'],
  ])('%i s off is refused, and both times are told', (seconds, ours) => {
    const late = () => notify(BODY, HEADERS, protocol, NOW + seconds * 1_000)
    expect(late).toThrow(failing('UNVERIFIED', `one of 2025-01-01T00:00:00.000Z while our clock says ${ours}`))
  })

  test('a part of a second is not counted', () => {
    expect(notify(BODY, HEADERS, protocol, NOW + 300_999)).toMatchObject(PAID_NOTICE)
  })

  test.each([
    '0',
    '-1',
    '1735689600.0',
    '1.7356896e9',
    '01735689600',
    ' 1735689600',
    '１７３５６８９６００',
    '1735689600000',
    'now',
  ])('Wechatpay-Timestamp "%s" is no time', (timestamp) => {
    expect(() => notify(BODY, { ...HEADERS, 'Wechatpay-Timestamp': timestamp })).toThrow(failing('UNVERIFIED'))
  })
})

describe('the headers', () => {
  const names = ['Wechatpay-Timestamp', 'Wechatpay-Nonce', 'Wechatpay-Signature', 'Wechatpay-Serial']

  test.each(names)('without %s, or with an empty one: UNVERIFIED', (name) => {
    const { [name]: _gone, ...others } = HEADERS
    expect(() => notify(BODY, others)).toThrow(failing('UNVERIFIED', 'found none or not all'))
    expect(() => notify(BODY, { ...others, [name]: '' })).toThrow(failing('UNVERIFIED', 'found none or not all'))
  })

  test.each(names)('with %s twice, even the same: UNVERIFIED', (name) => {
    const whole = received(BODY)
    const [value = ''] = whole.headers.get(name.toLowerCase()) ?? []
    const headers = new Map([...whole.headers, [name.toLowerCase(), [value, value]]])
    expect(() => drive(protocol.notify({ ...whole, headers }, at))).toThrow(failing('UNVERIFIED', 'once, found it 2 times'))
  })

  test.each([{}, { 'Wechatpay-Signature-Type': 'WECHATPAY2-SM2-WITH-SM3' }])('the type %j decides nothing', (more) => {
    expect(notify(BODY, { ...HEADERS, ...more })).toMatchObject(PAID_NOTICE)
  })

  test('a probe is refused, whatever stands behind its prefix, and is told apart', () => {
    for (const rest of [HEADERS['Wechatpay-Signature'], 'pKvURIxJVi2C', '']) {
      const probe = { ...HEADERS, 'Wechatpay-Signature': `WECHATPAY/SIGNTEST/${rest}` }
      expect(() => notify(BODY, probe)).toThrow(failing('UNVERIFIED', 'a probe (签名探测)'))
    }
  })

  test.each([
    ['another nonce', { 'Wechatpay-Nonce': 'w1' }],
    ['another second', { 'Wechatpay-Timestamp': `${NOW / 1_000 + 1}` }],
    ['a signature of nothing', { 'Wechatpay-Signature': signatureHeaders('')['Wechatpay-Signature'] ?? '' }],
    ['no Base64', { 'Wechatpay-Signature': `${HEADERS['Wechatpay-Signature']}\n` }],
    ['base64url', { 'Wechatpay-Signature': (HEADERS['Wechatpay-Signature'] ?? '').replaceAll('+', '-').replaceAll('/', '_') }],
  ])('%s: UNVERIFIED', (_what, changes) => {
    expect(() => notify(BODY, { ...HEADERS, ...changes })).toThrow(failing('UNVERIFIED'))
  })
})

describe('the bytes', () => {
  test.each([
    ['re-serialised with spaces', JSON.stringify(JSON.parse(BODY), null, 1)],
    ['with its members in another order', JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(BODY)).reverse()))],
    ['with a line feed behind it', `${BODY}\n`],
    ['with a byte order mark', `\uFEFF${BODY}`],
    ['with its Chinese escaped', BODY.replace('支付成功', '\\u652f\\u4ed8\\u6210\\u529f')],
    ['empty', ''],
    ['something else', 'not even JSON'],
  ])('a body %s: UNVERIFIED, before anything is parsed', (_what, body) => {
    expect(() => notify(body, HEADERS)).toThrow(failing('UNVERIFIED'))
  })

  test('any single changed byte of the body is refused', () => {
    const bytes = Buffer.from(BODY)
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (place, change) => {
        const changed = Uint8Array.from(bytes, (byte, index) => (index === place ? byte ^ change : byte))
        expect(() => notify(changed, HEADERS)).toThrow(failing('UNVERIFIED'))
      }),
    )
  })

  test('any single changed character of the signature is refused', () => {
    const { 'Wechatpay-Signature': signature = '' } = HEADERS
    fc.assert(
      fc.property(fc.nat(signature.length - 1), fc.integer({ min: 0x20, max: 0x7e }), (place, code) => {
        const character = String.fromCharCode(code)
        fc.pre(signature[place] !== character)
        const changed = signature.slice(0, place) + character + signature.slice(place + 1)
        expect(() => notify(BODY, { ...HEADERS, 'Wechatpay-Signature': changed })).toThrow(failing('UNVERIFIED'))
      }),
    )
  })
})

describe('the content, sealed with the APIv3 key', () => {
  const genuine = envelope('TRANSACTION.SUCCESS', PAID)
  const changed = (changes: object) => notify({ ...genuine, resource: { ...genuine.resource, ...changes } })
  const bytes = Buffer.from(genuine.resource.ciphertext, 'base64')
  const base64 = (content: Uint8Array) => Buffer.from(content).toString('base64')

  test.each([
    ['transaction', { associatedData: 'transaction' }],
    ['of another word', { associatedData: '支付' }],
    ['empty', { associatedData: '' }],
    ['absent', {}],
  ])('associated data %s is taken as it came', (_what, sealing) => {
    expect(notify(envelope('TRANSACTION.SUCCESS', PAID, sealing))).toMatchObject(PAID_NOTICE)
  })

  test.each([
    ['a tag that is cut', { ciphertext: base64(bytes.subarray(0, -1)) }],
    ['no tag at all', { ciphertext: base64(bytes.subarray(0, -16)) }],
    ['only a tag', { ciphertext: base64(bytes.subarray(-16)) }],
    ['less than a tag', { ciphertext: base64(bytes.subarray(0, 4)) }],
    ['no Base64', { ciphertext: `${genuine.resource.ciphertext}*` }],
    ['another nonce', { nonce: 'fdasflkja485' }],
    ['other associated data', { associated_data: 'refund' }],
    ['associated data taken away', { associated_data: undefined }],
    ['associated data emptied', { associated_data: '' }],
  ])('%s: UNVERIFIED, though the signature fits', (_what, changes) => {
    expect(() => changed(changes)).toThrow(failing('UNVERIFIED', 'apiV3Key'))
  })

  test('any single flipped bit of it is refused', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 0, max: 7 }), (place, bit) => {
        const flipped = Uint8Array.from(bytes, (byte, index) => (index === place ? byte ^ (1 << bit) : byte))
        expect(() => changed({ ciphertext: base64(flipped) })).toThrow(failing('UNVERIFIED'))
      }),
      { numRuns: 50 },
    )
  })

  test('every key of a rotation opens it; with another key alone it stays shut, and no key is told', () => {
    const rotating = (...keys: readonly string[]) => wechatpay({ ...account, apiV3Keys: keys.map((key) => new Secret(key)) })
    expect(notify(BODY, HEADERS, rotating(OTHER_KEY, KEYS.api_v3_key))).toMatchObject(PAID_NOTICE)
    expect(notify(BODY, HEADERS, rotating(KEYS.api_v3_key, OTHER_KEY))).toMatchObject(PAID_NOTICE)
    const shut = () => notify(BODY, HEADERS, rotating(OTHER_KEY))
    expect(shut).toThrow(failing('UNVERIFIED', 'list the new key and the old one'))
    expect(shut).toThrow(expect.not.objectContaining({ message: expect.stringContaining(OTHER_KEY) }))
  })

  test.each([
    ['algorithm', undefined],
    ['algorithm', 'AEAD_AES_256_ECB'],
    ['ciphertext', undefined],
    ['ciphertext', ''],
    ['nonce', ''],
  ])('resource.%s %s: MALFORMED', (name, value) => {
    expect(() => changed({ [name]: value })).toThrow(failing('MALFORMED', `resource.${name}`))
  })
})

describe('acknowledge', () => {
  test.each([
    ['accepted', 200, '{"code":"SUCCESS","message":"成功"}'],
    ['later', 500, '{"code":"FAIL","message":"稍后重试"}'],
    ['refused', 401, '{"code":"FAIL","message":"签名失败"}'],
  ] as const)('%s is HTTP %i', (asked, status, body) => {
    expect(protocol.acknowledge(asked)).toEqual({
      status,
      headers: [['content-type', 'application/json; charset=utf-8']],
      body,
    })
  })

  test('accepted may be 204 without a body; a failure is never told by a 2xx', () => {
    const quiet = wechatpay({ ...account, doubts: { acknowledgement: 'empty' } })
    expect(quiet.acknowledge('accepted')).toEqual({ status: 204, headers: [], body: '' })
    for (const not of ['later', 'refused'] as const) expect(quiet.acknowledge(not)).toEqual(protocol.acknowledge(not))
  })
})
