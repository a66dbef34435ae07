import { bookPayment } from './booking/payment.ts'
import { bookRefund } from './booking/refund.ts'
import type { Cashier } from './cashier.ts'
import { closer } from './close/close.ts'
import { decider } from './decide/decide.ts'
import { deliverer } from './delivery/deliver.ts'
import { replayer } from './delivery/replay.ts'
import { eventsOf } from './events/pull.ts'
import { asker } from './follow/ask.ts'
import { expirer, follower } from './follow/follow-up.ts'
import { guardOf } from './guard/guard.ts'
import { idsFrom } from './ids.ts'
import { payer } from './pay/pay.ts'
import type { CashierPorts } from './ports.ts'
import { reconciler } from './reconcile/reconcile.ts'
import { refunder } from './refund/refund.ts'
import { reverser } from './reverse/reverse.ts'
import { settler } from './settle/settle.ts'
import { getter, lister, refundGetter, refundLister } from './views/read.ts'
import type { CashierWorld } from './world.ts'

/** The cashier over its ports. Any number of them may work on the same books. */
export function cashier(ports: CashierPorts): Cashier {
  const ids = idsFrom(ports.clock, ports.random)
  const world: CashierWorld = { ...ports, ids, guard: guardOf(ports.settings, ports.clock, ports.log) }
  return {
    pay: payer(world),
    get: getter(world),
    list: lister(world),
    getRefund: refundGetter(world),
    listRefunds: refundLister(world),
    refund: refunder(world),
    close: closer(world),
    reverse: reverser(world),
    settle: settler(world),
    ask: asker(world),
    followUp: follower(world),
    expire: expirer(world),
    reconcile: reconciler(ports, ids, { bookPayment, bookRefund }),
    decide: decider(world),
    deliver: deliverer(ports, ids),
    replay: replayer(ports, ids),
    events: eventsOf(ports.books),
  }
}
