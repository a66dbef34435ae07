import type { Instant } from '@tpkit/core'
import { filled } from '../books/numbers.ts'
import { isIn } from '../books/statement-day.ts'
import { yuan } from '../books/yuan.ts'
import { type BillOf, billEnd, billHead, billTable, billText, counted, padded, plain } from './bill-file.ts'
import type { BillLine } from './bill-lines.ts'
import type { BillPeriod } from './bill-period.ts'
import { LOGON_ID } from './buyer.ts'
import { shownTime } from './time.ts'

/** One movement of the merchant's account; the amount is below zero where money leaves. */
interface Movement {
  readonly line: BillLine
  readonly at: Instant
  readonly kind: '在线支付' | '收费' | '交易退款' | '退费'
  readonly fen: bigint
  /** 账务流水号, and what the account holds after it. */
  readonly id: string
  readonly balance: bigint
}

/** 账务明细: a line for each movement. `lines`: all of the account up to the end of the period, for its balance. */
export function fundBill(lines: readonly BillLine[], of: BillOf): string {
  const moved = movements(lines, of.period)
  const [into, out] = directions(moved)
  return billText([
    ...billHead('支付宝账务明细查询', of),
    ...billTable('账务明细列表', TITLES, moved.map(cells)),
    `#支出合计：${counted(out.length, sum(out))}`,
    `#收入合计：${counted(into.length, sum(into))}`,
    billEnd(of),
  ])
}

/** 账务明细(汇总): a line for each kind of movement, and one for all. */
export function fundSummary(lines: readonly BillLine[], of: BillOf): string {
  const moved = movements(lines, of.period)
  const kinds = [...new Set(moved.map(({ kind }) => kind))]
  const rows = kinds.map((kind) =>
    summaryRow(
      kind,
      moved.filter((each) => each.kind === kind),
    ),
  )
  return billText([
    ...billHead('支付宝账务汇总查询', of),
    ...billTable('账务汇总列表', SUMMARY_TITLES, [...rows, summaryRow('合计', moved)]),
    billEnd(of),
  ])
}

const TITLES = [
  '账务流水号',
  '业务流水号',
  '商户订单号',
  '商品名称',
  '发生时间',
  '对方账号',
  '收入金额（+元）',
  '支出金额（-元）',
  '账户余额（元）',
  '交易渠道',
  '业务类型',
  '备注',
]
const SUMMARY_TITLES = ['类型', '收入笔数', '收入金额（+元）', '支出笔数', '支出金额（-元）', '总金额（元）']

function movements(lines: readonly BillLine[], period: BillPeriod): readonly Movement[] {
  let [count, balance] = [0, 0n]
  const all = lines.flatMap((line) => {
    const kinds = line.back ? (['交易退款', '退费'] as const) : (['在线支付', '收费'] as const)
    const moved = [line.total, line.fee].flatMap((fen, index) => (fen === 0n ? [] : [{ kind: kinds[index] ?? kinds[0], fen }]))
    return moved.map(({ kind, fen }) => {
      count += 1
      balance += fen
      return { line, at: line.at, kind, fen, id: filled('5462', count, 14), balance }
    })
  })
  return all.filter(({ at }) => isIn(period, at))
}

function cells({ line: { order, payment }, at, kind, fen, id, balance }: Movement): readonly string[] {
  return [
    padded(id),
    padded(payment.transactionId),
    padded(order.outTradeNo),
    padded(plain(order.subject)),
    shownTime(at),
    padded(`*沙箱(${LOGON_ID})`),
    yuan(fen > 0n ? fen : 0n),
    yuan(fen < 0n ? fen : 0n),
    yuan(balance),
    '支付宝',
    kind,
    '',
  ]
}

function summaryRow(kind: string, moved: readonly Movement[]): readonly string[] {
  const [into, out] = directions(moved)
  return [kind, String(into.length), yuan(sum(into)), String(out.length), yuan(sum(out)), yuan(sum(moved))]
}

function directions(moved: readonly Movement[]): readonly [into: readonly Movement[], out: readonly Movement[]] {
  return [moved.filter(({ fen }) => fen > 0n), moved.filter(({ fen }) => fen < 0n)]
}

function sum(moved: readonly Movement[]): bigint {
  return moved.reduce((total, { fen }) => total + fen, 0n)
}
