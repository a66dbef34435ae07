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
export function* takeKey({ merchant, key, fingerprint, now }: KeyUse): Work<KeyReuse | undefined> {
  if (key === undefined) return undefined
  const held = yield* readIdempotency(merchant, key)
  if (held && held.fingerprint !== fingerprint) return otherBody(key)
  if (!held) yield* write([{ put: 'idempotency', row: { merchant, key, fingerprint, at: now } }])
  return undefined
}

/** A refusal because the idempotency key was used for something else. */
export interface KeyReuse extends Failure {
  readonly keyReused: true
}

export function isKeyReuse(failure: Failure): failure is KeyReuse {
  return 'keyReused' in failure && failure.keyReused === true
}

function otherBody(key: string): KeyReuse {
  const sentence = `idempotencyKey: expected the body that ${JSON.stringify(key.slice(0, 40))} was used with first, found another; use a new key for it`
  return { ...fail('CONFLICT', sentence), keyReused: true }
}

/** @throws `TPError` `INVALID` for a key that is none. */
export function checkKey(key: string | undefined): void {
  if (key === undefined || /^[\x21-\x7e]{1,255}$/.test(key)) return
  throw tpError(
    'INVALID',
    `idempotencyKey: expected 1 to 255 visible characters, found ${JSON.stringify(String(key).slice(0, 40))}`,
  )
}
