import { crc32, createInflateRaw } from 'node:zlib'
import { tpError } from '@tpkit/core/errors'
import { inflated, tooLarge } from './inflate.ts'
import { type Spool, spooled } from './spool.ts'
import { type Found, findMember, type Member, malformedZip, readable } from './zip-directory.ts'

/** What an archive may have beside the file that is read: its directory, and the other files. */
const MOST_BESIDE = 1024 * 1024

const STORED = 0
const DEFLATED = 8
/** Of a file, of its strong kind, and of the directory. */
const ENCRYPTED = 0x0001 | 0x0040 | 0x2000

/** One file of an archive, piece by piece. The directory at the archive's end counts, and the file must be as it says. */
export async function* unzip(
  packed: AsyncIterable<Uint8Array>,
  maxBytes: number,
  member: Member | undefined,
): AsyncGenerator<Uint8Array, void> {
  if (!member) {
    await packed[Symbol.asyncIterator]().return?.()
    throw tpError('INTERNAL', 'unzip: expected `member` beside packed "zip", which says what file to read, found none')
  }
  const archive = await spooled(packed, maxBytes + MOST_BESIDE)
  try {
    const found = await findMember(archive, member)
    if (found.entry.uncompressedSize > maxBytes) throw tooLarge(maxBytes)
    yield* checked(found, await contentOf(found, archive, maxBytes))
  } finally {
    await archive.close()
  }
}

async function contentOf({ zip, entry }: Found, archive: Spool, maxBytes: number): Promise<AsyncIterable<Uint8Array>> {
  const { compressionMethod: method, compressedSize, generalPurposeBitFlag } = entry
  const local = await readable(() => zip.readLocalFileHeaderPromise(entry))
  if ((generalPurposeBitFlag | local.generalPurposeBitFlag) & ENCRYPTED) throw malformedZip('the wanted file is encrypted')
  if (method !== STORED && method !== DEFLATED) throw malformedZip(`the wanted file is packed by method ${method}, not 0 or 8`)
  if (local.compressionMethod !== method || !local.fileName.equals(entry.fileNameRaw))
    throw malformedZip('the wanted file is another than its directory says')
  const bytes = archive.read(local.fileDataStart, local.fileDataStart + compressedSize)
  return method === STORED ? bytes : inflated(bytes, () => createInflateRaw({ chunkSize: 64 * 1024 }), maxBytes, malformedZip)
}

/** As many bytes as the directory says, and with its checksum. */
async function* checked({ entry }: Found, content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  let [size, sum] = [0, 0]
  for await (const piece of content) {
    size += piece.byteLength
    if (size > entry.uncompressedSize) throw malformedZip('the wanted file is larger than its directory says')
    sum = crc32(piece, sum)
    yield piece
  }
  if (size < entry.uncompressedSize) throw malformedZip('the wanted file is smaller than its directory says')
  if (sum !== entry.crc32) throw malformedZip('the checksum (CRC-32) of the wanted file is wrong')
}
