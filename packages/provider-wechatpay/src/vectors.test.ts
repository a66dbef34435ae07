import {
  constants,
  createHash,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  privateDecrypt,
  sign as rsaSign,
} from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import type { Moment } from '@tpkit/core'
import { canonicalText, hmacSha256Sign, md5Sign, openBox, readJson, rsaVerify, splitStatementLine } from '@tpkit/wire'
import { describe, expect, test } from 'vitest'
import { accountOf } from './account.ts'
import { launchPrompt } from './launch.ts'
import { wechatpay } from './protocol.ts'
import { type Draft, signedRequest } from './request.ts'
import { tradeReader } from './trade-statement.ts'
import { learnedCertificates } from './trust.ts'
import { headersOf, KEYS, VECTORS, type Vector } from './vectors.fixture.ts'
import { verified } from './verify.ts'
import { account, at, CERTIFICATE_SERIAL, drive, order, platformKey, received, signed } from './wallet.fixture.ts'

/** Of APIv2 (XML), which the provider does not speak: their AES-256-ECB is nowhere in it. */
const NOT_SPOKEN: readonly string[] = ['v2_refund_req_info', 'v2_req_info_key']

const used = new Set<string>()

/** One test per vector, by name. */
function check(kinds: readonly string[], holds: string, prove: (one: Vector) => void): void {
  for (const one of VECTORS.filter(({ kind }) => kinds.includes(kind))) {
    used.add(one.id)
    test(`${one.id}, ${one.name}: ${holds}`, () => prove(one))
  }
}

const moment = (seconds: string, nonce: string): Moment => ({ nowMs: Number(seconds) * 1_000, nonce: () => nonce })
const keyOf = (pem = '') => createPublicKey(pem)

describe('what we sign', () => {
  const request = ({ input }: Vector) => {
    const { method, url: path, body, timestamp, nonce_str, mchid = account.mchId, serial_no: serial = account.serial } = input
    const draft: Draft = { method, path, effect: 'read', ...(body !== '' && { body: JSON.parse(body) }) }
    const driven = drive(signedRequest(draft, accountOf({ ...account, mchId: mchid, serial }), moment(timestamp, nonce_str)))
    const text = driven.steps.flatMap((step) => (step.do === 'sign' ? [Buffer.from(step.text).toString()] : []))
    return { request: driven.reply, text }
  }

  check(['request_sign', 'request_message'], 'are the five lines', (one) => {
    expect(request(one).text).toEqual([one.expect.message])
  })

  check(['request_sign'], 'is what we send', (one) => {
    const { headers, body, url, method } = request(one).request
    expect(new Map(headers).get('authorization')).toBe(one.expect.authorization)
    expect(one.expect.authorization).toContain(`signature="${one.expect.signature}"`)
    expect([method, url]).toEqual([one.input.method, `https://api.mch.weixin.qq.com${one.input.url}`])
    expect(Buffer.from(body ?? '').toString()).toBe(one.input.body)
  })

  check(['rsa_sign'], 'is deterministic', ({ input, expect: expected }) => {
    const signature = rsaSign('RSA-SHA256', Buffer.from(input.message), createPrivateKey(KEYS[input.private_key]))
    expect(signature.toString('base64')).toBe(expected.signature)
  })
})

describe('what the front end gets', () => {
  const launch = (scene: 'jsapi' | 'app', prepay_id: string, when: Moment) => {
    const { reply, steps } = drive(launchPrompt({ prepay_id }, { ...order, scene }, accountOf(account), when))
    const text = steps.flatMap((step) => (step.do === 'sign' ? [Buffer.from(step.text).toString()] : []))
    return { params: reply.kind === 'invoke' ? reply.params : {}, text }
  }

  check(['jsapi_pay_sign'], 'is what the page gets', ({ input, expect: { message, ...expected } }) => {
    const { timeStamp, nonceStr, package: handle } = input
    const { params, text } = launch('jsapi', handle.replace('prepay_id=', ''), moment(timeStamp, nonceStr))
    expect(params).toEqual({ ...input, ...expected })
    expect(text).toEqual([message])
  })

  check(['app_pay_sign'], 'is what the app gets', ({ input, expect: { message, sign } }) => {
    const { params, text } = launch('app', input.prepayid, moment(input.timestamp, input.noncestr))
    expect(params).toEqual({ ...input, sign })
    expect(text).toEqual([message])
  })
})

describe('what the wallet signs', () => {
  const REASONS = {
    signature: /a signature that fits/,
    unknown_serial: /a key that we know in Wechatpay-Serial/,
    timestamp: /a message of the last 300 s/,
  }

  check(['message_verify'], 'is believed, or refused for its reason', ({ input, trusted, expect: { valid, reason } }) => {
    const { body, now, headers, certificate_pem } = input
    const known = trusted
      ? Object.entries(trusted).map(([id, name]) => [id, keyOf(KEYS[name])] as const)
      : [[headers['Wechatpay-Serial'] ?? '', keyOf(certificate_pem)] as const]
    const message = { headers: headersOf(headers), body: Buffer.from(body) }
    const look = () => drive(verified(message, now * 1_000), [], new Map(known))
    if (valid) return expect(look).not.toThrow()
    expect(look).toThrow(expect.objectContaining({ code: 'UNVERIFIED' }))
    expect(look).toThrow(REASONS[reason ?? 'signature'])
  })

  check(['notify'], 'is opened and read', ({ input, expect: { plaintext = '' } }) => {
    const message = received(input.body, input.headers)
    const { facts, id } = drive(wechatpay(account).notify(message, { ...at, nowMs: input.now * 1_000 })).reply
    const raw = readJson(plaintext)
    expect(id).toBe('EV-2018022511223320873')
    expect(facts).toMatchObject([{ source: 'notify', outTradeNo: raw.out_trade_no, payee: { mchId: raw.mchid } }])
    expect(facts[0]?.raw).toEqual(raw)
  })

  check(['rsa_verify'], 'fits or does not', ({ input, expect: { valid } }) => {
    const key = keyOf(input.certificate_pem ?? input.public_key_pem)
    expect(rsaVerify(key, Buffer.from(input.message), input.signature)).toBe(valid)
  })
})

describe('what is sealed', () => {
  const opened = (key: string, { ciphertext, nonce, associated_data = '' }: Partial<Vector['input']>) =>
    openBox({ ciphertext: ciphertext ?? '', nonce: nonce ?? '', associatedData: associated_data }, [
      createSecretKey(Buffer.from(key)),
    ])

  check(['aes_256_gcm'], 'opens, or stays shut', ({ input, expect: { plaintext, error } }) => {
    const bytes = opened(input.key, input)
    expect(bytes && Buffer.from(bytes).toString()).toBe(error ? undefined : plaintext)
  })

  check(['certificates_download'], 'is learned: every entry', ({ input, expect: expected }) => {
    const answer = signed(input.body, 200, { serial: CERTIFICATE_SERIAL, key: platformKey })
    const learned = drive(learnedCertificates(accountOf(account), at), answer).reply
    expect(learned.map(({ id }) => id)).toEqual(expected.serials)
    expect(learned.map(({ pem }) => pem.trim())).toEqual(expected.pems.map((name) => KEYS[name].trim()))
    const newest = [...learned].sort((a, b) => (b.notAfter ?? 0) - (a.notAfter ?? 0))
    expect(newest[0]?.id).toBe(expected.newest_for_encryption)
    const fields: { data: { encrypt_certificate: Vector['input'] }[] } = JSON.parse(input.body)
    for (const { encrypt_certificate } of fields.data) expect(opened('0'.repeat(32), encrypt_certificate)).toBeUndefined()
  })

  check(['rsa_oaep_sha1_decrypt'], 'is OAEP with SHA-1', (one) => {
    const name = one.private_key ?? one.input.private_key
    const padding = constants.RSA_PKCS1_OAEP_PADDING
    const open = () =>
      privateDecrypt({ key: KEYS[name], padding, oaepHash: 'sha1' }, Buffer.from(one.input.ciphertext, 'base64')).toString()
    if (one.expect.error) expect(open).toThrow()
    else expect(open()).toBe(one.expect.plaintext)
  })
})

describe('bills', () => {
  check(['bill'], 'is read; its digest is over the unpacked bytes', ({ input, expect: expected }) => {
    const packed = Buffer.from(input.gzip_base64, 'base64')
    const text = gunzipSync(packed)
    expect(text.toString()).toBe(input.text)
    const sha1 = (bytes: Uint8Array) => createHash('sha1').update(bytes).digest('hex')
    expect([sha1(text), sha1(packed)]).toEqual([expected.hash_value, expected.hash_of_gzip_bytes_is_wrong])
    const reader = tradeReader(accountOf(account))
    const rows = input.text.split('\r\n').flatMap((line) => reader.line(line) ?? [])
    expect(reader.end()).toEqual({ rows: expected.rows })
    expect(rows[0]?.columns).toMatchObject(expected.first)
    expect(rows[0]?.fact).toMatchObject({ kind: 'payment', status: 'paid', total: { amount: 100n } })
  })

  check(['bill_line'], 'has its values, each in its place', ({ input, expect: { fields, field_count, empty_fields_at } }) => {
    const values = splitStatementLine(input.line, { columns: fields?.length ?? field_count })
    if (fields) return expect(values).toEqual(fields)
    expect(values.flatMap((value, place) => (value === '' ? [place] : []))).toEqual(empty_fields_at)
  })
})

describe('signatures of APIv2, which wire knows', () => {
  check(['v2_sign'], 'is what wire signs', ({ input: { params, key, sign_type }, expect: { string, sign } }) => {
    if (string !== undefined) expect(canonicalText(params)).toBe(string)
    expect((sign_type === 'MD5' ? md5Sign : hmacSha256Sign)(params, key)).toBe(sign)
  })

  check(['v2_sort'], 'is the order of names', ({ input, expect: expected }) => {
    const text = canonicalText(Object.fromEntries(input.keys.map((name) => [name, '1'])))
    expect(text).toBe(expected.keys.map((name) => `${name}=1`).join('&'))
  })
})

test('all 52 vectors are used, each by a test of its name, or are of what the provider does not speak', () => {
  expect(VECTORS).toHaveLength(52)
  const left = VECTORS.filter(({ id }) => !used.has(id))
  expect(new Set(left.map(({ kind }) => kind))).toEqual(new Set(NOT_SPOKEN))
})
