import { createPublicKey, createSecretKey } from 'node:crypto'
import { WECHAT_ORIGIN, weChatWallet } from '@tpkit/sandbox'
import { openBox, rsaVerify } from '@tpkit/wire'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Aes, Formatter, Rsa } from 'wechatpay-axios-plugin'
import { RUNS, value } from './fields.fixture.ts'
import { CERTIFICATES, MERCHANT_PUBLIC, named, OURS, PUBLIC_KEY, publicHalf } from './wechatpay-keys.fixture.ts'

const { AesGcm } = Aes
const SOME = { ...RUNS, numRuns: 150 }
const NOW = Date.UTC(2026, 0, 5, 4)
const SECONDS = NOW / 1000
const utf8 = (text: string) => new TextEncoder().encode(text)

/** What the protocol's JSON carries: nothing of four bytes. */
const text = value.map((found) => found.replaceAll('😀', ''))
const OTHER_NONCE = '0'.repeat(12)
const nonce = fc.stringMatching(/^[0-9A-Za-z]{12}$/)

describe('RSA with SHA-256', () => {
  const key = createPublicKey(MERCHANT_PUBLIC)

  test('what their code signed, ours verifies; changed, or by another key, neither does', () => {
    const check = (found: string, other: string) => {
      const signature = Rsa.sign(found, OURS.privateKey)
      expect(rsaVerify(key, utf8(found), signature)).toBe(true)
      const stranger = Rsa.sign(found, PUBLIC_KEY.privateKey)
      expect([rsaVerify(key, utf8(found), stranger), Rsa.verify(found, stranger, MERCHANT_PUBLIC)]).toEqual([false, false])
      fc.pre(other !== found)
      expect([rsaVerify(key, utf8(other), signature), Rsa.verify(other, signature, MERCHANT_PUBLIC)]).toEqual([false, false])
    }
    fc.assert(fc.property(value, value, check), SOME)
  })

  test.each<[what: string, spoil: (signature: string) => string]>([
    ['a line feed behind it', (signature) => `${signature}\n`],
    ['twice, as a header that came twice is joined', (signature) => `${signature}, ${signature}`],
    ['in the alphabet of URLs', (signature) => signature.replaceAll('+', '-').replaceAll('/', '_')],
    ['without its padding', (signature) => signature.replaceAll('=', '')],
  ])('where the two part: a signature %s passes with theirs, and not with ours', (_what, spoil) => {
    const signature = spoil(Rsa.sign('source', OURS.privateKey))
    expect(Rsa.verify('source', signature, MERCHANT_PUBLIC)).toBe(true)
    expect(rsaVerify(key, utf8('source'), signature)).toBe(false)
  })
})

describe('AEAD_AES_256_GCM', () => {
  const keys = [createSecretKey(Buffer.from(OURS.apiV3Key))]
  const opened = (box: Parameters<typeof openBox>[0]) => {
    const bytes = openBox(box, keys)
    return bytes && new TextDecoder().decode(bytes)
  }

  test('what their code sealed, ours opens, with associated data or none', () => {
    const check = (content: string, iv: string, associatedData: string) => {
      const ciphertext = AesGcm.encrypt(content, OURS.apiV3Key, iv, associatedData)
      expect(opened({ ciphertext, nonce: iv, associatedData })).toBe(content)
      expect(AesGcm.decrypt(ciphertext, OURS.apiV3Key, iv, associatedData)).toBe(content)
    }
    fc.assert(fc.property(value, nonce, text, check), RUNS)
  })

  test('both refuse another key, another nonce, other associated data, a changed byte and half a tag', () => {
    const check = (content: string, iv: string, at: number) => {
      const bytes = Buffer.from(AesGcm.encrypt(content, OURS.apiV3Key, iv, 'transaction'), 'base64')
      const changed = Buffer.from(bytes)
      changed[at % bytes.length] = (changed[at % bytes.length] ?? 0) ^ 1
      const right = { ciphertext: bytes.toString('base64'), nonce: iv, associatedData: 'transaction' }
      const wrong = [
        { ...right, ciphertext: changed.toString('base64') },
        { ...right, ciphertext: bytes.subarray(0, -8).toString('base64') },
        { ...right, nonce: iv === OTHER_NONCE ? iv.replace('0', '1') : OTHER_NONCE },
        { ...right, associatedData: '' },
      ]
      for (const box of wrong) {
        expect(opened(box)).toBeUndefined()
        expect(() => AesGcm.decrypt(box.ciphertext, OURS.apiV3Key, box.nonce, box.associatedData)).toThrow()
      }
      expect(() => AesGcm.decrypt(right.ciphertext, 'k'.repeat(32), iv, 'transaction')).toThrow()
    }
    fc.assert(
      fc.property(
        value.filter((found) => found !== ''),
        nonce,
        fc.nat(),
        check,
      ),
      SOME,
    )
  })

  test('where the two part: half a tag, and nothing before it, opens as empty text with theirs; ours wants the whole tag', () => {
    const whole = Buffer.from(AesGcm.encrypt('', OURS.apiV3Key, OTHER_NONCE), 'base64')
    const ciphertext = whole.subarray(0, 8).toString('base64')
    expect(AesGcm.decrypt(ciphertext, OURS.apiV3Key, OTHER_NONCE)).toBe('')
    expect(opened({ ciphertext, nonce: OTHER_NONCE, associatedData: '' })).toBeUndefined()
  })
})

const wallet = () =>
  weChatWallet({
    merchants: [{ ...OURS, certificate: named('mch_cert_pem') }],
    walletKeys: [...CERTIFICATES, PUBLIC_KEY],
    strangerKey: named('ext_10_private_pem'),
    signsWith: 'public-key',
  })
type Wallet = ReturnType<typeof wallet>

/** How a request that their code signed is spoilt. */
interface Spoilt {
  readonly key?: string
  readonly serial?: string
  readonly seconds?: number
  /** What is sent in the place of what was signed. */
  readonly path?: string
  readonly body?: string
}

/** Their code signs a request, and the sandbox's wallet, which shares no code with ours, judges it. */
function ask(at: Wallet, method: 'GET' | 'POST', path: string, content?: object, how: Spoilt = {}) {
  const { key = OURS.privateKey, serial = OURS.serial, seconds = SECONDS } = how
  const body = content ? JSON.stringify(content) : ''
  const signed = Formatter.request(method, path, seconds, 'n1', body)
  const authorization = Formatter.authorization(OURS.mchId, 'n1', Rsa.sign(signed, key), seconds, serial)
  const request = { method, origin: WECHAT_ORIGIN, path: how.path ?? path, body: utf8(how.body ?? body) }
  const answer = at.handle({ ...request, headers: new Map([['authorization', [authorization]]]) }, NOW)
  if (!answer) throw new Error('expected an answer, found an ended connection')
  const told = new TextDecoder().decode(answer.body)
  return {
    status: answer.status,
    told,
    fields: Object(told && JSON.parse(told)),
    genuine: isGenuine(answer.headers, told),
    signed,
  }
}

/** Their code looks at a message of the wallet's. */
function isGenuine(headers: readonly (readonly [string, string])[], body: string): boolean {
  const said = new Map(headers.map(([name, found]) => [name.toLowerCase(), found]))
  const [timestamp = '', iv = '', signature = ''] = ['timestamp', 'nonce', 'signature'].map((name) =>
    said.get(`wechatpay-${name}`),
  )
  const pem =
    said.get('wechatpay-serial') === PUBLIC_KEY.id ? publicHalf(PUBLIC_KEY.privateKey) : (CERTIFICATES[0]?.certificate ?? '')
  return Rsa.verify(Formatter.response(timestamp, iv, body), signature, pem)
}

const order = (more: object = {}) => ({
  ...{ appid: OURS.appId, mchid: OURS.mchId, description: 'tea', out_trade_no: 'CLIENT_1' },
  ...{ notify_url: 'https://shop.example/notify', amount: { total: 1990 }, ...more },
})
const NATIVE = '/v3/pay/transactions/native'
const query = (number: string) => `/v3/pay/transactions/out-trade-no/${number}?mchid=${OURS.mchId}`

describe("the sandbox's wallet and their code, with no line of ours between them", () => {
  test('what they signed, the wallet takes; what it says later and notifies is what they said, signed and sealed', () => {
    const check = (attach: string, subject: string) => {
      const at = wallet()
      const placed = ask(at, 'POST', NATIVE, order({ attach, description: `${subject}.` }))
      expect([placed.status, placed.genuine]).toEqual([200, true])
      at.act(placed.fields.code_url, 'pay', NOW)
      const asked = ask(at, 'GET', query('CLIENT_1'))
      expect([asked.genuine, asked.fields.attach]).toEqual([true, attach])
      expect(at.bills(NOW)).toMatchObject([{ subject: `${subject}.` }])
      const [notify] = at.due(NOW)
      const body = new TextDecoder().decode(notify?.body)
      expect(isGenuine(notify?.headers ?? [], body)).toBe(true)
      const { ciphertext, nonce: iv, associated_data: data } = JSON.parse(body).resource
      expect(JSON.parse(AesGcm.decrypt(ciphertext, OURS.apiV3Key, iv, data))).toEqual(asked.fields)
    }
    fc.assert(fc.property(text, text, check), { ...SOME, numRuns: 80 })
  })

  test('whatever a query says in its address, it is signed as it stands', () => {
    const part = value.map((found) => encodeURIComponent(found))
    const check = (number: string, extra: string) => {
      const { status, fields, genuine } = ask(wallet(), 'GET', `${query(`N${number}`)}&extra=${extra}`)
      expect([status, fields.code, genuine]).toEqual([404, 'ORDER_NOT_EXIST', true])
    }
    fc.assert(fc.property(part, part, check), SOME)
  })

  test('its certificates are opened by their Aes, and they are those of the file', () => {
    const { fields, genuine } = ask(wallet(), 'GET', '/v3/certificates')
    expect(genuine).toBe(true)
    const found = fields.data.map(({ encrypt_certificate: box }: { readonly encrypt_certificate: Record<string, string> }) =>
      AesGcm.decrypt(box.ciphertext ?? '', OURS.apiV3Key, box.nonce ?? '', box.associated_data),
    )
    expect(found).toEqual(CERTIFICATES.map(({ certificate }) => certificate))
  })
})

describe('the wallet refuses what they signed, unsigned', () => {
  test.each<[what: string, how: Spoilt, issue: string]>([
    ['with another key', { key: PUBLIC_KEY.privateKey }, 'sign not match'],
    ['over another body', { body: JSON.stringify(order({ amount: { total: 1 } })) }, 'sign not match'],
    ['over the same JSON in other bytes', { body: JSON.stringify(order(), null, 1) }, 'sign not match'],
    ['for another address', { path: `${NATIVE}?a=1` }, 'sign not match'],
    ['under another serial number', { serial: 'F'.repeat(40) }, 'serial not match'],
    ['301 seconds ago', { seconds: SECONDS - 301 }, 'expired'],
    ['301 seconds ahead', { seconds: SECONDS + 301 }, 'expired'],
  ])('%s', (_what, how, issue) => {
    const { status, fields, genuine } = ask(wallet(), 'POST', NATIVE, order(), how)
    expect([status, fields.code, genuine]).toEqual([401, 'SIGN_ERROR', false])
    expect(JSON.stringify(fields.detail)).toContain(`"issue":"${issue}"`)
  })

  test.each([-300, 300])('but not a clock that is %i seconds off, nor a serial number in small letters', (off) => {
    const how = { seconds: SECONDS + off, serial: OURS.serial.toLowerCase() }
    expect(ask(wallet(), 'POST', NATIVE, order(), how)).toMatchObject({ status: 200, genuine: true })
  })

  test('and shows the message that it put together: the beginning of theirs, and its length in bytes', () => {
    const content = order({ description: '茶' })
    const { fields, signed } = ask(wallet(), 'POST', NATIVE, content, { key: PUBLIC_KEY.privateKey })
    const { truncated_sign_message: shown, sign_message_length: length } = fields.detail.sign_information
    expect([signed.startsWith(shown.slice(0, -1)), length]).toEqual([true, Buffer.byteLength(signed)])
  })
})
