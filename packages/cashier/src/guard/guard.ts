import type { Instant } from '@tpkit/core'
import type { Clock } from '@tpkit/core/ports'
import pLimit, { type LimitFunction } from 'p-limit'
import type { CashierLog, CashierSettings } from '../ports.ts'
import { type Breaker, type BreakerEvent, blockedUntil, CLOSED, moved } from './breaker.ts'
import { isHealthy } from './health.ts'

/** Between the cashier and each account: so many calls at a time, and none that starts something while the wallet is down. */
export interface Guard {
  /** Until when nothing new is started at the account; undefined: it may be. */
  readonly blockedUntil: (account: string) => Instant | undefined
  /** A call at the account. Asking after what is under way is always let through, and shows when the wallet is back. */
  readonly call: <Result>(account: string, work: () => Promise<Result>) => Promise<Result>
}

interface Gate {
  readonly run: LimitFunction
  breaker: Breaker
}

/** Kept in memory: each process learns by itself how its wallets are. */
export function guardOf(
  { concurrency, breaker }: Pick<CashierSettings, 'concurrency' | 'breaker'>,
  clock: Clock,
  log: CashierLog,
): Guard {
  const gates = new Map<string, Gate>()
  const gateOf = (account: string): Gate => {
    const gate = gates.get(account) ?? { run: pLimit(concurrency), breaker: CLOSED }
    gates.set(account, gate)
    return gate
  }
  const move = (account: string, event: BreakerEvent): void => {
    const gate = gateOf(account)
    const before = gate.breaker.state
    gate.breaker = moved(gate.breaker, event, clock.nowMs(), breaker)
    if (gate.breaker.state !== before) log.write({ event: 'breaker.moved', account, state: gate.breaker.state })
  }
  return {
    blockedUntil: (account) => blockedUntil(gateOf(account).breaker, clock.nowMs(), breaker),
    call: (account, work) =>
      gateOf(account).run(async () => {
        move(account, 'tries')
        try {
          const answer = await work()
          move(account, isHealthy(answer) ? 'succeeded' : 'failed')
          return answer
        } catch (error) {
          move(account, isHealthy(error) ? 'succeeded' : 'failed')
          throw error
        }
      }),
  }
}
