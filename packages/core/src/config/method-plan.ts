import type { MethodPlan, RouteRule, Share } from '../domain/route.ts'
import type { MethodEntry } from './file-schema.ts'

type RuleEntry = Extract<MethodEntry, readonly unknown[]>[number]
type Use = RuleEntry['use']

/** A method as the file says it, in the one form that routing knows. */
export function methodPlan(name: string, entry: MethodEntry): MethodPlan {
  if (typeof entry === 'string') return { name, merchant: 'main', rules: [{ use: shares(entry), when: {} }] }
  if ('map' in entry) return { name, merchant: 'main', rules: entry.map(routeRule) }
  const merchant = entry.merchant ?? 'main'
  return 'rules' in entry
    ? { name, merchant, rules: entry.rules.map(routeRule) }
    : { name, merchant, rules: [{ use: shares(entry.use), when: {} }] }
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
