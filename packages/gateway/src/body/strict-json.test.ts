import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NotStrict, parseStrictJson } from './strict-json.ts'

const parse = (text: string | Uint8Array) => parseStrictJson(typeof text === 'string' ? Buffer.from(text) : text)

function refusal(text: string | Uint8Array): { readonly pointer: string; readonly message: string } | undefined {
  try {
    parse(text)
    return undefined
  } catch (error) {
    if (error instanceof NotStrict) return { pointer: error.pointer, message: error.message }
    throw error
  }
}

const nested = (levels: number) => `${'{"a":'.repeat(levels - 1)}{}${'}'.repeat(levels - 1)}`

describe('strict JSON', () => {
  it.each([
    ['nothing', '', ''],
    ['spaces', ' \n', ''],
    ['a list', '[]', ''],
    ['a text', '"a"', ''],
    ['null', 'null', ''],
    ['half an object', '{"a":1', ''],
    ['two objects', '{}{}', ''],
    ['a comma too many', '{"a":1,}', ''],
    ['a comment', '{/* */}', ''],
    ['single quotes', "{'a':1}", ''],
    ['NaN', '{"a":NaN}', ''],
    ['a mark of the byte order', '\ufeff{}', ''],
    ['a name twice', '{"a":1,"b":2,"a":3}', '/a'],
    ['a name twice, once written otherwise', String.raw`{"a":1,"\u0061":3}`, '/a'],
    ['a name twice further down', '{"x":[{},{"a":{"b":1,"b":1}}]}', '/x/1/a/b'],
    ['a name twice behind a list', '{"a":[1,2,{"b":3}],"c":{"d":4},"a":5}', '/a'],
    ['__proto__', '{"__proto__":{"admin":true}}', '/__proto__'],
    ['__proto__, written otherwise', String.raw`{"x":{"\u005f_proto__":1}}`, '/x/__proto__'],
    ['constructor', '{"a":{"constructor":{"prototype":{}}}}', '/a/constructor'],
    ['prototype', '{"prototype":1}', '/prototype'],
    ['a decimal', '{"amount":19.9}', '/amount'],
    ['a whole number written as a decimal', '{"amount":1990.0}', '/amount'],
    ['an exponent', '{"amount":1e3}', '/amount'],
    ['what rounds to one', '{"amount":0.99999999999999999999}', '/amount'],
    ['more than a reader keeps', '{"a":[1,9007199254740993]}', '/a/1'],
    ['half of a surrogate pair', String.raw`{"a":"\ud83d"}`, '/a'],
    ['NUL', String.raw`{"a":"x\u0000"}`, '/a'],
    ['seventeen levels', nested(17), '/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a'],
    ['very many levels', `{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`, `/a${'/0'.repeat(15)}`],
    ['a name with a slash and a tilde', '{"a/b~c":1.5}', '/a~1b~0c'],
  ])('refuses %s, and says where', (_, text, pointer) => {
    expect(refusal(text)).toMatchObject({ pointer, message: expect.stringMatching(/^expected .+, found /) })
  })

  it.each([
    ['bytes that are no UTF-8', Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d)],
    ['a slash in two bytes', Uint8Array.of(0x7b, 0x22, 0xc0, 0xaf, 0x22, 0x3a, 0x31, 0x7d)],
    ['GBK', Uint8Array.of(0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xb2, 0xe8, 0x22, 0x7d)],
    ['UTF-16', Buffer.from('{"a":1}', 'utf16le')],
  ])('refuses %s', (_, bytes) => {
    expect(refusal(bytes)).toBeDefined()
  })

  it('takes what only looks dangerous', () => {
    const hard = String.raw`{"a":"\"},{\"a\":1.5,\"a\":","b\\":["{",true,null,-1,0,9007199254740991,"\\"],"":{"a":{"a":[{"a":1},{"a":1}]}},"😀":"茶\n"}`
    expect(parse(hard)).toEqual(JSON.parse(hard))
    expect(parse(nested(16))).toBeDefined()
    expect(parse('{"__proto":1,"toString":2,"Constructor":3}')).toBeDefined()
  })

  it('reads whatever JSON.parse reads, equally', () => {
    const value = fc.letrec<{ readonly any: unknown }>((tie) => ({
      any: fc.oneof(
        { maxDepth: 6 },
        fc.string({ unit: 'grapheme' }),
        fc.maxSafeInteger(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('any')),
        fc.dictionary(fc.string(), tie('any')),
      ),
    }))
    const object = fc.dictionary(fc.string({ unit: 'grapheme' }), value.any)
    fc.assert(
      fc.property(object, fc.constantFrom(undefined, 2), (given, space) => {
        const text = JSON.stringify(given, undefined, space)
        const found = refusal(text)
        if (found) expect(text).toMatch(/__proto__|prototype|constructor|\\u0000/)
        else expect(parse(text)).toEqual(JSON.parse(text))
      }),
    )
  })

  it('refuses whatever JSON.parse refuses, and throws nothing else', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '"a"',
      '\\',
      '1',
      '-',
      '.5',
      'e1',
      'true',
      'null',
      ' ',
      '\\u0061',
      '茶',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = `{"a":${pieces.join('')}}`
        let fits = true
        try {
          JSON.parse(text)
        } catch {
          fits = false
        }
        if (!fits) expect(refusal(text)).toBeDefined()
        else refusal(text)
      }),
    )
  })
})
