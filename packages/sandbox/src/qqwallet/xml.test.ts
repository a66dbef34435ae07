import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readXml, writeCdataXml, writeXml } from './xml.ts'

describe('reading', () => {
  test.each([
    ['plain text', '<xml><a>1</a></xml>', { a: '1' }],
    ['a prolog and layout', "<?xml version='1.0' encoding='UTF-8'?>\n<xml>\n  <a>1</a>\n</xml>\n", { a: '1' }],
    ['numbers stay text', '<xml><a>007</a><b>1e3</b></xml>', { a: '007', b: '1e3' }],
    ['values are not trimmed', '<xml><a> x </a></xml>', { a: ' x ' }],
    ['CDATA is taken as it is', '<xml><a><![CDATA[&lt;<b>&]]></a></xml>', { a: '&lt;<b>&' }],
    ['entities, named and numeric', '<xml><a>&lt;&#20013;&#x4e2d;&amp;lt;</a></xml>', { a: '<中中&lt;' }],
    ['empty elements of both kinds', '<xml><a></a><b/></xml>', { a: '', b: '' }],
    ['an empty message', '<xml></xml>', {}],
  ])('%s', (_, text, fields) => {
    expect(Object.fromEntries(readXml(text) ?? [['unread', '']])).toEqual(fields)
  })

  test.each([
    ['nothing', ''],
    ['text', 'return_code=SUCCESS'],
    ['JSON', '{"a":1}'],
    ['another root', '<html><a>1</a></html>'],
    ['two roots', '<xml><a>1</a></xml><xml><a>2</a></xml>'],
    ['two different roots', '<xml><a>1</a></xml><b>1</b>'],
    ['junk behind the root', '<xml><a>1</a></xml>x'],
    ['an unclosed element', '<xml><a>1</xml>'],
    ['a wrong end tag', '<xml><a>1</b></xml>'],
    ['truncation', '<xml><a>1</a>'],
    ['a repeated field', '<xml><a>1</a><a>2</a></xml>'],
    ['nesting', '<xml><a><b>1</b></a></xml>'],
    ['an attribute', '<xml><a b="1">1</a></xml>'],
    ['text between the fields', '<xml>x<a>1</a></xml>'],
    ['a raw ampersand', '<xml><a>1&2</a></xml>'],
    ['an unknown entity', '<xml><a>&copy;</a></xml>'],
    ['a numeric NUL', '<xml><a>&#0;</a></xml>'],
    ['half of a surrogate pair', '<xml><a>&#xd83d;</a></xml>'],
    ['NUL', '<xml><a>\u0000</a></xml>'],
    ['a DOCTYPE', '<!DOCTYPE xml [<!ENTITY e "1">]><xml><a>&e;</a></xml>'],
    ['a comment', '<xml><a>1<!-- 2 --></a></xml>'],
    ['an instruction', '<xml><a>1<?php ?></a></xml>'],
    ['an end of CDATA that never began', '<xml><a>]]></a></xml>'],
    ...['__proto__', 'constructor', 'toString', 'valueOf', 'hasOwnProperty', '__defineGetter__'].map((name): [string, string] => [
      `a field named ${name}`,
      `<xml><${name}>1</${name}></xml>`,
    ]),
    ['more than 64 kB', `<xml><a>${'x'.repeat(65_536)}</a></xml>`],
  ])('refuses %s', (_, text) => {
    expect(readXml(text)).toBeUndefined()
  })
})

/** What XML can carry unchanged: no controls, no lone surrogates, and no CR, which every reader turns into LF. */
const text = fc.string({ unit: 'grapheme', maxLength: 60 }).filter((value) => !/\p{Cc}/u.test(value))
const hostile = fc.oneof(text, fc.constantFrom(']]>', '<![CDATA[', '&lt;', '<xml>', '</xml>', '&#65;', '"\'', ' '))
const fields = fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9_]{0,12}$/), hostile, { noNullPrototype: true })

test('whatever is written is read back, in both styles', () => {
  fc.assert(
    fc.property(fields, (values) => {
      const message = new Map(Object.entries(values))
      expect(readXml(writeXml(message))).toEqual(message)
      expect(readXml(writeCdataXml(message))).toEqual(message)
    }),
  )
})
