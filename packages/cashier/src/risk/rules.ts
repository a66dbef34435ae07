import { type Money, showMoney } from '@tpkit/core'
import type { Usage } from '../books/work.ts'
import type { Risk, RiskQuestion, RiskSpan, RiskVerdict } from '../ports.ts'

/** Most of something within an hour or a day. */
export interface RiskBound {
  readonly count?: number
  readonly amount?: Money
}

/** What is refused or kept for an operator. What is not given does not matter. */
export interface RiskRules {
  /** Per payment. */
  readonly maxAmount?: Money
  /** Per payment, from this amount on: an operator decides. */
  readonly reviewFrom?: Money
  readonly payments?: { readonly perHour?: RiskBound; readonly perDay?: RiskBound }
  readonly refunds?: { readonly maxAmount?: Money; readonly perHour?: RiskBound; readonly perDay?: RiskBound }
}

const ALLOW: RiskVerdict = { kind: 'allow' }

export const allowAll: Risk = { spans: [], judge: () => ALLOW }

/** Amount and velocity rules as data. The first one that is broken answers. */
export function amountAndVelocity(rules: RiskRules): Risk {
  return { spans: spansOf(rules), judge: (question) => firstBroken(rules, question) ?? review(rules, question) ?? ALLOW }
}

function spansOf({ payments, refunds }: RiskRules): readonly RiskSpan[] {
  const hour: readonly RiskSpan[] = payments?.perHour || refunds?.perHour ? ['hour'] : []
  return payments?.perDay || refunds?.perDay ? [...hour, 'day'] : hour
}

function firstBroken(rules: RiskRules, question: RiskQuestion): RiskVerdict | undefined {
  const { hour, day } = question.usage
  const isPay = question.about === 'pay'
  const amount = isPay ? question.order.total : question.amount
  const most = isPay ? rules.maxAmount : rules.refunds?.maxAmount
  const bounds = isPay ? rules.payments : rules.refunds
  const reason =
    above(question.about, amount, most) ??
    beyond(question.about, 'hour', amount, used(hour, isPay), bounds?.perHour) ??
    beyond(question.about, 'day', amount, used(day, isPay), bounds?.perDay)
  return reason === undefined ? undefined : { kind: 'deny', reason }
}

function review({ reviewFrom }: RiskRules, question: RiskQuestion): RiskVerdict | undefined {
  if (question.about !== 'pay' || !reviewFrom) return undefined
  const { total } = question.order
  if (total.currency !== reviewFrom.currency || total.amount < reviewFrom.amount) return undefined
  return { kind: 'review', reason: `amount: from ${showMoney(reviewFrom)} on an operator decides, found ${showMoney(total)}` }
}

interface Used {
  readonly count: number
  readonly amount: bigint
}

function used({ payments, paymentAmount, refunds, refundAmount }: Usage, isPay: boolean): Used {
  return isPay ? { count: payments, amount: paymentAmount } : { count: refunds, amount: refundAmount }
}

function above(about: RiskQuestion['about'], amount: Money, most: Money | undefined): string | undefined {
  if (!most || most.currency !== amount.currency || amount.amount <= most.amount) return undefined
  return `${about}: expected at most ${showMoney(most)} at once, found ${showMoney(amount)}`
}

function beyond(
  about: RiskQuestion['about'],
  span: 'hour' | 'day',
  amount: Money,
  so: Used,
  bound: RiskBound | undefined,
): string | undefined {
  if (bound?.count !== undefined && so.count + 1 > bound.count)
    return `${about}: expected at most ${bound.count} within one ${span}, found one more`
  const most = bound?.amount
  if (!most || most.currency !== amount.currency || so.amount + amount.amount <= most.amount) return undefined
  return `${about}: expected at most ${showMoney(most)} within one ${span}, found ${showMoney(amount)} beyond what there was`
}
