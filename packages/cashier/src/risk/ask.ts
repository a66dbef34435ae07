import { readUsage, type Usage, type Work } from '../books/work.ts'
import type { RiskQuestion, RiskSpan, RiskVerdict } from '../ports.ts'
import type { CashierWorld } from '../world.ts'

const SPAN_MS: Readonly<Record<RiskSpan, number>> = { hour: 3_600_000, day: 86_400_000 }
const NOTHING: Usage = { payments: 0, paymentAmount: 0n, refunds: 0, refundAmount: 0n }

type Asked = RiskQuestion extends infer Q ? (Q extends RiskQuestion ? Omit<Q, 'usage'> : never) : never

/** Asks the merchant's risk rules, inside the transaction: two payments at once see each other. */
export function* askRisk({ risk, clock }: Pick<CashierWorld, 'risk' | 'clock'>, asked: Asked): Work<RiskVerdict> {
  const usage = { hour: NOTHING, day: NOTHING }
  for (const span of risk.spans) usage[span] = yield* readUsage(asked.merchant, clock.nowMs() - SPAN_MS[span])
  return risk.judge({ ...asked, usage } as RiskQuestion) // the question with the one property that was left out
}
