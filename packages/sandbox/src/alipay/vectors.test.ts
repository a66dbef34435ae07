import { createPrivateKey, createPublicKey, createSecretKey, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { rootSerialOf, serialOf } from './certificate.ts'
import { formIn } from './form.ts'
import { isSignedBy, lock, REQUEST, signatureOf, TOLD, textOf, unlock } from './sign.ts'

interface Vector {
  readonly id: string
  readonly kind: string
  readonly sign_type?: string
  readonly keys?: string
  readonly public_key?: string
  readonly rule?: string
  readonly params: Readonly<Record<string, string>>
  readonly raw_body?: string
  readonly raw_query?: string
  readonly sign_content: string
  readonly sign: string
  readonly verify?: boolean | null
  readonly signed_substring: string
  readonly pem: string
  readonly sn: string
  readonly plain: string
  readonly cipher: string
}

function file(path: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../../../test-fixtures/${path}`, import.meta.url), 'utf8'))
}

const { vectors } = file('alipay-vectors.json') as { readonly vectors: readonly Vector[] } // as the file says of itself
const { keys } = file('keys/alipay-vectors.json') as { readonly keys: Readonly<Record<string, string>> } // names that stand in it

function of(...kinds: readonly string[]): readonly (readonly [string, Vector])[] {
  return vectors.filter(({ kind }) => kinds.includes(kind)).map((vector) => [vector.id, vector])
}

function bytesOf(params: Readonly<Record<string, string>>): Map<string, Uint8Array> {
  return new Map(Object.entries(params).map(([name, value]) => [name, Buffer.from(String(value))]))
}

const halfOf = ({ public_key, keys: named }: Vector) => createPublicKey(public_key ?? keys[`${named}_public_spki`] ?? '')

describe('a request', () => {
  test.each(of('request_sign'))('%s', (_, { params, sign_content, sign, sign_type }) => {
    const text = textOf(bytesOf(params), REQUEST)
    expect(text.toString('utf8')).toBe(sign_content)
    if (sign_type !== 'RSA2') return
    expect(signatureOf(createPrivateKey(keys.app_private_pkcs8 ?? ''), text)).toBe(sign)
    expect(isSignedBy(createPublicKey(keys.app_public_spki ?? ''), text, sign)).toBe(true)
  })

  test.each(of('request_sign_verify', 'sign_content'))('%s', (_, { params, sign_content }) => {
    expect(textOf(bytesOf(params), REQUEST).toString('utf8')).toBe(sign_content)
  })
})

describe('a notify, and a browser that comes back', () => {
  test.each(of('notify_verify', 'return_url_verify'))('%s', (_, vector) => {
    const { params, raw_body, raw_query, rule, sign_content, verify } = vector
    const raw = raw_body ?? raw_query
    const parameters = raw === undefined ? bytesOf(params) : formIn([Buffer.from(raw)]).parameters
    const text = textOf(parameters, rule === 'V2' ? REQUEST : TOLD)
    if (verify) expect(text.toString('utf8')).toBe(sign_content)
    expect(isSignedBy(halfOf(vector), text, params.sign ?? '')).toBe(verify)
  })
})

test.each(of('response_verify').filter(([, { verify }]) => verify !== null))('an answer: %s', (_, vector) => {
  expect(isSignedBy(halfOf(vector), Buffer.from(vector.signed_substring), vector.sign)).toBe(vector.verify)
})

test.each(of('cert_sn'))('a certificate: %s', (_, { pem, sn }) => expect(serialOf(new X509Certificate(pem))).toBe(sn))
test.each(of('root_cert_sn'))('a bundle: %s', (_, { pem, sn }) => expect(rootSerialOf(pem)).toBe(sn))

test.each(of('aes'))('encrypted content: %s', (_, { plain, cipher }) => {
  const key = createSecretKey(Buffer.from(keys.content_key ?? '', 'base64'))
  expect(lock(Buffer.from(plain), key)).toBe(cipher)
  expect(Buffer.from(unlock(cipher, key) ?? []).toString('utf8')).toBe(plain)
})
