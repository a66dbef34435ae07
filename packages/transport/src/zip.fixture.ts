import { crc32, deflateRawSync } from 'node:zlib'

/** Writes ZIP archives, right ones and wrong ones: the other hand of the reader. */

/** One file of an archive. What is not said is as it must be. */
export interface Packed {
  readonly name: string | Uint8Array
  readonly content?: string | Uint8Array
  /** 0 stored, 8 deflated. */
  readonly method?: number
  readonly flags?: number
  readonly crc?: number
  /** What the directory says of the sizes. */
  readonly size?: number
  readonly packedSize?: number
  /** What stands behind the deflated bytes. */
  readonly tail?: Uint8Array
  /** Where the local header differs from the directory. */
  readonly local?: { readonly name?: string; readonly method?: number; readonly flags?: number }
  /** As streaming writers do: sizes and checksum behind the file, zeros before it. */
  readonly streamed?: boolean
}

interface End {
  /** What the end of the directory says of its entries. */
  readonly count?: number
  readonly comment?: string
}

export function zipOf(files: readonly Packed[], { count = files.length, comment = '' }: End = {}): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const file of files) {
    const [local, central] = written(file, offset)
    parts.push(local)
    directory.push(central)
    offset += local.byteLength
  }
  const listed = Buffer.concat(directory)
  const end = fields(
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, count],
    [2, count],
    [4, listed.byteLength],
    [4, offset],
    [2, comment.length],
  )
  return Buffer.concat([...parts, listed, end, Buffer.from(comment, 'latin1')])
}

function written(file: Packed, offset: number): readonly [local: Buffer, central: Buffer] {
  const { method = 8, flags = 0, tail = Buffer.alloc(0), local = {}, streamed = false } = file
  const [name, content] = [Buffer.from(file.name), Buffer.from(file.content ?? '')]
  const packed = Buffer.concat([method === 8 ? deflateRawSync(content) : content, tail])
  const { crc = crc32(content), size = content.byteLength, packedSize = packed.byteLength } = file
  const bits = flags | (streamed ? 8 : 0)
  const common = (sums: readonly number[], how: number, flag: number, bytes: Buffer) =>
    fields([2, 20], [2, flag], [2, how], [4, 0], ...sums.map((sum): Field => [4, sum]), [2, bytes.byteLength], [2, 0])
  const localName = local.name === undefined ? name : Buffer.from(local.name)
  const sums = streamed ? [0, 0, 0] : [crc, packedSize, size]
  const header = common(sums, local.method ?? method, local.flags ?? bits, localName)
  const descriptor = streamed ? fields([4, 0x08074b50], [4, crc], [4, packedSize], [4, size]) : Buffer.alloc(0)
  const central = [common([crc, packedSize, size], method, bits, name), fields([2, 0], [2, 0], [2, 0], [4, 0], [4, offset])]
  return [
    Buffer.concat([fields([4, 0x04034b50]), header, localName, packed, descriptor]),
    Buffer.concat([fields([4, 0x02014b50], [2, 20]), ...central, name]),
  ]
}

type Field = readonly [bytes: 2 | 4, value: number]

/** Little-endian. */
function fields(...list: readonly Field[]): Buffer {
  return Buffer.concat(
    list.map(([bytes, value]) => {
      const field = Buffer.alloc(bytes)
      field.writeUIntLE(value, 0, bytes)
      return field
    }),
  )
}

/** GBK bytes: what the decoder reads, the other way round. */
export function gbk(text: string): Buffer {
  return Buffer.concat([...text].map((letter) => LETTERS.get(letter) ?? Buffer.from(letter, 'ascii')))
}

const LETTERS = new Map<string, Buffer>()
for (let first = 0x81; first <= 0xfe; first += 1) {
  for (let second = 0x40; second <= 0xfe; second += 1) {
    const bytes = Buffer.from([first, second])
    const letters = new TextDecoder('gbk').decode(bytes)
    if ([...letters].length === 1 && letters !== '\ufffd' && !LETTERS.has(letters)) LETTERS.set(letters, bytes)
  }
}
