import { inflateRawSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'

type Row = Readonly<Record<string, string>>

const DIRECTORY_ENTRY = 0x02014b50
const [DIRECTORY_HEADER, FILE_HEADER] = [46, 30]

/** The files of an archive by their names, which are in GBK, as they are themselves. */
export function unpacked(archive: Uint8Array): ReadonlyMap<string, string> {
  const bytes = Buffer.from(archive)
  const files = new Map<string, string>()
  let at = bytes.readUInt32LE(bytes.byteLength - 6)
  while (bytes.readUInt32LE(at) === DIRECTORY_ENTRY) {
    const [size, name, extra] = [bytes.readUInt32LE(at + 20), bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30)]
    const file = bytes.readUInt32LE(at + 42)
    const begin = file + FILE_HEADER + bytes.readUInt16LE(file + 26) + bytes.readUInt16LE(file + 28)
    files.set(gbk(bytes.subarray(at + DIRECTORY_HEADER, at + DIRECTORY_HEADER + name)), gbk(inflated(bytes, begin, size)))
    at += DIRECTORY_HEADER + name + extra
  }
  return files
}

function inflated(bytes: Buffer, begin: number, size: number): Buffer {
  return inflateRawSync(bytes.subarray(begin, begin + size))
}

function gbk(bytes: Uint8Array): string {
  return new TextDecoder('gbk', { fatal: true }).decode(bytes)
}

/** The lines of a bill, by csv-parse: titles without their unit, values without the tabs behind them. */
export function castBill(text: string): readonly Row[] {
  const columns = (titles: readonly string[]) => titles.map((title) => title.trim().replace(/（.*）$/, ''))
  return parse(text, { columns, comment: '#', comment_no_infix: true, trim: true, record_delimiter: '\r\n' })
}
