import type { AttemptRow, Held, RefundRow } from '../books/rows.ts'

/** Neither failed nor closed: its money went back, or is on its way. */
export function isStanding({ status }: RefundRow): boolean {
  return status === 'processing' || status === 'refunded'
}

/** What of an attempt's money is neither back at the payer nor on its way. */
export function remaining({ refunds }: Pick<Held, 'refunds'>, attempt: AttemptRow): bigint {
  return refunds
    .filter((refund) => refund.attemptId === attempt.id && isStanding(refund))
    .reduce((left, { amount }) => left - amount.amount, attempt.total.amount)
}

export function pendingAttempts({ attempts }: Held): readonly AttemptRow[] {
  return attempts.filter(({ status }) => status === 'pending')
}

/** The attempt whose money stands. */
export function paidAttempt({ order, attempts }: Held): AttemptRow | undefined {
  return attempts.find(({ id }) => id === order.paidAttemptId)
}

/** The wallet has the refund, and stands still until somebody tells it where the money shall go. */
export function waitsForOperator({ unknown }: Pick<RefundRow, 'unknown'>): boolean {
  return unknown?.asked === 'operator'
}

const MOST_TOLD = 20

/** Whether the journal still tells of another repeat: an outage of days is one story, however often somebody asks. */
export function isWorthTelling({ checks }: { readonly checks: number }): boolean {
  return checks <= MOST_TOLD
}
