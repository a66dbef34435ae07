import type { CashierLog, CashierLogEvent } from '@tpkit/cashier'
import type { Log, LogEvent } from '@tpkit/core/ports'
import type { GatewayLog, GatewayLogEvent } from '../log.ts'
import type { Meters } from './meters.ts'

const BREAKER = { closed: 0, 'half-open': 0.5, open: 1 } as const

/** What a typed event counts as: one line per event, so that nothing is counted that no log tells. */
type Counting<Event extends { readonly event: string }> = {
  readonly [Name in Event['event']]: (event: Extract<Event, { readonly event: Name }>) => void
}

function ear<Event extends { readonly event: string }>(counting: Counting<Event>): { readonly write: (event: Event) => void } {
  return {
    write: (event) => {
      // The table has a line for each name, with that name's event: no compiler joins the two by a name that it reads.
      const count = counting[event.event as Event['event']] as (event: Event) => void
      count(event)
    },
  }
}

export function gatewayEar(meters: Meters): GatewayLog {
  return ear<GatewayLogEvent>({
    request: ({ method, route, status, durationMs }) => {
      meters.requests.inc({ method, route, status })
      meters.requestSeconds.observe({ method, route }, durationMs / 1000)
    },
    notify: ({ account, what, durationMs, lagMs }) => {
      meters.notifies.inc({ account, what })
      meters.notifySeconds.observe({ account }, durationMs / 1000)
      // A wallet's clock may be ahead of ours.
      if (lagMs !== undefined) meters.notifyLag.observe({ account }, Math.max(0, lagMs) / 1000)
    },
    'notify.stranger': () => meters.strangerNotifies.inc(),
    'key.refused': ({ why }) => meters.keyRefusals.inc({ why }),
    'rate.refused': ({ by }) => meters.rateRefusals.inc({ by }),
    overload: ({ route }) => meters.overloads.inc({ route }),
    'connection.refused': ({ why }) => meters.connectionRefusals.inc({ why }),
    drain: () => undefined,
    failed: ({ during }) => meters.failures.inc({ during }),
  })
}

export function coreEar(meters: Meters): Log {
  return ear<LogEvent>({
    call: ({ account, verb, outcome, durationMs }) => {
      meters.calls.inc({ account, verb, outcome })
      meters.callSeconds.observe({ account, verb }, durationMs / 1000)
    },
    'trust.refreshed': ({ account }) => meters.trust.inc({ account, outcome: 'done' }),
    'trust.failed': ({ account }) => meters.trust.inc({ account, outcome: 'failed' }),
    'config.reloaded': () => meters.reloads.inc({ outcome: 'done' }),
    'config.refused': () => meters.reloads.inc({ outcome: 'refused' }),
  })
}

export function cashierEar(meters: Meters): CashierLog {
  return ear<CashierLogEvent>({
    'notify.refused': ({ account, code }) => meters.notGenuine.inc({ account, code }),
    'notify.parked': () => undefined,
    'notify.unfinished': () => undefined,
    'fact.quarantined': ({ account }) => meters.quarantined.inc({ account }),
    'books.failed': ({ during, code }) => meters.bookFailures.inc({ during, code }),
    'follow-up.failed': ({ code }) => meters.followUpFailures.inc({ code }),
    'breaker.moved': ({ account, state }) => meters.breaker.set({ account }, BREAKER[state]),
    'delivery.failed': () => meters.deliveryFailures.inc(),
    'endpoint.disabled': () => meters.endpointsDisabled.inc(),
  })
}
