import type { Money } from '../money.ts'
import type { Secret } from '../secret.ts'

/** What the configuration says to the cashier: plain data, references followed. Defaults are the cashier's. */
export interface CashierPlan {
  /** `sqlite:` with a whole path, `sqlite::memory:`, or `postgres://…`, which may hold a password. */
  readonly ledger?: Secret
  readonly webhooks: readonly WebhookPlan[]
  readonly orderMinutes?: number
  /** Calls under way per account at one time. */
  readonly concurrency?: number
  readonly keep: KeepPlan
  readonly risk?: RiskPlan
  /** Under which payer ids are digested. */
  readonly digestKey?: Secret
}

export interface WebhookPlan {
  readonly name: string
  readonly merchant: string
  readonly url: string
  /** `whsec_…` or `whsk_…`. */
  readonly secrets: readonly [Secret, ...Secret[]]
  /** Absent: all. */
  readonly events?: readonly string[]
}

/** Days. */
export interface KeepPlan {
  readonly rawDays?: number
  readonly payerDays?: number
  readonly commandDays?: number
  readonly orderDays?: number
  readonly eventDays?: number
}

export interface RiskBoundPlan {
  readonly count?: number
  readonly amount?: Money
}

interface RiskBounds {
  readonly maxAmount?: Money
  readonly perHour?: RiskBoundPlan
  readonly perDay?: RiskBoundPlan
}

export interface RiskPlan extends RiskBounds {
  /** From this amount on an operator decides first. */
  readonly reviewFrom?: Money
  readonly refunds?: RiskBounds
}
