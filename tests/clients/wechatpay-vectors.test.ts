import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { afterEach, expect, test, vi } from 'vitest'
import { Aes, Decorator, Formatter, Hash, Rsa } from 'wechatpay-axios-plugin'
import { castBill } from './wechatpay-bill.fixture.ts'
import { CERTIFICATES, named, PUBLIC_KEY, publicHalf } from './wechatpay-keys.fixture.ts'

type Texts = Readonly<Record<string, string>>

/** One entry of the file: which members it has depends on its kind. */
interface Vector {
  readonly id: string
  readonly kind: string
  readonly name: string
  readonly private_key?: string
  readonly trusted?: Texts
  readonly input: Record<
    | ('method' | 'url' | 'timestamp' | 'nonce_str' | 'body' | 'message' | 'signature' | 'private_key' | 'key' | 'nonce')
    | ('ciphertext' | 'appId' | 'timeStamp' | 'nonceStr' | 'package' | 'appid' | 'noncestr' | 'prepayid' | 'text')
    | ('gzip_base64' | 'line' | 'api_v3_key'),
    string
  > & {
    readonly headers: Texts
    readonly now: number
    readonly associated_data?: string
    readonly certificate_pem?: string
    readonly public_key_pem?: string
  }
  readonly expect: Record<'message' | 'signature' | 'paySign' | 'sign' | 'hash_value', string> & {
    readonly valid: boolean
    readonly reason?: 'signature' | 'unknown_serial' | 'timestamp'
    readonly error?: boolean
    readonly plaintext?: string
    readonly serials: readonly string[]
    readonly pems: readonly string[]
    readonly first: Texts
    readonly summary: Texts
    readonly fields?: readonly string[]
    readonly field_count: number
    readonly empty_fields_at: readonly number[]
  }
}

const file = new URL('../../test-fixtures/wechatpay-vectors.json', import.meta.url)
const { vectors }: { readonly vectors: readonly Vector[] } = JSON.parse(readFileSync(file, 'utf8'))

/** One test per vector, by name. */
function check(kinds: readonly string[], holds: string, prove: (one: Vector) => void): void {
  const found = vectors.filter(({ kind }) => kinds.includes(kind))
  expect(found).not.toEqual([])
  test.each(found)(`$id, $name: ${holds}`, prove)
}

afterEach(() => void vi.useRealTimers())

check(['request_sign', 'request_message'], 'are the five lines that their code makes', ({ input, expect: expected }) => {
  const { method, url, timestamp, nonce_str, body } = input
  expect(Formatter.request(method, url, timestamp, nonce_str, body)).toBe(expected.message)
})

check(['request_sign'], 'is what their code signs', ({ private_key = '', expect: { message, signature } }) => {
  expect(Rsa.sign(message, named(private_key))).toBe(signature)
})

check(['rsa_sign'], 'is what their code signs', ({ input, expect: { signature } }) => {
  expect(Rsa.sign(input.message, named(input.private_key))).toBe(signature)
})

check(['rsa_verify'], 'has this verdict of their code', ({ input, expect: { valid } }) => {
  expect(Rsa.verify(input.message, input.signature, input.certificate_pem ?? input.public_key_pem ?? '')).toBe(valid)
})

const REASONS = {
  signature: 'EV3_RES_HEADER_SIGNATURE_DIGEST',
  unknown_serial: 'EV3_RES_HEADER_PLATFORM_SERIAL',
  timestamp: 'EV3_RES_HEADER_TIMESTAMP_OFFSET',
} as const

/** Those of the file's wallet. */
function usual({ 'Wechatpay-Serial': serial }: Texts): string | undefined {
  if (serial === PUBLIC_KEY.id) return publicHalf(PUBLIC_KEY.privateKey)
  return CERTIFICATES.find(({ id }) => id === serial)?.certificate
}

/** Their verifier, as it stands in their client; its clock is this machine's. */
function verified({ headers, body, now, certificate_pem }: Vector['input'], trusted?: Texts): unknown {
  vi.setSystemTime(now * 1000)
  const given = trusted && Object.entries(trusted).map(([id, name]) => [id, named(name)])
  const certs = Object.fromEntries(given ?? [[headers['Wechatpay-Serial'], certificate_pem ?? usual(headers)]])
  return Decorator.responseVerifier(certs).call({}, body, headers, 200)
}

check(['message_verify'], 'is believed by their client, or refused for its reason', ({ input, trusted, expect: expected }) => {
  const said = verified(input, trusted)
  if (expected.valid) expect(said).toBe(input.body)
  else expect(said).toMatchObject({ code: REASONS[expected.reason ?? 'signature'] })
})

check(['notify'], 'is believed and opened', ({ input, trusted, expect: { plaintext } }) => {
  expect(verified(input, trusted)).toBe(input.body)
  const { ciphertext, nonce, associated_data } = JSON.parse(input.body).resource
  expect(Aes.AesGcm.decrypt(ciphertext, named('api_v3_key'), nonce, associated_data)).toBe(plaintext)
})

check(['aes_256_gcm'], 'opens, or stays shut', ({ input, expect: { plaintext, error } }) => {
  const open = () => Aes.AesGcm.decrypt(input.ciphertext, input.key, input.nonce, input.associated_data)
  if (error) expect(open).toThrow()
  else expect(open()).toBe(plaintext)
})

check(['certificates_download'], 'are opened', ({ input, expect: { serials, pems } }) => {
  const { data }: { readonly data: readonly { readonly serial_no: string; readonly encrypt_certificate: Texts }[] } = JSON.parse(
    input.body,
  )
  const open = ({ ciphertext = '', nonce = '', associated_data }: Texts) =>
    Aes.AesGcm.decrypt(ciphertext, input.api_v3_key, nonce, associated_data).trim()
  expect(data.map(({ serial_no }) => serial_no)).toEqual(serials)
  expect(data.map(({ encrypt_certificate }) => open(encrypt_certificate))).toEqual(pems.map((name) => named(name).trim()))
})

check(['rsa_oaep_sha1_decrypt'], 'is opened by their Rsa', ({ private_key, input, expect: { plaintext, error } }) => {
  const open = () => Rsa.decrypt(input.ciphertext, named(private_key ?? input.private_key))
  if (error) expect(open).toThrow()
  else expect(open()).toBe(plaintext)
})

check(['jsapi_pay_sign'], 'is what their code signs for a page', ({ input, private_key = '', expect: expected }) => {
  const text = Formatter.joinedByLineFeed(input.appId, input.timeStamp, input.nonceStr, input.package)
  expect([text, Rsa.sign(text, named(private_key))]).toEqual([expected.message, expected.paySign])
})

check(['app_pay_sign'], 'is what their code signs for an app', ({ input, private_key = '', expect: expected }) => {
  const text = Formatter.joinedByLineFeed(input.appid, input.timestamp, input.noncestr, input.prepayid)
  expect([text, Rsa.sign(text, named(private_key))]).toEqual([expected.message, expected.sign])
})

check(['bill'], 'is read by their parser; its digest is over the unpacked bytes', ({ input, expect: expected }) => {
  const bytes = gunzipSync(Buffer.from(input.gzip_base64, 'base64'))
  expect([bytes.toString(), Hash.sha1(bytes)]).toEqual([input.text, expected.hash_value])
  const { rows, summary } = castBill(bytes)
  expect(rows[0]).toMatchObject(expected.first)
  expect(summary).toMatchObject(expected.summary)
})

check(['bill_line'], 'has its values, each in its place', ({ input, expect: { fields, empty_fields_at } }) => {
  const values = Object.values(Formatter.castCsvLine(input.line))
  if (fields) expect(values).toEqual(fields)
  else expect(values.flatMap((value, place) => (value === '' ? [place] : []))).toEqual(empty_fields_at)
})
