import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { viaFastXmlParser, viaParseXml, viaSaxes } from './xml-oracles.fixture.ts'
import { readXml } from './xml-reader.ts'
import { writeXml } from './xml-writer.ts'

const name = fc
  .stringMatching(/^[A-Za-z_][A-Za-z0-9_.-]{0,12}$/)
  .filter((found) => found !== 'constructor' && found !== 'prototype')
const special = fc.constantFrom('\r', '\n', '\t', ']]>', ']', '<', '&', '&amp;', '"', '中', '😀', '\ufffd', '\u0085')
const value = fc.oneof(
  fc.string({ unit: fc.oneof(special, fc.string({ unit: 'grapheme', maxLength: 3 })), maxLength: 8 }),
  fc.nat().map(String),
)

test('what is written is read back the same, by this reader and by three others', () => {
  const check = (fields: Record<string, string>) => {
    const xml = writeXml(fields)
    for (const read of [readXml, viaSaxes, viaParseXml, viaFastXmlParser]) expect({ ...read(xml) }).toEqual(fields)
  }
  fc.assert(fc.property(fc.dictionary(name, value, { maxKeys: 6, noNullPrototype: true }), check), {
    numRuns: 2_000,
    seed: 20_261_123,
  })
})

describe('the form is the common one of the wallets', () => {
  test.each([
    ['digits as text', { total_fee: '888' }, '<xml><total_fee>888</total_fee></xml>'],
    [
      'everything else as CDATA',
      { a: 'x', b: '1.5', c: '-1', d: ' 1' },
      '<xml><a><![CDATA[x]]></a><b><![CDATA[1.5]]></b><c><![CDATA[-1]]></c><d><![CDATA[ 1]]></d></xml>',
    ],
    ['empty values as empty elements', { a: '' }, '<xml><a></a></xml>'],
    ['the end of a section is split', { a: 'x]]>y' }, '<xml><a><![CDATA[x]]]]><![CDATA[>y]]></a></xml>'],
    ['a carriage return as a reference', { a: '<1>\r\n&' }, '<xml><a>&lt;1&gt;&#13;\n&amp;</a></xml>'],
    ['undefined fields are left out', { a: undefined, b: '1' }, '<xml><b>1</b></xml>'],
    ['the order is kept', { b: '1', a: '2' }, '<xml><b>1</b><a>2</a></xml>'],
    ['no fields', {}, '<xml></xml>'],
  ])('%s', (_, fields, xml) => {
    expect(writeXml(fields)).toBe(xml)
  })
})

describe('what XML cannot carry is refused before it is sent', () => {
  test.each(['\0', '\u0001', '\u000b', '\u001f', '\ufffe', '\uffff', '\ud83d', '\ude00'])('the character %j', (char) => {
    for (const before of ['', 'ab', '中😀']) {
      const message = expect.stringMatching(new RegExp(`^body: expected .* at character ${before.length}$`))
      expect(() => writeXml({ body: `${before}${char}` })).toThrow(expect.objectContaining({ code: 'INVALID', message }))
    }
  })

  test.each(['', ' ', 'a b', '1a', '-a', 'a>b', 'a/', 'a:b', '金额', 'a\n', '__proto__', 'constructor', 'prototype'])(
    'the name %j',
    (wrong) => {
      expect(() => writeXml(Object.fromEntries([[wrong, '1']]))).toThrow(expect.objectContaining({ code: 'INVALID' }))
    },
  )

  test('the sentence shows the place, not the value', () => {
    expect(() => writeXml({ body: 'secret-looking text\0' })).toThrow(
      /^body: expected characters that XML can carry, found "\\u0000" at character 19$/,
    )
  })
})
