import { readFileSync } from 'node:fs'
import { AlipaySdk, type AlipaySdkConfig } from 'alipay-sdk'
import { describe, expect, test } from 'vitest'
import { named, WALLET } from './alipay-keys.fixture.ts'

interface Vector {
  readonly id: string
  readonly kind: string
  readonly params: Readonly<Record<string, string>>
  readonly sign_type?: 'RSA' | 'RSA2'
  readonly sign_content: string
  readonly sign: string | null
  readonly verify: boolean | null
  readonly public_key?: string
  readonly raw_body?: string
  readonly raw_query?: string
  readonly method: string
  readonly raw?: string
  readonly signed_substring: string
  readonly pem: string
  readonly sn: string
  readonly plain: string
  readonly cipher: string
}

const { vectors }: { readonly vectors: readonly Vector[] } = JSON.parse(
  readFileSync(new URL('../../test-fixtures/alipay-vectors.json', import.meta.url), 'utf8'),
)

/** Each under its name. */
const ofKinds = (...kinds: readonly string[]) =>
  vectors.filter(({ kind }) => kinds.includes(kind)).map((vector) => [vector.id, vector] as const)

/** Their client with the keys that most of the vectors were made with. */
function clientOf(other: Partial<AlipaySdkConfig> = {}): AlipaySdk {
  const keys = { privateKey: named('app_private_pkcs1'), alipayPublicKey: WALLET.publicKey, encryptKey: named('content_key') }
  return new AlipaySdk({ appId: '2021000000000001', ...keys, ...other })
}

const verifierOf = ({ public_key = WALLET.publicKey }: Vector) => clientOf({ alipayPublicKey: public_key })

describe('requests', () => {
  /** Their client puts the common parameters in by itself, and signs empty ones: these it is not given. */
  function signed({ params, sign_type = 'RSA2' }: Vector): URLSearchParams {
    const sdk = clientOf({ signType: sign_type })
    const { method = '', biz_content = '', encrypt_type, ...common } = params
    const given = Object.fromEntries(Object.entries(common).filter(([, found]) => found !== ''))
    const isSealed = encrypt_type === 'AES'
    const bizContent = JSON.parse(isSealed ? sdk.aesDecrypt(biz_content) : biz_content)
    return new URLSearchParams(sdk.sdkExecute(method, { ...given, bizContent, ...(isSealed && { needEncrypt: true }) }))
  }

  test.each(ofKinds('request_sign'))('%s: signed by their code to the letter', (_id, vector) => {
    const said = Object.fromEntries(signed(vector))
    expect(said.sign).toBe(vector.sign)
    const full = Object.entries(vector.params).filter(([, found]) => found !== '')
    expect(said).toEqual({ ...Object.fromEntries(full), sign: vector.sign })
    const appKey = clientOf({ alipayPublicKey: named('app_public_spki') })
    expect(appKey.rsaCheck(vector.sign_content, vector.sign ?? '', vector.sign_type)).toBe(true)
  })

  test.each(ofKinds('request_sign_verify'))('%s: verified by their code', (_id, vector) => {
    expect(verifierOf(vector).rsaCheck(vector.sign_content, vector.sign ?? '', vector.sign_type)).toBe(vector.verify)
  })
})

describe('notifies and returns', () => {
  test.each(ofKinds('notify_verify', 'return_url_verify'))('%s: the same verdict', (_id, vector) => {
    const { raw_body, raw_query, params, sign, verify } = vector
    const raw = raw_body ?? raw_query
    const fields = raw === undefined ? { ...params } : Object.fromEntries(new URLSearchParams(raw))
    const { sign: said = sign ?? '' } = fields
    expect(verifierOf(vector).checkNotifySignV2({ ...fields, sign: said })).toBe(verify)
  })
})

/** Where their code reads an answer otherwise, as alipay-signatures.test.ts tells. */
const PARTS: readonly string[] = ['resp-sign-first', 'resp-encrypted', 'resp-unsigned-gateway-error']

describe('answers', () => {
  const nameOf = (method: string) => `${method.replaceAll('.', '_')}_response`
  const cut = ofKinds('response_verify', 'response_extract').filter(([, { raw }]) => raw !== undefined)

  test.each(cut.filter(([id]) => !PARTS.includes(id)))(
    '%s: their code cuts out the same',
    (_id, { raw = '', method, signed_substring }) => {
      expect(clientOf().getSignStr(raw, nameOf(method))).toBe(signed_substring)
    },
  )

  const proven = ofKinds('response_verify').filter(([id]) => !PARTS.includes(id))

  test.each(proven)('%s: the same verdict', (_id, vector) => {
    const { raw, method, signed_substring, sign, verify } = vector
    const theirs = verifierOf(vector)
    expect(theirs.rsaCheck(signed_substring, sign ?? '')).toBe(verify)
    const check = expect(() => raw && theirs.checkResponseSign(raw, nameOf(method), sign ?? '', 'none'))
    if (raw !== undefined && !verify) check.toThrow('验签失败')
    else check.not.toThrow()
  })

  test.each(ofKinds('response_verify').filter(([id]) => PARTS.includes(id)))(
    'where the two part: %s: their code believes no such answer',
    (_id, vector) => {
      const { raw = '', method, signed_substring, sign, verify } = vector
      const theirs = verifierOf(vector)
      expect(() => theirs.checkResponseSign(raw, nameOf(method), sign ?? '', 'none')).toThrow('验签失败')
      if (verify) expect(theirs.rsaCheck(signed_substring, sign ?? '')).toBe(true)
    },
  )
})

describe('certificates and content', () => {
  const certified = (pem: string, root: string) =>
    clientOf({ appCertContent: pem, alipayPublicCertContent: pem, alipayRootCertContent: root }).config

  const root = ofKinds('root_cert_sn')[0]?.[1]

  test.each(ofKinds('cert_sn'))('%s: their code counts the same number', (_id, { pem, sn }) => {
    expect(certified(pem, root?.pem ?? '')).toMatchObject({ appCertSn: sn, alipayCertSn: sn, alipayRootCertSn: root?.sn })
  })

  test.each(ofKinds('aes'))('%s: their code opens it', (_id, { plain, cipher }) => {
    expect(clientOf().aesDecrypt(cipher)).toBe(plain)
  })
})

test('every vector of the gateway is used here; amounts are nothing that their code knows, and OpenAPI V3 nothing that ours does', () => {
  const used = [
    'request_sign',
    'request_sign_verify',
    'notify_verify',
    'return_url_verify',
    'response_verify',
    'response_extract',
  ]
  const others = ['cert_sn', 'root_cert_sn', 'aes']
  const left = new Set(vectors.map(({ kind }) => kind).filter((kind) => ![...used, ...others].includes(kind)))
  const unsaid = ['amount_yuan_fen', 'v3_request_sign', 'v3_response_verify', 'v3_sign_content']
  // A text without a signature: their code shows no text that it signs.
  expect(left).toEqual(new Set([...unsaid, 'sign_content']))
})
