import { type Failure, fail, type Instant } from '@tpkit/core'
import { tpError } from '@tpkit/core/errors'
import { readIdempotency, type Work, write } from '../books/work.ts'

export interface KeyUse {
  readonly merchant: string
  readonly key: string | undefined
  readonly fingerprint: string
  readonly now: Instant
}

/**
 * Takes an idempotency key for a body. Undefined: go on; where the key stood already, this is a repeat, and repeating a number
 * is safe by itself. A failure: the key was used for something else.
 */
export function* takeKey({ merchant, key, fingerprint, now }: KeyUse): Work<Failure | undefined> {
  if (key === undefined) return undefined
  const held = yield* readIdempotency(merchant, key)
  if (held && held.fingerprint !== fingerprint) return otherBody(key)
  if (!held) yield* write([{ put: 'idempotency', row: { merchant, key, fingerprint, at: now } }])
  return undefined
}

/** Whether a refusal means that the idempotency key was used for something else. */
export function isKeyReuse({ code, message }: Failure): boolean {
  return code === 'CONFLICT' && message.startsWith('idempotencyKey: ')
}

function otherBody(key: string): Failure {
  return fail(
    'CONFLICT',
    `idempotencyKey: expected the body that ${JSON.stringify(key.slice(0, 40))} was used with first, found another; use a new key for it`,
  )
}

/** @throws `TPError` `INVALID` for a key that is none. */
export function checkKey(key: string | undefined): void {
  if (key === undefined || /^[\x21-\x7e]{1,255}$/.test(key)) return
  throw tpError(
    'INVALID',
    `idempotencyKey: expected 1 to 255 visible characters, found ${JSON.stringify(String(key).slice(0, 40))}`,
  )
}
