import { account, payment, TRANSACTION } from './wallet.fixture.ts'

/** Writes trade bills as the page lays them out, by its own sums: the oracle of the reader. */

/** 交易账单 of type ALL. */
export const TITLES = [
  ...['交易时间', '公众账号ID', '商户号', '特约商户号', '设备号', '微信订单号', '商户订单号', '用户标识', '交易类型', '交易状态'],
  ...['付款银行', '货币种类', '应结订单金额', '代金券金额', '微信退款单号', '商户退款单号', '退款金额', '充值券退款金额'],
  ...['退款类型', '退款状态', '商品名称', '商户数据包', '手续费', '费率', '订单金额', '申请退款金额', '费率备注'],
]
const REFUND_ONLY = ['微信退款单号', '商户退款单号', '退款金额', '充值券退款金额', '退款类型', '退款状态', '申请退款金额']
/** Type SUCCESS. */
export const SUCCESS_TITLES = TITLES.filter((title) => !REFUND_ONLY.includes(title))
/** Type REFUND. */
export const REFUND_TITLES = TITLES.flatMap((title) =>
  title === '微信退款单号' ? ['退款申请时间', '退款成功时间', title] : [title],
)
export const TOTAL_TITLES = [
  ...['总交易单数', '应结订单总金额', '退款总金额', '充值券退款总金额', '手续费总金额', '订单总金额', '申请退款总金额'],
]
export const SUCCESS_TOTAL_TITLES = TOTAL_TITLES.filter((title) => !title.includes('退款'))

export type Line = Readonly<Record<string, string>>

export const PAID_LINE: Line = {
  交易时间: '2025-01-01 10:00:00',
  公众账号ID: account.appId,
  商户号: account.mchId,
  特约商户号: '0',
  微信订单号: TRANSACTION,
  商户订单号: payment.outTradeNo,
  用户标识: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o',
  交易类型: 'JSAPI',
  交易状态: 'SUCCESS',
  付款银行: 'OTHERS',
  货币种类: 'CNY',
  应结订单金额: '1.00',
  代金券金额: '0.00',
  微信退款单号: '0',
  商户退款单号: '0',
  退款金额: '0.00',
  充值券退款金额: '0.00',
  商品名称: '测试商品',
  手续费: '0.00600',
  费率: '0.60%',
  订单金额: '1.00',
  申请退款金额: '0.00',
}

export const REFUND_LINE: Line = {
  ...PAID_LINE,
  交易时间: '2025-01-01 11:00:00',
  交易状态: 'REFUND',
  应结订单金额: '0.00',
  微信退款单号: '50302030148218522032126281690',
  商户退款单号: 'R1',
  退款金额: '0.30',
  退款类型: 'ORIGINAL',
  退款状态: 'SUCCESS',
  手续费: '-0.00180',
  订单金额: '0.00',
  申请退款金额: '0.30',
}

/** 撤销: money back that nobody gave a refund number. */
export const REVOKED_LINE: Line = { ...REFUND_LINE, 交易状态: 'REVOKED', 商户退款单号: '0', 退款状态: '', 手续费: '0.00000' }

interface Layout {
  readonly titles?: readonly string[]
  readonly totalTitles?: readonly string[]
  /** Where the totals say something else. */
  readonly totals?: Line
}

const ticked = (values: readonly string[]) => values.map((value) => `\`${value}`).join(',')

/** Lines without line ends. */
export function billLines(lines: readonly Line[], { titles = TITLES, totalTitles = TOTAL_TITLES, totals = {} }: Layout = {}) {
  const sums: Line = { ...totalsOf(lines), ...totals }
  return [
    titles.join(','),
    ...lines.map((line) => ticked(titles.map((title) => line[title] ?? ''))),
    totalTitles.join(','),
    ticked(totalTitles.map((title) => sums[title] ?? '')),
  ]
}

function totalsOf(lines: readonly Line[]): Line {
  return {
    总交易单数: `${lines.length}.0`,
    应结订单总金额: sum(lines, '应结订单金额', 2),
    退款总金额: sum(lines, '退款金额', 2),
    充值券退款总金额: sum(lines, '充值券退款金额', 2),
    手续费总金额: sum(lines, '手续费', 5),
    订单总金额: sum(lines, '订单金额', 2),
    申请退款总金额: sum(lines, '申请退款金额', 2),
  }
}

/** Of texts with so many decimals, rounded to two. */
function sum(lines: readonly Line[], title: string, decimals: number): string {
  const units = lines.map((line) => Number((line[title] ?? '0').replace('.', ''))).reduce((a, b) => a + b, 0)
  return (Math.round(units / 10 ** (decimals - 2)) / 100).toFixed(2)
}
