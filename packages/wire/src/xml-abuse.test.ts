import { describe, expect, test } from 'vitest'
import { md5Sign, md5Verify } from './sign.ts'
import { readXml } from './xml-reader.ts'
import { writeXml } from './xml-writer.ts'

const key = 'test-key-0123456789abcdef0123456789'
const notify = { out_trade_no: 'T-0001', total_fee: '10000', trade_state: 'SUCCESS' }
const genuine = writeXml({ ...notify, sign: md5Sign(notify, key) })
const withState = (state: string) => genuine.replace('<![CDATA[SUCCESS]]>', state)

test('the repaired twin of every case is accepted', () => {
  expect(md5Verify(readXml(genuine), [key])).toBe(true)
  expect(readXml(withState('SUCC&#69;SS')).trade_state).toBe('SUCCESS')
})

describe('A057 A058 A059: no document brings entities of its own', () => {
  const laughs = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join('')
  test.each([
    ['internal entity', `<!DOCTYPE x [<!ENTITY e 'SUCCESS'>]>${withState('&e;')}`],
    ['internal entity after a declaration', `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e 'SUCCESS'>]>${withState('&e;')}`],
    ['DOCTYPE that declares nothing', `<!DOCTYPE xml>${genuine}`],
    ['DOCTYPE in small letters', `<!doctype xml>${genuine}`],
    ['DOCTYPE after the root', `${genuine}<!DOCTYPE xml>`],
    ['DOCTYPE in the root', genuine.replace('<xml>', '<xml><!DOCTYPE xml>')],
    ['entity without a DOCTYPE', withState('&e;')],
    ['external file', `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>${withState('&e;')}`],
    ['external address', `<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd">${genuine}`],
    ['parameter entity', `<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:1/x"> %p;]>${genuine}`],
    ['billion laughs', `<!DOCTYPE x [<!ENTITY l0 "ha">${laughs}]>${withState('&l9;')}`],
    ['one large entity, often', `<!DOCTYPE x [<!ENTITY e "${'x'.repeat(50_000)}">]>${withState('&e;'.repeat(1000))}`],
  ])('%s', (_, xml) => {
    expect(() => readXml(xml)).toThrow(expect.objectContaining({ code: 'MALFORMED' }))
  })

  test('whatever begins with <! and is not CDATA is refused wherever it stands', () => {
    for (const place of [0, 5, genuine.indexOf('T-0001') + 9, genuine.indexOf('10000'), genuine.length]) {
      const spoilt = `${genuine.slice(0, place)}<!ELEMENT x ANY>${genuine.slice(place)}`
      expect(() => readXml(spoilt)).toThrow(expect.objectContaining({ code: 'MALFORMED' }))
    }
  })
})

test('A060: two total_fee elements are refused, whichever the signature covers', () => {
  for (const twice of ['<total_fee>1</total_fee>$&', '$&<total_fee>1</total_fee>', '$&$&', '$&<total_fee/>']) {
    const xml = genuine.replace('<total_fee>10000</total_fee>', twice)
    expect(xml).not.toBe(genuine)
    expect(() => readXml(xml)).toThrow(/expected each name once/)
  }
})

test('A061: names of prototypes are refused and change nothing', () => {
  for (const name of ['__proto__', 'constructor', 'prototype']) {
    const xml = genuine.replace('<xml>', `<xml><${name}>1</${name}>`)
    expect(() => readXml(xml)).toThrow(/expected a name that objects leave alone/)
    expect(() => writeXml({ [name]: '1' })).toThrow(expect.objectContaining({ code: 'INVALID' }))
  }
  expect(Object.keys(Object.prototype)).toEqual([])
  expect(Reflect.get({}, 'x')).toBeUndefined()
})
