import { yuan } from '../books/yuan.ts'
import { type BillOf, billEnd, billHead, billTable, billText, counted, padded, plain } from './bill-file.ts'
import { type BillLine, sumOf } from './bill-lines.ts'
import { LOGON_ID } from './buyer.ts'
import { shownTime } from './time.ts'

/** 业务明细: a line for each payment and each refund. */
export function tradeBill(lines: readonly BillLine[], of: BillOf): string {
  const rows = lines.map((line) => COLUMNS.map(({ value }) => value(line, of)))
  const titles = COLUMNS.map(({ title }) => title)
  const paid = lines.filter(({ back }) => !back)
  const back = lines.filter((line) => line.back)
  return billText([
    ...billHead('支付宝业务明细查询', of),
    ...billTable('业务明细列表', titles, rows),
    `#交易合计：${counted(paid.length, sumOf(paid, received), '商家实收')}，商家优惠共0.00元`,
    `#退款合计：${counted(back.length, sumOf(back, received), '商家实收退款')}，商家优惠退款共0.00元`,
    billEnd(of),
  ])
}

/** 业务明细(汇总): a line for each shop (门店), and one for all. */
export function tradeSummary(lines: readonly BillLine[], of: BillOf): string {
  const shopOf = ({ order }: BillLine): string => plain(of.said(order, 'store_id'))
  const shops = [...new Set(lines.map(shopOf))].sort()
  const rows = shops.map((shop) =>
    summaryRow(
      shop,
      lines.filter((line) => shopOf(line) === shop),
    ),
  )
  return billText([
    ...billHead('支付宝业务汇总查询', of),
    ...billTable('业务汇总列表', SUMMARY_TITLES, [...rows, summaryRow('合计', lines)]),
    billEnd(of),
  ])
}

/** 商家实收: the wallet's own discount reaches the merchant as well. */
function received({ total }: BillLine): bigint {
  return total
}

interface Column {
  readonly title: string
  readonly value: (line: BillLine, of: BillOf) => string
}

const said =
  (name: string): Column['value'] =>
  ({ order }, of) =>
    padded(plain(of.said(order, name)))

const money =
  (fen: (line: BillLine) => bigint): Column['value'] =>
  (line) =>
    yuan(fen(line))

const nothing: Column['value'] = () => yuan(0n)

const COLUMNS: readonly Column[] = [
  { title: '支付宝交易号', value: ({ payment }) => padded(payment.transactionId) },
  { title: '商户订单号', value: ({ order }) => padded(order.outTradeNo) },
  { title: '业务类型', value: ({ back }) => padded(back ? '退款' : '交易') },
  { title: '商品名称', value: ({ order }) => plain(order.subject) },
  { title: '创建时间', value: ({ order }) => shownTime(order.createdAt) },
  { title: '完成时间', value: ({ at }) => shownTime(at) },
  { title: '门店编号', value: said('store_id') },
  { title: '门店名称', value: said('store_id') },
  { title: '操作员', value: said('operator_id') },
  { title: '终端号', value: said('terminal_id') },
  { title: '对方账户', value: () => padded(`*沙箱(${LOGON_ID})`) },
  { title: '订单金额（元）', value: money(({ total }) => total) },
  { title: '商家实收（元）', value: money(received) },
  { title: '支付宝红包（元）', value: nothing },
  { title: '集分宝（元）', value: nothing },
  { title: '支付宝优惠（元）', value: money(({ coupon }) => coupon) },
  { title: '商家优惠（元）', value: nothing },
  { title: '券核销金额（元）', value: nothing },
  { title: '券名称', value: () => '' },
  { title: '商家红包消费金额（元）', value: () => padded(yuan(0n)) },
  { title: '卡消费金额（元）', value: nothing },
  // The merchant gave no number for what a cancellation (撤销) returns.
  { title: '退款批次号/请求号', value: ({ back }) => padded(back && !back.isReversal ? back.outRefundNo : '') },
  { title: '服务费（元）', value: money(({ fee }) => fee) },
  { title: '分润（元）', value: nothing },
  { title: '备注', value: ({ order }, of) => plain(of.said(order, 'body')) },
]

const SUMMARY_TITLES = [
  '门店编号',
  '门店名称',
  '交易订单总笔数',
  '退款订单总笔数',
  '订单金额（元）',
  '商家实收（元）',
  '支付宝优惠（元）',
  '商家优惠（元）',
  '卡消费金额（元）',
  '服务费（元）',
  '分润（元）',
  '实收净额（元）',
]

function summaryRow(shop: string, lines: readonly BillLine[]): readonly string[] {
  const refunds = lines.filter(({ back }) => back).length
  const [total, net, coupon, fee] = [
    sumOf(lines, (line) => line.total),
    sumOf(lines, received),
    sumOf(lines, (line) => line.coupon),
    sumOf(lines, (line) => line.fee),
  ] as const
  const amounts = [total, net, coupon, 0n, 0n, fee, 0n, net + fee].map(yuan)
  return [padded(shop), padded(shop === '合计' ? '' : shop), String(lines.length - refunds), String(refunds), ...amounts]
}
