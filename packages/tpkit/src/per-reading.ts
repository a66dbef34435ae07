import type { CashierPlan, Tpkit } from '@tpkit/core/container'

/** What is made of a configuration, once for each reading of it, however often it is asked for. */
export function perReading<Value extends object>(tpkit: Pick<Tpkit, 'cashierPlan'>, make: () => Value): () => Value {
  // Every reading makes another plan.
  const known = new WeakMap<CashierPlan, Value>()
  return () => {
    const made = known.get(tpkit.cashierPlan) ?? make()
    known.set(tpkit.cashierPlan, made)
    return made
  }
}
