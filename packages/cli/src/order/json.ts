import { type Fact, type Failure, type Money, moneyToJson } from 'tpkit'

/** ISO 8601, where people or programs read it. */
export function isoTime(at: number | undefined): string | undefined {
  return at === undefined ? undefined : new Date(at).toISOString()
}

/** A fact for programs: without what the wallet sent besides, and without the payer, who is personal data. */
export function factJson(fact: Fact): object {
  const { outTradeNo, status, payee, source } = fact
  const common = { kind: fact.kind, outTradeNo, status, payee, source }
  if (fact.kind === 'refund') {
    const { outRefundNo, refundId, amount, refundedAt } = fact
    return { ...common, outRefundNo, refundId, amount: moneyJson(amount), refundedAt: isoTime(refundedAt) }
  }
  const { transactionId, total } = fact
  const paid = fact.status === 'paid' ? fact : undefined
  return {
    ...common,
    transactionId,
    total: moneyJson(total),
    payerTotal: moneyJson(paid?.payerTotal),
    paidAt: isoTime(paid?.paidAt),
    refundedInFull: paid?.refundedInFull,
  }
}

export function failureJson({ code, message, retry, provider }: Failure): object {
  return { code, message, retry, provider }
}

function moneyJson(value: Money | undefined): object | undefined {
  return value && moneyToJson(value)
}
