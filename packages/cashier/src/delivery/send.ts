import type { HttpResponse, Instant } from '@tpkit/core'
import { isTPError } from '@tpkit/core/errors'
import type { SendLimits } from '@tpkit/core/ports'
import type { EventRow } from '../books/rows.ts'
import type { CashierPorts, Endpoint } from '../ports.ts'
import { webhook } from './message.ts'
import { retryAfterMs } from './schedule.ts'

/** What came of one try. `reason` is for people and holds nothing of the answer's body. */
export type Tried =
  | { readonly kind: 'delivered'; readonly reason: string }
  /** The endpoint says that it is there no more. */
  | { readonly kind: 'gone'; readonly reason: string }
  /** `silent`: not even a refusal came. */
  | { readonly kind: 'failed'; readonly reason: string; readonly silent: boolean; readonly retryAfterMs?: number }

/** How long an endpoint may take to answer: what a lease must leave. */
export const TRY_MS = 15_000
export const TRY_LIMITS: SendLimits = { timeoutMs: TRY_MS, maxBytes: 64 * 1024 }

/** Sends an event once. Never throws: whatever went wrong is a reason to try again later. */
export async function send(
  event: EventRow,
  endpoint: Endpoint,
  { endpoints, clock }: Pick<CashierPorts, 'endpoints' | 'clock'>,
): Promise<Tried> {
  try {
    const request = webhook(event, endpoint, clock.nowMs())
    return meaning(await endpoints.connection(endpoint).send(request, TRY_LIMITS), clock.nowMs())
  } catch (error) {
    return { kind: 'failed', reason: isTPError(error) ? error.code : 'INTERNAL', silent: true }
  }
}

function meaning({ status, headers }: Omit<HttpResponse, 'nowMs'>, now: Instant): Tried {
  const reason = `HTTP ${status}`
  if (status >= 200 && status < 300) return { kind: 'delivered', reason }
  if (status === 410) return { kind: 'gone', reason }
  const wait = retryAfterMs(headers.get('retry-after')?.[0], now)
  return { kind: 'failed', reason, silent: false, ...(wait !== undefined && { retryAfterMs: wait }) }
}
