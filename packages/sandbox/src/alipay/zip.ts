import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib'
import type { Instant } from '@tpkit/core'
import { beijingTime } from '../books/time.ts'

/** One file of an archive. */
export interface ZipEntry {
  /** The name's bytes, in whatever encoding: no flag says UTF-8. */
  readonly name: Uint8Array
  readonly content: Uint8Array
}

/** An entry as its headers tell of it, and its bytes as they lie in the archive. */
export interface ZipPart {
  readonly name: Uint8Array
  readonly method: 'stored' | 'deflated'
  readonly crc: number
  readonly packed: Uint8Array
  /** What the headers say: no reader knows it without unpacking. */
  readonly unpackedSize: number
  /** As DOS counts it. */
  readonly time: number
}

/** 压缩包 (ZIP): the entries in their order, each deflated, of one date. */
export function zip(entries: readonly ZipEntry[], at: Instant): Uint8Array {
  const time = dosTime(at)
  return archive(entries.map((entry) => deflated(entry, time)))
}

export function deflated({ name, content }: ZipEntry, time: number): ZipPart {
  return {
    name,
    method: 'deflated',
    crc: crc32(content),
    packed: deflateRawSync(content),
    unpackedSize: content.byteLength,
    time,
  }
}

/** An archive of parts that may tell anything of themselves. */
export function archive(parts: readonly ZipPart[]): Uint8Array {
  const files = parts.map((part) => Buffer.concat([localHeader(part), part.name, part.packed]))
  let offset = 0
  const directory = parts.map((part, index) => {
    const header = Buffer.concat([directoryHeader(part, offset), part.name])
    offset += files[index]?.byteLength ?? 0
    return header
  })
  const listed = Buffer.concat(directory)
  return Buffer.concat([...files, listed, endRecord(parts.length, listed.byteLength, offset)])
}

const FILE = 0x04034b50
const METHODS = { stored: 0, deflated: 8 } as const
const VERSION = 20

function localHeader(part: ZipPart): Buffer {
  return numbers([4, FILE], [2, VERSION], ...described(part), [2, 0])
}

function directoryHeader(part: ZipPart, offset: number): Buffer {
  const nothing = [2, 0] as const
  return numbers(
    [4, 0x02014b50],
    [2, VERSION],
    [2, VERSION],
    ...described(part),
    nothing, // extra field
    nothing, // comment
    nothing, // disk
    nothing, // internal attributes
    [4, 0],
    [4, offset],
  )
}

/** What both headers say of an entry, from the flags to the length of the name. */
function described({ name, method, crc, packed, unpackedSize, time }: ZipPart): readonly Sized[] {
  return [
    [2, 0],
    [2, METHODS[method]],
    [4, time],
    [4, crc],
    [4, packed.byteLength],
    [4, unpackedSize],
    [2, name.byteLength],
  ]
}

function endRecord(count: number, size: number, offset: number): Buffer {
  return numbers([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, size], [4, offset], [2, 0])
}

type Sized = readonly [bytes: 2 | 4, value: number]

/** The entries of an archive that `zip` made; undefined for what is none. */
export function unzipped(bytes: Uint8Array): readonly { readonly entry: ZipEntry; readonly time: number }[] | undefined {
  const file = Buffer.from(bytes)
  const found: { readonly entry: ZipEntry; readonly time: number }[] = []
  let at = 0
  while (at + 30 <= file.byteLength && file.readUInt32LE(at) === FILE) {
    const start = at + 30 + file.readUInt16LE(at + 26)
    const end = start + file.readUInt32LE(at + 18)
    const entry = { name: file.subarray(at + 30, start), content: inflateRawSync(file.subarray(start, end)) }
    found.push({ entry, time: file.readUInt32LE(at + 10) })
    at = end
  }
  return found.length === 0 ? undefined : found
}

/** Numbers one after the other, the lowest byte first. */
function numbers(...all: readonly Sized[]): Buffer {
  const found = Buffer.alloc(all.reduce((sum, [bytes]) => sum + bytes, 0))
  let at = 0
  for (const [bytes, value] of all) at = found.writeUIntLE(value, at, bytes)
  return found
}

/** Seven bits of year from 1980 on, month, day, hour, minute and every other second. */
function dosTime(at: Instant): number {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = (beijingTime(at).match(/^.{4}|../g) ?? []).map(Number)
  const bits = [year - 1980, month, day, hour, minute, second >> 1]
  const widths = [0, 4, 5, 5, 6, 5]
  return bits.reduce((all, value, index) => all * 2 ** (widths[index] ?? 0) + value, 0)
}
