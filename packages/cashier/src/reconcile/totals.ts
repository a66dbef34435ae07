import type { Fact, Money, StatementRow } from '@tpkit/core'

/** The day's money of one account, as its statement shows it. */
export interface Totals {
  readonly paid: Money
  readonly refunded: Money
  readonly fee: Money
  /** paid − refunded − fee. */
  readonly net: Money
}

/** Adds lines up, in the account's main currency; lines in another one are not added. */
export function adder(currency: string) {
  const sums = { paid: 0n, refunded: 0n, fee: 0n }
  const inMain = (value: Money | undefined): bigint => (value?.currency === currency ? value.amount : 0n)
  return {
    add: ({ fact, fee }: StatementRow): void => {
      const { paid, refunded } = moved(fact)
      sums.paid += inMain(paid)
      sums.refunded += inMain(refunded)
      sums.fee += inMain(fee)
    },
    end: (): Totals => {
      const of = (amount: bigint): Money => ({ amount, currency })
      const { paid, refunded, fee } = sums
      return { paid: of(paid), refunded: of(refunded), fee: of(fee), net: of(paid - refunded - fee) }
    },
  }
}

/** Which money a line says to have moved. A refund under way has not. */
function moved(fact: Fact | undefined): { readonly paid?: Money; readonly refunded?: Money } {
  if (fact?.kind === 'payment') return fact.status === 'paid' ? { paid: fact.total } : reversed(fact)
  return fact?.status === 'refunded' && fact.amount ? { refunded: fact.amount } : {}
}

/** A reversal that names an amount gave that much back; its payment has a line of its own. */
function reversed({ status, total }: Exclude<Extract<Fact, { kind: 'payment' }>, { status: 'paid' }>) {
  return status === 'reversed' && total ? { refunded: total } : {}
}
