import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { tpError } from '@tpkit/core'
import { isThere } from '../desk/files.ts'
import type { Output } from '../desk/terminal.ts'

/** Where a statement goes. */
export interface Target {
  /** Writes all of it; rejects with what the text's source rejects with. */
  readonly write: (text: AsyncIterable<string>) => Promise<void>
  /** It was whole. */
  readonly keep: () => Promise<void>
  /** Nothing came: nothing stays. */
  readonly drop: () => Promise<void>
  /** What a part of it is called. */
  readonly part?: string
}

export function streamTarget(stream: Output): Target {
  return {
    write: (text) => pipeline(Readable.from(text), stream, { end: false }),
    keep: async () => undefined,
    drop: async () => undefined,
  }
}

/** A file that is whole or not there; what has come so far is `.part`. */
export async function fileTarget(path: string): Promise<Target> {
  if (await isThere(path))
    throw tpError('INVALID', `--out: expected a new file, found ${path}; move it away, or choose another name`)
  const part = `${path}.part`
  return {
    part,
    write: (text) => pipeline(Readable.from(text), createWriteStream(part, { mode: 0o600, flush: true })),
    keep: () => rename(part, path),
    drop: () => rm(part, { force: true }),
  }
}
