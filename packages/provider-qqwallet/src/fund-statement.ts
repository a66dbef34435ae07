import type { RowReader } from '@tpkit/core'
import { splitStatementLine, statementReader } from '@tpkit/wire'

/** Titles of columns that people or merchants fill in: remark, explanation, name, purpose. */
const TEXT = /备注|说明|名称|用途/

/** 资金账单. No source names its columns, so every line is given as it is, by the titles of the file. */
export function fundReader(): RowReader {
  return statementReader({
    begin: () => undefined,
    split: (line, titles) => {
      const texts = titles.flatMap((title, place) => (TEXT.test(title) ? [place] : []))
      return splitStatementLine(line, { columns: titles.length, texts })
    },
    row: (columns) => ({ columns }),
    compare: (totals, rows) => {
      const [title, count] = Object.entries(totals ?? {})[0] ?? []
      return title === undefined || count === rows.toString()
        ? undefined
        : `${title}: the totals say ${count}, there are ${rows} lines`
    },
  })
}
