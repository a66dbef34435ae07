import { isTPError, type TPError, tpError } from '@tpkit/core/errors'
import type { Unpack } from '@tpkit/core/ports'
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, validateFileName, type ZipFile } from 'yauzl'
import type { Spool } from './spool.ts'

/** Real archives of statements hold two files. */
const MOST_ENTRIES = 100

/** Names are marked as UTF-8; otherwise the archive does not say in what they are written. */
const UTF8_NAME = 0x0800

/** Which file of an archive is read. */
export type Member = NonNullable<Parameters<Unpack['unpack']>[3]>

/** An archive whose directory was read, and the entry in it that is wanted. */
export interface Found {
  readonly zip: ZipFile
  readonly entry: Entry
}

/** Finds the wanted file. Throws `MALFORMED` for a directory that is broken or has names that no honest archive has. */
export async function findMember(archive: Spool, member: Member): Promise<Found> {
  // Names stay bytes: yauzl would read those of a wallet as MS-DOS wrote them. Its reader holds nothing that must be closed.
  const options = { lazyEntries: true, decodeStrings: false, validateEntrySizes: true, autoClose: false }
  const zip = await readable(() => fromRandomAccessReaderPromise(new SpoolReader(archive), archive.size, options))
  const names = new Map<Entry, string>()
  for (const entry of await entriesOf(zip)) names.set(entry, nameOf(entry, member.charset))
  return { zip, entry: wantedOf(names, member) }
}

/** yauzl's errors say what a byte is; a person needs to know that the file is broken. */
export async function readable<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw isTPError(error) ? error : malformedZip('it is damaged or cut short')
  }
}

export function malformedZip(found: string): TPError {
  return tpError('MALFORMED', `Expected a whole zip archive, but ${found}; fetch it again`)
}

class SpoolReader extends RandomAccessReader {
  readonly #archive: Spool

  constructor(archive: Spool) {
    super()
    this.#archive = archive
  }

  override read(buffer: Buffer, offset: number, length: number, position: number, callback: (error: Error | null) => void): void {
    // Called again where the first call threw: yauzl gives the archive up, and the process lives.
    this.#fill(buffer.subarray(offset, offset + length), position)
      .then(() => callback(null))
      .catch(callback)
  }

  async #fill(target: Buffer, position: number): Promise<void> {
    const end = position + target.byteLength
    if (end > this.#archive.size) throw malformedZip('it is damaged or cut short')
    let filled = 0
    for await (const piece of this.#archive.read(position, end)) {
      target.set(piece, filled)
      filled += piece.byteLength
    }
  }
}

async function entriesOf(zip: ZipFile): Promise<readonly Entry[]> {
  if (zip.entryCount > MOST_ENTRIES) throw malformedZip(`it holds ${zip.entryCount} files, more than ${MOST_ENTRIES}`)
  const entries: Entry[] = []
  await readable(async () => {
    for await (const entry of zip.eachEntry()) entries.push(entry)
  })
  return entries
}

/** No name is ever used as a path; one that wants to lead out of a folder is not of the wallet. */
function nameOf({ fileNameRaw, generalPurposeBitFlag }: Entry, charset: string): string {
  const name = decoded(fileNameRaw, generalPurposeBitFlag & UTF8_NAME ? 'utf-8' : charset)
  if (name === undefined) throw malformedZip(`a name in it is not ${charset} text`)
  if (name === '' || validateFileName(name) !== null || /\p{Cc}/u.test(name))
    throw malformedZip(`a name in it is none of a file: ${shown(name)}`)
  return name
}

function decoded(bytes: Uint8Array, charset: string): string | undefined {
  const decoder = new TextDecoder(charset, { fatal: true })
  try {
    return decoder.decode(bytes)
  } catch {
    return undefined
  }
}

/** Exactly one: of two nobody knows which one was meant. */
function wantedOf(names: ReadonlyMap<Entry, string>, { wanted }: Member): Entry {
  const [first, second] = [...names].filter(([, name]) => wanted(name))
  if (!first) throw malformedZip(`the wanted file is not in it, only ${listed([...names.values()])}`)
  if (second) throw malformedZip(`it holds two wanted files, ${shown(first[1])} and ${shown(second[1])}`)
  return first[0]
}

function listed(names: readonly string[]): string {
  if (names.length === 0) return 'nothing'
  return [...names.slice(0, 5).map(shown), ...(names.length > 5 ? [`${names.length - 5} more`] : [])].join(', ')
}

function shown(name: string): string {
  return JSON.stringify(name.slice(0, 80))
}
