import { crc32, inflateRawSync } from 'node:zlib'
import { isTPError, tpError } from '@tpkit/core/errors'

/** One file of an archive; its name is bytes, for the archive does not say in what it is written. */
export interface ZipEntry {
  readonly name: Uint8Array
  readonly content: Uint8Array
}

const END = 0x06054b50
const LISTED = 0x02014b50
const FILE = 0x04034b50

/**
 * The files of a whole archive in memory: a test wallet's day is small. Throws `MALFORMED` for one that is cut or damaged, `LIMIT` for
 * one with a file above `maxBytes`, before anything of that file is unpacked.
 */
export function readZip(archive: Uint8Array, maxBytes = Number.POSITIVE_INFINITY): readonly ZipEntry[] {
  const bytes = Buffer.from(archive)
  try {
    const end = bytes.lastIndexOf(number4(END))
    demand(end >= 0 && end + 22 + bytes.readUInt16LE(end + 20) === bytes.length)
    const entries: ZipEntry[] = []
    for (let at = bytes.readUInt32LE(end + 16); entries.length < bytes.readUInt16LE(end + 10); ) {
      demand(bytes.readUInt32LE(at) === LISTED)
      const lengths = [28, 30, 32].map((place) => bytes.readUInt16LE(at + place))
      entries.push(fileAt(bytes, at, maxBytes))
      at += lengths.reduce((sum, length) => sum + length, 46)
    }
    return entries
  } catch (error) {
    if (isTPError(error)) throw error
    throw tpError('MALFORMED', 'unpack: expected a whole zip archive, found none')
  }
}

function fileAt(bytes: Buffer, listed: number, maxBytes: number): ZipEntry {
  const says = (place: number) => bytes.readUInt32LE(listed + place)
  const [sum, packed, size, local] = [says(16), says(20), says(24), says(42)]
  if (size > maxBytes) throw tpError('LIMIT', `unpack: expected files of at most ${maxBytes} bytes, found one of ${size}`)
  const method = bytes.readUInt16LE(listed + 10)
  const name = bytes.subarray(listed + 46, listed + 46 + bytes.readUInt16LE(listed + 28))
  demand(bytes.readUInt32LE(local) === FILE && (method === 0 || method === 8))
  const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
  const data = bytes.subarray(start, start + packed)
  const content = method === 0 ? data : inflateRawSync(data, { maxOutputLength: size || 1 })
  demand(content.byteLength === size && crc32(content) === sum)
  return { name, content }
}

function demand(holds: boolean): void {
  if (!holds) throw new RangeError('not a whole archive')
}

/** An archive of these files, stored as they are. */
export function writeZip(entries: readonly ZipEntry[]): Uint8Array {
  const [files, directory]: [Buffer[], Buffer[]] = [[], []]
  for (const { name, content } of entries) {
    const start = Buffer.concat(files).length
    const about = Buffer.alloc(26)
    about.writeUInt16LE(20)
    about.writeUInt32LE(crc32(content), 10)
    about.writeUInt32LE(content.byteLength, 14)
    about.writeUInt32LE(content.byteLength, 18)
    about.writeUInt16LE(name.byteLength, 22)
    files.push(number4(FILE), about, Buffer.from(name), Buffer.from(content))
    directory.push(number4(LISTED), Buffer.from([20, 0]), about, Buffer.alloc(10), number4(start), Buffer.from(name))
  }
  const [body, listed] = [Buffer.concat(files), Buffer.concat(directory)]
  const counts = Buffer.alloc(8)
  counts.writeUInt16LE(entries.length, 4)
  counts.writeUInt16LE(entries.length, 6)
  return Buffer.concat([body, listed, number4(END), counts, number4(listed.length), number4(body.length), Buffer.alloc(2)])
}

function number4(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
