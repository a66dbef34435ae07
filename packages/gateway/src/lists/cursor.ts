import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto'
import type { Random } from '@tpkit/core/ports'
import { GatewayProblem } from '../problem/problem.ts'

/** What a cursor goes on with: a list of one merchant, asked for in one way. */
export interface CursorOf {
  readonly list: string
  readonly merchant: string
  /** Without cursor and limit, which may change from page to page. */
  readonly filter: Readonly<Record<string, unknown>>
}

export interface Cursors {
  readonly seal: (place: string, of: CursorOf) => string
  /** @throws GatewayProblem `CURSOR` for one of another list, merchant or filter, or one that nobody here made */
  readonly open: (cursor: string, of: CursorOf) => string
}

const NONCE = 12
const TAG = 16
const CIPHER = 'aes-256-gcm'

/**
 * Cursors that say nothing and fit nowhere else: sealed (AES-256-GCM), with list, merchant and filter bound in. Signed alone, the
 * place of an event would tell a merchant how many events all others had.
 */
export function cursors(secret: Uint8Array, random: Random): Cursors {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'tpkit cursor', 32))
  return {
    seal: (place, of) => {
      const nonce = random.bytes(NONCE)
      const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG }).setAAD(boundTo(of))
      const sealed = Buffer.concat([cipher.update(place, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')
    },
    open: (cursor, of) => {
      const bytes = /^[\w-]{38,300}$/.test(cursor) ? Buffer.from(cursor, 'base64url') : Buffer.alloc(0)
      // What decodes to the same bytes is not the same cursor.
      if (bytes.byteLength < NONCE + TAG || bytes.toString('base64url') !== cursor) throw foreign()
      const opening = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE), { authTagLength: TAG }).setAAD(boundTo(of))
      opening.setAuthTag(bytes.subarray(NONCE, NONCE + TAG))
      try {
        return Buffer.concat([opening.update(bytes.subarray(NONCE + TAG)), opening.final()]).toString('utf8')
      } catch {
        throw foreign()
      }
    },
  }
}

function boundTo({ list, merchant, filter }: CursorOf): Uint8Array {
  const asked = Object.entries(filter)
    .filter(([, value]) => value !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
  return Buffer.from(JSON.stringify([list, merchant, asked]))
}

function foreign(): GatewayProblem {
  const sentence =
    'cursor: expected the next of a page of this list, with the same filters, found another; begin without a cursor'
  return new GatewayProblem('CURSOR', sentence, { parameter: 'cursor' })
}
