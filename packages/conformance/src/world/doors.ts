import { constants, type KeyObject, privateDecrypt, publicEncrypt, sign } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import type { TrustedKey } from '@tpkit/core'
import { tpError } from '@tpkit/core/errors'
import type { Clock, Connection, KeyRing, LogEvent, Random, RecordedCall, Signer, Unpack } from '@tpkit/core/ports'
import type { Doors } from '../bench.ts'
import { readZip } from './zip.ts'

/** What a TP wrote down while it worked. */
export interface Written {
  readonly logs: LogEvent[]
  readonly recordings: RecordedCall[]
}

/** The doors of one account; `written` keeps what goes out of them beside the requests. */
export function doors(connection: Connection, clock: Clock, random: Random, written: Written): Doors {
  return {
    account: 'conformance',
    connection,
    clock,
    random,
    signer,
    unpack,
    keyRing: memoryKeyRing(),
    log: { write: (event) => void written.logs.push(event) },
    recorder: { record: (call) => void written.recordings.push(call) },
  }
}

const OAEP = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }

const signer: Signer = {
  sign: async (key: KeyObject, text) => sign('RSA-SHA256', text, key),
  seal: async (key: KeyObject, bytes) => publicEncrypt({ key, ...OAEP }, bytes),
  unseal: async (key: KeyObject, bytes) => privateDecrypt({ key, ...OAEP }, bytes),
}

/** Whole files in memory: a test wallet's day is small. */
const unpack: Unpack = {
  unpack: async function* (packed, how, maxBytes, member) {
    const chunks: Uint8Array[] = []
    for await (const chunk of packed) chunks.push(chunk)
    const bytes = Buffer.concat(chunks)
    yield how === 'gzip' ? gunzipped(bytes) : memberOf(bytes, maxBytes, member)
  },
}

function memberOf(archive: Uint8Array, maxBytes: number, member: Parameters<Unpack['unpack']>[3]): Uint8Array {
  const found = readZip(archive, maxBytes).find(({ name }) => member?.wanted(new TextDecoder(member.charset).decode(name)))
  if (found) return found.content
  throw tpError('MALFORMED', 'unpack: expected the wanted file in the archive, found others; say `member` beside packed "zip"')
}

/** As the usual door says it: a file that breaks off is no file. */
function gunzipped(bytes: Uint8Array): Uint8Array {
  try {
    return gunzipSync(bytes)
  } catch {
    throw tpError('MALFORMED', 'unpack: expected a whole gzip file, found none')
  }
}

function memoryKeyRing(): KeyRing {
  const kept = new Map<string, readonly TrustedKey[]>()
  return {
    read: async (account) => kept.get(account) ?? [],
    write: async (account, keys) => void kept.set(account, keys),
  }
}
