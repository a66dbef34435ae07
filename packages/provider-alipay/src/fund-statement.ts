import type { RowReader, StatementRow } from '@tpkit/core'
import { type Columns, fenToYuan, timeIn, yuanIn, yuanToFen } from '@tpkit/wire'
import { type BillKind, type BillOf, billReader, type Totals } from './bill-file.ts'

/** 账务账单 (signcustomer): movements of the account, each as it is, its balance (账户余额) among the columns. */
export function fundReader(of: BillOf): RowReader {
  return billReader(new FundBill(), of)
}

/** Each total, and the column that it adds up. */
const NAMES = [
  ['收入合计', '收入金额'],
  ['支出合计', '支出金额'],
] as const

interface Sums {
  rows: number
  amount: bigint
}

class FundBill implements BillKind {
  readonly table = '账务明细列表'
  readonly demanded = ['账务流水号', '发生时间', '收入金额', '支出金额']
  readonly #sums: readonly Sums[] = NAMES.map(() => ({ rows: 0, amount: 0n }))
  /** Lines that move nothing: which total counts them is not documented. */
  #idle = 0

  row(columns: Columns): StatementRow {
    this.#add(columns)
    const at = timeIn(columns, '发生时间')
    return { ...(at !== undefined && { at }), columns }
  }

  compare(totals: Totals): string | undefined {
    return NAMES.map(([name], place) => difference(name, totals.get(name), this.#sums[place], this.#idle)).find(
      (one) => one !== undefined,
    )
  }

  #add(columns: Columns): void {
    const amounts = NAMES.map(([, column]) => yuanIn(columns, column) ?? 0n)
    if (amounts.every((amount) => amount === 0n)) this.#idle += 1
    amounts.forEach((amount, place) => {
      const sums = this.#sums[place]
      if (!sums || amount === 0n) return
      sums.rows += 1
      sums.amount += amount
    })
  }
}

const TOTAL = /^([0-9]{1,9})笔[，,]共(-?(?:0|[1-9][0-9]{0,12})(?:\.[0-9]{1,2})?)元$/

/** Not every file has these totals; money that goes out has a sign in some and none in others. */
function difference(name: string, total: string | undefined, sums: Sums | undefined, idle: number): string | undefined {
  if (total === undefined || !sums) return undefined
  const [, rows, amount] = TOTAL.exec(total) ?? []
  if (rows === undefined || amount === undefined) return `${name}: expected 笔 and 元 behind it, found other words`
  const more = Number(rows) - sums.rows
  if (more < 0 || more > idle) return `${name}: the totals say ${rows}, there are ${sums.rows} lines`
  const said = yuanToFen(amount)
  if (said === sums.amount || said === -sums.amount) return undefined
  return `${name}: the totals say ${fenToYuan(said)}, the lines add up to ${fenToYuan(sums.amount)}`
}
