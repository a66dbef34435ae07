import { expect, test } from 'vitest'
import { canonicalText, md5Verify, readXml, writeXml, yuanToFen } from './index.ts'

const LONG = 50_000
const doc = (inside: string) => `<xml>${inside}</xml>`

/** Each ends in linear time. The bound is no measurement: a pattern that tries again from every place would take minutes. */
const timeout = 5_000

const LONG_PIECES = [
  'a',
  ' ',
  '\n',
  '<',
  '</',
  '<a',
  '<a>',
  '</a>',
  '&',
  '&#',
  '&#1',
  '&amp',
  ']',
  ']]',
  ']]>',
  '<![CDATA[',
  '<!',
  '<?',
  '\ud83d',
  '中',
]
const PLACES: readonly ((long: string) => string)[] = [
  (long) => long,
  (long) => `<?xml${long}`,
  (long) => `<?xml version="1.0"${long}`,
  (long) => `<xml${long}`,
  (long) => `<xml>${long}`,
  (long) => doc(`<a${long}`),
  (long) => doc(`<a>${long}</b>`),
  (long) => doc(`<a><![CDATA[${long}</a>`),
  (long) => doc(`<a>x<![CDATA[${long}]]></a${long.slice(0, 9_000)}`),
  (long) => `${doc('<a>1</a>')}${long}`,
]

test('A087: the reader refuses near misses of 50 000 characters without trying again and again', { timeout }, () => {
  for (const piece of LONG_PIECES) {
    const long = piece.repeat(LONG / piece.length)
    for (const place of PLACES) {
      if (piece.trim() === '' && place(long).startsWith('<xml>')) continue // white space there is no mistake
      expect(() => readXml(place(long))).toThrow(expect.objectContaining({ code: 'MALFORMED' }))
    }
  }
})

test('A087: thousands of good pieces are read, and refused for what stands behind them', { timeout }, () => {
  const values = { ']': ']', '<![CDATA[]]]>': ']', '<![CDATA[x]]>': 'x', '&#65;': 'A', '&lt;': '<', '😀': '😀' }
  for (const [raw, value] of Object.entries(values)) {
    const times = Math.floor(LONG / raw.length / 2)
    expect(readXml(doc(`<a>${raw.repeat(times)}</a>`)).a).toBe(value.repeat(times))
    expect(() => readXml(doc(`<a>${raw.repeat(times)}</b>`))).toThrow(/an end tag that does not fit/)
  }
  const fields = Array.from({ length: 5_000 }, (_, i) => `<a${i}/>`).join('')
  expect(Object.keys(readXml(doc(fields)))).toHaveLength(5_000)
  expect(() => readXml(doc(`${fields}<a0/>`))).toThrow(/each name once/)
})

test('A087: the other validators meet 50 000 characters', { timeout }, () => {
  for (const text of ['1', '0', '9.', '-', ' ', '1e', ',']) {
    expect(() => yuanToFen(`${text.repeat(LONG)}x`)).toThrow(expect.objectContaining({ code: 'INVALID' }))
  }
  expect(() => writeXml({ [`${'a'.repeat(LONG)} `]: '1' })).toThrow(expect.objectContaining({ code: 'INVALID' }))
  expect(() => writeXml({ a: `${'😀'.repeat(LONG)}\ud83d` })).toThrow(expect.objectContaining({ code: 'INVALID' }))
  expect(writeXml({ a: ']'.repeat(LONG) })).toHaveLength(LONG + 30)
  expect(md5Verify({ a: '1', sign: 'A'.repeat(LONG) }, ['test-key-0123456789'])).toBe(false)
  expect(canonicalText({ a: '&'.repeat(LONG) })).toHaveLength(LONG + 2)
})
