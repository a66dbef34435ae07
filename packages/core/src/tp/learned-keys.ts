import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto'
import type { PublicKey, TrustedKey } from '../contract/protocol.ts'
import type { Instant } from '../contract/scene.ts'

/** A key that `trust` learned, ready to verify with. */
export interface Learned extends PublicKey {
  readonly notBefore: Instant
  readonly notAfter: Instant
  /** As it was learned. */
  readonly trusted: TrustedKey
}

export type LearnedKeys = ReadonlyMap<string, Learned>

/** Without those that cannot be read: they verify nothing, and the others still do. */
export function readable(keys: readonly TrustedKey[]): LearnedKeys {
  const read = keys.flatMap((trusted) => {
    const { id, pem, notBefore = Number.NEGATIVE_INFINITY, notAfter = Number.POSITIVE_INFINITY } = trusted
    const key = publicKeyOf(pem)
    return key ? [[id, { id, key, notBefore, notAfter, trusted }] as const] : []
  })
  return new Map(read)
}

/** Those that are valid now, the one that is valid longest first. */
export function validIn(learned: LearnedKeys, nowMs: Instant): readonly Learned[] {
  const valid = [...learned.values()].filter(({ notBefore, notAfter }) => notBefore <= nowMs && nowMs < notAfter)
  return valid.sort((a, b) => b.notAfter - a.notAfter)
}

/** Both; what is over goes. */
export function added(learned: LearnedKeys, more: LearnedKeys, nowMs: Instant): LearnedKeys {
  return new Map([...learned, ...more].filter(([, { notAfter }]) => nowMs < notAfter))
}

function publicKeyOf(pem: string): KeyObject | undefined {
  try {
    return pem.includes('CERTIFICATE') ? new X509Certificate(pem).publicKey : createPublicKey(pem)
  } catch {
    return undefined
  }
}
