import type { MethodPolicy, PayCommand } from '@tpkit/core'
import type { AttemptRow, Held } from '../books/rows.ts'
import type { PayOrder, UseOptions } from '../cashier.ts'
import type { CashierWorld } from '../world.ts'

/** One call of `pay`, with what the configuration says about it. */
export interface Ask {
  readonly order: PayOrder
  readonly merchant: string
  readonly policy: MethodPolicy
  /** Accounts that may take it, the chosen one first. */
  readonly candidates: readonly string[]
  readonly options: UseOptions
}

/** What was tried in this call already. */
export interface Tried {
  /** Accounts at which it provably did not happen. */
  readonly refusedAt: readonly string[]
  /** Old attempts were asked to end. */
  readonly cleared: boolean
}

export function askOf({ wallets }: CashierWorld, order: PayOrder, options: UseOptions): Ask {
  const method = wallets.method(order.method)
  const candidates = method.candidates(commandOf(order, { outTradeNo: order.orderNo }))
  return { order, merchant: method.merchant, policy: method.policy, candidates, options }
}

/** What the wallet is told: the merchant's fields under the attempt's number and expiry. */
export function commandOf(
  order: PayOrder,
  { outTradeNo, expiresAt }: Pick<AttemptRow, 'outTradeNo'> & Partial<AttemptRow>,
): PayCommand {
  const { orderNo: _, method: __, ...fields } = order
  return { ...fields, outTradeNo, ...(expiresAt !== undefined && { expiresAt }) } as PayCommand // the same scene's fields
}

/** Whether an attempt stands where the configuration would put it now. */
export function isInPlace(attempt: AttemptRow, ask: Ask): boolean {
  return attempt.wish === undefined && isWhereItBelongs(attempt, ask)
}

export function isWhereItBelongs({ scene, account }: AttemptRow, { order, candidates, policy }: Ask): boolean {
  if (scene !== order.scene) return false
  return account === candidates[0] || (policy.failover && candidates.includes(account))
}

/** What was asked first under this number, where it differs. */
export function differs({ order: held }: Held, { order }: Ask): string | undefined {
  if (held.total.amount !== order.total.amount || held.total.currency !== order.total.currency) return 'total'
  if (held.subject !== order.subject) return 'subject'
  return held.attach === order.attach ? undefined : 'attach'
}
