import { route, tpError } from '@tpkit/core'
import {
  type Choice,
  type MethodPlan,
  moneyToJson,
  type PayCommand,
  parseMoney,
  type RouteRule,
  showMoney,
  type Tpkit,
} from 'tpkit'
import type { Desk } from '../desk/desk.ts'
import { EXIT, type ExitCode } from '../desk/exit.ts'
import { commandLine } from '../desk/line.ts'
import { onlyOne, withTpkit } from '../desk/open-tpkit.ts'
import { spoken } from '../desk/zh/spoken.ts'
import { configArgs, moneyArgs } from '../order/known.ts'
import type { AccountFlags } from '../order/options.ts'

export interface ExplainFlags extends Omit<AccountFlags, 'account'> {
  readonly total: string
  readonly currency: string
  readonly method?: string
  readonly scene: PayCommand['scene']
  readonly outTradeNo?: string
}

type Asked = Pick<PayCommand, 'scene' | 'total'>

const WORDS = {
  en: {
    chosen: (method: string, asked: string, account: string) => `Method ${method}, ${asked}: account ${account}`,
    shared: (method: string, asked: string) => `Method ${method}, ${asked}: one of several accounts, by the order number`,
    because: 'Because',
    shares: 'Shares of this rule',
    giveNumber: 'with --out-trade-no <number> this says which.',
    pay: 'take such a payment',
  },
  zh: {
    chosen: (method: string, asked: string, account: string) => `支付方式 ${method}，${asked}：账户 ${account}`,
    shared: (method: string, asked: string) => `支付方式 ${method}，${asked}：由订单号决定用哪个账户`,
    because: '原因',
    shares: '该规则的权重',
    giveNumber: '加上 --out-trade-no <单号> 即可看到是哪个账户。',
    pay: '发起这样一笔支付',
  },
} as const

/** Which account would take a payment, and why. */
export function runExplain(desk: Desk, flags: ExplainFlags): Promise<ExitCode> {
  return withTpkit(desk, flags.config, async (tpkit) => {
    const asked = { scene: flags.scene, total: parseMoney(flags.total, flags.currency) }
    const plan = planOf(tpkit, flags.method ?? onlyOne('--method', tpkit.methods))
    // The number does not decide which rule it is, only which account of the rule.
    const choice = route(plan, { ...asked, outTradeNo: flags.outTradeNo ?? '' }) ?? refuse(plan, asked)
    const rule = ruleOf(plan, asked)
    const open = flags.outTradeNo === undefined && (rule?.use.length ?? 0) > 1
    tell(desk, flags, { plan, asked, choice: open ? undefined : choice, shares: sharesOf(rule) })
    return EXIT.done
  })
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

interface Share {
  readonly account: string
  readonly weight: number
  /** Of a hundred. */
  readonly percent: number
}

function sharesOf(rule: RouteRule | undefined): readonly Share[] {
  const use = rule?.use ?? []
  const total = use.reduce((sum, { weight }) => sum + weight, 0)
  return use.map(({ account, weight }) => ({ account, weight, percent: Math.round((weight / total) * 1000) / 10 }))
}

interface Explained {
  readonly plan: MethodPlan
  readonly asked: Asked
  /** Undefined where only an order number decides. */
  readonly choice: Choice | undefined
  readonly shares: readonly Share[]
}

function tell(desk: Desk, flags: ExplainFlags, { plan: { name, merchant }, asked, choice, shares }: Explained): void {
  const words = WORDS[desk.lang]
  const what = [asked.scene, showMoney(asked.total), flags.outTradeNo].filter(Boolean).join(' ')
  desk.say(choice ? words.chosen(name, what, choice.account) : words.shared(name, what))
  if (choice) desk.say(`${words.because}: ${spoken(desk.lang, choice.because)}`)
  if (shares.length > 1)
    desk.say(`${words.shares}: ${shares.map(({ account, percent }) => `${account} ${percent} %`).join(', ')}`)
  const { scene, total } = asked
  desk.answer({ method: name, merchant, scene, total: moneyToJson(total), outTradeNo: flags.outTradeNo, ...choice, shares })
  const line = commandLine(
    desk.terminal,
    ...['pay', '--method', name, '--scene', scene, ...moneyArgs('--total', total), ...configArgs(flags.config)],
  )
  if (choice) desk.next(`${line}  ${desk.paint('gray', `# ${words.pay}`)}`)
  else desk.next(words.giveNumber)
}
