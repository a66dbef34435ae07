import type { Instant } from '@tpkit/core'
import { cashFee } from '../books/discount.ts'
import { feeOf, feeRate } from '../books/fee.ts'
import { type LineBack, linesOf, type StatementLine } from '../books/statement-line.ts'
import { yuan } from '../books/yuan.ts'
import type { Call } from './call.ts'
import { Refusal } from './errors.ts'
import { ordersOf } from './lookup.ts'
import { openid } from './order-query.ts'
import { REFUND_STATES } from './refund-query.ts'
import type { Settings } from './settings.ts'
import type { State } from './state.ts'
import { dayAsked } from './statement-call.ts'
import { type StatementStyle, statementStyle, writeLines } from './statement-style.ts'

/** 交易账单: titles, a line for each payment and refund of the day, titles of the totals, totals. */
export function tradeStatement(state: State, call: Call, now: Instant): string {
  const day = dayAsked(call, now)
  const type = call.fields.get('bill_type') ?? 'ALL'
  const lines = linesOf(ordersOf(state, call), day).filter(LISTS[type] ?? (() => true))
  if (lines.length === 0 && state.settings.emptyDay === 'error') throw new Refusal('NO_BILL')
  return write(lines, state.settings, type === 'SUCCESS' ? COLUMNS.filter(({ ofRefund }) => !ofRefund) : COLUMNS)
}

/** What a type of statement lists: RECHAR are the refunds that were asked for out of the cash account. */
const LISTS: Readonly<Record<string, (line: StatementLine) => boolean>> = {
  SUCCESS: ({ back }) => back === undefined,
  REFUND: ({ back }) => back !== undefined,
  RECHAR: ({ back }) => back?.account === 'REFUND_SOURCE_RECHARGE_FUNDS',
}

interface Column {
  readonly title: string
  readonly value: (line: StatementLine, style: StatementStyle, settings: Settings) => string
  /** An order number: marked in every style. */
  readonly isNumber?: boolean
  /** One of the eight that a statement of payments leaves out. */
  readonly ofRefund?: boolean
}

/** A money column has a total. On the line of a refund the order's own amounts are zero, as in the public sample. */
interface MoneyColumn extends Column {
  readonly total: string
  readonly fen: (line: StatementLine, settings: Settings) => bigint
}

const asked =
  (name: string) =>
  ({ order }: StatementLine): string =>
    order.asked.get(name) ?? ''

const written =
  (name: string): Column['value'] =>
  ({ order }, style) =>
    style.text(order.asked.get(name) ?? '')

function money(title: string, total: string, fen: MoneyColumn['fen'], ofRefund = false): MoneyColumn {
  return { title, total, fen, ofRefund, value: (line, _, settings) => yuan(fen(line, settings)) }
}

type BackValue = (back: LineBack, style: StatementStyle, settings: Settings) => string

function refundColumn(title: string, value: BackValue, isNumber = false): Column {
  return { title, isNumber, ofRefund: true, value: ({ back }, style, settings) => (back ? value(back, style, settings) : '') }
}

const unlessBack =
  (fen: (line: StatementLine) => bigint): MoneyColumn['fen'] =>
  (line) =>
    line.back ? 0n : fen(line)

const MONEY = {
  order: money(
    '订单金额(元)',
    '订单总金额(元)',
    unlessBack(({ order }) => order.totalFee),
  ),
  merchantDiscount: money('商户优惠金额(元)', '商户优惠总金额(元)', () => 0n),
  receivable: money(
    '商户应收金额(元)',
    '商户应收总金额(元)',
    unlessBack(({ order }) => order.totalFee),
  ),
  discount: money(
    'QQ钱包优惠金额(元)',
    'QQ钱包优惠总金额(元)',
    unlessBack(({ order }) => order.couponFee),
  ),
  paid: money(
    '用户支付金额(元)',
    '用户支付总金额(元)',
    unlessBack(({ order }) => cashFee(order)),
  ),
  refund: money('退款金额(元)', '退款总金额(元)', ({ back }) => back?.fee ?? 0n, true),
  discountBack: money('退还QQ钱包优惠金额(元)', '退还QQ钱包优惠总金额(元)', ({ back }) => back?.couponFee ?? 0n, true),
  fee: money('手续费金额(元)', '手续费总金额(元)', lineFee),
} as const

/** The fee of a refund goes back with it, unless the refund failed. No page says so; its relatives do it. */
function lineFee({ order, back }: StatementLine, settings: Settings): bigint {
  if (!back) return feeOf(settings, order.totalFee)
  return back.state === 'failed' ? 0n : -feeOf(settings, back.fee)
}

const COLUMNS: readonly Column[] = [
  { title: '交易时间', value: ({ payment }, style) => style.time(payment.paidAt) },
  { title: '商户号', value: ({ order }) => order.merchant.mchId },
  { title: '商户APPID', value: asked('appid') },
  { title: '子商户号', value: asked('sub_mch_id') },
  { title: '子商户APPID', value: asked('sub_appid') },
  { title: '用户标识', value: ({ order }) => openid(order.asked) ?? '' },
  { title: '设备号', value: written('device_info') },
  { title: '支付场景', value: asked('trade_type') },
  { title: '商户订单号', value: asked('out_trade_no'), isNumber: true },
  { title: 'QQ钱包订单号', value: ({ payment }) => payment.transactionId, isNumber: true },
  { title: '付款银行', value: (_, style, { bankType }) => style.word('bank', bankType) },
  { title: '货币种类', value: ({ order }, style) => style.word('currency', order.asked.get('fee_type') ?? '') },
  MONEY.order,
  MONEY.merchantDiscount,
  MONEY.receivable,
  MONEY.discount,
  MONEY.paid,
  { title: '交易状态', value: (line, style) => style.word('trade', tradeState(line)) },
  refundColumn('退款提交时间', ({ at }, style) => style.time(at)),
  refundColumn('商户退款订单号', ({ outRefundNo }) => outRefundNo, true),
  refundColumn('QQ钱包退款订单号', ({ refundId }) => refundId, true),
  MONEY.refund,
  MONEY.discountBack,
  refundColumn('退款状态', ({ state }, style) => style.word('refund', REFUND_STATES[state])),
  refundColumn('退款成功时间', ({ state, doneAt }, style) => (state === 'refunded' ? style.time(doneAt) : '')),
  refundColumn('退款方式', (_back, _style, { refundChannel }) => refundChannel),
  { title: '商品名称', value: written('body') },
  { title: '商户数据包', value: written('attach') },
  MONEY.fee,
  { title: '费率', value: (_line, _style, settings) => feeRate(settings) },
]

/** How a reversed order stands in a statement, no source shows. */
function tradeState({ back }: StatementLine): string {
  if (!back) return 'SUCCESS'
  return back.isReversal ? 'REVOKED' : 'REFUND'
}

function write(lines: readonly StatementLine[], settings: Settings, columns: readonly Column[]): string {
  const style = statementStyle(settings)
  const totals = Object.values(MONEY)
  const sum = ({ fen }: MoneyColumn): bigint => lines.reduce((total, line) => total + fen(line, settings), 0n)
  return writeLines(style, [
    columns.map(({ title }) => title).join(),
    ...lines.map((line) =>
      columns.map(({ value, isNumber = false }) => style.cell(value(line, style, settings), isNumber)).join(),
    ),
    ['交易总笔数', ...totals.map(({ total }) => total)].join(),
    [String(lines.length), ...totals.map((column) => yuan(sum(column)))].map((value) => style.cell(value, false)).join(),
  ])
}
