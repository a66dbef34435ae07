import type { Instant, Money, RowReader, StatementRow } from '@tpkit/core'
import {
  type Columns,
  fenToYuan,
  malformedStatement,
  type StatementFile,
  splitStatementLine,
  statementReader,
  timeIn,
  valueIn,
  yuanIn,
} from '@tpkit/wire'
import type { Account } from './account.ts'
import { lineFact } from './trade-line.ts'

/** 交易账单: each line as a fact, and the totals of the file held against the lines. */
export function tradeReader(account: Account): RowReader {
  return statementReader(new TradeStatement(account))
}

/** Without these a line is no payment. */
const DEMANDED = ['交易时间', '商户号', '微信订单号', '商户订单号', '交易状态', '货币种类', '订单金额']

/** What the merchant or the wallet wrote freely. */
const TEXTS = ['设备号', '商品名称', '商户数据包', '费率备注']

/** Names that older files have. */
const SYNONYMS = { 总金额: '订单金额', 企业红包金额: '代金券金额', 企业红包退款金额: '充值券退款金额' }

const COUNT = '总交易单数'

/** Each total, and the column that it adds up. */
const TOTALS: readonly (readonly [total: string, column: string])[] = [
  ['应结订单总金额', '应结订单金额'],
  ['退款总金额', '退款金额'],
  ['充值券退款总金额', '充值券退款金额'],
  ['订单总金额', '订单金额'],
  ['申请退款总金额', '申请退款金额'],
]

class TradeStatement implements StatementFile<StatementRow> {
  readonly synonyms = SYNONYMS
  readonly #account: Account
  readonly #sums: bigint[] = TOTALS.map(() => 0n)
  /** 手续费, in hundred-thousandths of a yuan. */
  #fees = 0n
  #texts: readonly number[] = []

  constructor(account: Account) {
    this.#account = account
  }

  begin(titles: readonly string[]): void {
    const missing = DEMANDED.find((title) => !titles.includes(title))
    if (missing !== undefined) throw malformedStatement(`the titles of a trade bill, ${missing} among them`, titles.join(','))
    this.#texts = TEXTS.map((title) => titles.indexOf(title)).filter((place) => place >= 0)
  }

  split(line: string, titles: readonly string[]): readonly string[] {
    return splitStatementLine(line, { columns: titles.length, texts: this.#texts })
  }

  row(columns: Columns): StatementRow {
    const fee = feeIn(columns, '手续费')
    this.#add(columns, fee)
    const at = movedAt(columns)
    return {
      fact: lineFact(columns, this.#account),
      ...(at !== undefined && { at }),
      ...(fee !== undefined && { fee: inFen(fee) }),
      columns,
    }
  }

  compare(totals: Columns | undefined, rows: number): string | undefined {
    if (!totals) return 'the file ends without its totals: it is cut off'
    const missing = [COUNT, '订单总金额'].find((title) => !(title in totals))
    if (missing !== undefined) return `${missing}: expected among the totals, found none`
    const count = valueIn(totals, COUNT)?.replace(/\.0+$/, '')
    if (count !== rows.toString()) return `${COUNT}: the totals say ${totals[COUNT]}, there are ${rows} lines`
    const wrong = TOTALS.map(([total], place) => difference(total, totals, this.#sums[place] ?? 0n))
    return wrong.find((found) => found !== undefined) ?? this.#compareFees(totals, rows)
  }

  #add(columns: Columns, fee: bigint | undefined): void {
    TOTALS.forEach(([, column], place) => {
      this.#sums[place] = (this.#sums[place] ?? 0n) + (yuanIn(columns, column) ?? 0n)
    })
    this.#fees += fee ?? 0n
  }

  #compareFees(totals: Columns, rows: number): string | undefined {
    const said = feeIn(totals, '手续费总金额')
    const { billFees } = this.#account.doubts
    if (said === undefined || billFees === 'ignore') return undefined
    const allowed = billFees === 'exact' ? 0n : (FEE_PER_FEN / 2n) * (BigInt(rows) + 1n)
    const off = said - this.#fees
    if (off <= allowed && off >= -allowed) return undefined
    return `手续费总金额: the totals say ${totals.手续费总金额}, the lines add up to ${this.#fees} hundred-thousandths of a yuan`
  }
}

function difference(title: string, totals: Columns, sum: bigint): string | undefined {
  if (!(title in totals)) return undefined
  const said = yuanIn(totals, title) ?? 0n
  return said === sum ? undefined : `${title}: the totals say ${fenToYuan(said)}, the lines add up to ${fenToYuan(sum)}`
}

/** Fees have five decimals: a hundred-thousandth of a yuan. */
const FEE_PER_FEN = 1_000n

function feeIn(columns: Columns, title: string): bigint | undefined {
  const text = valueIn(columns, title)
  if (text === undefined) return undefined
  const [, sign = '', yuan = '', decimals = ''] = /^(-?)(0|[1-9][0-9]{0,11})(?:\.([0-9]{1,5}))?$/.exec(text) ?? []
  if (yuan === '') throw malformedStatement(`${title} in yuan such as 0.00600`, text)
  return BigInt(`${sign}${yuan}${decimals.padEnd(5, '0')}`)
}

/** Half a fen is rounded up, away from zero: 四舍五入. */
function inFen(fee: bigint): Money {
  const half = fee < 0n ? -FEE_PER_FEN / 2n : FEE_PER_FEN / 2n
  return { amount: (fee + half) / FEE_PER_FEN, currency: 'CNY' }
}

/** When the money of this line moved. */
function movedAt(columns: Columns): Instant | undefined {
  return ['退款成功时间', '退款申请时间', '交易时间']
    .map((name) => timeIn(columns, name))
    .find((instant) => instant !== undefined)
}
