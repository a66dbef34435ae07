import { describe, expect, test } from 'vitest'
import { canonicalText } from './canonical.ts'
import { hmacSha1Base64, hmacSha256Sign, hmacSha256Verify, md5Hex, md5Sign, md5Verify } from './sign.ts'
import { type Message, vectors } from './vectors.fixture.ts'
import { readXml } from './xml-reader.ts'
import { writeXml } from './xml-writer.ts'

const messages = [...vectors.requests, ...vectors.responses, ...vectors.notifications]
const written = messages.filter((message): message is Message & { xml: string } => message.xml !== undefined)

test('every section has the vectors that it had', () => {
  const { sign, signNegative, appLaunchSignature, operatorPassword, requests, responses, notifications } = vectors
  const sections = [sign, signNegative, appLaunchSignature, operatorPassword, requests, responses, notifications]
  expect(sections.map((section) => section.length)).toEqual([16, 7, 3, 2, 15, 24, 10])
  expect(written).toHaveLength(46)
})

describe('signatures', () => {
  test.each(vectors.sign)('$id', ({ params, key, stringToSign, sign, signType }) => {
    const [make, verify] = signType === 'MD5' ? [md5Sign, md5Verify] : [hmacSha256Sign, hmacSha256Verify]
    expect(`${canonicalText(params)}&key=${key}`).toBe(stringToSign)
    expect(make(params, key)).toBe(sign)
    expect(verify({ ...params, sign }, [key])).toBe(true)
  })

  test.each(vectors.signNegative)('$id: $expect', ({ params, key, sign, expect: verdict }) => {
    expect(md5Verify({ ...params, sign }, [key])).toBe(verdict === 'accept')
  })
})

describe('app launch and operator password', () => {
  test.each(vectors.appLaunchSignature)('$id', ({ id, sig, sameInputAs, ...vector }) => {
    const input = sameInputAs ? vectors.appLaunchSignature.find((other) => other.id === sameInputAs) : vector
    const found = hmacSha1Base64(input?.hmacKey ?? '', input?.stringToSign ?? '')
    if (sameInputAs) expect(found).not.toBe(sig)
    else expect(found).toBe(sig)
  })

  test.each(vectors.operatorPassword)('$id', ({ plain, op_user_passwd }) => {
    expect(md5Hex(plain)).toBe(op_user_passwd)
  })
})

describe('messages', () => {
  test.each(written)(
    '$id: read, and its signature checked',
    ({ xml, fields, key = '', stringToSign, expect: wanted, parseOnly }) => {
      if (wanted?.rejected) return expect(() => readXml(xml)).toThrow(expect.objectContaining({ code: 'MALFORMED' }))
      const found = readXml(xml)
      expect({ ...found }).toEqual(fields)
      expect(readXml(Buffer.from(xml))).toEqual(found)
      if (parseOnly) return
      const signed = found.sign !== undefined
      expect(md5Verify(found, [key])).toBe(wanted?.signValid ?? signed)
      if (stringToSign) expect(`${canonicalText(found)}&key=${key}`).toBe(stringToSign)
      if (stringToSign) expect(md5Sign(found, key)).toBe(found.sign)
    },
  )

  const inCommonStyle = vectors.requests.filter(({ id, key }) => key && id !== 'unified-jsapi-limit-pay') // that one is all CDATA
  test.each(inCommonStyle)('$id: written byte for byte', ({ fields = {}, xml }) => {
    expect(writeXml(fields)).toBe(xml)
  })

  test.each(messages.filter(({ fields }) => fields))('$id: written and read again', ({ fields = {} }) => {
    expect({ ...readXml(writeXml(fields)) }).toEqual(fields)
  })

  test('acknowledgements', () => {
    const [success, failure] = vectors.acknowledgements
    expect({ ...readXml(success?.xml ?? '') }).toEqual({ return_code: 'SUCCESS' })
    expect({ ...readXml(writeXml(failure?.parsed ?? {})) }).toEqual({ return_code: 'FAIL', return_msg: 'fails.' })
  })
})
