import {
  booksAgree,
  limitsHoldAllAlong,
  noMoneyForgotten,
  oneUnrefundedPayment,
  refundsAgree,
  refundsWithinPayments,
  refusedNeverWas,
} from './money.ts'
import {
  finalsNeverMove,
  journalIsComplete,
  noSecretShows,
  nothingGrows,
  nothingIsLeftOpen,
  nothingIsQuarantined,
} from './order.ts'
import { everyEventHeard, nothingAcknowledgedLost, oneOrderPerKey, onePaymentEventPerPayment } from './promises.ts'
import type { FinalState } from './state.ts'

/** What must hold after every seed, by name. */
export const INVARIANTS: Readonly<Record<string, (state: FinalState) => Iterable<string>>> = {
  'one-unrefunded-payment': oneUnrefundedPayment,
  'refunds-within-payments': refundsWithinPayments,
  'limits-hold-all-along': limitsHoldAllAlong,
  'refused-never-was': refusedNeverWas,
  'no-money-forgotten': noMoneyForgotten,
  'books-agree': booksAgree,
  'refunds-agree': refundsAgree,
  'nothing-acknowledged-lost': nothingAcknowledgedLost,
  'one-event-per-payment': onePaymentEventPerPayment,
  'every-event-heard': everyEventHeard,
  'one-order-per-key': oneOrderPerKey,
  'nothing-is-left-open': nothingIsLeftOpen,
  'finals-never-move': finalsNeverMove,
  'journal-is-complete': journalIsComplete,
  'nothing-grows': nothingGrows,
  'no-secret-shows': noSecretShows,
  'nothing-is-quarantined': nothingIsQuarantined,
}

export function violationsOf(state: FinalState): readonly string[] {
  return Object.entries(INVARIANTS).flatMap(([name, holds]) => [...holds(state)].map((found) => `${name}: ${found}`))
}
