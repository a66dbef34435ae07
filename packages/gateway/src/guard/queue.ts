import type { GatewayStep } from '../context.ts'
import type { GatewayLog } from '../log.ts'
import { GatewayProblem } from '../problem/problem.ts'

/** The calls that wait for the ledger's commit. Whoever was let in stays until it is done: only entering can be refused. */
export interface Queue {
  /** Answers how to leave again; undefined where it is full. */
  readonly enter: (who: 'call' | 'notify') => (() => void) | undefined
  readonly depth: () => number
}

/** Of the places, kept for wallets: a flood of calls must not make us deaf to what was paid. */
const KEPT_FOR_NOTIFIES = 1 / 4

/** @param limit asked anew each time: a reload may change it */
export function boundedQueue(limit: () => number): Queue {
  let depth = 0
  return {
    enter: (who) => {
      const places = who === 'notify' ? limit() : Math.ceil(limit() * (1 - KEPT_FOR_NOTIFIES))
      if (depth >= places) return undefined
      depth += 1
      return leaving(() => {
        depth -= 1
      })
    },
    depth: () => depth,
  }
}

/** A second time does nothing. */
function leaving(leave: () => void): () => void {
  let left = false
  return () => {
    if (!left) leave()
    left = true
  }
}

/** How soon a place is free again: a commit takes milliseconds, so what fills the queue is a burst. */
const RETRY_AFTER_S = 1

/** Before every call that waits for a commit: 503 at once is better than an answer that nobody waits for any more. */
export function queued(queue: Queue, log: GatewayLog): GatewayStep {
  return async (c, next) => {
    const leave = queue.enter('call')
    if (!leave) {
      log.write({ event: 'overload', queued: queue.depth(), route: c.var.route ?? '*' })
      throw new GatewayProblem(
        'OVERLOADED',
        `expected a place among the calls that wait for the books, found all taken; nothing was done, try again in ${RETRY_AFTER_S} s`,
        {
          headers: { 'retry-after': String(RETRY_AFTER_S) },
        },
      )
    }
    try {
      await next()
    } finally {
      leave()
    }
  }
}
