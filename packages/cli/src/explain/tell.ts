import { type Choice, type MethodPlan, moneyToJson, type PayCommand, showMoney } from 'tpkit'
import type { Desk } from '../desk/desk.ts'
import { commandLine, configArgs } from '../desk/line.ts'
import { spoken } from '../desk/zh/spoken.ts'
import { moneyArgs } from '../order/known.ts'
import type { AccountFlags } from '../order/options.ts'
import type { Obstacle } from './obstacle.ts'

export interface ExplainFlags extends Omit<AccountFlags, 'account'> {
  readonly total: string
  readonly currency: string
  readonly method?: string
  readonly scene: PayCommand['scene']
  readonly outTradeNo?: string
}

export type Asked = Pick<PayCommand, 'scene' | 'total'>

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

export interface Share {
  readonly account: string
  readonly weight: number
  /** Of a hundred. */
  readonly percent: number
}

export interface Explained {
  readonly plan: MethodPlan
  readonly asked: Asked
  /** Undefined where only an order number decides. */
  readonly choice: Choice | undefined
  readonly shares: readonly Share[]
  /** Of the accounts that could be chosen. */
  readonly obstacles: readonly Obstacle[]
}

/** Says what was found, and the line that pays so. */
export function tell(desk: Desk, flags: ExplainFlags, explained: Explained): void {
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
    // Where weights choose, they choose by it.
    const numbered = flags.outTradeNo === undefined ? [] : ['--out-trade-no', flags.outTradeNo]
    const args = ['--method', plan.name, '--scene', scene, ...moneyArgs('--total', total), ...numbered, ...config]
    desk.next(`${commandLine(desk.terminal, 'pay', ...args)}  ${desk.paint('gray', `# ${words.pay}`)}`)
  } else desk.next(words.giveNumber)
}
