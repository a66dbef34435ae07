import { createHash, createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hmacSha1Base64, hmacSha256Sign, hmacSha256Verify, md5Hex, md5Sign, md5Verify } from './sign.ts'

const key = 'test-key-0123456789abcdef0123456789'
const oldKey = 'test-key-of-last-year-0123456789'
const fields = { out_trade_no: 'T-0001', total_fee: '888', attach: '深圳分店' }
const schemes = [
  { scheme: 'MD5', sign: md5Sign, verify: md5Verify, length: 32 },
  { scheme: 'HMAC-SHA256', sign: hmacSha256Sign, verify: hmacSha256Verify, length: 64 },
]

describe.each(schemes)('$scheme', ({ sign, verify, length }) => {
  const signed = { ...fields, sign: sign(fields, key) }

  test('a signature is upper-case hex and verifies, in either case', () => {
    expect(signed.sign).toMatch(new RegExp(`^[0-9A-F]{${length}}$`))
    expect(verify(signed, [key])).toBe(true)
    expect(verify({ ...signed, sign: signed.sign.toLowerCase() }, [key])).toBe(true)
  })

  test('a list of keys is a rotation: each verifies, at every place', () => {
    expect(verify(signed, [oldKey, key])).toBe(true)
    expect(verify(signed, [key, oldKey])).toBe(true)
    expect(verify(signed, [oldKey])).toBe(false)
  })

  test('nothing absent passes: no sign, an empty one, no key, an empty key', () => {
    const forged = { ...fields, sign: sign(fields, '') }
    expect(verify(fields, [key])).toBe(false)
    expect(verify({ ...fields, sign: '' }, [key])).toBe(false)
    expect(verify({ ...fields, sign: undefined }, [key])).toBe(false)
    expect(verify(Object.create(signed), [key])).toBe(false)
    expect(verify(signed, [])).toBe(false)
    expect(verify(forged, [''])).toBe(false)
    expect(verify(forged, [key, ''])).toBe(false)
    expect(verify({}, [])).toBe(false)
  })

  test('other digits are no hex digits', () => {
    const found = signed.sign
    expect(verify({ ...signed, sign: `${found} ` }, [key])).toBe(false)
    expect(verify({ ...signed, sign: `0x${found.slice(2)}` }, [key])).toBe(false)
    // U+FB00, a ligature, is "FF" in upper case.
    const withLigature = { n: nonceFor((n) => sign({ n }, key).includes('FF')) }
    expect(verify({ ...withLigature, sign: sign(withLigature, key).replace('FF', '\ufb00') }, [key])).toBe(false)
  })

  test('law: signed fields verify, and any one changed, added or removed field does not', () => {
    const names = fc.stringMatching(/^[a-z_]{1,6}$/).filter((name) => name !== 'sign')
    const messages = fc.dictionary(names, fc.string({ unit: 'grapheme', minLength: 1 }), { minKeys: 1, maxKeys: 6 })
    const check = (message: Record<string, string>, at: number, value: string) => {
      const whole: Record<string, string> = { ...message, sign: sign(message, key) }
      const [name = '', old = ''] = Object.entries(message)[at % Object.keys(message).length] ?? []
      const { [name]: _, ...less } = whole
      expect(verify(whole, [oldKey, key])).toBe(true)
      expect(verify({ ...whole, [name]: value }, [oldKey, key])).toBe(value === old)
      expect(verify({ ...whole, [`${name}2`]: value }, [oldKey, key])).toBe(false)
      expect(verify(less, [oldKey, key])).toBe(false)
    }
    const values = fc.string({ unit: 'grapheme', minLength: 1 })
    fc.assert(fc.property(messages, fc.nat(5), values, check), { numRuns: 1_000, seed: 20_261_123 })
  })

  test('one flipped bit of the signature fails', () => {
    for (let at = 0; at < length; at += 1) {
      const flipped = (Number.parseInt(signed.sign.charAt(at), 16) ^ 1).toString(16)
      expect(verify({ ...signed, sign: signed.sign.slice(0, at) + flipped + signed.sign.slice(at + 1) }, [key])).toBe(false)
    }
  })
})

test('the schemes do not stand in for one another', () => {
  expect(md5Verify({ ...fields, sign: hmacSha256Sign(fields, key) }, [key])).toBe(false)
  expect(hmacSha256Verify({ ...fields, sign: md5Sign(fields, key) }, [key])).toBe(false)
})

test('the text is signed with &key= at its end, in UTF-8', () => {
  const text = `attach=深圳分店&out_trade_no=T-0001&total_fee=888&key=${key}`
  expect(md5Sign(fields, key)).toBe(createHash('md5').update(text, 'utf8').digest('hex').toUpperCase())
  expect(hmacSha256Sign(fields, key)).toBe(createHmac('sha256', key).update(text, 'utf8').digest('hex').toUpperCase())
})

test('building blocks of the app launch and the operator password', () => {
  expect(md5Hex('111111')).toBe('96e79218965eb72c92a549dd5a330112')
  // RFC 2202, test case 2
  expect(Buffer.from(hmacSha1Base64('Jefe', 'what do ya want for nothing?'), 'base64').toString('hex')).toBe(
    'effcdf6ae5eb2fa2d27416d5f184df9c259a7c79',
  )
})

function nonceFor(fits: (nonce: string) => boolean): string {
  for (let n = 0; n < 10_000; n += 1) if (fits(String(n))) return String(n)
  throw new Error('no nonce fits')
}
