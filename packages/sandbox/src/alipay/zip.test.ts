import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { gbk } from '../books/gbk.ts'
import { readZip } from './zip.fixture.ts'
import { archive, deflated, unzipped, zip } from './zip.ts'

/** Half past six in the morning in Beijing. */
const AT = Date.UTC(2026, 0, 5, 22, 30, 5)
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const decoded = (found: Uint8Array | undefined): string => new TextDecoder('gbk').decode(found)

describe('an archive', () => {
  test('holds what was put in, under its name, in order', () => {
    const entries = [
      { name: gbk('业务明细.csv'), content: gbk('支付宝\r\n') },
      { name: gbk('业务明细(汇总).csv'), content: new Uint8Array() },
    ]
    const found = readZip(zip(entries, AT)).map(({ name, content }) => [decoded(name), decoded(content)])
    expect(found).toEqual([
      ['业务明细.csv', '支付宝\r\n'],
      ['业务明细(汇总).csv', ''],
    ])
  })

  test('is deflated, without the flag that says UTF-8, of the Beijing time; seconds are even', () => {
    const [entry] = readZip(zip([{ name: bytes('a'), content: bytes('abc') }], AT))
    expect(entry).toMatchObject({ flags: 0, method: 8, modified: '2026-01-06 06:30:04' })
  })

  test('can hold what is not packed', () => {
    const part = {
      name: bytes('a'),
      method: 'stored',
      crc: crc32('abc'),
      packed: bytes('abc'),
      unpackedSize: 3,
      time: 0,
    } as const
    expect(readZip(archive([part]))).toMatchObject([{ method: 0, content: bytes('abc') }])
  })

  test('can lie about a size', () => {
    const lying = { ...deflated({ name: bytes('a'), content: bytes('abc') }, 0), unpackedSize: 2 }
    expect(() => readZip(archive([lying]))).toThrow(/expected \[ 3, /)
  })

  test('gives back whatever it was given', () => {
    const entry = fc.record({ name: fc.uint8Array({ minLength: 1, maxLength: 20 }), content: fc.uint8Array({ maxLength: 2000 }) })
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 3 }), (entries) => {
        const made = zip(entries, AT)
        expect(readZip(made).map(({ name, content }) => ({ name, content }))).toEqual(entries)
        const again = unzipped(made)?.map(({ entry: { name, content } }) => [Buffer.from(name), Buffer.from(content)])
        expect(again ?? []).toEqual(entries.map(({ name, content }) => [Buffer.from(name), Buffer.from(content)]))
      }),
    )
  })
})
