import type { RowReader } from '@tpkit/core'
import { splitStatementLine } from '@tpkit/wire'
import { billReader } from './bill.ts'

/** 资金账单. No source names its columns, so every line is given as it is, by the titles of the file. */
export function fundReader(): RowReader {
  return billReader({
    begin: () => undefined,
    split: (line, { length }) => splitStatementLine(line, { columns: length }),
    row: (columns) => ({ columns }),
    compare: (totals, rows) => {
      const [title, count] = Object.entries(totals ?? {})[0] ?? []
      return title !== undefined && count !== rows.toString()
        ? `${title}: the totals say ${count}, there are ${rows} lines`
        : undefined
    },
  })
}
