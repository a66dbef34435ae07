import { isTPError } from '@tpkit/core/errors'
import { describe, expect, test } from 'vitest'
import { readXml } from './xml-reader.ts'

const doc = (inside: string) => `<xml>${inside}</xml>`

/** The sentence of the refusal; fails where the message is accepted or the error is of another kind. */
function refusalOf(message: string | Uint8Array): string {
  try {
    readXml(message)
  } catch (error) {
    if (isTPError(error) && error.code === 'MALFORMED') return error.message
    throw error
  }
  throw new Error('the message was accepted')
}

describe('a flat message is read', () => {
  test.each([
    ['text and CDATA', doc('<a>1</a><b><![CDATA[二]]></b>'), { a: '1', b: '二' }],
    ['several pieces in one element', doc('<a>x<![CDATA[<y>]]>&amp;<![CDATA[&amp;]]></a>'), { a: 'x<y>&&amp;' }],
    ['named entities', doc('<a>&lt;&gt;&amp;&quot;&apos;</a>'), { a: `<>&"'` }],
    ['numeric entities', doc('<a>&#20013;&#x4e2D;&#x1F600;&#9;&#0065;</a>'), { a: '中中😀\tA' }],
    ['entities are decoded once', doc('<a>&amp;lt;&#38;amp;</a>'), { a: '&lt;&amp;' }],
    ['empty elements in three forms', doc('<a/><b ></b ><c><![CDATA[]]></c><d />'), { a: '', b: '', c: '', d: '' }],
    ['no value is trimmed', doc('<a> 1 </a><b>\n</b>'), { a: ' 1 ', b: '\n' }],
    ['no value becomes a number', doc('<a>007</a><b>1e3</b><c>true</c>'), { a: '007', b: '1e3', c: 'true' }],
    ['lone brackets', doc('<a>]] > ]</a><b><![CDATA[]]]]><![CDATA[>]]></b>'), { a: ']] > ]', b: ']]>' }],
    ['white space between fields', '\n<xml>\n  <a>1</a>\t\r\n</xml>\n', { a: '1' }],
    ['declaration', '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<xml/>', {}],
    ['declaration in single quotes', "<?xml version='1.0' encoding='utf-8' ?><xml></xml>", {}],
    ['byte order mark', '\ufeff<?xml version="1.0"?><xml><a>1</a></xml>', { a: '1' }],
    [
      'names that objects inherit',
      doc('<toString>1</toString><xml>2</xml><a-b.c_0>3</a-b.c_0>'),
      { toString: '1', xml: '2', 'a-b.c_0': '3' },
    ],
  ])('%s', (_, message, fields) => {
    expect({ ...readXml(message) }).toEqual(fields)
    expect({ ...readXml(new TextEncoder().encode(message)) }).toEqual(fields)
  })

  test('line ends become a line feed, as in every XML reader; a reference keeps the carriage return', () => {
    expect(readXml(doc('<a>1\r\n2\r3\n\r4</a>')).a).toBe('1\n2\n3\n\n4')
    expect(readXml(doc('<a><![CDATA[1\r\n2]]>&#13;&#10;</a>')).a).toBe('1\n2\r\n')
  })

  test('the result has no prototype', () => {
    expect(Object.getPrototypeOf(readXml('<xml/>'))).toBeNull()
  })
})

describe('everything else is refused with a sentence that names what and where', () => {
  test.each([
    ['comment', doc('<!-- c --><a>1</a>'), 'a comment "<!-- c --><a" at character 5'],
    ['comment in a field', doc('<a>1<!-- c --></a>'), 'a comment "<!-- c --></" at character 9'],
    ['processing instruction', doc('<?pi x?><a>1</a>'), 'a processing instruction "<?pi x?><a>1" at character 5'],
    ['attribute', doc('<a b="1">1</a>'), 'expected ">" and no attributes, found text "b=\\"1\\">1</a><" at character 8'],
    ['attribute of the root', '<xml a="1"/>', 'expected <xml>'],
    ['nesting', doc('<a><b>1</b></a>'), 'a tag that does not fit or is cut off "<b>1</b></a>" at character 8'],
    ['repeated name', doc('<a>1</a><a>1</a>'), 'expected each name once'],
    ['repeated name, empty', doc('<a/><a/>'), 'expected each name once'],
    ['text between fields', doc('<a>1</a>x<b>1</b>'), 'text "x<b>1</b></x" at character 13'],
    ['CDATA between fields', doc('<![CDATA[ ]]>'), 'a CDATA section that is out of place'],
    ['blank reference between fields', doc('&#32;<a/>'), 'an unknown or malformed entity "&#32;<a/></x" at character 5'],
    ['wrong end tag', doc('<a>1</b>'), 'an end tag that does not fit or is cut off "</b></xml>" at character 9'],
    ['end tag of a longer name', doc('<a>1</ab>'), 'an end tag that does not fit'],
    ['end tag of another case', doc('<a>1</A>'), 'an end tag that does not fit'],
    ['end tag without a start', doc('</a>'), 'an end tag that does not fit'],
    ['space inside of a self-closing end', doc('<a/ >'), 'expected ">" and no attributes'],
    ['space before the name', doc('< a>1</a>'), 'expected a field or </xml>'],
    ['foreign name', doc('<a:b>1</a:b>'), 'expected ">" and no attributes, found text ":b>1</a:b></"'],
    ['name in another script', doc('<金额>1</金额>'), 'expected a field or </xml>'],
    ['raw ampersand', doc('<a>1 & 2</a>'), 'an unknown or malformed entity "& 2</a></xml" at character 10'],
    ['unknown entity', doc('<a>&nbsp;</a>'), 'an unknown or malformed entity'],
    ['entity without its semicolon', doc('<a>&lt</a>'), 'an unknown or malformed entity'],
    ['hexadecimal reference in capitals', doc('<a>&#X41;</a>'), 'an unknown or malformed entity'],
    ['CDATA end in text', doc('<a>1]]>2</a>'), 'the end of a CDATA section that was not begun "]]>2</a></xm" at character 9'],
    ['CDATA in small letters', doc('<a><![cdata[1]]></a>'), 'a declaration'],
    ['unended CDATA', doc('<a><![CDATA[1]]</a>'), 'a CDATA section that is out of place, unended'],
    [
      'another root',
      '<html><body>502</body></html>',
      'expected <xml>, after nothing but an XML 1.0 declaration in UTF-8, found a tag',
    ],
    ['a root in capitals', '<XML><a>1</a></XML>', 'expected <xml>'],
    [
      'two roots',
      '<xml/><xml/>',
      'expected nothing after the root, found a tag that does not fit or is cut off "<xml/>" at character 6',
    ],
    ['text after the root', `${doc('<a>1</a>')}x`, 'expected nothing after the root, found text "x" at character 19'],
    ['text before the root', `x${doc('')}`, 'found text "x<xml></xml>" at character 0'],
    ['no XML', '{"code":"FAIL"}', 'expected <xml>'],
    ['nothing', '', 'found the end of the message at character 0'],
    ['space before the declaration', ' <?xml version="1.0"?><xml/>', 'a processing instruction'],
    ['XML 1.1', '<?xml version="1.1"?><xml/>', 'expected <xml>, after nothing but an XML 1.0 declaration in UTF-8'],
    ['another encoding', '<?xml version="1.0" encoding="GBK"?><xml/>', 'declaration in UTF-8'],
    ['two byte order marks', '\ufeff\ufeff<xml/>', 'found text'],
  ])('%s', (_, message, sentence) => {
    expect(refusalOf(message)).toContain(sentence)
    expect(refusalOf(Buffer.from(message))).toContain(sentence)
  })

  const whole = '<?xml version="1.0"?><xml><a>1</a><b><![CDATA[2]]></b></xml>'
  test.each(Array.from(whole, (_, length) => length))('a message cut after %i characters', (length) => {
    expect(refusalOf(whole.slice(0, length))).toContain('XML: expected')
  })

  test.each([0, 1, 8, 0xb, 0xc, 0xe, 0x1f, 0xd800, 0xdbff, 0xdc00, 0xdfff, 0xfffe, 0xffff])('the character %i', (code) => {
    const char = String.fromCharCode(code)
    expect(refusalOf(doc(`<a>1${char}</a>`))).toContain('a character that XML forbids')
    expect(refusalOf(doc(`<a><![CDATA[1${char}]]></a>`))).toContain('holds a forbidden character')
    expect(refusalOf(doc(`<a/>${char}`))).toContain('a character that XML forbids')
    expect(refusalOf(doc(`<a>1&#${code};</a>`))).toContain('expected a reference to a character of XML 1.0')
    expect(refusalOf(doc(`<b>2</b><a>1&#x${code.toString(16)};</a>`))).toContain(`"&#x${code.toString(16)};`)
    expect(refusalOf(doc(`<b>2</b><a>1&#x${code.toString(16)};</a>`))).toContain('at character 17')
  })

  test.each(['1114112', '9999999', '99999999', 'x110000', 'xFFFFFFFF', ''])('the reference &#%s;', (number) => {
    expect(refusalOf(doc(`<a>&#${number};</a>`))).toContain('at character 8')
  })

  test('bytes that are not UTF-8', () => {
    expect(refusalOf(new Uint8Array([...Buffer.from('<xml><a>'), 0xd6, 0xd0, ...Buffer.from('</a></xml>')]))).toContain(
      'expected UTF-8',
    )
    expect(refusalOf(Buffer.from(doc('<a>1</a>'), 'utf16le'))).toContain('XML: expected')
  })

  test('more than 64 kB, before anything is decoded', () => {
    const message = (bytes: number) => Buffer.from(doc(`<a>${'x'.repeat(bytes - 18)}</a>`))
    expect(readXml(message(65_536)).a).toHaveLength(65_518)
    expect(refusalOf(message(65_537))).toBe('XML: expected at most 65536 bytes, found 65537')
    expect(refusalOf(Buffer.alloc(65_537, 0xff))).toBe('XML: expected at most 65536 bytes, found 65537')
    expect(refusalOf(doc(`<a>${'中'.repeat(21_840)}</a>`))).toBe('XML: expected at most 65536 bytes, found 65538')
  })

  test('a sentence shows a few characters of the message, never more', () => {
    const secret = 'test-key-0123456789abcdef0123456789'
    expect(refusalOf(doc(`<a>${secret} & ${secret}</a>`))).not.toContain(secret)
    expect(refusalOf(doc(`<a/><a>${secret}</a>`))).not.toContain(secret.slice(0, 12))
    expect(refusalOf(doc(`<${secret} />${secret}`)).length).toBeLessThan(120)
  })
})
