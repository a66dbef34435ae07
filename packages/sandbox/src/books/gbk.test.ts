import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { gbk } from './gbk.ts'

const decoder = new TextDecoder('gbk')
const decoded = (bytes: Uint8Array): string => decoder.decode(bytes)
const hex = (text: string): string => Buffer.from(gbk(text)).toString('hex')

describe('GBK', () => {
  test.each([
    ['', ''],
    ['A1,\t\r\n', '41312c090d0a'],
    ['支付宝业务明细', 'd6a7b8b6b1a6d2b5cef1c3f7cfb8'],
    ['（元）', 'a3a8d4aaa3a9'],
    ['朱镕基', 'd6ece946bbf9'],
    ['€', '80'],
  ])('%j', (text, bytes) => expect(hex(text)).toBe(bytes))

  test.each(['\u{1f60a}', '\u{20000}', 'é'.normalize('NFD').slice(1), '한'])(
    'lacks %j: a question mark, one for each letter',
    (letter) => {
      expect(decoded(gbk(`a${letter}${letter}b`))).toBe('a??b')
    },
  )

  test('reads back as it was written, whatever can be written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const again = [...decoded(gbk(text))]
        expect(again.map((letter, at) => (letter === '?' ? [...text][at] : letter)).join('')).toBe(text)
      }),
    )
  })

  test('takes every letter of its own', () => {
    const leads = Array.from({ length: 0xfe - 0x80 }, (_, index) => index + 0x81)
    const trails = Array.from({ length: 0xff - 0x40 }, (_, index) => index + 0x40)
    const codes = leads.flatMap((lead) => trails.map((trail) => decoded(Uint8Array.of(lead, trail))))
    const letters = codes.filter((letter) => [...letter].length === 1 && letter !== '\ufffd')
    expect(letters.length).toBeGreaterThan(23_000)
    expect(letters.filter((letter) => decoded(gbk(letter)) !== letter)).toEqual([])
  })
})
