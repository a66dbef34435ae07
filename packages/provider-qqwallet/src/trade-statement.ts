import type { Instant, RowReader, StatementRow } from '@tpkit/core'
import {
  amountIn,
  type Columns,
  fenToYuan,
  malformedStatement,
  type StatementFile,
  splitStatementLine,
  statementReader,
  timeIn,
  yuanIn,
} from '@tpkit/wire'
import type { Account } from './config.ts'
import { isBackLine, lineFact } from './trade-line.ts'

/** 交易账单: each line as a fact, and the totals of the file held against the lines. */
export function tradeReader(account: Account): RowReader {
  return statementReader(new TradeStatement(account))
}

/** Without these a line is no payment. */
const DEMANDED = ['交易时间', '商户号', '商户订单号', 'QQ钱包订单号', '货币种类', '订单金额', '交易状态']

/** 设备号, 商品名称, 商户数据包: whatever the merchant wrote. */
const TEXTS = ['设备号', '商品名称', '商户数据包']

const COUNT = '交易总笔数'

type Lines = 'payments' | 'backs' | 'all'

/** Each total, the column that it adds up, and the lines that count. */
const TOTALS: readonly (readonly [total: string, column: string, lines: Lines])[] = [
  ['订单总金额', '订单金额', 'payments'],
  ['商户优惠总金额', '商户优惠金额', 'payments'],
  ['商户应收总金额', '商户应收金额', 'payments'],
  ['QQ钱包优惠总金额', 'QQ钱包优惠金额', 'payments'],
  ['用户支付总金额', '用户支付金额', 'payments'],
  ['退款总金额', '退款金额', 'backs'],
  ['退还QQ钱包优惠总金额', '退还QQ钱包优惠金额', 'backs'],
  ['手续费总金额', '手续费金额', 'all'],
]

class TradeStatement implements StatementFile<StatementRow> {
  readonly synonyms = { 支付方式: '支付场景' }
  readonly #account: Account
  readonly #sums: bigint[] = TOTALS.map(() => 0n)
  #texts: readonly number[] = []

  constructor(account: Account) {
    this.#account = account
  }

  begin(titles: readonly string[]): void {
    const missing = DEMANDED.find((title) => !titles.includes(title))
    if (missing !== undefined)
      throw malformedStatement(`the titles of a trade statement, ${missing} among them`, titles.join(','))
    this.#texts = TEXTS.map((title) => titles.indexOf(title)).filter((place) => place >= 0)
  }

  split(line: string, titles: readonly string[]): readonly string[] {
    return splitStatementLine(line, { columns: titles.length, texts: this.#texts })
  }

  row(columns: Columns): StatementRow {
    this.#add(columns)
    const fee = amountIn(columns, '手续费金额')
    const at = movedAt(columns)
    return { fact: lineFact(columns), ...(at !== undefined && { at }), ...(fee && { fee }), columns }
  }

  compare(totals: Columns | undefined, rows: number): string | undefined {
    if (!totals) return 'the file ends without its totals: it is cut off'
    const missing = [COUNT, '订单总金额'].find((title) => !(title in totals))
    if (missing !== undefined) return `${missing}: expected among the totals, found none`
    if (totals[COUNT] !== rows.toString()) return `${COUNT}: the totals say ${totals[COUNT]}, there are ${rows} lines`
    return TOTALS.map(([total], place) => difference(total, totals, this.#sums[place] ?? 0n)).find((found) => found !== undefined)
  }

  #add(columns: Columns): void {
    const kind = isBackLine(columns) ? 'backs' : 'payments'
    TOTALS.forEach(([, column, lines], place) => {
      const counts = lines === 'all' || lines === kind || this.#account.doubts.statementTotals === 'lines'
      if (counts) this.#sums[place] = (this.#sums[place] ?? 0n) + (yuanIn(columns, column) ?? 0n)
    })
  }
}

function difference(title: string, totals: Columns, sum: bigint): string | undefined {
  if (!(title in totals)) return undefined
  const said = yuanIn(totals, title) ?? 0n
  return said === sum ? undefined : `${title}: the totals say ${fenToYuan(said)}, the lines add up to ${fenToYuan(sum)}`
}

/** When the money of this line moved. */
function movedAt(columns: Columns): Instant | undefined {
  const names = isBackLine(columns) ? ['退款成功时间', '退款提交时间', '交易时间'] : ['交易时间']
  return names.map((name) => timeIn(columns, name)).find((instant) => instant !== undefined)
}
