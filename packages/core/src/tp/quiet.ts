import type { Absent } from '../contract/fact.ts'
import type { Exchange, Moment } from '../contract/protocol.ts'
import type { Instant } from '../contract/scene.ts'

/**
 * Asks, and says of an early "no such order" until when it means nothing: the write may still be on its way, or lie at the
 * wallet undone (`timing.quietMs`). Counted from the last time it was sent, repeats included; who does not know that gets no final answer.
 */
export function quietly<Found extends { readonly kind: string }>(
  ask: (at: Moment) => Exchange<Found>,
  sentAt: Instant | undefined,
  quietMs: number,
): (at: Moment) => Exchange<Found> {
  return function* (at) {
    const found = yield* ask(at)
    if (!isAbsent(found)) return found
    return { ...found, ...quiet(found, sentAt, quietMs, at.nowMs) }
  }
}

/** Until when an absence means nothing, where it does. */
export function quiet(found: Absent, sentAt: Instant | undefined, quietMs: number, nowMs: Instant): Partial<Absent> {
  const mayAppearUntil = Math.max(found.mayAppearUntil ?? 0, (sentAt ?? nowMs) + quietMs)
  return mayAppearUntil > nowMs ? { mayAppearUntil } : {}
}

function isAbsent(found: { readonly kind: string }): found is Absent {
  return found.kind === 'absent'
}
