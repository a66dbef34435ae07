import { createHash } from 'node:crypto'
import type { PayCommand } from '../contract/command.ts'
import type { Scene } from '../contract/scene.ts'
import { formatMoney, money } from '../money.ts'

/** When a rule takes a payment. What it does not say does not matter. */
export interface RuleCondition {
  readonly scene?: readonly Scene[]
  /** ISO 4217. */
  readonly currency?: string
  /** In minor units of `currency`; both ends belong to the range. */
  readonly minAmount?: bigint
  readonly maxAmount?: bigint
}

/** An account's part of a rule's payments: its weight among the weights of the rule. */
export interface Share {
  readonly account: string
  /** Whole, above zero. */
  readonly weight: number
}

export interface RouteRule {
  readonly use: readonly [Share, ...Share[]]
  readonly when: RuleCondition
}

/** What the cashier does where one order meets two accounts, or money comes late. */
export interface MethodPolicy {
  /**
   * When an order goes to another account while its old attempt cannot be closed yet: `wait` refuses with a time, `overlap`
   * starts the new one and gives a second success back.
   */
  readonly switch: 'wait' | 'overlap'
  /** Money for an attempt that was closed: give it back, or keep it where the order is neither paid nor closed by its merchant. */
  readonly late: 'refund' | 'keep'
  /** Whether another account that fits takes the payment when the first provably did not. */
  readonly failover: boolean
}

export const USUAL_POLICY: MethodPolicy = { switch: 'wait', late: 'refund', failover: false }

/** What a method of the configuration means: the first rule that fits takes the payment. */
export interface MethodPlan {
  readonly name: string
  /** Who owns it. */
  readonly merchant: string
  readonly rules: readonly RouteRule[]
  /** Default: `USUAL_POLICY`. */
  readonly policy?: MethodPolicy
}

/** Which account takes a payment, and why. */
export interface Choice {
  readonly account: string
  readonly because: string
}

type Asked = Pick<PayCommand, 'scene' | 'outTradeNo' | 'total'>

/**
 * The account that takes a payment: a pure function of the configuration and the command, so that a retry, `explain` and
 * the payment itself agree. Undefined where no rule fits.
 */
export function route(method: MethodPlan, command: Asked): Choice | undefined {
  const index = method.rules.findIndex(({ when }) => fits(when, command))
  const rule = method.rules[index]
  if (!rule) return undefined
  const total = rule.use.reduce((sum, { weight }) => sum + weight, 0)
  const { account, weight } = shareOf(rule.use, draw(method.name, command.outTradeNo) * total)
  const because = [whereOf(method, index), ...conditionWords(rule.when)].join(', ')
  return { account, because: rule.use.length === 1 ? because : `${because}; ${weight} of ${total}, by the order number` }
}

/**
 * Every account that may take a payment, the chosen one first: then the other shares of its rule, then those of later rules
 * that fit. Empty where no rule fits.
 */
export function candidates(method: MethodPlan, command: Asked): readonly string[] {
  const chosen = route(method, command)
  if (!chosen) return []
  const others = method.rules.filter(({ when }) => fits(when, command)).flatMap(({ use }) => use.map(({ account }) => account))
  return [...new Set([chosen.account, ...others])]
}

function fits({ scene, currency, minAmount, maxAmount }: RuleCondition, command: Asked): boolean {
  const { amount } = command.total
  return (
    (scene === undefined || scene.includes(command.scene)) &&
    (currency === undefined || currency === command.total.currency) &&
    (minAmount === undefined || amount >= minAmount) &&
    (maxAmount === undefined || amount <= maxAmount)
  )
}

/** From 0 up to but not 1, the same for every time that an order number is asked for. */
function draw(method: string, outTradeNo: string): number {
  return createHash('sha256').update(`${method}\n${outTradeNo}`).digest().readUIntBE(0, 6) / 2 ** 48
}

function shareOf(use: RouteRule['use'], at: number): Share {
  let reached = 0
  const found = use.find(({ weight }) => {
    reached += weight
    return at < reached
  })
  return found ?? use[0]
}

function whereOf({ name, rules }: MethodPlan, index: number): string {
  return rules.length === 1 ? `methods.${name}` : `methods.${name}, rule ${index + 1}`
}

/** A condition as people say it; empty where it takes everything. */
export function conditionWords({ scene, currency = 'CNY', minAmount, maxAmount }: RuleCondition): readonly string[] {
  const amount = (fen: bigint) => `${formatMoney(money(fen, currency))} ${currency}`
  return [
    ...(scene ? [`scene ${scene.join(' or ')}`] : []),
    ...(minAmount === undefined ? [] : [`from ${amount(minAmount)}`]),
    ...(maxAmount === undefined ? [] : [`up to ${amount(maxAmount)}`]),
  ]
}
