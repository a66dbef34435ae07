import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readForm, writeForm } from './form.ts'

const bytes = (text: string) => new Uint8Array(Buffer.from(text))
const pairs = (text: string) => readForm(bytes(text)).map(([name, value]) => [name, Buffer.from(value).toString()] as const)
const failing = expect.objectContaining({ code: 'MALFORMED', message: expect.stringMatching(/^form: expected/) })

describe('a form', () => {
  test.each<[string, readonly (readonly [string, string])[]]>([
    ['', []],
    ['a=', [['a', '']]],
    ['a=1&b=2', [['a', '1'], ['b', '2']]], // biome-ignore format: pairs
    ['a=1=2', [['a', '1=2']]],
    ['a=b+c%20d', [['a', 'b c d']]],
    ['sign=ab%2Bcd%2Fef%3D%3d', [['sign', 'ab+cd/ef==']]],
    ['a=%E6%B5%8B', [['a', '测']]],
    ['a=测', [['a', '测']]],
    ['a=1&a=2', [['a', '1'], ['a', '2']]], // biome-ignore format: pairs
  ])('%j', (text, expected) => {
    expect(pairs(text)).toEqual(expected)
  })

  test('is decoded once: what still looks escaped is text', () => {
    expect(pairs('a=50%25+off&b=%257B%2526%257D&c=%2B')).toEqual([
      ['a', '50% off'],
      ['b', '%7B%26%7D'],
      ['c', '+'],
    ])
  })

  test('keeps the bytes of every charset', () => {
    const [[, value] = []] = readForm(bytes('subject=%B2%E2%CA%D4'))
    expect(new TextDecoder('gbk').decode(value)).toBe('测试')
  })

  test('reads its own part of a larger buffer', () => {
    const whole = bytes('xxa=1yy')
    expect(readForm(whole.subarray(2, 5))).toEqual([['a', Buffer.from('1')]])
  })

  test.each([
    'a',
    'a=1&',
    '&a=1',
    'a=1&&b=2',
    '=1',
    'a=%',
    'a=%4',
    'a=%4g',
    'sign[]=x',
    'a%26b=1',
    '{"a":1}',
    'a b=1',
    '<xml></xml>',
  ])('is refused as MALFORMED: %s', (text) => {
    expect(() => pairs(text)).toThrow(failing)
  })

  test('is read as it was written, and as the platform reads it', () => {
    const name = fc.stringMatching(/^[0-9A-Za-z_]{1,12}$/)
    const value = fc.string({ unit: 'grapheme' })
    fc.assert(
      fc.property(fc.dictionary(name, value), (fields) => {
        const text = writeForm({ ...fields })
        expect(pairs(text)).toEqual(Object.entries(fields))
        expect(pairs(text)).toEqual([...new URLSearchParams(text)])
      }),
    )
  })
})
