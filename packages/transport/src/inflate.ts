import { pipeline } from 'node:stream/promises'
import type { Gunzip, InflateRaw } from 'node:zlib'
import { type TPError, tpError } from '@tpkit/core/errors'
import { codeOf } from './failure.ts'

/**
 * What zlib makes of `packed`, piece by piece, in flat memory.
 *
 * Throws `malformed` for what is cut short, damaged, or followed by anything, and this shows only at its end. Throws `LIMIT` as
 * soon as more than `maxBytes` came out. Errors of `packed` pass through. A loop that is left early closes `packed`.
 */
export async function* inflated(
  packed: AsyncIterable<Uint8Array>,
  startEngine: () => Gunzip | InflateRaw,
  maxBytes: number,
  malformed: (found: string) => TPError,
): AsyncGenerator<Uint8Array, void> {
  const [source, engine] = [counted(packed), startEngine()]
  // Its error comes out of the engine too, which is where we wait.
  pipeline(source, engine).catch(() => {})
  let unpacked = 0
  try {
    for await (const piece of engine) {
      unpacked += piece.byteLength
      if (unpacked > maxBytes) throw tooLarge(maxBytes)
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

export function tooLarge(maxBytes: number): TPError {
  return tpError('LIMIT', `The unpacked file is too large: expected at most ${maxBytes} bytes, found more`)
}

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
