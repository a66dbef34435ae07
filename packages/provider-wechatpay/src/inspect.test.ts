import { type NotifyInspection, type Received, Secret } from '@tpkit/core'
import type { Fields } from '@tpkit/wire'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import plugin from './index.ts'
import { inspect } from './inspect.ts'
import { wechatpay } from './protocol.ts'
import type { WeChatPayEntry } from './schema.ts'
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

const entry: WeChatPayEntry = {
  ...account,
  privateKey: new Secret(KEYS.mch_private_pem),
  publicKey: KEYS.wxpay_public_key_pem,
  platformCertificates: [KEYS.platform_cert_pem],
}
const { publicKey: _key, publicKeyId: _id, platformCertificates: _certificates, ...bare } = entry

const BODY = JSON.stringify(envelope('TRANSACTION.SUCCESS', PAID))
const HEADERS = signatureHeaders(BODY)

const look = (body: string = BODY, headers?: Fields, ours: WeChatPayEntry = entry): NotifyInspection =>
  inspect(received(body, headers), ours)
const causes = (found: NotifyInspection) => found.causes.map(({ en }) => en)

function isBelieved(message: Received): boolean {
  try {
    drive(wechatpay(account).notify(message, at))
    return true
  } catch {
    return false
  }
}

describe('a genuine notify', () => {
  test('shows the three lines that were signed, and the signature', () => {
    expect(look()).toEqual({
      genuine: true,
      signed: `${NOW / 1_000}\nw0\n${BODY}\n`,
      found: HEADERS['Wechatpay-Signature'],
      causes: [],
    })
  })

  test.each([
    ['signed with the certificate', signatureHeaders(BODY, { serial: CERTIFICATE_SERIAL, key: platformKey }), entry],
    [
      'of an account with the public key alone',
      HEADERS,
      { ...bare, publicKeyId: PUBLIC_KEY_ID, publicKey: KEYS.wxpay_public_key_pem },
    ],
    ['under the second key of a rotation', HEADERS, { ...entry, apiV3Keys: [new Secret('k'.repeat(32)), ...entry.apiV3Keys] }],
    ['of another day: the clock is not asked', signatureHeaders(BODY, { seconds: 1_700_000_000 }), entry],
  ])('%s', (_what, headers, ours) => {
    expect(look(BODY, headers, ours)).toMatchObject({ genuine: true, causes: [] })
  })

  test('of a transfer, or of another merchant, is genuine: whose it is, bind says', () => {
    for (const body of [envelope('MCHTRANSFER.BILL.FINISHED', {}), envelope('TRANSACTION.SUCCESS', { ...PAID, mchid: '1' })]) {
      expect(look(JSON.stringify(body))).toMatchObject({ genuine: true })
    }
  })
})

describe('each cause', () => {
  test.each(Object.keys(HEADERS))('the header %s is missing', (name) => {
    const { [name]: _gone, ...others } = HEADERS
    const found = look(BODY, others)
    expect(found).toEqual({
      genuine: false,
      signed: '',
      causes: [expect.objectContaining({ zh: expect.stringContaining('缺少') })],
    })
    expect(causes(found)[0]).toContain('missing or not complete; a proxy dropped them')
  })

  test('a header came twice', () => {
    const whole = received(BODY)
    const headers = new Map([...whole.headers, ['wechatpay-nonce', ['w0', 'w0']]])
    const found = inspect({ ...whole, headers }, entry)
    expect(found).toMatchObject({ genuine: false, causes: [{ zh: expect.stringContaining('重复') }] })
    expect(causes(found)[0]).toContain('the header wechatpay-nonce once, found it 2 times')
  })

  test('the serial is of no key that the account has, and those that it has are named', () => {
    const found = look(BODY, signatureHeaders(BODY, { serial: 'PUB_KEY_ID_2' }))
    expect(found).toMatchObject({ genuine: false, causes: [{ zh: expect.stringContaining('核对 publicKeyId') }] })
    for (const word of ['"PUB_KEY_ID_2"', PUBLIC_KEY_ID, CERTIFICATE_SERIAL, 'tpkit doctor --live']) {
      expect(causes(found)[0]).toContain(word)
    }
    expect(causes(look(BODY, undefined, bare))[0]).toContain('the account has none')
  })

  test.each([
    [PUBLIC_KEY_ID, { key: platformKey }, CERTIFICATE_SERIAL],
    [CERTIFICATE_SERIAL, { serial: CERTIFICATE_SERIAL }, PUBLIC_KEY_ID],
  ])('it names %s and is signed with another key of ours', (named, signing, signer) => {
    const [cause] = causes(look(BODY, signatureHeaders(BODY, signing)))
    expect(cause).toBe(`it is signed with ${signer}, and names ${named}; publicKey and publicKeyId were mixed up`)
  })

  test('a probe: nothing is to be mended', () => {
    const found = look(BODY, { ...HEADERS, 'Wechatpay-Signature': 'WECHATPAY/SIGNTEST/pKvURIxJVi2C' })
    expect(found).toMatchObject({ genuine: false, causes: [{ zh: expect.stringContaining('签名探测流量') }] })
    expect(causes(found)[0]).toContain('nothing is to be mended')
  })

  test.each([
    ['with spaces', JSON.stringify(JSON.parse(BODY), null, 1)],
    ['in the manner of Python', BODY.replaceAll('":', '": ').replaceAll(',"', ', "')],
    ['with a line feed behind it', `${BODY}\n`],
  ])('the body was written anew, %s', (_what, body) => {
    const found = look(body, HEADERS)
    expect(found).toMatchObject({ genuine: false, causes: [{ zh: expect.stringContaining('重新序列化') }] })
    expect(causes(found)[0]).toContain('hand over the raw bytes')
  })

  test.each([
    ['one byte of it was changed', BODY.replace('支付成功', '支付失败'), HEADERS],
    ['another nonce', BODY, { ...HEADERS, 'Wechatpay-Nonce': 'w1' }],
    ['the signature of a stranger', BODY, signatureHeaders(BODY, { key: privateKey })],
    ['no signature, only a word', BODY, { ...HEADERS, 'Wechatpay-Signature': 'x' }],
  ])('nothing fits: %s', (_what, body, headers) => {
    expect(causes(look(body, headers))).toEqual([
      'no key of the account fits these bytes: something on the way changed them, or it is forged',
    ])
  })

  test('the signature fits, and the APIv3 key is another', () => {
    const found = look(BODY, undefined, { ...entry, apiV3Keys: [new Secret('k'.repeat(32))] })
    expect(found).toMatchObject({ genuine: false, causes: [{ zh: expect.stringContaining('APIv3密钥') }] })
    expect(causes(found)[0]).toContain('apiV3Key does not open the content')
  })

  test.each(['not JSON', '[]', ''])('the signature fits, and %j is no message', (body) => {
    expect(causes(look(body))[0]).toMatch(/^the signature fits, and the body is no message: body: expected/)
  })
})

describe('what is shown', () => {
  const ESCAPE = String.fromCharCode(27)

  test('steers no terminal and fills no screen', () => {
    const steering = look(`${ESCAPE}[2J\r${'x'.repeat(50_000)}`, HEADERS)
    expect(steering.signed).not.toContain(ESCAPE)
    expect(steering.signed.length).toBeLessThanOrEqual(4_000)
    expect(look(BODY, { ...HEADERS, 'Wechatpay-Signature': 'A'.repeat(5_000) }).found).toHaveLength(400)
    for (const { en } of look(BODY, signatureHeaders(BODY, { serial: 'S'.repeat(5_000) })).causes) {
      expect(en.length).toBeLessThan(600)
    }
  })

  test('holds no secret', () => {
    for (const found of [
      look(),
      look('x', HEADERS),
      look(BODY, {}),
      look(BODY, undefined, { ...entry, apiV3Keys: [new Secret('k'.repeat(32))] }),
    ]) {
      expect(JSON.stringify(found)).not.toMatch(/PRIVATE KEY|0123456789abcdef0123|kkkk/)
    }
  })

  test('every cause is told in both languages', () => {
    for (const headers of [{}, signatureHeaders(BODY, { serial: '?' }), signatureHeaders('')]) {
      for (const { en, zh } of look(BODY, headers).causes) {
        expect(en).toMatch(/[a-z]{3}/)
        expect(zh).toMatch(/[一-鿿]{3}/)
      }
    }
  })
})

test('it agrees with notify, whatever is changed', () => {
  const bytes = Buffer.from(BODY)
  const whole = received(BODY)
  expect(isBelieved(whole)).toBe(true)
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 0, max: 255 }), fc.boolean(), (place, byte, resigned) => {
      const changed = Uint8Array.from(bytes, (old, index) => (index === place ? byte : old))
      const message = received(changed, resigned ? undefined : HEADERS)
      expect(inspect(message, entry).genuine || !isBelieved(message)).toBe(true)
      if (!resigned) expect(inspect(message, entry).genuine).toBe(isBelieved(message))
    }),
    { numRuns: 200 },
  )
})

test('the plugin brings it', () => {
  expect(plugin.inspect?.(received(BODY), entry)).toEqual(look())
})
