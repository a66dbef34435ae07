import { type Failure, fail } from '@tpkit/core'
import type { Draft } from '../booking/draft.ts'
import { beginClosing } from '../close/closing.ts'
import type { CashierWorld } from '../world.ts'

/** An order that the risk rules held back: allowed, it may be paid for its usual time from now on; denied, it is closed. */
export function decideOrder(draft: Draft, verdict: 'allow' | 'deny', world: CashierWorld, decided: string): Failure | undefined {
  const { order } = draft.held
  if (order.status !== 'review') {
    return fail('CONFLICT', `order ${order.orderNo}: expected one that waits for a decision, found it ${order.status}`)
  }
  const now = world.clock.nowMs()
  draft.journal('order.decided', undefined, { decided, verdict })
  if (verdict === 'deny') beginClosing(draft, 'operator', now)
  else {
    const expiresAt = now + world.settings.orderLifeMs
    draft.setOrder({ ...order, status: 'open', expiresAt, nextCheckAt: expiresAt })
  }
  return undefined
}
