import { route, tpError } from '@tpkit/core'
import { type MethodPlan, parseMoney, type RouteRule, showMoney, type Tpkit } from 'tpkit'
import type { Desk } from '../desk/desk.ts'
import { EXIT, type ExitCode } from '../desk/exit.ts'
import { onlyOne, withTpkit } from '../desk/open-tpkit.ts'
import type { Lang } from '../lang.ts'
import { type Obstacle, obstacleOf } from './obstacle.ts'
import { type Asked, type ExplainFlags, type Share, tell } from './tell.ts'

/** Which account would take a payment, and why. */
export function runExplain(desk: Desk, flags: ExplainFlags): Promise<ExitCode> {
  return withTpkit(desk, flags.config, async (tpkit) => {
    const asked = { scene: flags.scene, total: parseMoney(flags.total, flags.currency) }
    const plan = planOf(tpkit, flags.method ?? onlyOne('--method', tpkit.methods))
    // The number does not decide which rule it is, only which account of the rule.
    const choice = route(plan, { ...asked, outTradeNo: flags.outTradeNo ?? '' }) ?? refuse(plan, asked)
    const rule = ruleOf(plan, asked)
    const open = flags.outTradeNo === undefined && (rule?.use.length ?? 0) > 1
    const candidates = open ? (rule?.use ?? []).map(({ account }) => account) : [choice.account]
    const obstacles = obstaclesIn(tpkit, candidates, asked, desk.json ? 'en' : desk.lang)
    tell(desk, flags, { plan, asked, choice: open ? undefined : choice, shares: sharesOf(rule), obstacles })
    return obstacles.length > 0 ? EXIT.failed : EXIT.done
  })
}

function obstaclesIn(tpkit: Tpkit, names: readonly string[], asked: Asked, lang: Lang): readonly Obstacle[] {
  const accounts = tpkit.describe().accounts.filter(({ name }) => names.includes(name))
  return accounts.flatMap((account) => obstacleOf(account, asked, lang) ?? [])
}

function planOf(tpkit: Tpkit, name: string): MethodPlan {
  const wanted = tpkit.method(name).name
  const plan = tpkit.describe().methods.find((method) => method.name === wanted)
  if (plan) return plan
  throw tpError('INTERNAL', `explain: expected method ${wanted} in the description, found none; report this`)
}

function refuse({ name }: MethodPlan, { scene, total }: Asked): never {
  const found = `scene ${scene} over ${showMoney(total)}`
  throw tpError('UNSUPPORTED', `methods.${name}: expected a rule that takes this payment, found none for ${found}; add one`)
}

/** The first that takes such a payment, as `route` chooses it. */
function ruleOf(plan: MethodPlan, asked: Asked): RouteRule | undefined {
  return plan.rules.find((rule) => route({ ...plan, rules: [rule] }, { ...asked, outTradeNo: '' }) !== undefined)
}

function sharesOf(rule: RouteRule | undefined): readonly Share[] {
  const use = rule?.use ?? []
  const total = use.reduce((sum, { weight }) => sum + weight, 0)
  return use.map(({ account, weight }) => ({ account, weight, percent: Math.round((weight / total) * 1000) / 10 }))
}
