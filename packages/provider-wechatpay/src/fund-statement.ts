import type { RowReader } from '@tpkit/core'
import { splitStatementLine, statementReader, timeIn, valueIn } from '@tpkit/wire'

/** Titles of columns that people or merchants fill in: 业务名称, 备注, 资金变更提交申请人. */
const TEXT = /备注|名称|申请人/

/** 资金账单: movements of the account. Each line is given as it is, by the titles of the file. */
export function fundReader(): RowReader {
  return statementReader({
    begin: () => undefined,
    split: (line, titles) => {
      const texts = titles.flatMap((title, place) => (TEXT.test(title) ? [place] : []))
      return splitStatementLine(line, { columns: titles.length, texts })
    },
    row: (columns) => {
      const at = timeIn(columns, '记账时间')
      return { ...(at !== undefined && { at }), columns }
    },
    compare: (totals, rows) => {
      const count = totals && valueIn(totals, '资金流水总笔数')?.replace(/\.0+$/, '')
      if (count === undefined) return 'the file ends without its totals: it is cut off'
      return count === rows.toString() ? undefined : `资金流水总笔数: the totals say ${count}, there are ${rows} lines`
    },
  })
}
