import type { Absent, PaymentFact } from 'tpkit'
import type { Terminal } from '../desk/terminal.ts'

export interface Following {
  readonly terminal: Terminal
  readonly ask: () => Promise<PaymentFact | Absent>
  /** Distances between questions; the last one repeats. */
  readonly pausesMs: readonly number[]
  /** Nobody can pay any more afterwards. */
  readonly untilMs: number
  readonly signal: AbortSignal
  /** What an answer was that did not end it, and how many there were. */
  readonly told: (seen: Seen, asked: number) => void
}

/** An answer, or the reason why there was none. */
export type Seen = PaymentFact | Absent | { readonly kind: 'unread'; readonly error: unknown }

/**
 * Asks until the payment is final, or until nobody can pay any more; then answers what was seen last. Never asks oftener than
 * the wallet wants: the last question comes at the expiry, but not sooner than the shortest distance after the one before.
 * Rejects when the signal is aborted.
 */
export async function follow({ terminal, ask, pausesMs, untilMs, signal, told }: Following): Promise<Seen> {
  const shortest = Math.min(...pausesMs)
  for (let asked = 1; ; asked += 1) {
    const usual = pausesMs[Math.min(asked, pausesMs.length) - 1] ?? shortest
    await terminal.sleep(Math.max(shortest, Math.min(usual, untilMs - terminal.nowMs())), signal)
    const seen = await look(ask, signal)
    if (isFinal(seen) || terminal.nowMs() >= untilMs) return seen
    told(seen, asked)
  }
}

/** A wallet that cannot be read now may be read later; the payment goes on meanwhile. */
async function look(ask: Following['ask'], signal: AbortSignal): Promise<Seen> {
  try {
    return await ask()
  } catch (error) {
    signal.throwIfAborted()
    return { kind: 'unread', error }
  }
}

function isFinal(seen: Seen): boolean {
  return seen.kind === 'payment' && seen.status !== 'pending'
}
