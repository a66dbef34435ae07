import { createPublicKey, type KeyObject } from 'node:crypto'
import { type HttpResponse, Secret, type TrustedKey } from '@tpkit/core'
import { describe, expect, test } from 'vitest'
import type { WeChatPayConfig } from './config.ts'
import { wechatpay } from './protocol.ts'
import { KEYS } from './vectors.fixture.ts'
import {
  account,
  at,
  box,
  CERTIFICATE_SERIAL,
  drive,
  header,
  NOW,
  PUBLIC_KEY_ID,
  platformKey,
  refusal,
  type Signing,
  signed,
  TRUSTED,
  unsigned,
  unsignedRefusal,
} from './wallet.fixture.ts'

const OTHER_KEY = 'other0123456789other0123456789ot'
const SECOND_SERIAL = KEYS.platform2_cert_serial
const NOBODY: ReadonlyMap<string, KeyObject> = new Map()
/** The certificate signs the list that brings it. */
const BY_ITSELF: Signing = { serial: CERTIFICATE_SERIAL, key: platformKey }
const { publicKeyId: _id, ...withoutPublicKey } = account
const failing = (code: string, words = '') => expect.objectContaining({ code, message: expect.stringContaining(words) })

interface Listed {
  readonly serial?: string
  readonly pem?: string
  readonly key?: string
}

function listed({ serial = CERTIFICATE_SERIAL, pem = KEYS.platform_cert_pem, key = KEYS.api_v3_key }: Listed = {}) {
  return {
    serial_no: serial,
    effective_time: '2025-01-01T00:00:00+08:00',
    expire_time: '2029-12-31T00:00:00+08:00',
    encrypt_certificate: box(pem, { key, nonce: '61f9c719728a', associatedData: 'certificate' }),
  }
}

const SECOND = listed({ serial: SECOND_SERIAL, pem: KEYS.platform2_cert_pem })

function learn(answer: HttpResponse, trusted = NOBODY, config: WeChatPayConfig = withoutPublicKey): readonly TrustedKey[] {
  return drive(wechatpay(config).trust(at, []), answer, trusted).reply
}

describe('the first download: nothing is known but the APIv3 key', () => {
  test('what it opens, and what it says of itself, is believed', () => {
    const { reply, requests, steps } = drive(
      wechatpay(withoutPublicKey).trust(at, []),
      signed({ data: [listed()] }, 200, BY_ITSELF),
      NOBODY,
    )
    expect(reply).toEqual([
      {
        id: CERTIFICATE_SERIAL,
        pem: KEYS.platform_cert_pem,
        notBefore: Date.parse('2025-01-01T00:00:00+08:00'),
        notAfter: Date.parse('2029-12-31T00:00:00+08:00'),
      },
    ])
    expect(requests).toMatchObject([
      { method: 'GET', effect: 'read', url: 'https://api.mch.weixin.qq.com/v3/certificates?algorithm_type=RSA' },
    ])
    // It can name no key, and asks core for none by its id: there is none yet.
    expect(requests.map((request) => header(request, 'wechatpay-serial'))).toEqual([undefined])
    expect(steps.filter((step) => step.do === 'key')).toEqual([{ do: 'key' }])
    expect(createPublicKey(reply[0]?.pem ?? '').equals(createPublicKey(KEYS.platform_cert_pem))).toBe(true)
  })

  test('every certificate is kept, in the order of the list', () => {
    const found = learn(signed({ data: [listed(), SECOND] }, 200, BY_ITSELF))
    expect(found.map(({ id }) => id)).toEqual([CERTIFICATE_SERIAL, SECOND_SERIAL])
  })

  test('times that cannot be read leave none', () => {
    const odd = { ...listed(), effective_time: 'soon', expire_time: undefined }
    expect(learn(signed({ data: [odd] }, 200, BY_ITSELF))).toEqual([{ id: CERTIFICATE_SERIAL, pem: KEYS.platform_cert_pem }])
  })

  test('the second key of a rotation opens it as well', () => {
    const rotating = { ...withoutPublicKey, apiV3Keys: [new Secret(OTHER_KEY), new Secret(KEYS.api_v3_key)] }
    expect(learn(signed({ data: [listed()] }, 200, BY_ITSELF), NOBODY, rotating)).toHaveLength(1)
  })
})

describe('whose list it is', () => {
  const body = { data: [listed(), SECOND] }

  test.each([
    ['the public key', {}, PUBLIC_KEY_ID],
    ['a certificate that we have', BY_ITSELF, CERTIFICATE_SERIAL],
  ])('signed by %s, which is known, it is believed', (_what, signing, id) => {
    const known = new Map([...TRUSTED].filter(([name]) => name === id))
    expect(learn(signed({ data: [SECOND] }, 200, signing), known)).toMatchObject([{ id: SECOND_SERIAL }])
  })

  test.each<[string, HttpResponse]>([
    ['unsigned', unsigned(body)],
    ['signed by another key under that name', signed(body, 200, { serial: CERTIFICATE_SERIAL })],
    ['signed under a name that is neither in it nor known', signed(body, 200, { serial: PUBLIC_KEY_ID })],
    ['signed more than five minutes ago', signed(body, 200, { ...BY_ITSELF, seconds: NOW / 1_000 - 301 })],
    [
      'changed behind its signature',
      { ...signed(body, 200, BY_ITSELF), body: Buffer.from(JSON.stringify({ data: [listed()] })) },
    ],
  ])('%s: UNVERIFIED, nothing is learned', (_what, answer) => {
    expect(() => learn(answer)).toThrow(failing('UNVERIFIED'))
  })

  test('with a header twice: UNVERIFIED', () => {
    const answer = signed(body, 200, BY_ITSELF)
    const headers = new Map([...answer.headers, ['wechatpay-serial', [CERTIFICATE_SERIAL, PUBLIC_KEY_ID]]])
    expect(() => learn({ ...answer, headers })).toThrow(failing('UNVERIFIED', 'once'))
  })
})

describe('a list of which one entry is wrong is no list', () => {
  test.each<[string, object, string, string]>([
    ['locked with another APIv3 key', listed({ key: OTHER_KEY }), 'UNVERIFIED', 'apiV3Key'],
    ['a serial of another certificate', listed({ serial: SECOND_SERIAL }), 'MALFORMED', 'serial_no'],
    ['no certificate in it', listed({ pem: 'hello' }), 'MALFORMED', 'serial_no'],
    ['a public key in it', listed({ pem: KEYS.wxpay_public_key_pem }), 'MALFORMED', 'serial_no'],
    ['no content', { ...listed(), encrypt_certificate: {} }, 'MALFORMED', 'ciphertext'],
    [
      'other associated data',
      { ...listed(), encrypt_certificate: { ...listed().encrypt_certificate, associated_data: '' } },
      'UNVERIFIED',
      'apiV3Key',
    ],
  ])('%s', (_what, wrong, code, words) => {
    for (const data of [[wrong], [wrong, SECOND], [SECOND, wrong]]) {
      expect(() => learn(signed({ data }, 200, BY_ITSELF), TRUSTED)).toThrow(failing(code, words))
    }
  })

  test.each([{}, { data: [] }, { data: null }, { data: [{}] }])('%j: MALFORMED', (body) => {
    expect(() => learn(signed(body), TRUSTED)).toThrow(failing('MALFORMED', 'at least one platform certificate'))
  })

  test('no key is in a sentence', () => {
    const shut = () => learn(signed({ data: [listed({ key: OTHER_KEY })] }, 200, BY_ITSELF))
    expect(shut).toThrow(expect.not.objectContaining({ message: expect.stringMatching(/other0123|0123456789abcdef/) }))
  })
})

describe('no list', () => {
  test.each([
    ['signed', refusal('RESOURCE_NOT_EXISTS', 404)],
    ['unsigned', unsignedRefusal('RESOURCE_NOT_EXISTS', 404)],
  ])('a merchant with the public key has no certificates, and that is no failure (%s)', (_what, answer) => {
    expect(learn(answer, TRUSTED, account)).toEqual([])
  })

  test('a merchant without it is told to set it', () => {
    const answer = refusal('RESOURCE_NOT_EXISTS', 404)
    expect(() => learn(answer, TRUSTED)).toThrow(failing('CONFIG', 'set publicKey and publicKeyId'))
    // Unsigned, and nothing can be verified yet: what to do is not hidden behind that.
    expect(() => learn(unsignedRefusal('RESOURCE_NOT_EXISTS', 404))).toThrow(failing('CONFIG', 'set publicKey and publicKeyId'))
  })

  test.each<[string, HttpResponse, string]>([
    ['a wrong signature of ours', unsignedRefusal('SIGN_ERROR', 401), 'UNAUTHORIZED'],
    ['too many calls', refusal('FREQUENCY_LIMITED', 429), 'RATE'],
    ['a gateway', unsigned('<html>', 502), 'UNAVAILABLE'],
    ['an empty success', signed('', 204), 'MALFORMED'],
    ['a success of another kind', signed({ data: [listed()] }, 202), 'MALFORMED'],
    ['no JSON', signed('<html>'), 'MALFORMED'],
  ])('%s: %o', (_what, answer, code) => {
    expect(() => learn(answer, TRUSTED, account)).toThrow(failing(code))
  })
})
