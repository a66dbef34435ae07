import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { tpError } from '@tpkit/core/errors'
import type { Unpack } from '@tpkit/core/ports'
import { codeOf } from './failure.ts'

/**
 * The `Unpack` port on node:zlib: gzip as a stream, in flat memory.
 *
 * Throws `MALFORMED` for a file that is cut short, damaged, or followed by anything but another gzip member, and this shows
 * only at its end: believe nothing of it before the loop is over. Throws `LIMIT` as soon as more than `maxBytes` came out.
 * Errors of `packed` pass through. `zip` throws `UNSUPPORTED`. A loop that is left early closes `packed`.
 */
export const zlibUnpack: Unpack = {
  unpack: (packed, how, maxBytes) => (how === 'gzip' ? gunzip(packed, maxBytes) : unsupported(packed)),
}

async function* gunzip(packed: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array, void> {
  const source = counted(packed)
  const engine = createGunzip({ chunkSize: 64 * 1024 })
  // Its error comes out of the engine too, which is where we wait.
  pipeline(source, engine).catch(() => {})
  let unpacked = 0
  try {
    for await (const piece of engine) {
      unpacked += piece.byteLength
      if (unpacked > maxBytes)
        throw tpError('LIMIT', `The unpacked file is too large: expected at most ${maxBytes} bytes, found more`)
      yield piece
    }
  } catch (error) {
    throw codeOf(error).startsWith('Z_') ? malformed('it is damaged or cut short') : error
  } finally {
    engine.destroy()
    await source.close()
  }
  // zlib stops at zero bytes behind the last member and calls that an end.
  if (engine.bytesWritten !== source.bytes()) throw malformed('something follows its end')
}

const malformed = (found: string) => tpError('MALFORMED', `Expected a whole gzip file, but ${found}; fetch it again`)

interface Counted extends AsyncIterable<Uint8Array> {
  readonly bytes: () => number
  /** Closes what is read from, also while a piece is being waited for. */
  readonly close: () => Promise<void>
}

function counted(packed: AsyncIterable<Uint8Array>): Counted {
  const inner = packed[Symbol.asyncIterator]()
  let bytes = 0
  let done = false
  const next = async () => {
    const step = await inner.next()
    done = step.done === true
    bytes += step.done ? 0 : step.value.byteLength
    return step
  }
  const close = async () => {
    if (!done) await inner.return?.()
    done = true
  }
  return { bytes: () => bytes, close, [Symbol.asyncIterator]: () => ({ next }) }
}

async function* unsupported(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  await packed[Symbol.asyncIterator]().return?.()
  throw tpError('UNSUPPORTED', 'Expected a gzip file: tpkit does not unpack zip archives yet; fetch the file in another form')
}
