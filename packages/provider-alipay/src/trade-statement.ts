import type { Money, Payee, RowReader, StatementRow } from '@tpkit/core'
import { type Columns, fenToYuan, malformedStatement, timeIn, yuanIn, yuanToFen } from '@tpkit/wire'
import { type BillKind, type BillOf, billReader, type Totals } from './bill-file.ts'
import { type LineType, lineFact, lineTypeOf } from './trade-line.ts'

/** 业务账单 (trade): each line as a fact, and the totals of the file held against the lines. */
export function tradeReader(of: BillOf & { readonly payee: Payee }): RowReader {
  return billReader(new TradeBill(of.payee), of)
}

/** What somebody paid in the merchant's place: the merchant gets (商家实收) that much less, at most. */
const DISCOUNTS = ['支付宝红包', '集分宝', '支付宝优惠', '商家优惠', '券核销金额', '商家红包消费金额', '卡消费金额']

/** What is added up, by 业务类型: the lines, 商家实收 and 商家优惠. */
interface Sums {
  rows: number
  received: bigint
  discount: bigint
}

const NAMES: readonly (readonly [total: string, type: LineType])[] = [
  ['交易合计', '交易'],
  ['退款合计', '退款'],
]

class TradeBill implements BillKind {
  readonly table = '业务明细列表'
  readonly demanded = ['支付宝交易号', '商户订单号', '业务类型', '完成时间', '订单金额', '商家实收', '退款批次号/请求号']
  readonly synonyms = { 退款批次号: '退款批次号/请求号' }
  readonly #payee: Payee
  readonly #sums: Readonly<Record<LineType, Sums>> = { 交易: noSums(), 退款: noSums() }

  constructor(payee: Payee) {
    this.#payee = payee
  }

  row(columns: Columns): StatementRow {
    const type = lineTypeOf(columns)
    if (type) this.#add(columns, type)
    const at = timeIn(columns, '完成时间') ?? timeIn(columns, '创建时间')
    const [fact, fee] = [lineFact(columns, this.#payee), feeIn(columns, type)]
    return { ...(fact && { fact }), ...(at !== undefined && { at }), ...(fee && { fee }), columns }
  }

  compare(totals: Totals, titles: readonly string[]): string | undefined {
    const found = NAMES.map(([name, type]) => difference(name, totals.get(name), this.#sums[type], titles))
    return found.find((one) => one !== undefined)
  }

  #add(columns: Columns, type: LineType): void {
    checkAmounts(columns)
    const sums = this.#sums[type]
    sums.rows += 1
    sums.received += yuanIn(columns, '商家实收') ?? 0n
    sums.discount += yuanIn(columns, '商家优惠') ?? 0n
  }
}

function noSums(): Sums {
  return { rows: 0, received: 0n, discount: 0n }
}

/** The totals count 商家实收 alone: an edited 订单金额 shows only beside it. */
function checkAmounts(columns: Columns): void {
  const [ordered, received] = [sizeOf(columns, '订单金额'), sizeOf(columns, '商家实收')]
  const discounts = DISCOUNTS.reduce((sum, title) => sum + sizeOf(columns, title), 0n)
  if (received <= ordered && ordered - received <= discounts) return
  throw malformedStatement(`商家实收 of 订单金额 ${fenToYuan(ordered)}, less at most the discounts`, fenToYuan(received))
}

function sizeOf(columns: Columns, title: string): bigint {
  const amount = yuanIn(columns, title) ?? 0n
  return amount < 0n ? -amount : amount
}

/** 服务费: its sign is not documented, and who pays it is clear: on a payment the merchant, on a refund it comes back. */
function feeIn(columns: Columns, type: LineType | undefined): Money | undefined {
  if (!type || yuanIn(columns, '服务费') === undefined) return undefined
  const size = sizeOf(columns, '服务费')
  return { amount: type === '退款' ? -size : size, currency: 'CNY' }
}

const YUAN = '(-?(?:0|[1-9][0-9]{0,12})(?:\\.[0-9]{1,2})?)'
const TOTAL = new RegExp(`^([0-9]{1,12})笔[，,]商家实收(?:退款)?共${YUAN}元(?:[，,]商家优惠(?:退款)?共${YUAN}元)?$`)

function difference(name: string, total: string | undefined, sums: Sums, titles: readonly string[]): string | undefined {
  if (total === undefined) return `${name}: expected among the totals, found none`
  const [, rows, received, discount] = TOTAL.exec(total) ?? []
  if (rows === undefined || received === undefined) return `${name}: expected 笔 and 商家实收 behind it, found other words`
  if (BigInt(rows) !== BigInt(sums.rows)) return `${name}: the totals say ${rows}, there are ${sums.rows} lines`
  const said = yuanToFen(received)
  if (said !== sums.received) return sentence(name, said, sums.received)
  if (discount === undefined || !titles.includes('商家优惠')) return undefined
  const less = yuanToFen(discount)
  // Whether a discount that went back has a sign is not documented.
  return less === sums.discount || less === -sums.discount ? undefined : sentence(name, less, sums.discount)
}

function sentence(name: string, said: bigint, sum: bigint): string {
  return `${name}: the totals say ${fenToYuan(said)}, the lines add up to ${fenToYuan(sum)}`
}
