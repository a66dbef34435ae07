import type { Desk } from '../desk/desk.ts'
import type { KnownOrder } from '../order/known.ts'
import type { PayFlags, PayPlan } from './plan.ts'
import { type PayWords, WORDS } from './words.ts'

/** Everything that one payment needs on its way. */
export interface Till {
  readonly desk: Desk
  readonly words: PayWords
  readonly flags: PayFlags
  readonly plan: PayPlan
  readonly order: KnownOrder
  readonly signal: AbortSignal
}

export function tillOf(desk: Desk, flags: PayFlags, plan: PayPlan, signal: AbortSignal): Till {
  const { command, account, sentAt } = plan
  const { outTradeNo, total } = command
  const startedAt = flags.startedAt ?? sentAt
  const order = { outTradeNo, total, account: account.name, config: flags.config, startedAt, sentAt }
  return { desk, words: WORDS[desk.lang], flags, plan, order, signal }
}
