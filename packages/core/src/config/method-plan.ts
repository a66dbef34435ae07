import { type MethodPlan, type MethodPolicy, type RouteRule, type Share, USUAL_POLICY } from '../domain/route.ts'
import type { MethodEntry } from './file-schema.ts'

type RuleEntry = Extract<MethodEntry, readonly unknown[]>[number]
type Use = RuleEntry['use']

/** A method as the file says it, in the one form that routing knows. */
export function methodPlan(name: string, entry: MethodEntry): MethodPlan {
  const merchant = (isRouted(entry) ? entry.merchant : undefined) ?? 'main'
  const policy = isRouted(entry) ? policyOf(entry) : undefined
  return { name, merchant, rules: rulesOf(entry).map(routeRule), ...(policy && { policy }) }
}

function policyOf(entry: Routed): MethodPolicy | undefined {
  const { switch: change, late, failover } = entry
  if (change === undefined && late === undefined && failover === undefined) return undefined
  return {
    switch: change ?? USUAL_POLICY.switch,
    late: late ?? USUAL_POLICY.late,
    failover: failover ?? USUAL_POLICY.failover,
  }
}

/** Where a rule of a plan stands in the file, below its method. */
export function rulePath(entry: MethodEntry, index: number): readonly (string | number)[] {
  if (!isRouted(entry)) return Array.isArray(entry) ? [index] : []
  return entry.rules ? ['rules', index] : []
}

function rulesOf(entry: MethodEntry): readonly RuleEntry[] {
  if (!isRouted(entry)) return typeof entry === 'string' ? [{ use: entry }] : entry
  return entry.rules ?? (entry.use === undefined ? [] : [{ use: entry.use }])
}

type Routed = Exclude<MethodEntry, string | readonly unknown[]>

function isRouted(entry: MethodEntry): entry is Routed {
  return typeof entry === 'object' && !Array.isArray(entry)
}

function routeRule({ use, when = {} }: RuleEntry): RouteRule {
  const { scene, minAmount, maxAmount } = when
  const ranged = minAmount !== undefined || maxAmount !== undefined
  // An amount without its currency would let 5000 yen through where 5000 fen were meant.
  const currency = when.currency ?? (ranged ? 'CNY' : undefined)
  return {
    use: shares(use),
    when: {
      ...(scene !== undefined && { scene: [scene].flat() }),
      ...(currency !== undefined && { currency }),
      ...(minAmount !== undefined && { minAmount: BigInt(minAmount) }),
      ...(maxAmount !== undefined && { maxAmount: BigInt(maxAmount) }),
    },
  }
}

function shares(use: Use): RouteRule['use'] {
  if (typeof use === 'string') return [{ account: use, weight: 1 }]
  const [first, ...rest] = Object.entries(use).map(([account, weight]): Share => ({ account, weight }))
  if (!first) throw new TypeError('the schema demands at least one account')
  return [first, ...rest]
}
