import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalBytes, canonicalText } from './canonical.ts'

const bytes = (text: string) => new Uint8Array(Buffer.from(text))

test('over UTF-8 it is the text that is signed', () => {
  const name = fc.stringMatching(/^[a-z_]{1,8}$/)
  const value = fc.string({ unit: 'grapheme' })
  fc.assert(
    fc.property(fc.dictionary(fc.oneof(name, fc.constantFrom('sign', 'sign_type')), value), (fields) => {
      const values = new Map(Object.entries(fields).map(([one, text]) => [one, bytes(text)]))
      for (const leaveOut of [[], ['sign_type']]) {
        expect(Buffer.from(canonicalBytes(values, leaveOut)).toString()).toBe(canonicalText({ ...fields }, leaveOut))
      }
    }),
  )
})

test('values keep the bytes of their charset, and names are sorted as ASCII', () => {
  const gbk = new Uint8Array([0xb2, 0xe2, 0xca, 0xd4])
  const text = canonicalBytes(
    new Map([
      ['subject', gbk],
      ['app_id', bytes('1')],
      ['App', bytes('2')],
      ['empty', bytes('')],
      ['sign', bytes('x')],
    ]),
  )
  expect(Buffer.from(text).toString('latin1')).toBe(`App=2&app_id=1&subject=${Buffer.from(gbk).toString('latin1')}`)
})
