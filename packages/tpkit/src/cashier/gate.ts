import type { Cashier } from '@tpkit/cashier'
import { tpError } from '@tpkit/core/errors'

/** Counts the calls under way, so that nothing is taken from under them. */
export interface Gate {
  readonly through: <Args extends readonly unknown[], Result>(
    work: (...args: Args) => Promise<Result>,
  ) => (...args: Args) => Promise<Result>
  /** Lets nobody in any more, and waits for those within. */
  readonly close: () => Promise<void>
}

export function gateOf(): Gate {
  const within = new Set<Promise<unknown>>()
  let closed = false
  return {
    through:
      (work) =>
      async (...args) => {
        if (closed)
          throw tpError('UNAVAILABLE', 'cashier: expected it open, found it closed; nothing was sent', { retry: 'never' })
        const call = work(...args)
        within.add(call)
        try {
          return await call
        } finally {
          within.delete(call)
        }
      },
    close: async () => {
      closed = true
      await Promise.allSettled(within)
    },
  }
}

/** Every use case through the gate. */
export function gated(till: Cashier, { through }: Gate): Cashier {
  return {
    pay: through(till.pay),
    get: through(till.get),
    list: through(till.list),
    getRefund: through(till.getRefund),
    listRefunds: through(till.listRefunds),
    refund: through(till.refund),
    close: through(till.close),
    reverse: through(till.reverse),
    settle: through(till.settle),
    ask: through(till.ask),
    followUp: through(till.followUp),
    expire: through(till.expire),
    reconcile: through(till.reconcile),
    decide: through(till.decide),
    deliver: through(till.deliver),
    replay: through(till.replay),
    events: through(till.events),
  }
}
