import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { isSigned, md5, signature } from './sign.ts'
import { readXml } from './xml.ts'

interface Signed {
  readonly id: string
  readonly key: string
  readonly signType?: string
  readonly params: Record<string, string>
  readonly sign: string
}
interface Message {
  readonly id: string
  readonly key: string
  readonly fields?: Record<string, string>
  readonly xml?: string
  readonly parseOnly?: boolean
  readonly expect?: { readonly signValid?: boolean; readonly rejected?: string }
}
interface Vectors {
  readonly sign: readonly Signed[]
  readonly signNegative: readonly (Signed & { readonly expect: 'accept' | 'reject' })[]
  readonly operatorPassword: readonly { readonly plain?: string; readonly op_user_passwd?: string }[]
  readonly requests: readonly Message[]
  readonly responses: readonly Message[]
  readonly notifications: readonly Message[]
}

const vectors: Vectors = JSON.parse(
  readFileSync(new URL('../../../../test-fixtures/qqwallet-vectors.json', import.meta.url), 'utf8'),
)
const map = (fields: Record<string, string>): ReadonlyMap<string, string> => new Map(Object.entries(fields))

describe('the signature of 安全规范', () => {
  test.each(vectors.sign.filter(({ signType }) => signType === 'MD5'))('$id', ({ params, key, sign }) => {
    expect(signature(map(params), key)).toBe(sign)
  })

  test.each(vectors.signNegative)('$id: $expect', ({ params, key, sign, expect: verdict }) => {
    expect(isSigned(map({ ...params, sign }), key)).toBe(verdict === 'accept')
  })

  test('a message without a sign is not signed', () => {
    expect(isSigned(map({ foo: 'bar' }), 'test-key-0123456789abcdef0123456789')).toBe(false)
  })

  test("an operator's password travels as lower-case MD5", () => {
    const known = vectors.operatorPassword.filter(({ plain }) => plain !== undefined)
    expect(known).not.toHaveLength(0)
    for (const { plain = '', op_user_passwd } of known) expect(md5(plain)).toBe(op_user_passwd)
  })
})

describe('published and computed messages, read as XML', () => {
  const messages = [...vectors.requests, ...vectors.responses, ...vectors.notifications]
  const readable = messages.filter(({ xml, expect: found }) => xml !== undefined && !found?.rejected)

  test('there are enough of them to mean something', () => expect(readable.length).toBeGreaterThan(30))

  test.each(readable)('$id has the fields that it says', ({ xml = '', fields = {} }) => {
    expect(readXml(xml)).toEqual(map(fields))
  })

  const signed = readable.filter(({ fields }) => fields?.sign)
  test.each(signed)('$id is signed as it says', ({ id, xml = '', key, expect: found }) => {
    const isWrong = found?.signValid === false || id === 'official-order-query-sample' // its key was never published
    expect(isSigned(readXml(xml) ?? new Map(), key)).toBe(!isWrong)
  })

  test('a DOCTYPE is refused', () => {
    const attacks = messages.filter(({ expect: found }) => found?.rejected)
    expect(attacks).not.toHaveLength(0)
    for (const { xml = '' } of attacks) expect(readXml(xml)).toBeUndefined()
  })
})
