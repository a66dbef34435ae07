import { readFileSync } from 'node:fs'
import { hmacSha256Sign, hmacSha256Verify, md5Hex, md5Sign, md5Verify } from '@tpkit/wire'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Hash, Transformer } from 'wechatpay-axios-plugin'
import { type Fields, fields, KEY, MCH_ID, RUNS, value } from './fields.fixture.ts'

const client = new Transformer(MCH_ID, KEY)

/** What their client makes of an answer: the fields themselves, or an error as a value. */
const believed = (answer: Fields) => client.verifier({ return_code: 'SUCCESS', result_code: 'SUCCESS', ...answer })

const SCHEMES = [
  { scheme: 'MD5', sign: md5Sign, verify: md5Verify },
  { scheme: 'HMAC-SHA256', sign: hmacSha256Sign, verify: hmacSha256Verify },
] as const

describe.each(SCHEMES)('$scheme over any fields, empty ones and Chinese text among them', ({ scheme, sign, verify }) => {
  test('both make the same signature', () => {
    const check = (found: Fields) => {
      expect(sign(found, KEY)).toBe(Hash.sign(scheme, found, KEY))
    }
    fc.assert(fc.property(fields, check), RUNS)
  })

  test('what ours signed, their client believes', () => {
    const check = (found: Fields) => {
      const answer = { ...found, return_code: 'SUCCESS', result_code: 'SUCCESS' }
      const signed = { ...answer, sign: sign(answer, KEY) }
      expect(believed(signed)).toEqual(signed)
    }
    fc.assert(fc.property(fields, check), RUNS)
  })

  test('what their client signed, ours verifies', () => {
    const check = (found: Fields) => {
      const signed = client.signer({ ...found, mch_id: MCH_ID, sign_type: scheme })
      expect(signed).toMatchObject({ ...found, nonce_str: expect.stringMatching(/^[0-9A-Za-z]{32}$/) })
      expect(verify(signed as Fields, [KEY])).toBe(true) // typed as `object`; what came in was text
    }
    fc.assert(fc.property(fields, check), RUNS)
  })

  test('both refuse a value that changed, and another key', () => {
    const check = (found: Fields, other: string) => {
      const answer = { ...found, return_code: 'SUCCESS', result_code: 'SUCCESS' }
      const [name = '', old] = Object.entries(found)[0] ?? []
      const changed = { ...answer, sign: sign(answer, KEY), [name]: other }
      fc.pre(other !== old)
      expect(verify(changed, [KEY])).toBe(false)
      expect(believed(changed)).toMatchObject({ code: 'EV2_RES_SIGNATURE_NOT_EQUAL' })
      expect(believed({ ...answer, sign: sign(answer, KEY.toUpperCase()) })).toMatchObject({
        code: 'EV2_RES_SIGNATURE_NOT_EQUAL',
      })
    }
    fc.assert(fc.property(fields, value, check), RUNS)
  })
})

interface SignVector {
  readonly id: string
  readonly signType: 'MD5' | 'HMAC-SHA256'
  readonly key: string
  readonly params: Fields
  readonly sign: string
}

const file = new URL('../../test-fixtures/qqwallet-vectors.json', import.meta.url)
const vectors: { readonly sign: readonly SignVector[] } = JSON.parse(readFileSync(file, 'utf8'))

test.each(vectors.sign)('their code makes the signature of vector $id', ({ signType, params, key, sign }) => {
  expect(Hash.sign(signType, params, key)).toBe(sign)
})

test("an operator's password travels as the MD5 that their code makes, too", () => {
  const check = (password: string) => {
    expect(Hash.md5(password)).toBe(md5Hex(password))
  }
  fc.assert(fc.property(value, check), RUNS)
})

describe('where the two part', () => {
  const message = { a: '1', return_code: 'SUCCESS', result_code: 'SUCCESS' }

  test('a signature in lower case: ours takes it, as the wallet is known to send it; theirs does not', () => {
    const lower = { ...message, sign: md5Sign(message, KEY).toLowerCase() }
    expect(md5Verify(lower, [KEY])).toBe(true)
    expect(believed(lower)).toMatchObject({ code: 'EV2_RES_SIGNATURE_NOT_EQUAL' })
  })

  test('the algorithm: ours is told it, theirs takes it from the length of what came', () => {
    const hmac = { ...message, sign: hmacSha256Sign(message, KEY) }
    expect(md5Verify(hmac, [KEY])).toBe(false)
    expect(believed(hmac)).toEqual(hmac)
  })

  test('an empty key: theirs signs without any, ours proves nothing with it', () => {
    const keyless = { ...message, sign: Hash.sign('MD5', message, '') }
    expect(keyless.sign).toBe(Hash.md5('a=1&result_code=SUCCESS&return_code=SUCCESS').toUpperCase())
    expect(md5Verify(keyless, [''])).toBe(false)
  })

  test('names that are whole numbers: theirs sorts them as numbers; XML has no such names', () => {
    const numbers = { '10': 'x', '9': 'y' }
    expect(Hash.sign('MD5', numbers, KEY)).toBe(Hash.md5('9=y&10=x', KEY).toUpperCase())
    expect(md5Sign(numbers, KEY)).toBe(Hash.md5('10=x&9=y', KEY).toUpperCase())
  })

  test('null: theirs signs it as an empty field that counts; ours has no such value', () => {
    expect(Hash.sign('MD5', { a: '1', b: null }, KEY)).toBe(Hash.md5('a=1&b=', KEY).toUpperCase())
    expect(md5Sign({ a: '1', b: '' }, KEY)).toBe(Hash.md5('a=1', KEY).toUpperCase())
  })

  test('numbers: theirs takes them as they are, 0 among them, and signs their text', () => {
    expect(Hash.sign('MD5', { a: 0, b: 19.9 }, KEY)).toBe(md5Sign({ a: '0', b: '19.9' }, KEY))
  })

  test('a refusal: theirs passes it on without looking at its signature', () => {
    const refusal = { return_code: 'SUCCESS', result_code: 'FAIL', err_code: 'ORDERPAID', sign: 'wrong' }
    expect(client.verifier(refusal)).toMatchObject({ code: 'EV2_RES_STATUS_CODE_NOT_SUCESS' })
    expect(md5Verify(refusal, [KEY])).toBe(false)
  })
})
