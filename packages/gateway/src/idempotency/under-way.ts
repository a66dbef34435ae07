import { createHash } from 'node:crypto'
import type { Clock } from '@tpkit/core/ports'
import { GatewayProblem } from '../problem/problem.ts'

/** What a key stands for. */
export interface KeyedCall {
  readonly merchant: string
  readonly key: string | undefined
  /** Of the route, what it is about, and the body. */
  readonly fingerprint: string
  /** The answer is kept here, because nothing behind the route keeps the key. */
  readonly kept: boolean
}

/** Calls under their idempotency keys, as one process sees them. */
export interface UnderWay<Answer> {
  /** @throws GatewayProblem `IN_PROGRESS`, `IDEMPOTENCY_KEY_REUSED` */
  readonly run: (call: KeyedCall, work: () => Promise<Answer>) => Promise<Answer>
}

const KEPT_MS = 10 * 60_000
const MOST_KEPT = 1000

interface Entry<Answer> {
  readonly fingerprint: string
  readonly answer?: Answer
  readonly until?: number
}

/**
 * One call at a time under one key. What moves money is kept by the cashier, in the books; what does not is answered again from
 * memory for ten minutes, by the process that answered it first.
 */
export function underWay<Answer>(clock: Clock): UnderWay<Answer> {
  const entries = new Map<string, Entry<Answer>>()
  return {
    run: async ({ merchant, key, fingerprint, kept }, work) => {
      if (key === undefined) return work()
      const name = JSON.stringify([merchant, key])
      forget(entries, clock.nowMs())
      const held = entries.get(name)
      if (held && held.fingerprint !== fingerprint) throw otherBody()
      if (held) return held.answer ?? inProgress()
      entries.set(name, { fingerprint })
      try {
        const answer = await work()
        entries.delete(name)
        if (kept) entries.set(name, { fingerprint, answer, until: clock.nowMs() + KEPT_MS })
        return answer
      } catch (error) {
        entries.delete(name)
        throw error
      }
    },
  }
}

/** The oldest stand first; those that are under way have no end yet. */
function forget<Answer>(entries: Map<string, Entry<Answer>>, now: number): void {
  for (const [name, { until }] of entries) {
    if (until !== undefined && (until <= now || entries.size > MOST_KEPT)) entries.delete(name)
  }
}

export function otherBody(): GatewayProblem {
  const sentence = 'Idempotency-Key: expected the call that it was used with first, found another; use a new key for it'
  return new GatewayProblem('IDEMPOTENCY_KEY_REUSED', sentence, { parameter: 'Idempotency-Key' })
}

function inProgress(): never {
  const sentence = 'Idempotency-Key: expected that its first call has ended, found it under way; wait a second and send it again'
  throw new GatewayProblem('IN_PROGRESS', sentence, { parameter: 'Idempotency-Key', headers: { 'retry-after': '1' } })
}

/** SHA-256, hex. */
export function fingerprintOf(...parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}
