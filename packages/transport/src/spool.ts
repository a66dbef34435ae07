import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tpError } from '@tpkit/core/errors'
import { codeOf } from './failure.ts'

/** Up to here a stream stays in memory. */
const MOST_MEMORY = 2 * 1024 * 1024
const PIECE = 64 * 1024

/** A whole stream, kept so that any part of it can be read again. */
export interface Spool {
  readonly size: number
  /** The bytes from `start` to before `end`; fewer where the stream ends before. */
  readonly read: (start: number, end: number) => AsyncGenerator<Uint8Array, void>
  /** Lets the memory and the file go. */
  readonly close: () => Promise<void>
}

/** Reads a stream to its end. Throws `LIMIT` as soon as it has more than `maxBytes`; nothing is left behind when it throws. */
export async function spooled(stream: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Spool> {
  let kept: Uint8Array[] = []
  let size = 0
  let file: TemporaryFile | undefined
  try {
    for await (const piece of stream) {
      size += piece.byteLength
      if (size > maxBytes) throw tpError('LIMIT', `The archive is too large: expected at most ${maxBytes} bytes, found more`)
      kept.push(piece)
      if (size <= MOST_MEMORY) continue
      file ??= await temporaryFile()
      await file.append(kept)
      kept = []
    }
  } catch (error) {
    await file?.remove()
    throw error
  }
  return file ? { size, read: file.read, close: file.remove } : inMemory(Buffer.concat(kept))
}

function inMemory(bytes: Uint8Array): Spool {
  return {
    size: bytes.byteLength,
    async *read(start, end) {
      for (let at = start; at < end; at += PIECE) yield bytes.subarray(at, Math.min(at + PIECE, end))
    },
    close: async () => undefined,
  }
}

interface TemporaryFile {
  readonly append: (pieces: readonly Uint8Array[]) => Promise<void>
  readonly read: Spool['read']
  readonly remove: () => Promise<void>
}

/** In a folder that nobody else may enter: statements name payers. */
async function temporaryFile(): Promise<TemporaryFile> {
  const folder = await onDisk(() => mkdtemp(join(tmpdir(), 'tpkit-')))
  const removeFolder = () => rm(folder, { recursive: true, force: true, maxRetries: 3 })
  const handle = await onDisk(() => open(join(folder, 'spool'), 'wx+', 0o600)).catch(async (error: unknown) => {
    await removeFolder()
    throw error
  })
  // Open, it needs no name: so it is gone even where the process is killed. A system that keeps names of open files refuses.
  await removeFolder().catch(() => undefined)
  return {
    append: (pieces) => onDisk(async () => void (await handle.appendFile(Buffer.concat(pieces)))),
    read: (start, end) => fileBytes(handle, start, end),
    remove: () =>
      onDisk(async () => {
        await handle.close()
        await removeFolder()
      }),
  }
}

async function* fileBytes(handle: FileHandle, start: number, end: number): AsyncGenerator<Uint8Array, void> {
  for (let at = start; at < end; ) {
    const length = Math.min(PIECE, end - at)
    const { bytesRead, buffer } = await onDisk(() => handle.read(Buffer.allocUnsafe(length), 0, length, at))
    if (bytesRead === 0) return
    at += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
}

async function onDisk<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    const expected = 'expected a temporary directory with room for the archive'
    const todo = 'make room there, or set TMPDIR to another'
    throw tpError('UNAVAILABLE', `unzip: ${expected}, found ${codeOf(error)}; ${todo}`, { retry: 'after-fix' })
  }
}
