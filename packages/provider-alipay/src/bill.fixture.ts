/** Writes bills as the wallet lays them out, by its own sums: the oracle of the reader. */

export const PID = '2088501624560335'
export const DAY = '2021-10-21'
export const PAYEE = { mchId: PID, appId: '2021000122671080' }
export const TRANSACTION = '2021102122001419931441931972'

/** 业务明细, as of 2021. */
export const TITLES = [
  ...['支付宝交易号', '商户订单号', '业务类型', '商品名称', '创建时间', '完成时间', '门店编号', '门店名称', '操作员', '终端号'],
  ...['对方账户', '订单金额（元）', '商家实收（元）', '支付宝红包（元）', '集分宝（元）', '支付宝优惠（元）', '商家优惠（元）'],
  ...[
    '券核销金额（元）',
    '券名称',
    '商家红包消费金额（元）',
    '卡消费金额（元）',
    '退款批次号/请求号',
    '服务费（元）',
    '分润（元）',
    '备注',
  ],
]
/** Of another product: columns more, and other names for two. */
export const MORE_TITLES = [
  ...TITLES.slice(0, 21),
  ...['退款批次号', '服务费（元）', '实收净额（元）', '商户识别号', '交易方式', '备注', '花呗分期手续费（元）', '花呗分期数'],
]
/** 账务明细. */
export const FUND_TITLES = [
  ...['账务流水号', '业务流水号', '商户订单号', '商品名称', '发生时间', '对方账号', '收入金额（+元）', '支出金额（-元）'],
  ...['账户余额（元）', '交易渠道', '业务类型', '备注'],
]

/** Columns behind whose values the wallet puts a tab: spreadsheets would take them for numbers. */
const TABBED = [
  ...['支付宝交易号', '商户订单号', '业务类型', '门店编号', '门店名称', '操作员', '终端号', '对方账户', '商家红包消费金额（元）'],
  ...['退款批次号/请求号', '退款批次号', '账务流水号', '业务流水号', '对方账号'],
]

export type Line = Readonly<Record<string, string>>

export const PAID_LINE: Line = {
  支付宝交易号: TRANSACTION,
  商户订单号: 'A1',
  业务类型: '交易',
  商品名称: '测试商品',
  创建时间: '2021-10-21 16:01:34',
  完成时间: '2021-10-21 16:01:38',
  对方账户: '**博(156******89)',
  '订单金额（元）': '33.16',
  '商家实收（元）': '33.16',
  '支付宝红包（元）': '0.00',
  '集分宝（元）': '0.00',
  '支付宝优惠（元）': '0.00',
  '商家优惠（元）': '0.00',
  '券核销金额（元）': '0.00',
  '商家红包消费金额（元）': '0.00',
  '卡消费金额（元）': '0.00',
  '服务费（元）': '-0.20',
  '分润（元）': '0.00',
}

export const REFUND_LINE: Line = {
  ...PAID_LINE,
  业务类型: '退款',
  完成时间: '2021-10-21 17:30:00',
  '订单金额（元）': '-3.00',
  '商家实收（元）': '-3.00',
  '退款批次号/请求号': 'RF1',
  退款批次号: 'RF1',
  '服务费（元）': '0.02',
}

export const FUND_LINE: Line = {
  账务流水号: '54632446537371',
  业务流水号: TRANSACTION,
  商户订单号: 'A1',
  商品名称: '测试商品',
  发生时间: '2021-10-21 21:02:06',
  对方账号: '陈晶 (k***@126.com)',
  '收入金额（+元）': '33.16',
  '支出金额（-元）': '0.00',
  '账户余额（元）': '14533.03',
  交易渠道: '支付宝',
  业务类型: '在线支付',
}

export interface Layout {
  readonly titles?: readonly string[]
  readonly account?: string
  /** `起始日期` and `终止日期`. */
  readonly days?: readonly [string, string]
  /** Where the totals say something else; an empty text leaves a total out. */
  readonly totals?: Line
  readonly kind?: 'trade' | 'fund'
}

/** Lines without line ends. */
export function billLines(lines: readonly Line[], layout: Layout = {}): readonly string[] {
  const { kind = 'trade', account = `${PID}0156`, days = ['2021年10月21日', '2021年10月22日'] } = layout
  const { titles = kind === 'trade' ? TITLES : FUND_TITLES, totals = {} } = layout
  const name = kind === 'trade' ? '业务明细列表' : '账务明细列表'
  const all: Line = {
    ...(kind === 'trade' ? tradeTotals(lines) : fundTotals(lines)),
    导出时间: '[2021年10月22日 06:27:10]',
    ...totals,
  }
  return [
    `#支付宝${name.slice(0, 4)}查询`,
    `#账号：[${account}]`,
    `#起始日期：[${days[0]} 00:00:00]   终止日期：[${days[1]} 00:00:00]`,
    `#-----------------------------------------${name}----------------------------------------`,
    titles.join(','),
    ...lines.map((line) => lineOf(line, titles)),
    `#-----------------------------------------${name}结束------------------------------------`,
    ...Object.entries(all).flatMap(([total, value]) => (value === '' ? [] : [`#${total}：${value}`])),
  ]
}

export function lineOf(line: Line, titles: readonly string[] = TITLES): string {
  return titles.map((title) => `${line[title] ?? ''}${TABBED.includes(title) ? '\t' : ''}`).join(',')
}

function tradeTotals(lines: readonly Line[]): Line {
  const of = (type: string) => lines.filter((line) => line.业务类型 === type)
  const [paid, back] = [of('交易'), of('退款')]
  const received = (some: readonly Line[]) => sum(some, '商家实收（元）')
  const discount = (some: readonly Line[]) => sum(some, '商家优惠（元）')
  return {
    交易合计: `${paid.length}笔，商家实收共${received(paid)}元，商家优惠共${discount(paid)}元`,
    退款合计: `${back.length}笔，商家实收退款共${received(back)}元，商家优惠退款共${discount(back)}元`,
  }
}

function fundTotals(lines: readonly Line[]): Line {
  const total = (title: string) => {
    const moving = lines.filter((line) => Number(line[title] ?? 0) !== 0)
    return `${moving.length}笔，共${sum(moving, title)}元`
  }
  return { 支出合计: total('支出金额（-元）'), 收入合计: total('收入金额（+元）') }
}

function sum(lines: readonly Line[], title: string): string {
  const fen = lines.map((line) => Math.round(Number(line[title] ?? 0) * 100)).reduce((a, b) => a + b, 0)
  return (fen / 100).toFixed(2)
}
