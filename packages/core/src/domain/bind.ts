import type { Fact, Payee, PaymentFact, RefundFact } from '../contract/fact.ts'
import { type Money, sameMoney, showMoney } from '../money.ts'

/** What the caller stored before it sent anything. */
export interface ExpectedPayment {
  readonly payee: Payee
  readonly outTradeNo: string
  readonly total: Money
}

export interface ExpectedRefund {
  readonly payee: Payee
  readonly outTradeNo: string
  readonly outRefundNo: string
  readonly amount: Money
}

/** Whether a genuine fact is also *ours*. Book nothing on `foreign`. */
export type Binding =
  | { readonly kind: 'ours' }
  | {
      readonly kind: 'foreign'
      readonly field: string
      readonly expected: string
      readonly found: string
      readonly message: string
    }

/**
 * Compares a genuine fact with the stored order: merchant, application, order number, amount and currency; for a refund
 * its number and amount, and merchant and application where the wallet says them. A signature proves who sent a message, not whose it is.
 * `payee` is that of the account which took the order, not of the account that was told: both may be yours.
 *
 * @example
 * const { payee } = tpkit.account(order.account)
 * const binding = bind({ payee, outTradeNo: order.no, total: order.total }, fact)
 * if (binding.kind === 'foreign') quarantine(fact, binding.message)
 */
export function bind(expected: ExpectedPayment, fact: PaymentFact): Binding
export function bind(expected: ExpectedRefund, fact: RefundFact): Binding
export function bind(expected: ExpectedPayment | ExpectedRefund, fact: PaymentFact | RefundFact): Binding {
  const wrong = comparisons(expected, fact).find(([, want, found]) => want !== found)
  if (!wrong) return { kind: 'ours' }
  const [field, want, found] = wrong
  const message = `${field}: expected ${want}, the wallet's message says ${found}; it is genuine but does not fit, do not book it`
  return { kind: 'foreign', field, expected: want, found, message }
}

type Comparison = readonly [field: string, expected: string, found: string]

function comparisons(expected: ExpectedPayment | ExpectedRefund, fact: PaymentFact | RefundFact): readonly Comparison[] {
  return [
    ['outTradeNo', expected.outTradeNo, fact.outTradeNo],
    ...payeeComparisons(expected.payee, fact),
    ...(fact.kind === 'payment' ? paymentComparisons(expected, fact) : refundComparisons(expected, fact)),
  ]
}

/** A paid fact must name its payee; in the others an absent one is nothing to compare. */
function payeeComparisons(expected: Payee, fact: PaymentFact | RefundFact): readonly Comparison[] {
  const { payee } = fact
  if (!payee) return fact.status === 'paid' ? [['mchId', expected.mchId, 'none']] : []
  const known: Comparison[] = [
    ['mchId', expected.mchId, payee.mchId],
    // Two sub-merchants share one key: an unexpected one is somebody else's money.
    ['subMchId', expected.subMchId ?? 'none', payee.subMchId ?? 'none'],
  ]
  return [...known, ...applicationComparisons(expected, fact.kind, payee)]
}

/**
 * An application that we did not configure may still be echoed by the wallet; one that we did must be. Not by a refund: wallets
 * name its merchant and no application, and its number was chosen once per merchant.
 */
function applicationComparisons(expected: Payee, kind: Fact['kind'], found: Payee): readonly Comparison[] {
  return (['appId', 'subAppId'] as const).flatMap((name): readonly Comparison[] => {
    const [ours, theirs] = [expected[name], found[name]]
    if (!ours || (kind === 'refund' && theirs === undefined)) return []
    return [[name, ours, theirs ?? 'none']]
  })
}

function paymentComparisons(expected: ExpectedPayment | ExpectedRefund, fact: PaymentFact): readonly Comparison[] {
  if (!('total' in expected)) return [['kind', 'a refund', 'a payment']]
  if (!fact.total) return fact.status === 'paid' ? [['total', showMoney(expected.total), 'none']] : []
  return [moneyComparison('total', expected.total, fact.total)]
}

function refundComparisons(expected: ExpectedPayment | ExpectedRefund, fact: RefundFact): readonly Comparison[] {
  if (!('outRefundNo' in expected)) return [['kind', 'a payment', 'a refund']]
  const number: Comparison = ['outRefundNo', expected.outRefundNo, fact.outRefundNo]
  return fact.amount ? [number, moneyComparison('amount', expected.amount, fact.amount)] : [number]
}

function moneyComparison(field: string, expected: Money, found: Money): Comparison {
  return sameMoney(expected, found) ? [field, '', ''] : [field, showMoney(expected), showMoney(found)]
}
