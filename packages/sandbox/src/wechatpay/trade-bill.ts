import type { Order } from '../books/books.ts'
import { feeRate } from '../books/fee.ts'
import type { StatementDay } from '../books/statement-day.ts'
import { linesOf, type StatementLine } from '../books/statement-line.ts'
import { yuan } from '../books/yuan.ts'
import { billLine, billText } from './bill-file.ts'
import { openid } from './openid.ts'
import type { Settings } from './settings.ts'
import type { State } from './state.ts'
import { billTime } from './time.ts'

type BillType = 'ALL' | 'SUCCESS' | 'REFUND'

/** 交易账单 of a day; undefined where nothing happened. */
export function tradeBill(state: State, orders: readonly Order[], day: StatementDay, type: BillType): string | undefined {
  const lines = linesOf(orders.map(firstSendings), day).filter(
    ({ back }) => type === 'ALL' || (type === 'REFUND') === (back !== undefined),
  )
  if (lines.length === 0) return undefined
  const columns = COLUMNS.filter(({ only }) => only === undefined || only.includes(type))
  const totals = TOTALS.filter(({ only }) => only === undefined || only.includes(type))
  return billText([
    columns.map(({ title }) => title).join(),
    ...lines.map((line) => billLine(columns.map(({ value }) => value(line, state.settings)))),
    ['总交易单数', ...totals.map(({ title }) => title)].join(),
    // Counts look like amounts.
    billLine([`${lines.length}.0`, ...totals.map(({ sum }) => sum(lines, state.settings))]),
  ])
}

/** A refund has one line, of the day on which it was accepted, also where it was abnormal and sent again. */
function firstSendings(order: Order): Order {
  return { ...order, refunds: order.refunds.map((refund) => ({ ...refund, tries: refund.tries.slice(0, 1) })) }
}

interface Column {
  readonly title: string
  readonly value: (line: StatementLine, settings: Settings) => string
  /** The bills that have it; all, where not given. */
  readonly only?: readonly BillType[]
}

const OF_REFUNDS: readonly BillType[] = ['ALL', 'REFUND']

const asked =
  (...names: readonly string[]): Column['value'] =>
  ({ order }) =>
    names.map((name) => order.asked.get(name)).find((value) => value !== undefined) ?? ''

const payerOf: Column['value'] = (...line) =>
  asked('payer.openid', 'payer.sp_openid')(...line) || openid(asked('appid', 'sp_appid')(...line))

const MONEY = {
  settled: (line: StatementLine) => (line.back ? 0n : line.order.totalFee - line.order.couponFee),
  coupon: (line: StatementLine) => (line.back ? 0n : line.order.couponFee),
  order: (line: StatementLine) => (line.back ? 0n : line.order.totalFee),
  back: ({ back }: StatementLine) => (back ? back.fee - back.couponFee : 0n),
  couponBack: ({ back }: StatementLine) => back?.couponFee ?? 0n,
  asked: ({ back }: StatementLine) => back?.fee ?? 0n,
} as const

const money =
  (fen: (line: StatementLine) => bigint): Column['value'] =>
  (line) =>
    yuan(fen(line))

/** 手续费, in hundred-thousandths of a yuan; what goes back takes its part with it. */
function fee({ order, back }: StatementLine, { feeBasisPoints }: Settings): bigint {
  if (!back) return (order.totalFee * feeBasisPoints) / 10n
  return back.state === 'failed' ? 0n : -((back.fee * feeBasisPoints) / 10n)
}

function fiveDecimals(amount: bigint): string {
  const digits = String(amount < 0n ? -amount : amount).padStart(6, '0')
  return `${amount < 0n ? '-' : ''}${digits.slice(0, -5)}.${digits.slice(-5)}`
}

/** Half up to the fen, in yuan. */
function roundedFee(amount: bigint): string {
  const half = amount < 0n ? -500n : 500n
  return yuan((amount + half) / 1000n)
}

const TYPES: Readonly<Partial<Record<Order['scene'], string>>> = {
  native: 'NATIVE',
  jsapi: 'JSAPI',
  mini: 'JSAPI',
  app: 'APP',
  h5: 'MWEB',
  micropay: 'MICROPAY',
}

/** A line is written when the refund is accepted, and never touched again. */
function refundState({ back }: StatementLine): string {
  if (!back) return ''
  if (back.isReversal) return 'SUCCESS'
  return back.state === 'failed' ? 'CLOSED' : back.state === 'refunded' ? 'SUCCESS' : 'PROCESSING'
}

function tradeState({ back }: StatementLine): string {
  if (!back) return 'SUCCESS'
  return back.isReversal ? 'REVOKED' : 'REFUND'
}

const COLUMNS: readonly Column[] = [
  // Of a refund: when it was asked for.
  { title: '交易时间', value: ({ payment, back }) => billTime(back?.at ?? payment.paidAt) },
  { title: '公众账号ID', value: asked('appid', 'sp_appid') },
  { title: '商户号', value: ({ order }) => order.merchant.mchId },
  { title: '特约商户号', value: ({ order }) => order.subMchId ?? '0' },
  { title: '设备号', value: asked('scene_info.device_id') },
  { title: '微信订单号', value: ({ payment }) => payment.transactionId },
  { title: '商户订单号', value: ({ order }) => order.outTradeNo },
  { title: '用户标识', value: payerOf },
  { title: '交易类型', value: ({ order }) => TYPES[order.scene] ?? '' },
  { title: '交易状态', value: tradeState },
  { title: '付款银行', value: (_, { bankType }) => bankType },
  { title: '货币种类', value: () => 'CNY' },
  { title: '应结订单金额', value: money(MONEY.settled) },
  { title: '代金券金额', value: money(MONEY.coupon) },
  { title: '退款申请时间', value: ({ back }) => (back ? billTime(back.at) : ''), only: ['REFUND'] },
  { title: '退款成功时间', value: ({ back }) => (back?.state === 'refunded' ? billTime(back.doneAt) : ''), only: ['REFUND'] },
  { title: '微信退款单号', value: ({ back }) => back?.refundId ?? '0', only: OF_REFUNDS },
  { title: '商户退款单号', value: ({ back }) => back?.outRefundNo ?? '0', only: OF_REFUNDS },
  { title: '退款金额', value: money(MONEY.back), only: OF_REFUNDS },
  { title: '充值券退款金额', value: money(MONEY.couponBack), only: OF_REFUNDS },
  { title: '退款类型', value: ({ back }) => (back ? 'ORIGINAL' : ''), only: OF_REFUNDS },
  { title: '退款状态', value: refundState, only: OF_REFUNDS },
  { title: '商品名称', value: ({ order }) => order.subject },
  { title: '商户数据包', value: asked('attach') },
  { title: '手续费', value: (line, settings) => fiveDecimals(fee(line, settings)) },
  { title: '费率', value: (_, settings) => feeRate(settings) },
  { title: '订单金额', value: money(MONEY.order) },
  { title: '申请退款金额', value: money(MONEY.asked), only: OF_REFUNDS },
  { title: '费率备注', value: () => '' },
]

interface Total {
  readonly title: string
  readonly sum: (lines: readonly StatementLine[], settings: Settings) => string
  readonly only?: readonly BillType[]
}

const added =
  (fen: (line: StatementLine) => bigint): Total['sum'] =>
  (lines) =>
    yuan(lines.reduce((sum, line) => sum + fen(line), 0n))

const TOTALS: readonly Total[] = [
  { title: '应结订单总金额', sum: added(MONEY.settled) },
  { title: '退款总金额', sum: added(MONEY.back), only: OF_REFUNDS },
  { title: '充值券退款总金额', sum: added(MONEY.couponBack), only: OF_REFUNDS },
  { title: '手续费总金额', sum: (lines, settings) => roundedFee(lines.reduce((sum, line) => sum + fee(line, settings), 0n)) },
  { title: '订单总金额', sum: added(MONEY.order) },
  { title: '申请退款总金额', sum: added(MONEY.asked), only: OF_REFUNDS },
]
