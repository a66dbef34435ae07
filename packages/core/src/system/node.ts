/** The ordinary implementations of core's small ports, on Node's built-ins. */
import { constants, sign as cryptoSign, privateDecrypt, publicEncrypt, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import type { TrustedKey } from '../contract/protocol.ts'
import type { Clock, KeyRing, Log, Random, Signer, Turn } from '../ports.ts'

export const systemClock: Clock = { nowMs: () => Date.now() }

export const systemTurn: Turn = { soon: (callback) => void setImmediate(callback) }

const POOL_BYTES = 4096
let pool = randomBytes(POOL_BYTES)
let drawn = 0

/** Drawn from the system a block at a time: one draw costs more than all the rest of a nonce. No byte is handed out twice. */
export const systemRandom: Random = {
  bytes: (length) => {
    if (length > POOL_BYTES) return randomBytes(length)
    if (drawn + length > POOL_BYTES) [pool, drawn] = [randomBytes(POOL_BYTES), 0]
    drawn += length
    return pool.subarray(drawn - length, drawn)
  },
}

export const silentLog: Log = { write: () => undefined }

/** With a callback, Node signs on its thread pool: the event loop goes on meanwhile. */
const signOffLoop = promisify(cryptoSign)
const OAEP = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }

export const threadPoolSigner: Signer = {
  sign: (key, text) => signOffLoop('RSA-SHA256', text, key),
  seal: async (key, bytes) => publicEncrypt({ key, ...OAEP }, bytes),
  unseal: async (key, bytes) => privateDecrypt({ key, ...OAEP }, bytes),
}

/** Learned keys of one process; gone with it. */
export function memoryKeyRing(): KeyRing {
  const kept = new Map<string, readonly TrustedKey[]>()
  return {
    read: async (account) => kept.get(account) ?? [],
    write: async (account, keys) => void kept.set(account, keys),
  }
}
