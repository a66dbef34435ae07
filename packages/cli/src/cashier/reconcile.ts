import { DIFFERENCE_KINDS } from '@tpkit/cashier'
import { moneyToJson, showMoney } from 'tpkit'
import type { DifferenceRow, Reconciliation } from 'tpkit/cashier'
import type { Common } from '../desk/action.ts'
import type { Desk } from '../desk/desk.ts'
import { EXIT, type ExitCode } from '../desk/exit.ts'
import { commandLine, configArgs } from '../desk/line.ts'
import { type NextStep, tellSteps } from '../desk/steps.ts'
import { alignRows } from '../desk/table.ts'
import { visibleLines } from '../desk/visible.ts'
import { spoken } from '../desk/zh/spoken.ts'
import type { Lang } from '../lang.ts'
import { failureJson } from '../order/json.ts'
import { differenceJson } from './json.ts'
import { withCashier } from './open.ts'

export interface ReconcileFlags extends Common {
  readonly config: string
}

interface Words {
  readonly lines: (lines: number, equal: number, settled: number) => string
  readonly money: (paid: string, refunded: string, fee: string, net: string) => string
  readonly open: (count: number) => string
  readonly head: readonly string[]
  readonly agree: string
  readonly absent: string
  readonly refused: string
  readonly resolve: string
  readonly later: string
  readonly nothing: string
}

const WORDS: Readonly<Record<Lang, Words>> = {
  en: {
    lines: (lines, equal, settled) => `Lines: ${lines}; equal: ${equal}; settled by this run: ${settled}`,
    money: (paid, refunded, fee, net) => `Paid ${paid}, refunded ${refunded}, fee ${fee}: net ${net}`,
    open: (count) => `Open differences: ${count}`,
    head: ['id', 'kind', 'order', 'refund', 'ours', 'theirs'],
    agree: 'Both books agree.',
    absent: 'The wallet has no statement of that day yet; nothing was booked.',
    refused: 'The statement is not to be believed; nothing was booked.',
    resolve: 'when you know what it was',
    later: 'ask for it again',
    nothing: 'nothing is left to do.',
  },
  zh: {
    lines: (lines, equal, settled) => `行数：${lines}；一致：${equal}；本次据此入账：${settled}`,
    money: (paid, refunded, fee, net) => `收款 ${paid}，退款 ${refunded}，手续费 ${fee}：净额 ${net}`,
    open: (count) => `未处理的差异：${count}`,
    head: ['编号', '类别', '订单', '退款', '我方', '对方'],
    agree: '两本账一致。',
    absent: '钱包尚无该日对账单；没有入账。',
    refused: '对账单不可信；没有入账。',
    resolve: '查明原因之后',
    later: '再次获取',
    nothing: '无需其他操作。',
  },
}

/** Holds one account's day against the wallet's statement. */
export function runReconcile(desk: Desk, account: string, day: string, { config }: ReconcileFlags): Promise<ExitCode> {
  return withCashier(desk, config, async ({ reconcile }) => {
    const found = await reconcile(account, day)
    const steps = stepsOf(desk, found, config)
    desk.answer({ ...json(found), next: steps.map(({ line }) => line) })
    if (found.kind === 'done') tellDone(desk, found)
    else tellUnread(desk, found)
    tellSteps(desk, steps, steps.length === 0 ? WORDS[desk.lang].nothing : '')
    return exitOf(found)
  })
}

function exitOf({ kind, differences }: Reconciliation): ExitCode {
  if (kind === 'absent') return EXIT.unknown
  return kind === 'refused' || differences.length > 0 ? EXIT.failed : EXIT.done
}

function tellDone(desk: Desk, { lines, equal, settled, statement, differences }: Reconciliation): void {
  const words = WORDS[desk.lang]
  desk.say(words.lines(lines, equal, settled))
  if (statement) {
    const { paid, refunded, fee, net } = statement
    desk.say(words.money(showMoney(paid), showMoney(refunded), showMoney(fee), showMoney(net)))
  }
  desk.say(differences.length === 0 ? words.agree : words.open(differences.length))
  const rows = differences.map((one) => rowOf(one, desk.lang))
  for (const row of rows.length === 0 ? [] : alignRows([words.head, ...rows])) desk.say(row)
}

function rowOf(
  { id, kind, outTradeNo, outRefundNo = '–', ours = '–', theirs = '–' }: DifferenceRow,
  lang: Lang,
): readonly string[] {
  return [id, kindWords(kind, lang), outTradeNo, outRefundNo, visibleLines(ours), visibleLines(theirs)]
}

/** A ledger may hold kinds of a newer version. */
function kindWords(kind: string, lang: Lang): string {
  const known: Readonly<Record<string, Readonly<Record<Lang, string>>>> = DIFFERENCE_KINDS
  return known[kind]?.[lang] ?? kind
}

function tellUnread(desk: Desk, { kind, failure }: Reconciliation): void {
  desk.say(kind === 'absent' ? WORDS[desk.lang].absent : WORDS[desk.lang].refused)
  if (failure) desk.say(`${failure.code}: ${visibleLines(spoken(desk.lang, failure.message))}`)
}

function stepsOf(desk: Desk, { kind, account, day, differences: [first] }: Reconciliation, config: string): readonly NextStep[] {
  const words = WORDS[desk.lang]
  const line = (...args: readonly string[]) => commandLine(desk.terminal, ...args, ...configArgs(config))
  if (kind !== 'done') return [{ what: words.later, line: line('reconcile', account, day) }]
  if (!first) return []
  return [{ what: words.resolve, line: line('decide', 'difference', first.id, '--who', '<name>', '--why', '<reason>') }]
}

function json({ failure, statement, differences, ...plain }: Reconciliation): object {
  return {
    ...plain,
    ...(failure && { failure: failureJson(failure) }),
    ...(statement && {
      statement: {
        ...{ digest: statement.digest, rows: statement.rows },
        ...{ paid: moneyToJson(statement.paid), refunded: moneyToJson(statement.refunded) },
        ...{ fee: moneyToJson(statement.fee), net: moneyToJson(statement.net) },
      },
    }),
    differences: differences.map(differenceJson),
  }
}
