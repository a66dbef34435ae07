import { createPublicKey, createSecretKey, type KeyObject } from 'node:crypto'
import { type Moment, Secret } from '@tpkit/core'
import { canonicalBytes, canonicalText, fenToYuan, openCbc, readForm, rsaVerify, sealCbc, yuanToFen } from '@tpkit/wire'
import { describe, expect, test } from 'vitest'
import { accountOf } from './account.ts'
import { envelopeOf, open } from './answer.ts'
import { certificatesIn, chainIn, snOf } from './certificates.ts'
import type { Method } from './endpoints.ts'
import { type GatewayCall, signedParameters } from './gateway.ts'
import { eachOnce } from './message.ts'
import { alipay } from './protocol.ts'
import { amountOf } from './reading.ts'
import { KEYS, VECTORS, type Vector } from './vectors.fixture.ts'
import { account, at, drive, form, raw, received } from './wallet.fixture.ts'

/** Of OpenAPI V3 (REST), which the provider does not speak: page, h5 and app payments have no path there. */
const NOT_SPOKEN: readonly string[] = ['v3_request_sign', 'v3_response_verify', 'v3_sign_content']
/** Of sign_type RSA (SHA-1), which is never signed with and never believed. */
const SHA_1: readonly string[] = ['req-rsa1-legacy', 'peer-omnipay-rsa1']

const used = new Set<string>()

/** One test per vector, by name. */
function check(kinds: readonly string[], holds: string, prove: (one: Vector) => void): void {
  for (const one of VECTORS.filter(({ kind, id }) => kinds.includes(kind) && !SHA_1.includes(id))) {
    used.add(one.id)
    test(`${one.id}: ${holds}`, () => prove(one))
  }
}

const bytes = (text: string) => new Uint8Array(Buffer.from(text))
const contentKey = () => createSecretKey(Buffer.from(KEYS.content_key, 'base64'))

/** The wallet's key that a vector was made with. */
function trustedBy({ public_key }: Vector): ReadonlyMap<string, KeyObject> {
  return new Map([['alipay', createPublicKey(public_key ?? KEYS.alipay_public_spki)]])
}

describe('what we sign', () => {
  const SIGNED_AT: Moment = { ...at, nowMs: Date.parse('2026-11-23T10:00:00+08:00') }

  check(['request_sign'], 'its text and its signature are ours, byte for byte', ({ params, sign_content, sign }) => {
    const { method, biz_content = '', notify_url, app_auth_token, app_cert_sn, alipay_root_cert_sn, encrypt_type } = params
    const isEncrypted = encrypt_type === 'AES'
    const call: GatewayCall = {
      method: known(method),
      content: JSON.parse(isEncrypted ? Buffer.from(openCbc(biz_content, contentKey()) ?? '').toString() : biz_content),
      effect: 'read',
      notifyUrl: notify_url,
    }
    const certificates = { appSn: app_cert_sn ?? '', rootSn: alipay_root_cert_sn ?? '', wallet: [], walletSns: [], roots: [] }
    const ours = {
      ...accountOf({ ...account, ...(isEncrypted && { contentKey: new Secret(KEYS.content_key) }) }),
      ...(app_auth_token && { appAuthToken: new Secret(app_auth_token) }),
      ...(app_cert_sn && { certificates }),
    }
    const { reply, texts } = drive(signedParameters(call, ours, SIGNED_AT))
    expect(texts).toEqual([sign_content])
    expect(reply.sign).toBe(sign)
    const named = Object.entries(params).filter(([, value]) => value !== '')
    expect(reply).toEqual({ ...Object.fromEntries(named), sign })
  })

  check(['sign_content'], 'is the text that others sign', ({ params, sign_content }) => {
    expect(canonicalText(params)).toBe(sign_content)
  })

  function known(method = ''): Method {
    if (method === 'alipay.trade.precreate' || method === 'alipay.trade.query' || method === 'alipay.trade.refund') return method
    throw new Error(`no such method: ${method}`)
  }
})

describe('the signature of SHA-1', () => {
  test.each(VECTORS.filter(({ id }) => SHA_1.includes(id)))('$id: its text is as ours, and it is never believed', (one) => {
    used.add(one.id)
    const key = createPublicKey(one.public_key ?? KEYS.app_public_spki)
    expect(canonicalText(one.params)).toBe(one.sign_content)
    expect(rsaVerify(key, bytes(one.sign_content), one.sign)).toBe(false)
  })
})

describe('what the wallet sends us', () => {
  check(['notify_verify'], 'is verified over the raw form', (one) => {
    const body = one.raw_body ?? form(one.params)
    const parameters = eachOnce(readForm(bytes(body)))
    const text = canonicalBytes(parameters, one.rule === 'V1' ? ['sign_type'] : [])
    expect(Buffer.from(text).toString()).toBe(one.sign_content)
    const read = () => drive(alipay(account).notify(received(body), at), [], trustedBy(one)).reply
    if (one.verify) expect(read().id).toBe(one.params.notify_id)
    else expect(read).toThrow(expect.objectContaining({ code: 'UNVERIFIED' }))
  })

  check(['return_url_verify'], 'is what the browser brings back', (one) => {
    const { app_id = '', seller_id = '', out_trade_no, trade_no } = one.params
    const protocol = alipay({ ...account, appId: app_id, sellerId: seller_id })
    const hint = drive(protocol.verifyReturn(one.raw_query, at), [], trustedBy(one)).reply
    expect(hint).toEqual({ outTradeNo: out_trade_no, transactionId: trade_no })
  })

  check(
    ['response_extract', 'response_verify'],
    'is cut out with exactly its bytes',
    ({ raw: body, method, signed_substring, sign }) => {
      if (body === undefined) return
      const { payload, signature } = envelopeOf(raw(body), method)
      expect(Buffer.from(payload).toString()).toBe(signed_substring)
      expect(signature ?? null).toBe(sign)
    },
  )

  check(['response_verify'], 'is believed by its signature alone', (one) => {
    const { raw: body, method, verify, signed_substring, sign } = one
    if (body === undefined) {
      expect(rsaVerify(createPublicKey(one.public_key ?? ''), bytes(signed_substring), sign)).toBe(verify)
      return
    }
    const ours = accountOf({ ...account, ...(one.aes_key && { contentKey: new Secret(KEYS[one.aes_key]) }) })
    const read = () => drive(open(raw(body), method, ours), [], trustedBy(one)).reply
    if (verify === false) return expect(read).toThrow(expect.objectContaining({ code: 'UNVERIFIED' }))
    const opened = read()
    const fields: Record<string, string> = JSON.parse(one.plain ?? signed_substring)
    if (opened.kind === 'success') return expect([verify, { ...opened.fields }]).toEqual([true, fields])
    const unsigned = { unsigned: { status: 200, code: fields.sub_code } }
    expect(opened).toMatchObject({
      code: fields.code,
      subCode: fields.sub_code,
      evidence: verify === null ? unsigned : 'verified',
    })
  })
})

describe('certificates and content', () => {
  check(['cert_sn'], 'its number', ({ pem, sn }) => {
    expect(snOf(chainIn(pem, 'cert').leaf)).toBe(sn)
  })

  check(['root_cert_sn'], 'the numbers of those with RSA signatures', ({ pem, sn }) => {
    const own = VECTORS.find(({ kind }) => kind === 'cert_sn')?.pem ?? ''
    expect(certificatesIn({ appCert: own, alipayCerts: [own], rootCert: pem }).rootSn).toBe(sn)
  })

  check(['aes'], 'goes both ways', ({ plain, cipher }) => {
    expect(sealCbc(plain, contentKey())).toBe(cipher)
    expect(Buffer.from(openCbc(cipher, contentKey()) ?? '').toString()).toBe(plain)
  })
})

describe('amounts', () => {
  check(['amount_yuan_fen'], 'are fen, exactly', ({ pairs, out_format }) => {
    for (const [text, fen] of pairs) {
      const read = () => amountOf({ total_amount: text }, 'total_amount').amount
      if (fen === 'invalid') expect(read, text).toThrow(expect.objectContaining({ code: 'MALFORMED' }))
      else expect(read(), text).toBe(fen === 'invalid-for-pay' ? 0n : BigInt(fen))
      if (typeof fen === 'number') expect(yuanToFen(text)).toBe(BigInt(fen))
    }
    for (const [fen, text] of out_format) expect(fenToYuan(BigInt(fen))).toBe(text)
  })
})

test('all 46 vectors are used, each by a test of its name, or are of what the provider does not speak', () => {
  expect(VECTORS).toHaveLength(46)
  const left = VECTORS.filter(({ id }) => !used.has(id))
  expect(new Set(left.map(({ kind }) => kind))).toEqual(new Set(NOT_SPOKEN))
})
