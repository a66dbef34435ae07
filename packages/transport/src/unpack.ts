import { createGunzip } from 'node:zlib'
import { tpError } from '@tpkit/core/errors'
import type { Unpack } from '@tpkit/core/ports'
import { inflated } from './inflate.ts'
import { unzip } from './unzip.ts'

/**
 * The `Unpack` port on node:zlib, in flat memory.
 *
 * `gzip` is unpacked as it comes. Of a `zip` one file comes out; the archive is read to its end before, for its directory stands
 * there: a small one in memory, a larger one in a temporary file that is removed whatever happens.
 *
 * Throws `MALFORMED` for a file that is cut short, damaged, or followed by anything, and this shows only at its end: believe
 * nothing of it before the loop is over. Throws `LIMIT` as soon as more than `maxBytes` came out. Errors of `packed` pass
 * through. A loop that is left early closes `packed`.
 */
export const zlibUnpack: Unpack = {
  unpack: (packed, how, maxBytes, member) => (how === 'gzip' ? gunzip(packed, maxBytes) : unzip(packed, maxBytes, member)),
}

function gunzip(packed: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array, void> {
  const start = () => createGunzip({ chunkSize: 64 * 1024 })
  return inflated(packed, start, maxBytes, (found) =>
    tpError('MALFORMED', `Expected a whole gzip file, but ${found}; fetch it again`),
  )
}
