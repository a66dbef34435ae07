import { crc32, inflateRawSync } from 'node:zlib'
import { expect } from 'vitest'

/** An entry as a reader of the test's own finds it. */
export interface FoundEntry {
  readonly name: Uint8Array
  readonly content: Uint8Array
  readonly flags: number
  readonly method: number
  readonly modified: string
}

/** APPNOTE.TXT: from the end record over the directory to each file. Both headers of an entry must tell the same, and the truth. */
export function readZip(archive: Uint8Array): readonly FoundEntry[] {
  const file = Buffer.from(archive)
  const end = file.byteLength - 22
  expect(file.readUInt32LE(end)).toBe(0x06054b50)
  const [count, size, start] = [file.readUInt16LE(end + 10), file.readUInt32LE(end + 12), file.readUInt32LE(end + 16)]
  expect([file.readUInt16LE(end + 8), start + size]).toEqual([count, end])
  const found: FoundEntry[] = []
  let at = start
  while (at < end) {
    expect(file.readUInt32LE(at)).toBe(0x02014b50)
    const nameLength = file.readUInt16LE(at + 28)
    found.push(
      readEntry(file, file.subarray(at + 8, at + 30), file.subarray(at + 46, at + 46 + nameLength), file.readUInt32LE(at + 42)),
    )
    at += 46 + nameLength + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32)
  }
  expect(found).toHaveLength(count)
  return found
}

/** `told`: what the directory says, from the flags to the length of the name. */
function readEntry(file: Buffer, told: Buffer, name: Buffer, offset: number): FoundEntry {
  expect(file.readUInt32LE(offset)).toBe(0x04034b50)
  expect(file.subarray(offset + 6, offset + 28)).toEqual(told)
  const start = offset + 30 + told.readUInt16LE(20) + file.readUInt16LE(offset + 28)
  expect(file.subarray(offset + 30, offset + 30 + name.byteLength)).toEqual(name)
  const packed = file.subarray(start, start + told.readUInt32LE(12))
  const [flags, method] = [told.readUInt16LE(0), told.readUInt16LE(2)]
  const content = method === 8 ? inflateRawSync(packed) : packed
  expect([content.byteLength, crc32(content)]).toEqual([told.readUInt32LE(16), told.readUInt32LE(8)])
  return { name: Uint8Array.from(name), content: Uint8Array.from(content), flags, method, modified: timeIn(told.readUInt32LE(4)) }
}

function timeIn(bits: number): string {
  const part = (from: number, width: number): string => String((bits >>> from) & (2 ** width - 1)).padStart(2, '0')
  const year = 1980 + (bits >>> 25)
  const seconds = String(((bits & 31) << 1) >>> 0).padStart(2, '0')
  return `${year}-${part(21, 4)}-${part(16, 5)} ${part(11, 5)}:${part(5, 6)}:${seconds}`
}
