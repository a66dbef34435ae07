import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { jsonMembers } from './json-members.ts'

const bytes = (text: string) => new Uint8Array(Buffer.from(text))
const members = (text: string) =>
  [...jsonMembers(bytes(text))].map(([name, value]) => [name, Buffer.from(value).toString()] as const)
const failing = (words = '') => expect.objectContaining({ code: 'MALFORMED', message: expect.stringContaining(words) })

describe('each member, with exactly the bytes of its value', () => {
  test.each<[string, readonly (readonly [string, string])[]]>([
    ['{}', []],
    [' { } ', []],
    ['{"a":{"b":1},"sign":"x"}', [['a', '{"b":1}'], ['sign', '"x"']]], // biome-ignore format: pairs
    ['{"sign":"x","a":{}}', [['sign', '"x"'], ['a', '{}']]], // biome-ignore format: pairs
    ['\r\n{\t"a" :\n {"b" : [1, {"c":"}"}]} ,\r\n "b":\ttrue }\n', [['a', '{"b" : [1, {"c":"}"}]}'], ['b', 'true']]], // biome-ignore format: pairs
    ['{"a":-1.5e3,"b":null,"c":[]}', [['a', '-1.5e3'], ['b', 'null'], ['c', '[]']]], // biome-ignore format: pairs
    ['{"a":"{\\"sign\\":\\"y\\"} \\\\","sign":"x"}', [['a', '"{\\"sign\\":\\"y\\"} \\\\"'], ['sign', '"x"']]], // biome-ignore format: pairs
    ['{"url":"https:\\/\\/a\\u002fb","中":"文"}', [['url', '"https:\\/\\/a\\u002fb"'], ['中', '"文"']]], // biome-ignore format: pairs
    ['{"si\\u0067n":"x"}', [['sign', '"x"']]],
    ['{"__proto__":{"code":"10000"},"constructor":1}', [['__proto__', '{"code":"10000"}'], ['constructor', '1']]], // biome-ignore format: pairs
  ])('%j', (text, expected) => {
    expect(members(text)).toEqual(expected)
  })

  test('of anything that JSON can write, whatever spaces stand around it', () => {
    const space = fc.stringMatching(/^[ \t\r\n]{0,3}$/)
    const object = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 5 })
    fc.assert(
      fc.property(object, space, (value, gap) => {
        const pairs = Object.entries(value).map(([name, member]) => [name, JSON.stringify(member)] as const)
        const text = pairs.map(([name, member]) => `${gap}${JSON.stringify(name)}${gap}:${gap}${member}${gap}`).join(',')
        expect(members(`${gap}{${text}${pairs.length === 0 ? gap : ''}}${gap}`)).toEqual(pairs)
      }),
    )
  })
})

describe('what is no JSON object, or not one alone, is MALFORMED', () => {
  test.each([
    '',
    'x',
    '[]',
    '[{"a":1}]',
    '"a"',
    '1',
    'null',
    '{"a":1',
    '{"a":1}}',
    '{"a":1}{"b":2}',
    '{"a":1,}',
    "{'a':1}",
    '{a:1}',
  ])('%j', (text) => {
    expect(() => members(text)).toThrow(failing('expected'))
  })

  test('bytes that are no UTF-8, such as the page of an error in GBK', () => {
    expect(() => jsonMembers(new Uint8Array([0x7b, 0x22, 0xd6, 0xd0, 0x22, 0x3a, 0x31, 0x7d]))).toThrow(failing('UTF-8'))
  })

  test.each(['{"a":1,"a":1}', '{"sign":"x","b":2,"si\\u0067n":"y"}'])('a member that is named twice: %s', (text) => {
    expect(() => members(text)).toThrow(failing('each member once'))
  })

  test('a member twice inside of a value is for who reads the value', () => {
    expect(members('{"a":{"b":1,"b":2}}')).toEqual([['a', '{"b":1,"b":2}']])
    expect(() => jsonMembers(jsonMembers(bytes('{"a":{"b":1,"b":2}}')).get('a') ?? new Uint8Array())).toThrow(failing('once'))
  })

  test('any bytes give members or MALFORMED, and never something else', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[{}[\]",:\\a1 ]{0,20}$/)), (text) => {
        try {
          for (const [, value] of jsonMembers(bytes(text))) JSON.parse(Buffer.from(value).toString())
        } catch (error) {
          expect(error).toEqual(failing())
        }
      }),
    )
  })
})
