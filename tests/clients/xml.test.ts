import { readFileSync } from 'node:fs'
import { md5Verify, readXml, writeXml } from '@tpkit/wire'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Hash, Transformer } from 'wechatpay-axios-plugin'
import { REFUSED } from './documents.fixture.ts'
import { type Fields, fields, RUNS } from './fields.fixture.ts'

const utf8 = new TextEncoder()

describe('XML of any fields, empty ones, white space and Chinese text among them', () => {
  test('what ours writes, their client reads equally', () => {
    const check = (found: Fields) => {
      expect(Transformer.toObject(writeXml(found))).toEqual(found)
    }
    fc.assert(fc.property(fields, check), RUNS)
  })

  test('what their client writes, ours reads equally', () => {
    const check = (found: Fields) => {
      expect({ ...readXml(utf8.encode(Transformer.toXml(found))) }).toEqual(found)
    }
    fc.assert(fc.property(fields, check), RUNS)
  })
})

interface Message {
  readonly id: string
  readonly fields?: Fields
  readonly key?: string
  readonly xml?: string
  readonly expect?: { readonly signValid?: boolean; readonly rejected?: string }
}

type Vectors = Readonly<Record<'requests' | 'responses' | 'notifications', readonly Message[]>>

const file = new URL('../../test-fixtures/qqwallet-vectors.json', import.meta.url)
const vectors: Vectors = JSON.parse(readFileSync(file, 'utf8'))
/** Of the vectors' messages: those that their reader has to understand. */
const understood = [vectors.requests, vectors.responses, vectors.notifications]
  .flat()
  .filter(({ xml, fields, expect }) => xml && fields && !expect?.rejected)

describe('the vectors of QQ Wallet', () => {
  test('are messages in good number', () => {
    expect(understood.length).toBeGreaterThan(40)
  })

  test.each(understood)('$id: their reader finds the same fields, and their signature over them is what ours says', (message) => {
    const found = Transformer.toObject(message.xml ?? '') as Fields // typed as `object`
    expect(found).toEqual(message.fields)
    if (!message.key || !found.sign) return
    expect(Hash.sign('MD5', found, message.key) === found.sign.toUpperCase()).toBe(md5Verify(found, [message.key]))
  })
})

describe('where the readers part', () => {
  const refused = expect.objectContaining({ code: 'MALFORMED' })
  const doc = (inside: string) => `<xml>${inside}</xml>`

  test.each<[what: string, xml: string, ours: Fields, theirs: unknown]>([
    ['a numeric reference: theirs keeps it as text', doc('<a>&#20013;</a>'), { a: '中' }, { a: '&#20013;' }],
    ['white space around plain text: theirs trims it', doc('<a> x </a>'), { a: ' x ' }, { a: 'x' }],
    ['a message without fields: theirs is a text', doc(''), {}, ''],
    ["a name of JavaScript's own: theirs renames it", doc('<toString>1</toString>'), { toString: '1' }, { __toString: '1' }],
  ])('%s', (_what, xml, ours, theirs) => {
    expect({ ...readXml(xml) }).toEqual(ours)
    expect(Transformer.toObject(xml)).toEqual(theirs)
  })

  test.each(REFUSED)('%s: ours refuses it, theirs reads something', (_what, xml, theirs) => {
    expect(() => readXml(xml)).toThrow(refused)
    expect(Transformer.toObject(xml)).toEqual(theirs)
  })
})

describe('where the writers part', () => {
  test('the end of a CDATA section within a value: ours writes two sections, which both read; theirs breaks', () => {
    const value = { a: '<x]]>y' }
    expect(Transformer.toObject(writeXml(value))).toEqual(value)
    expect(() => readXml(Transformer.toXml(value))).toThrow(/a CDATA section that was not begun/)
  })

  test('a carriage return: ours keeps it as a reference, which theirs does not read; theirs loses it, for every reader', () => {
    const value = { a: 'x\ry' }
    expect({ ...readXml(writeXml(value)) }).toEqual(value)
    expect(Transformer.toObject(writeXml(value))).toEqual({ a: 'x&#13;y' })
    expect({ ...readXml(Transformer.toXml(value)) }).toEqual({ a: 'x\ny' })
    expect(Transformer.toObject(Transformer.toXml(value))).toEqual({ a: 'x\ny' })
  })

  test('characters that XML forbids: ours refuses to write them, theirs does', () => {
    expect(() => writeXml({ a: 'x\u0001' })).toThrow(expect.objectContaining({ code: 'INVALID' }))
    expect(() => readXml(Transformer.toXml({ a: 'x\u0001' }))).toThrow(/a character that XML forbids/)
  })

  test('white space at the ends: ours puts it into CDATA, theirs writes it plain and trims it away when it reads', () => {
    expect({ ...readXml(Transformer.toXml({ a: ' x ' })) }).toEqual({ a: ' x ' })
    expect(Transformer.toObject(Transformer.toXml({ a: ' x ' }))).toEqual({ a: 'x' })
  })

  test('an empty field: ours writes both tags, theirs one that closes itself; both read both', () => {
    expect([writeXml({ a: '' }), Transformer.toXml({ a: '' })]).toEqual(['<xml><a></a></xml>', '<xml><a/></xml>'])
    expect({ ...readXml('<xml><a/></xml>') }).toEqual({ a: '' })
    expect(Transformer.toObject('<xml><a></a></xml>')).toEqual({ a: '' })
  })
})
