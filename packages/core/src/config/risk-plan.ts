import { type Money, money } from '../money.ts'
import type { RiskPlan } from './cashier-plan.ts'
import type { CashierEntry } from './cashier-schema.ts'

type RiskEntry = NonNullable<CashierEntry['risk']>
type BoundsEntry = Pick<RiskEntry, 'maxAmount' | 'perHour' | 'perDay'>
type BoundEntry = NonNullable<RiskEntry['perHour']>

/** The file's whole numbers as money of the rules' one currency. */
export function riskPlan({ currency = 'CNY', reviewFrom, refunds, ...payments }: RiskEntry): RiskPlan {
  const inMoney = (amount: number): Money => money(amount, currency)
  return {
    ...bounds(payments, inMoney),
    ...(reviewFrom !== undefined && { reviewFrom: inMoney(reviewFrom) }),
    ...(refunds && { refunds: bounds(refunds, inMoney) }),
  }
}

function bounds({ maxAmount, perHour, perDay }: BoundsEntry, inMoney: (amount: number) => Money) {
  return {
    ...(maxAmount !== undefined && { maxAmount: inMoney(maxAmount) }),
    ...(perHour && { perHour: bound(perHour, inMoney) }),
    ...(perDay && { perDay: bound(perDay, inMoney) }),
  }
}

function bound({ count, amount }: BoundEntry, inMoney: (amount: number) => Money) {
  return { ...(count !== undefined && { count }), ...(amount !== undefined && { amount: inMoney(amount) }) }
}
