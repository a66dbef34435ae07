import { inflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { readBill, totalIn } from './bill-file.fixture.ts'
import { billAddress, downloaded, namesStruck, newFaulty, refundedWith } from './faults.fixture.ts'
import { type FoundEntry, readZip } from './zip.fixture.ts'

const text = (content: Uint8Array | undefined): string => new TextDecoder('gbk').decode(content)

/** The bytes of a file that a fault struck. */
function spoilt(fault: string): Uint8Array {
  const wallet = refundedWith()
  const address = billAddress(wallet)
  wallet.faults.arm([{ fault }])
  const { body = new Uint8Array() } = downloaded(wallet, address) ?? {}
  expect(namesStruck(wallet)).toEqual([fault])
  return body
}

const right = (): Uint8Array => {
  const wallet = refundedWith()
  return downloaded(wallet, billAddress(wallet))?.body ?? new Uint8Array()
}
const named = (entries: readonly FoundEntry[]): readonly string[] => entries.map(({ name }) => text(name))

describe('the file of a bill', () => {
  test('short-file: a line is missing, its totals are not, and the archive is whole', () => {
    const [detail, summary] = readZip(spoilt('short-file'))
    const bill = readBill(text(detail?.content))
    expect(bill.rows.map((row) => row.业务类型)).toEqual(['退款'])
    expect([totalIn(bill, '交易'), totalIn(bill, '退款')]).toEqual([
      [1, 1990n, 0n],
      [1, -500n, 0n],
    ])
    expect(readBill(text(summary?.content)).rows.at(-1)).toMatchObject({ 交易订单总笔数: '1' })
  })

  test('foreign-file: of another account, line by line the same', () => {
    const [bill, own] = [spoilt('foreign-file'), right()].map((body) => readBill(text(readZip(body)[0]?.content)))
    expect([bill?.head[1], own?.head[1]]).toEqual(['#账号：[20880000000000070156]', '#账号：[20880000000000010156]'])
    expect(bill?.rows).toEqual(own?.rows)
  })

  test('cut-zip: the end is missing', () => {
    const whole = right()
    expect(spoilt('cut-zip')).toEqual(whole.slice(0, -30))
    expect(() => readZip(whole.slice(0, -30))).toThrow()
  })

  test.each(['zip-lying-size', 'zip-checksum'])('%s: the headers tell something else than is there', (fault) => {
    expect(() => readZip(spoilt(fault))).toThrow(/expected \[/)
  })

  test('zip-path-name: the file with the lines is named so, and the archive is whole', () => {
    const [found, own] = [spoilt('zip-path-name'), right()].map(readZip)
    expect(named(found ?? [])).toEqual(['../../../../tmp/tpkit-sandbox.csv', named(own ?? [])[1]])
    expect(found?.[0]?.content).toEqual(own?.[0]?.content)
  })

  test('zip-bomb: a quarter of a gigabyte out of a quarter of a megabyte', () => {
    const body = spoilt('zip-bomb')
    expect(body.byteLength).toBeLessThan(1024 * 1024)
    // Both headers say it; the unpacked bytes are only counted in part.
    const file = Buffer.from(body)
    const start = 30 + file.readUInt16LE(26)
    expect(file.readUInt32LE(22)).toBe(256 * 1024 * 1024)
    const packed = file.subarray(start, start + file.readUInt32LE(18))
    expect(() => inflateRawSync(packed, { maxOutputLength: 64 * 1024 * 1024 })).toThrow(/larger than/)
  })

  test('a day without payments has no line to miss', () => {
    const wallet = newFaulty({ emptyBillAs: 'file' })
    const address = billAddress(wallet)
    wallet.faults.arm([{ fault: 'short-file' }])
    expect(readZip(downloaded(wallet, address)?.body ?? new Uint8Array())).toHaveLength(2)
    expect(namesStruck(wallet)).toEqual([])
  })
})
