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
import { commandLine, configArgs } from '../desk/line.ts'
import { onlyOne, withTpkit } from '../desk/open-tpkit.ts'
import { spoken } from '../desk/zh/spoken.ts'
import type { Lang } from '../lang.ts'
import { moneyArgs } from '../order/known.ts'
import type { AccountFlags } from '../order/options.ts'
import { type Obstacle, obstacleOf } from './obstacle.ts'

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
    because: (why: string) => `Because: ${why}`,
    shares: (shares: readonly string[]) => `Shares of this rule: ${shares.join(', ')}`,
    cannot: (account: string, reason: string) => `This account cannot take it: ${account}: ${reason}`,
    other: (plugins: string) =>
      `add a rule whose account can take it, or ask for another --scene or --total; "${plugins}" shows what each can.`,
    giveNumber: 'with --out-trade-no <number> this says which.',
    pay: 'take such a payment',
  },
  zh: {
    chosen: (method: string, asked: string, account: string) => `支付方式 ${method}，${asked}：账户 ${account}`,
    shared: (method: string, asked: string) => `支付方式 ${method}，${asked}：由订单号决定用哪个账户`,
    because: (why: string) => `原因：${why}`,
    shares: (shares: readonly string[]) => `该规则的权重：${shares.join('，')}`,
    cannot: (account: string, reason: string) => `该账户收不了这笔款：${account}：${reason}`,
    other: (plugins: string) => `添加一条规则，指向能收款的账户；或换一个 --scene、--total。“${plugins}” 列出各自的能力。`,
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
  /** Of the accounts that could be chosen. */
  readonly obstacles: readonly Obstacle[]
}

function tell(desk: Desk, flags: ExplainFlags, explained: Explained): void {
  const { plan, asked, choice, shares, obstacles } = explained
  const { scene, total } = asked
  const { name: method, merchant } = plan
  const words = WORDS[desk.lang]
  const what = [scene, showMoney(total), flags.outTradeNo].filter(Boolean).join(' ')
  desk.say(choice ? words.chosen(method, what, choice.account) : words.shared(method, what))
  if (choice) desk.say(words.because(spoken(desk.lang, choice.because)))
  if (shares.length > 1) desk.say(words.shares(shares.map(({ account, percent }) => `${account} ${percent} %`)))
  for (const { account, reason } of obstacles) desk.say(desk.paint('red', words.cannot(account, reason)))
  const payable = obstacles.length === 0
  const { outTradeNo } = flags
  desk.answer({ method, merchant, scene, total: moneyToJson(total), outTradeNo, ...choice, shares, payable, obstacles })
  tellNext(desk, flags, explained)
}

function tellNext(desk: Desk, flags: ExplainFlags, { plan, asked: { scene, total }, choice, obstacles }: Explained): void {
  const words = WORDS[desk.lang]
  const config = configArgs(flags.config)
  if (obstacles.length > 0) desk.next(words.other(commandLine(desk.terminal, 'plugins', ...config)))
  else if (choice) {
    const args = ['--method', plan.name, '--scene', scene, ...moneyArgs('--total', total), ...config]
    desk.next(`${commandLine(desk.terminal, 'pay', ...args)}  ${desk.paint('gray', `# ${words.pay}`)}`)
  } else desk.next(words.giveNumber)
}
